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
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from ganbu_desktop.foundation.errors import Cancelled, CheckFailed, GanbuError
from ganbu_desktop.modules import demo_files, fill_demo, ledgers, load_records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ganbu_desktop.kernel.office.office import Office

DONE, FINDINGS, NOT_POSSIBLE = 0, 1, 2
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
Verb = Callable[[argparse.Namespace], tuple[int, dict[str, Any]]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given[:1] == ["--worker"]:
        from ganbu_desktop.exchange.worker import main as serve

        return serve()
    options = _parser().parse_args(given or ["window"])
    if options.verb is not _window:
        load_records()
    try:
        code, result = options.verb(options)
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


class _Progress:
    """Progress on a terminal: one line that renews itself; silent when nobody watches."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet or not sys.stderr.isatty()

    def step(self, done: int, total: int, text: str = "") -> None:
        """Show how far the work is."""
        if not self._quiet:
            end = "\n" if done >= total else "\r"
            print(f"{text} {done}/{total}".ljust(60), end=end, file=sys.stderr, flush=True)


def _password(prompt: str = "密码：") -> str:
    found = os.environ.get(PASSWORD_VARIABLE)
    if found is not None:
        return found
    if not sys.stdin.isatty():
        raise CheckFailed(f"没有密码：请设置环境变量 {PASSWORD_VARIABLE}，或在终端中运行；数据未改动")
    return getpass.getpass(prompt)


@contextmanager
def _opened(options: argparse.Namespace) -> Iterator[Office]:
    from ganbu_desktop.kernel.office.opening import open_store

    office = open_store(options.store, password=_password(), clock=_clock)
    try:
        yield office
    finally:
        office.file.close()


def _chosen(office: Office, options: argparse.Namespace) -> list[str]:
    from ganbu_desktop.kernel.people.person_list import ListQuery, ids
    from ganbu_desktop.modules.people.selection import ids_of_names

    if options.name:
        return ids_of_names(office, options.name)
    with office.reading() as connection:
        return ids(connection, ListQuery())


def _new(options: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    from ganbu_desktop.kernel.office.opening import DEFAULT_ACCOUNT, create_store

    office, recovery_key = create_store(options.store, _password(), DEFAULT_ACCOUNT, _clock)
    try:
        people = 0
        if options.demo:
            people = fill_demo(office, options.demo, _Progress(options.json))
    finally:
        office.file.close()
    if not options.json:
        print(f"已建立 {options.store}" + (f"，内有 {people} 名虚构的演示干部" if people else ""))
        print("恢复密钥（只显示这一次，请打印或抄写后封存；忘记密码时只有它能打开数据）：")
        print(recovery_key)
    return DONE, {"store": str(options.store), "people": people, "recovery_key": recovery_key}


def _import(options: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    from ganbu_desktop.modules.intake import batch

    with _opened(options) as office:
        return batch.run_import(
            office,
            options.paths,
            dry_run=options.dry_run,
            report=options.report,
            say=_printer(options),
            with_hidden=options.with_hidden,
            ledgers=ledgers(),
            progress=_Progress(options.json),
            said=_said(options),
        )


def _said(options: argparse.Namespace) -> Any:
    """Return what was said of other states, units and 编制: a change on a day, a correction, or nothing."""
    from ganbu_desktop.foundation.partial_date import PartialDate
    from ganbu_desktop.kernel.people.service_change import Said

    if options.changed_on:
        return Said(PartialDate.parse(options.changed_on))
    return Said(None) if options.correction else None


def _printer(options: argparse.Namespace) -> Callable[[str], None]:
    return (lambda text: None) if options.json else print


def _export(options: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    from ganbu_desktop.cli import ledgers as cli_ledgers
    from ganbu_desktop.modules.paper import handing_on

    say = _printer(options)
    if options.list:
        return DONE, cli_ledgers.list_exports(say)
    if options.store is None or options.kind is None or options.to is None:
        raise CheckFailed("请写明数据文件、内容名称和 --to 输出位置；ganbu export --list 列出全部名称")
    with _opened(options) as office:
        if options.kind not in handing_on.KINDS:
            order = cli_ledgers.ExportOrder(options.kind, options.to, options.template, tuple(options.name or ()))
            return DONE, cli_ledgers.run_export(office, order, say=say, progress=_Progress(options.json))
        chosen = _chosen(office, options)
        result = handing_on.export(office, options.kind, chosen, options.to, progress=_Progress(options.json))
    say(f"已写出 {result['people']} 人：{options.to}")
    return DONE, result


def _print(options: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    from ganbu_desktop.cli import printing as cli_print

    if options.list:
        return DONE, cli_print.list_forms(_printer(options))
    if options.store is None or options.form is None or options.to is None:
        raise CheckFailed("请写明数据文件、表格名称和 --to 输出位置；ganbu print --list 列出全部表格")
    order = cli_print.PrintOrder(
        options.form,
        options.to,
        tuple(options.name or ()),
        as_of=options.as_of,
        design=options.design,
        since=options.since,
        until=options.until,
        is_blank=options.blank,
        units=tuple(options.unit or ()),
    )
    with _opened(options) as office:
        result = cli_print.run_print(office, order, say=_printer(options), warn=_say, progress=_Progress(options.json))
    return (FINDINGS if result["findings"] else DONE), result


def _template(options: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    from ganbu_desktop.cli import printing as cli_print

    say = _printer(options)
    if options.fields:
        return DONE, cli_print.list_marks(options.about, say)
    with _opened(options) as office:
        if options.add is None:
            return DONE, cli_print.list_templates(office, say)
        return DONE, cli_print.add_template(office, options.add, options.about, options.name or "", say)


def _find(options: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    from ganbu_desktop.cli import conditions as cli_conditions

    asked = cli_conditions.Asked(options.text, options.view, options.conditions)
    asked.check()
    with _opened(options) as office:
        result = cli_conditions.run_find(office, asked, say=_printer(options))
    return (DONE if result["people"] else FINDINGS), result


def _check(options: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    from ganbu_desktop.modules.checks import checking

    with _opened(options) as office:
        report = checking.check_everyone(office, progress=_Progress(options.json))
        if options.report:
            checking.write_report(office, report, options.report)
    _printer(options)(report.summary())
    return (FINDINGS if report.findings else DONE), report.to_plain()


def _report(options: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    from ganbu_desktop.cli import reports as cli_reports

    say = _printer(options)
    if options.list:
        return DONE, cli_reports.list_reports(say)
    if options.store is None or options.report is None:
        raise CheckFailed("请写明数据文件和报表名称；ganbu report --list 列出全部报表")
    order = cli_reports.ReportOrder(options.report, options.period, options.to)
    with _opened(options) as office:
        result = cli_reports.run_report(office, order, say=say, warn=_say, progress=_Progress(options.json))
    return (FINDINGS if result["findings"] else DONE), result


def _remind(options: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    from ganbu_desktop.cli import reports as cli_reports

    with _opened(options) as office:
        return DONE, cli_reports.run_remind(office, options.on, say=_printer(options), progress=_Progress(options.json))


def _demo_files(options: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    files = demo_files(options.folder, clock=_clock)
    _printer(options)(f"已写出 {len(files)} 个虚构的样例文件：{options.folder}")
    return DONE, {"files": [str(file) for file in files]}


def _manual(options: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    from ganbu_desktop.cli import manual as cli_manual

    return DONE, cli_manual.run_manual(options.to, say=_printer(options))


def _verify(options: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    from ganbu_desktop.kernel.office import safekeeping

    with _opened(options) as office:
        report = safekeeping.verify(office)
    rows = dict(report.digest.rows) if report.digest else {}
    digest = report.digest.value if report.digest else None
    for problem in report.problems:
        _say(problem)
    _printer(options)("数据完好" if not report.problems else "数据有问题，请从备份恢复")
    code = NOT_POSSIBLE if report.problems else DONE
    return code, {"problems": list(report.problems), "digest": digest, "rows": rows}


def _audit(options: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    from ganbu_desktop.cli import reports as cli_reports

    with _opened(options) as office:
        result = cli_reports.run_audit(office, options.to, say=_printer(options), progress=_Progress(options.json))
    return (FINDINGS if result["problems"] else DONE), result


def _backup(options: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    from ganbu_desktop.kernel.office import safekeeping

    with _opened(options) as office:
        path = safekeeping.backup_to(office, options.to, _Progress(options.json))
    _printer(options)(f"已备份并核对：{path}")
    return DONE, {"backup": str(path)}


def _restore(options: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    from ganbu_desktop.kernel.office.opening import restore_backup

    report = restore_backup(options.backup, options.to, clock=_clock, password=_password())
    kept = str(report.previous) if report.previous else None
    _printer(options)(f"已从备份恢复：{options.to}" + (f"；原来的数据保存为 {kept}" if kept else ""))
    return DONE, {"store": str(options.to), "previous": kept}


def _window(options: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    from ganbu_desktop.app import run_window

    return run_window(options.store), {}


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

    def verb(name: str, run: Verb, text: str) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, parents=[common], help=text, description=text)
        added.set_defaults(verb=run)
        return added

    new = verb("new", _new, "新建数据文件，并显示一次恢复密钥")
    new.add_argument("store", type=Path)
    new.add_argument("--demo", type=int, metavar="N", help="装入 N 名虚构的演示干部")
    importing = verb("import", _import, "导入采集表、任免审批表文件、花名册或台账（文件或文件夹）")
    importing.add_argument("store", type=Path)
    importing.add_argument("paths", type=Path, nargs="+")
    importing.add_argument("--dry-run", action="store_true", help="只预览，不写入")
    importing.add_argument("--report", type=Path, metavar="FILE.xlsx", help="把不能导入的单元格标红写入此文件")
    importing.add_argument("--with-hidden", action="store_true", help="连同隐藏的行一起导入")
    meant = importing.add_mutually_exclusive_group()
    meant.add_argument("--changed-on", metavar="DATE", help="管理状态、单位、编制的变化从这一天起（变动）")
    meant.add_argument("--correction", action="store_true", help="管理状态、单位、编制是原来记错（更正）")
    exporting = verb("export", _export, "导出任免审批表文件、采集表、花名册或一种台账")
    exporting.add_argument("store", type=Path, nargs="?")
    exporting.add_argument("kind", nargs="?")
    exporting.add_argument("--list", action="store_true", help="列出可以导出的全部内容")
    exporting.add_argument("--template", action="store_true", help="只导出台账的空表，供填写")
    printing = verb("print", _print, "打印表格到 PDF 或 Excel 文件")
    printing.add_argument("store", type=Path, nargs="?")
    printing.add_argument("form", nargs="?")
    printing.add_argument("--list", action="store_true", help="列出全部表格")
    printing.add_argument("--as-of", metavar="YYYY.MM", help="计算年龄时间")
    printing.add_argument("--design", metavar="NAME", help="按这个自设计名册打印（表格名称写 roster）")
    printing.add_argument("--from", dest="since", metavar="DATE", help="只打印这一天及以后的记录")
    printing.add_argument("--until", metavar="DATE", help="只打印这一天及以前的记录")
    printing.add_argument("--blank", action="store_true", help="打印空白表")
    printing.add_argument(
        "--unit", nargs="+", action="extend", metavar="NAME", help="只打印这些单位的，写全称或简称；不写则为全部"
    )
    for added in (exporting, printing):
        added.add_argument("--to", type=Path, metavar="PATH")
        added.add_argument("--name", nargs="+", action="extend", metavar="TEXT", help="姓名或身份证号；不写则为全部")
    templating = verb("template", _template, "存入或列出本单位自己的模板（.docx、.xlsx，用 {{姓名}} 标出要填的地方）")
    templating.add_argument("store", type=Path)
    templating.add_argument("--add", type=Path, metavar="FILE", help="检查并存入这个模板")
    templating.add_argument("--list", action="store_true", help="列出已有的模板（不写 --add 时也是）")
    templating.add_argument("--fields", action="store_true", help="列出可以用的全部标记")
    templating.add_argument("--about", default="person", metavar="WHAT", help="person、people 或台账名称")
    templating.add_argument("--name", metavar="TEXT", help="模板名称；不写则用文件名")
    finding = verb("find", _find, "按姓名、拼音、单位、职务或身份证号，或按视图、条件查找")
    finding.add_argument("store", type=Path)
    finding.add_argument("text", nargs="?")
    finding.add_argument("--view", metavar="NAME", help="干部列表里保存的视图")
    finding.add_argument("--conditions", type=Path, metavar="FILE", help="JSON 格式的查询条件")
    checking = verb("check", _check, "校核全部数据")
    checking.add_argument("store", type=Path)
    checking.add_argument("--report", type=Path, metavar="FILE.xlsx")
    reporting = verb("report", _report, "生成一期报表，写成 PDF 或 Excel")
    reporting.add_argument("store", type=Path, nargs="?")
    reporting.add_argument("report", nargs="?", help="报表名称")
    reporting.add_argument("--list", action="store_true", help="列出全部报表")
    reporting.add_argument("--period", metavar="YYYY-MM|YYYY-Qn|YYYY", help="期间；不写则为上一期")
    reporting.add_argument("--to", type=Path, metavar="FILE", help="写出的 .pdf 或 .xlsx 文件")
    reminding = verb("remind", _remind, "列出需要办理的提醒")
    reminding.add_argument("store", type=Path)
    reminding.add_argument("--on", metavar="DATE", help="截至哪一天（如 2026-03-25）；不写则为今天")
    verb("demo-files", _demo_files, "写出虚构的样例文件，供试用导入").add_argument("folder", type=Path)
    manual = verb("manual", _manual, "写出使用手册（PDF），不需要数据文件")
    manual.add_argument("--to", type=Path, required=True, metavar="FILE.pdf")
    verb("verify", _verify, "检查数据文件是否完好").add_argument("store", type=Path)
    auditing = verb("audit", _audit, "导出操作日志和查看留痕（Excel），逐行核对校验值")
    auditing.add_argument("store", type=Path)
    auditing.add_argument("--to", type=Path, required=True, metavar="FILE.xlsx")
    backing_up = verb("backup", _backup, "备份到指定位置并核对")
    backing_up.add_argument("store", type=Path)
    backing_up.add_argument("--to", type=Path, required=True, metavar="PATH")
    restoring = verb("restore", _restore, "从备份恢复")
    restoring.add_argument("backup", type=Path)
    restoring.add_argument("--to", type=Path, required=True, metavar="STORE")
    verb("window", _window, "打开窗口").add_argument("store", type=Path, nargs="?")
    return parser
