"""The verb ``new``: a store, empty or with invented cadres."""

from __future__ import annotations

import argparse
from pathlib import Path

from ganbu_desktop.cli.verb import DONE, Result, Session, Verb
from ganbu_desktop.modules import fill_demo


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("store", type=Path)
    parser.add_argument("--demo", type=int, metavar="N", help="装入 N 名虚构的演示干部")


def _run(session: Session) -> Result:
    from ganbu_desktop.kernel.office.opening import DEFAULT_ACCOUNT, create_store

    options = session.options
    office, recovery_key = create_store(options.store, session.password(), DEFAULT_ACCOUNT, session.clock)
    try:
        people = 0
        if options.demo:
            people = fill_demo(office, options.demo, session.progress)
    finally:
        office.file.close()
    session.say(f"已建立 {options.store}" + (f"，内有 {people} 名虚构的演示干部" if people else ""))
    session.say("恢复密钥（只显示这一次，请打印或抄写后封存；忘记密码时只有它能打开数据）：")
    session.say(recovery_key)
    return DONE, {"store": str(options.store), "people": people, "recovery_key": recovery_key}


NEW = Verb(
    "new",
    "新建数据文件，并显示一次恢复密钥",
    "makes a store and prints its recovery key once",
    _arguments,
    _run,
)
