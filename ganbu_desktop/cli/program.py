"""The same actions without a window: for batches, tests and measurement.

Exit codes: 0 done, 1 done with findings or refused rows, 2 not possible. The password comes from ``GANBU_PASSWORD`` or
is asked for; ``--json`` prints one JSON object on the standard output, sentences go to the standard error.
"""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NoReturn

from ganbu_desktop.cli.verb import NOT_POSSIBLE, Session
from ganbu_desktop.cli.verbs import VERBS
from ganbu_desktop.foundation.errors import Cancelled, CheckFailed, GanbuError
from ganbu_desktop.modules import load_records

PASSWORD_VARIABLE = "GANBU_PASSWORD"
_PARSER_WORDS = {
    "the following arguments are required": "还缺少",
    "unrecognized arguments": "多余的内容",
    "invalid choice": "没有这一项",
    "choose from": "可用的有",
    "expected one argument": "后面要写一个值",
    "expected at least one argument": "后面至少要写一个值",
    "argument ": "参数 ",
    "invalid int value": "应为整数",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given[:1] == ["--worker"]:
        from ganbu_desktop.exchange.worker import main as serve

        return serve()
    options = _parser().parse_args(given or ["window"])
    if options.verb.needs_records:
        load_records()
    try:
        code, result = options.verb.run(Session(options, clock=_clock, password=_password))
    except GanbuError as error:
        _say(str(error))
        code, result = NOT_POSSIBLE, {"error": str(error)}
    except (Cancelled, KeyboardInterrupt):
        _say("已取消；这一步没有写入任何内容")
        code, result = NOT_POSSIBLE, {"error": "cancelled"}
    except BrokenPipeError:  # whoever read the output has gone, as ``head`` does; there is nobody left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_POSSIBLE
    if options.json:
        print(json.dumps({"exit": code, **result}, ensure_ascii=False, indent=2))
    return int(code)


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _clock() -> datetime:
    return datetime.now()


def _password() -> str:
    found = os.environ.get(PASSWORD_VARIABLE)
    if found is not None:
        return found
    if not sys.stdin.isatty():
        raise CheckFailed(f"没有密码：请设置环境变量 {PASSWORD_VARIABLE}，或在终端中运行；数据未改动")
    return getpass.getpass("密码：")


class _Parser(argparse.ArgumentParser):
    """A parser whose own words are Chinese."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "add_help": False})
        self._optionals.title, self._positionals.title = "选项", "参数"
        if options.get("add_help", True):
            self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def format_usage(self) -> str:
        """Return the usage line."""
        return super().format_usage().replace("usage: ", "用法：", 1)

    def format_help(self) -> str:
        """Return the whole help."""
        return super().format_help().replace("usage: ", "用法：", 1)

    def error(self, message: str) -> NoReturn:
        """Say that the command was not understood, and how it is written."""
        for english, chinese in _PARSER_WORDS.items():
            message = message.replace(english, chinese)
        self.exit(NOT_POSSIBLE, f"{self.format_usage()}命令没有看懂：{message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="ganbu", description="干部管理（县级组织部门，离线使用）")
    common = _Parser(add_help=False)
    common.add_argument("--json", action="store_true", help="以 JSON 输出结果")
    verbs = parser.add_subparsers(title="操作", metavar="操作", required=True)
    for verb in VERBS:
        added = verbs.add_parser(verb.name, parents=[common], help=verb.summary, description=verb.summary)
        added.set_defaults(verb=verb)
        verb.arguments(added)
    return parser
