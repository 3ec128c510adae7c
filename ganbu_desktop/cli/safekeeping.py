"""The verbs ``verify``, ``backup`` and ``restore``: the file itself, whole and in a second place."""

from __future__ import annotations

import argparse
from pathlib import Path

from ganbu_desktop.cli.verb import DONE, NOT_POSSIBLE, Result, Session, Verb


def _arguments_of_verify(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("store", type=Path)


def _verify(session: Session) -> Result:
    from ganbu_desktop.kernel.office import safekeeping

    with session.opened() as office:
        report = safekeeping.verify(office)
    rows = dict(report.digest.rows) if report.digest else {}
    digest = report.digest.value if report.digest else None
    for problem in report.problems:
        session.warn(problem)
    session.say("数据完好" if not report.problems else "数据有问题，请从备份恢复")
    code = NOT_POSSIBLE if report.problems else DONE
    return code, {"problems": list(report.problems), "digest": digest, "rows": rows}


def _arguments_of_backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("store", type=Path)
    parser.add_argument("--to", type=Path, required=True, metavar="PATH")


def _backup(session: Session) -> Result:
    from ganbu_desktop.kernel.office import safekeeping

    with session.opened() as office:
        path = safekeeping.backup_to(office, session.options.to, session.progress)
    session.say(f"已备份并核对：{path}")
    return DONE, {"backup": str(path)}


def _arguments_of_restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("backup", type=Path)
    parser.add_argument("--to", type=Path, required=True, metavar="STORE")


def _restore(session: Session) -> Result:
    from ganbu_desktop.kernel.office.opening import restore_backup

    options = session.options
    report = restore_backup(options.backup, options.to, clock=session.clock, password=session.password())
    kept = str(report.previous) if report.previous else None
    session.say(f"已从备份恢复：{options.to}" + (f"；原来的数据保存为 {kept}" if kept else ""))
    return DONE, {"store": str(options.to), "previous": kept}


VERIFY = Verb("verify", "检查数据文件是否完好", "tells whether the file is whole", _arguments_of_verify, _verify)
BACKUP = Verb(
    "backup",
    "备份到指定位置并核对",
    "copies the file to another place and compares the copy",
    _arguments_of_backup,
    _backup,
)
RESTORE = Verb(
    "restore",
    "从备份恢复",
    "makes a store of a backup; what stood there is kept beside it",
    _arguments_of_restore,
    _restore,
)
