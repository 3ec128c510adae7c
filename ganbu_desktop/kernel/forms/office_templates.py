"""Templates of the office's own: the .docx and .xlsx files it already uses, with marks where values belong.

The file is judged before it is kept (``exchange.template``, in a process of its own) and again before it is filled.
Each saved file is one version; versions are never rewritten, the newest is the one in use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ganbu_desktop.exchange.template import Judged, Known, Problem, fill_template, judge_isolated
from ganbu_desktop.exchange.template.marks import Values
from ganbu_desktop.foundation.errors import CheckFailed, DocumentError
from ganbu_desktop.foundation.fields import Choice, Hidden, Number, Text
from ganbu_desktop.foundation.file_names import UniqueNames
from ganbu_desktop.foundation.nearest import offered
from ganbu_desktop.kernel.office.office import Office, Progress, SilentProgress
from ganbu_desktop.store.record import Record, column

EDIT, PRINT = "templates.edit", "templates.print"
ABOUT_PERSON, ABOUT_PEOPLE, ABOUT_ENTRY = "person", "people", "entry"
_LONGEST_NAME = 40
_SUFFIXES = (".docx", ".xlsx")

__all__ = ["Known", "Problem", "Values"]


class OfficeTemplate(Record, table="office_template", label="模板", root=True, named_by="name"):
    """One version of a template. ``blob`` names the file's bytes in the store; ``ledger`` whose entries it is about."""

    name: str = column(Text(label="名称", by_program=True), not_null=True, indexed=True)
    version: int = column(Number(label="版本", by_program=True), not_null=True)
    about: str = column(Choice(label="一份是", table="template_subject", by_program=True), not_null=True)
    ledger: str | None = column(Text(label="台账", by_program=True))
    file_name: str = column(Text(label="文件名", by_program=True), not_null=True)
    blob: str = column(Hidden(label="内容"), not_null=True)
    made_by: str = column(Text(label="存入人", by_program=True), not_null=True)
    made_at: str = column(Text(label="存入时间", by_program=True), not_null=True)


@dataclass(frozen=True)
class Subject:
    """What one copy of a template is about, and the names it may use. ``ledger``: of whose entries, if of any."""

    about: str
    known: Known
    ledger: str = ""


@dataclass(frozen=True)
class Filled:
    """The values of one copy and how its file is called."""

    name: str
    values: Values


def templates(office: Office) -> list[OfficeTemplate]:
    """Return the newest version of every template, by name."""
    newest: dict[str, OfficeTemplate] = {}
    for record in sorted(office.find(OfficeTemplate), key=lambda record: -record.version):
        newest.setdefault(record.name, record)
    return [newest[name] for name in sorted(newest)]


def template_versions(office: Office, name: str) -> list[OfficeTemplate]:
    """Return all versions of one template, the newest first."""
    found = office.find(OfficeTemplate, OfficeTemplate.table.c.name == name)
    return sorted(found, key=lambda record: -record.version)


def template_called(office: Office, name: str) -> OfficeTemplate:
    """Return the newest version of a template; CheckFailed, naming those there are, where there is none."""
    found = template_versions(office, name)
    if not found:
        known = [record.name for record in templates(office)]
        there = offered(name, known, listed_by="ganbu template") if known else "还没有存入过模板"
        raise CheckFailed(f"没有名为“{name}”的模板，{there}；没有写出任何文件")
    return found[0]


def judged(path: Path, subject: Subject) -> Judged:
    """Return what is wrong with a file as a template; ExchangeError for one that must not be a template at all."""
    return judge_isolated(path, subject.known)


def add_template(office: Office, path: Path, subject: Subject, name: str = "") -> OfficeTemplate:
    """Keep a file as the next version of a template; nothing is kept while any of its marks is broken.

    Raises ExchangeError for a file that must not be one, CheckFailed that names the marks and their places.
    """
    name = name.strip() or path.stem
    if len(name) > _LONGEST_NAME:
        raise CheckFailed(f"模板的名称不超过 {_LONGEST_NAME} 个字；没有存入")
    problems = judged(path, subject).problems
    if problems:
        told = "\n".join(str(problem) for problem in problems)
        raise CheckFailed(f"模板有 {len(problems)} 处要改，没有存入，数据没有改动：\n{told}")
    content, kept = path.read_bytes(), template_versions(office, name)
    with office.operation(f"存入模板“{name}”", right=EDIT) as current:
        record = OfficeTemplate(
            name=name,
            version=kept[0].version + 1 if kept else 1,
            about=subject.about,
            ledger=subject.ledger or None,
            file_name=path.name,
            blob=current.put_blob(content),
            made_by=office.account.name,
            made_at=office.clock().isoformat(" ", "minutes"),
        )
        current.insert(record)
    return record


def delete_template(office: Office, name: str) -> int:
    """Put a template with all its versions into the recycle bin; return how many versions there were."""
    kept = template_versions(office, name)
    if not kept:
        raise CheckFailed(f"没有名为“{name}”的模板；数据未改动")
    with office.operation(f"删除模板“{name}”", right=EDIT) as current:
        for record in kept:
            current.delete(record)
    return len(kept)


def hand_back(office: Office, record: OfficeTemplate, target: Path) -> None:
    """Write the template's own file, to be changed in Word or Excel."""
    try:
        target.write_bytes(office.blob(record.blob))
    except OSError as error:
        raise DocumentError(f"“{target.name}”写不出来：磁盘已满、没有权限或文件正打开着；数据没有改动") from error


@contextmanager
def _source(office: Office, record: OfficeTemplate) -> Iterator[Path]:
    with TemporaryDirectory(prefix="ganbu-") as folder:
        path = Path(folder) / f"模板{_suffix(record)}"
        path.write_bytes(office.blob(record.blob))
        yield path


def _suffix(record: OfficeTemplate) -> str:
    return Path(record.file_name).suffix.lower()


def fill(
    office: Office,
    record: OfficeTemplate,
    known: Known,
    copies: Iterable[Filled],
    target: Path,
    *,
    total: int = 0,
    progress: Progress | None = None,
    written: list[Path] | None = None,
) -> list[Path]:
    """Write a file for each copy into a folder, or the only one to a file of the template's kind; return the files.

    Cancelling leaves whole files only; who hands in ``written`` still holds them then. Raises CheckFailed for another
    kind of file, ExchangeError when a mark is not known any more.
    """
    office.require(PRINT)
    suffix, progress = _suffix(record), progress or SilentProgress()
    is_file = target.suffix.lower() in (*_SUFFIXES, ".pdf") and not target.is_dir()
    if is_file and target.suffix.lower() != suffix:
        raise CheckFailed(f"这个模板写成 {suffix} 文件或文件夹，不写 PDF 或其他格式；没有写出任何文件")
    files = [] if written is None else written
    names = UniqueNames(suffix)
    with _source(office, record) as source:
        for number, copy in enumerate(copies, 1):
            if is_file and number > 1:
                raise CheckFailed("一个文件只放一份，请写到文件夹，一份一个文件；第一份已写出")
            if not is_file:
                target.mkdir(parents=True, exist_ok=True)
            path = target if is_file else target / names.name_for(copy.name)
            fill_template(source, path, known, copy.values)
            files.append(path)
            progress.step(number, max(total, number), f"写出 {path.name}")
    return files


def known_names(known: Known, order: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Return (what it is, mark to copy) of everything that a template may use, lists with their fields.

    ``order``: names that come first, in this order.
    """
    places = {name: number for number, name in reversed(list(enumerate(order)))}

    def by_place(name: str) -> tuple[int, str]:
        return places.get(name, len(places)), name

    found = [("文字", "{{" + name + "}}") for name in sorted(known.texts, key=by_place)]
    found += [("照片", "{{" + name + "}}") for name in sorted(known.pictures, key=by_place)]
    for name, inner in known.lists.items():
        found.append((f"名单“{name}”", "{{#" + name + "}}"))
        found += [(f"　{what}", mark) for what, mark in known_names(inner, order)]
        found.append((f"名单“{name}”完", "{{/" + name + "}}"))
    return found
