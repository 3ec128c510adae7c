"""Sample files as units hand them in, all invented: a collection workbook, form files, a home-made roster."""

from __future__ import annotations

import random
import secrets
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from ganbu_desktop.exchange.plain_sheet import write_sheet
from ganbu_desktop.foundation import person_name
from ganbu_desktop.kernel.forms.person_values import FULL_TIME, IN_SERVICE, education_lines, shown
from ganbu_desktop.kernel.office.office import Clock, Office
from ganbu_desktop.kernel.office.opening import DEFAULT_ACCOUNT, create_store
from ganbu_desktop.kernel.people.dossier import Dossier, dossiers
from ganbu_desktop.kernel.people.person_list import ListQuery, ids
from ganbu_desktop.modules.paper.export import export_collection, iterate_lrmx
from ganbu_desktop.store.vault import KdfCost

COLLECTION, FORM_FILES, ROSTER = "信息采集表.xlsx", "任免审批表", "自制花名册.xlsx"
_FORMS, _ROSTER_PEOPLE = 20, 30
_HEAD = (
    (
        "序号",
        "姓名",
        "性别",
        "民族",
        "出生年月",
        "籍贯",
        "入党时间",
        "参加工作时间",
        "学历学位",
        "",
        "现任职务",
        "身份证号",
    ),
    ("", "", "", "", "", "", "", "", "全日制教育", "在职教育", "", ""),
)
_MERGED = ("A1:L1", "A2:L2", "I3:J3", *(f"{c}3:{c}4" for c in "ABCDEFGHKL"))
_WIDTHS = (6, 12, 6, 8, 12, 12, 12, 12, 14, 14, 40, 24)
_BROKEN = {3: (4, "1978年13月"), 8: (11, "3.39901198e+17"), 14: (4, "71.5"), 21: (7, "八五年"), 26: (1, "")}
"""Row of the roster (from 0) → column and what somebody typed there by mistake."""


def demo_files(folder: Path, fill: Callable[[Office], object], county: str, *, clock: Clock, seed: int) -> list[Path]:
    """Write the sample files into ``folder`` and return their paths; ``clock`` says when they are made.

    ``fill`` puts the invented people of ``county`` into an empty store.

    ``信息采集表.xlsx`` holds everybody, ``任免审批表/`` 20 form files, ``自制花名册.xlsx`` a roster with title rows, a
    header of two rows, merged cells and a few cells that cannot be read. The same seed and month give the same people.
    """
    forms = folder / FORM_FILES
    forms.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as workplace:
        office, _ = create_store(
            Path(workplace) / "demo.ganbu",
            secrets.token_urlsafe(24),
            DEFAULT_ACCOUNT,
            clock,
            kdf=KdfCost.cheap_for_tests(),
        )
        try:
            fill(office)
            return _write(office, folder, forms, county, random.Random(seed))
        finally:
            office.file.close()


def _write(office: Office, folder: Path, forms: Path, county: str, rng: random.Random) -> list[Path]:
    with office.reading() as connection:
        everyone = ids(connection, ListQuery())
    workbook, roster = folder / COLLECTION, folder / ROSTER
    export_collection(office, everyone, workbook)
    written = [workbook]
    chosen = rng.sample(everyone, min(_FORMS, len(everyone)))
    for number, (found, content) in enumerate(iterate_lrmx(office, chosen), 1):
        path = forms / f"{number:02d}_{found.person.name}.lrmx"
        path.write_bytes(content)
        written.append(path)
    with office.reading() as connection:
        write_roster(roster, county, list(dossiers(connection, everyone[:_ROSTER_PEOPLE])))
    return [*written, roster]


def write_roster(path: Path, county: str, people: Sequence[Dossier]) -> None:
    """Write a roster as a unit makes it for itself, with some cells that nobody can read."""
    body = [_row(number, found) for number, found in enumerate(people, 1)]
    for number, (column, text) in _BROKEN.items():
        if number < len(body):
            body[number][column] = text
    note = ["说明：本表全部人员均为虚构，仅供试用导入。", *[""] * 11]
    title = [f"{county}科级干部花名册", *[""] * 11]
    unit = ["填报单位：（演示）", *[""] * 11]
    total = ["合计", f"{len(body)}人", *[""] * 10]
    write_sheet(path, "花名册", [title, unit, *_HEAD, *body, total, note], merged=_MERGED, widths=_WIDTHS)


def _row(number: int, found: Dossier) -> list[str]:
    person = found.person
    texts = [shown(person, name) for name in ("sex", "ethnicity", "born_on", "native_place", "party_text")]
    studies = [education_lines(found, mode).levels.replace("\n", "") for mode in (FULL_TIME, IN_SERVICE)]
    began, post = shown(person, "work_began_on"), person.current_post or ""
    return [str(number), person_name.padded(person.name or ""), *texts, began, *studies, post, person.id_number or ""]
