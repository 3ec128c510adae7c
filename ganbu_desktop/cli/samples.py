"""The verb ``demo-files``: invented files to try the import on."""

from __future__ import annotations

import argparse
from pathlib import Path

from ganbu_desktop.cli.verb import DONE, Result, Session, Verb
from ganbu_desktop.modules import demo_files


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path)


def _run(session: Session) -> Result:
    folder = session.options.folder
    files = demo_files(folder, clock=session.clock)
    session.say(f"已写出 {len(files)} 个虚构的样例文件：{folder}")
    return DONE, {"files": [str(file) for file in files]}


DEMO_FILES = Verb(
    "demo-files",
    "写出虚构的样例文件，供试用导入",
    "writes invented files as units hand them in, to try the import on",
    _arguments,
    _run,
)
