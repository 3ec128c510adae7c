"""The verb ``template``: the office's own templates and the marks they may use."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganbu_desktop import modules
from ganbu_desktop.cli.verb import DONE, Result, Session, Verb
from ganbu_desktop.foundation.errors import CheckFailed

if TYPE_CHECKING:
    from ganbu_desktop.kernel.office.office import Office

Say = Callable[[str], None]
TEMPLATE_PREFIX = "template:"
"""What the name of a thing to print begins with when it is a template of the office's own."""


def list_templates(office: Office, say: Say) -> dict[str, Any]:
    """Name the office's own templates: name, what a copy is about, version, file."""
    from ganbu_desktop.kernel.forms.office_templates import templates
    from ganbu_desktop.modules.paper.template_values import subjects

    titles = {(subject.about, subject.ledger): title for title, subject in subjects(modules.ledgers())}
    found = []
    for record in templates(office):
        about = titles.get((record.about, record.ledger or ""), record.about)
        found.append({"name": record.name, "about": about, "version": record.version, "file": record.file_name})
        say("\t".join((f"{TEMPLATE_PREFIX}{record.name}", about, f"第 {record.version} 版", record.file_name)))
    return {"templates": found}


def add_template(office: Office, path: Path, about: str, name: str, say: Say) -> dict[str, Any]:
    """Judge a file and keep it as a template. ``about``: person, people or the name of a ledger."""
    from ganbu_desktop.kernel.forms import office_templates
    from ganbu_desktop.modules.paper.template_values import subjects

    known = {subject.ledger or subject.about: subject for _, subject in subjects(modules.ledgers())}
    if about not in known:
        raise CheckFailed(f"--about 应为 person（一个人）、people（一份名单）或台账名称；{_near_subject(about)}")
    record = office_templates.add_template(office, path, known[about], name)
    say(
        f"已存入模板“{record.name}”第 {record.version} 版；"
        f"打印：ganbu print 数据文件 {TEMPLATE_PREFIX}{record.name} --to 文件夹/"
    )
    return {"name": record.name, "version": record.version}


def list_marks(about: str, say: Say) -> dict[str, Any]:
    """Name every mark that a template about ``about`` may use."""
    from ganbu_desktop.modules.paper.template_values import palette, subjects

    for _, subject in subjects(modules.ledgers()):
        if about == (subject.ledger or subject.about):
            marks = palette(subject)
            for what, mark in marks:
                say(f"{mark}\t{what.strip()}")
            return {"marks": [mark for _, mark in marks]}
    raise CheckFailed(f"没有“{about}”这一种：可用 person、people 或台账名称；{_near_subject(about)}")


def _near_subject(about: str) -> str:
    from ganbu_desktop.foundation.nearest import offered
    from ganbu_desktop.modules.paper.template_values import subjects

    known = {subject.ledger or subject.about: title for title, subject in subjects(modules.ledgers())}
    return offered(about, known, listed_by="ganbu export --list")


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("store", type=Path)
    parser.add_argument("--add", type=Path, metavar="FILE", help="检查并存入这个模板")
    parser.add_argument("--list", action="store_true", help="列出已有的模板（不写 --add 时也是）")
    parser.add_argument("--fields", action="store_true", help="列出可以用的全部标记")
    parser.add_argument("--about", default="person", metavar="WHAT", help="person、people 或台账名称")
    parser.add_argument("--name", metavar="TEXT", help="模板名称；不写则用文件名")


def _run(session: Session) -> Result:
    options = session.options
    if options.fields:
        return DONE, list_marks(options.about, session.say)
    with session.opened() as office:
        if options.add is None:
            return DONE, list_templates(office, session.say)
        return DONE, add_template(office, options.add, options.about, options.name or "", session.say)


TEMPLATE = Verb(
    "template",
    "存入或列出本单位自己的模板（.docx、.xlsx，用 {{姓名}} 标出要填的地方）",
    "keeps or lists the office's own `.docx` and `.xlsx` templates about a `person`, `people` or a ledger (WHAT); "
    "`--fields` names all marks",
    _arguments,
    _run,
)
