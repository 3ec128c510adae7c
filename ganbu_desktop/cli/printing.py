"""The verb ``print``: forms, rosters and tables about people, and every room's forms about one entry."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganbu_desktop import modules
from ganbu_desktop.cli.people_named import chosen_people, people_named
from ganbu_desktop.cli.templating import TEMPLATE_PREFIX
from ganbu_desktop.cli.verb import DONE, FINDINGS, Result, Session, Verb
from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate

if TYPE_CHECKING:
    from ganbu_desktop.kernel.forms.entry_form import EntryForm
    from ganbu_desktop.kernel.office.office import Office, Progress
    from ganbu_desktop.modules.paper.job import Outcome

Say = Callable[[str], None]
_ABOUT_PEOPLE = "干部"
_ABOUT_EVERYBODY = "全体干部"
_ONE_SHEET = {"person": "一人一份", "unit": "一个单位一份"}


@dataclass(frozen=True)
class PrintOrder:
    """What the command line asks for; ``names`` empty: everybody. ``since`` and ``until`` are dates as typed.

    ``design``: the name of a roster design that goes before the ready-made layout. ``units``: the units whose sheets
    or entries are printed, by full or short name; empty: all.
    """

    form: str
    target: Path
    names: tuple[str, ...] = ()
    as_of: str | None = None
    design: str | None = None
    since: str | None = None
    until: str | None = None
    is_blank: bool = False
    units: tuple[str, ...] = ()


def list_forms(say: Say) -> dict[str, Any]:
    """Name everything that can be printed: its stable name, its title, what one sheet is about, and in which files."""
    listed = _printable()
    for line in listed:
        say("\t".join(line))
    return {"forms": [dict(zip(("name", "title", "about", "sheet", "files"), line, strict=True)) for line in listed]}


def _printable() -> list[tuple[str, str, str, str, str]]:
    """Return (name, title, what it is about, what one sheet is, kinds of file) of everything that can be printed."""
    from ganbu_desktop.kernel.forms.form_print import form_title
    from ganbu_desktop.modules.paper import printing
    from ganbu_desktop.modules.paper.job import FORM, ROSTER, TABLE
    from ganbu_desktop.paper.writing import FILE_TYPES

    said = {
        FORM: (_ABOUT_PEOPLE, "一人一份", "/".join(FILE_TYPES)),
        ROSTER: (_ABOUT_PEOPLE, "许多人一份", "pdf/xlsx"),
        TABLE: (_ABOUT_EVERYBODY, "全县一份", "pdf/xlsx"),
    }
    listed = [(info.name, info.title, *said[info.kind]) for info in printing.forms()]
    for form in modules.entry_forms():
        about = form.subject.label
        sheet = _ONE_SHEET.get(form.subject.table.name, "一条一份")
        blank = "，可打空白表" if form.blank is not None else ""
        listed.append((form.name, form_title(form), about, f"{sheet}{blank}", "/".join(FILE_TYPES)))
    return listed


def run_print(office: Office, order: PrintOrder, *, say: Say, warn: Say, progress: Progress) -> dict[str, Any]:
    """Write what is asked for and return the files and what did not fit."""
    if order.form.startswith(TEMPLATE_PREFIX):
        files = _template(office, order, progress)
        say(f"已写出 {len(files)} 个文件：{order.target}")
        return {"people": len(files), "files": [str(file) for file in files], "findings": []}
    _refuse_unknown(order.form)
    form = next((form for form in modules.entry_forms() if form.name == order.form), None)
    if form is None:
        outcome = _people(office, order, progress)
        files, sheets, findings, amount = outcome.files, outcome.people, outcome.findings, outcome.amount()
    else:
        files, sheets, findings = _entries(office, form, order, progress)
        amount = f"{sheets} 份"
    say(f"已写出 {len(files)} 个文件，{amount}：{order.target}")
    for line in findings:
        warn(line)
    return {"people": sheets, "files": [str(file) for file in files], "findings": findings}


def _refuse_unknown(name: str) -> None:
    """Raise CheckFailed with the nearest names for one that prints nothing."""
    from ganbu_desktop.foundation.nearest import offered
    from ganbu_desktop.kernel.forms.form_print import LISTED_BY

    known = {line[0]: line[1] for line in _printable()}
    if name not in known:
        raise CheckFailed(f"没有名为“{name}”的表格，{offered(name, known, listed_by=LISTED_BY)}；没有写出任何文件")


def _template(office: Office, order: PrintOrder, progress: Progress) -> list[Path]:
    """Fill a template of the office's own: ``template:NAME``."""
    from ganbu_desktop.kernel.forms.office_templates import ABOUT_ENTRY, template_called
    from ganbu_desktop.modules.paper import template_values

    name = order.form.removeprefix(TEMPLATE_PREFIX)
    record, ledgers = template_called(office, name), modules.ledgers()
    if record.about == ABOUT_ENTRY:
        template_values.subject_of(record, ledgers)
        spec = next(spec for spec in ledgers if spec.name == record.ledger)
        people = people_named(office, order.names) if order.names else None
        chosen = template_values.entries_to_print(office, spec, people)
    else:
        chosen = chosen_people(office, order.names)
    return template_values.print_template(
        office, name, chosen, order.target, ledgers, as_of=order.as_of, progress=progress
    )


def _people(office: Office, order: PrintOrder, progress: Progress) -> Outcome:
    from ganbu_desktop.modules.paper import printing
    from ganbu_desktop.modules.paper.job import PrintJob
    from ganbu_desktop.modules.paper.roster_layouts import DESIGN

    if order.is_blank or order.since or order.until or order.units:
        raise CheckFailed(
            "--blank、--from、--until、--unit 只用于关于一条记录的表（ganbu print --list 第三列不是“干部”的）"
        )
    chosen = chosen_people(office, order.names)
    form = order.form
    if order.design is not None:
        if form not in printing.roster_names():
            raise CheckFailed("--design 只用于名册，如 ganbu print 数据文件 roster --design 名称；没有写出任何文件")
        form = f"{DESIGN}{order.design}"
    job = PrintJob(form, chosen, order.target, as_of=order.as_of)
    return printing.run(office, job, progress=progress)


def _entries(
    office: Office, form: EntryForm, order: PrintOrder, progress: Progress
) -> tuple[list[Path], int, list[str]]:
    from ganbu_desktop.kernel.forms import form_print

    if order.is_blank:
        outcome = form_print.print_blank(office, form, order.target)
    else:
        from ganbu_desktop.modules.units.queries import ids_of_names

        people = people_named(office, order.names) if order.names else None
        chosen = form_print.entries_of(
            office,
            form,
            people,
            _dated_by(form),
            since=_date(order.since),
            until=_date(order.until),
            unit_ids=ids_of_names(office, order.units) if order.units else None,
        )
        outcome = form_print.print_forms(office, form, chosen, order.target, progress=progress)
    return outcome.files, outcome.sheets, outcome.findings


def _dated_by(form: EntryForm) -> str | None:
    """Return the date by which the ledger of such entries is ordered, if there is one."""
    return next((spec.newest_by for spec in modules.ledgers() if spec.record is form.subject), None)


def _date(typed: str | None) -> PartialDate | None:
    return PartialDate.parse(typed) if typed else None


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("store", type=Path, nargs="?")
    parser.add_argument("form", nargs="?")
    parser.add_argument("--list", action="store_true", help="列出全部表格")
    parser.add_argument("--as-of", metavar="YYYY.MM", help="计算年龄时间")
    parser.add_argument("--design", metavar="NAME", help="按这个自设计名册打印（表格名称写 roster）")
    parser.add_argument("--from", dest="since", metavar="DATE", help="只打印这一天及以后的记录")
    parser.add_argument("--until", metavar="DATE", help="只打印这一天及以前的记录")
    parser.add_argument("--blank", action="store_true", help="打印空白表")
    parser.add_argument(
        "--unit", nargs="+", action="extend", metavar="NAME", help="只打印这些单位的，写全称或简称；不写则为全部"
    )
    parser.add_argument("--to", type=Path, metavar="PATH")
    parser.add_argument("--name", nargs="+", action="extend", metavar="TEXT", help="姓名或身份证号；不写则为全部")


def _run(session: Session) -> Result:
    options = session.options
    if options.list:
        return DONE, list_forms(session.say)
    if options.store is None or options.form is None or options.to is None:
        raise CheckFailed("请写明数据文件、表格名称和 --to 输出位置；ganbu print --list 列出全部表格")
    order = PrintOrder(
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
    with session.opened() as office:
        result = run_print(office, order, say=session.say, warn=session.warn, progress=session.progress)
    return (FINDINGS if result["findings"] else DONE), result


PRINT = Verb(
    "print",
    "打印表格到 PDF 或 Excel 文件",
    "`.pdf`, `.xlsx`, `.docx` (forms) or `folder/`; `ganbu print --list` names the forms and what a sheet is about; "
    "`--design`: a roster of the office's own; `template:NAME` as FORM: a template of its own; dates, units and empty "
    "sheets are for forms about one entry or unit",
    _arguments,
    _run,
)
