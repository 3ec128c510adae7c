"""The verb ``manual``: the whole manual as one PDF."""

from __future__ import annotations

import argparse
from pathlib import Path

from ganbu_desktop.cli.verb import DONE, Result, Session, Verb
from ganbu_desktop.modules import manual_pages


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, required=True, metavar="FILE.pdf")


def _run(session: Session) -> Result:
    from ganbu_desktop.kernel.manual import print_manual

    target = session.options.to
    pages = print_manual(target, made=manual_pages())
    session.say(f"已写出使用手册，{pages} 页：{target}")
    return DONE, {"file": str(target), "pages": pages}


MANUAL = Verb(
    "manual",
    "写出使用手册（PDF），不需要数据文件",
    "writes the manual that F1 opens at the page on show; needs no store",
    _arguments,
    _run,
)
