"""Broken and hostile files through the whole import: read, compare, apply, undo. No crash, no hang, no half import.

Reading and comparing never change the store; what is applied is one step, after whose undo every record is as before.
"""

from __future__ import annotations

import io
import random
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.builders import make_office
from support.lrmx_samples import HOSTILE_TEXTS, picture
from support.round_trips import collection_sheets, form_file

from ganbu_desktop.exchange.collection_workbook import write_collection_workbook
from ganbu_desktop.exchange.lrmx import write_lrmx
from ganbu_desktop.exchange.safe_xml import legal_text
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.kernel.office import safekeeping
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.intake.apply import apply_plan
from ganbu_desktop.modules.intake.compare import make_plan
from ganbu_desktop.modules.intake.read import read_paths
from ganbu_desktop.store.record import Record, record_types

USUAL, SOAK, SECONDS_EACH = 60, 1000, 30


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A store that already holds some of the people that the files name."""
    made = make_office(tmp_path_factory.mktemp("store"))
    folder = tmp_path_factory.mktemp("first")
    write_collection_workbook(folder / "表.xlsx", collection_sheets(8, 1).given)
    apply_plan(made, make_plan(made, read_paths([folder / "表.xlsx"]).with_rosters()))
    yield made
    made.file.close()


def count(request: pytest.FixtureRequest) -> int:
    return SOAK if request.config.getoption("--soak") else USUAL


def state_of(office: Office) -> dict[tuple[str, str], Record]:
    return {(cls.table.name, r.id): r for cls in record_types() for r in office.find(cls)}


def imported(office: Office, path: Path) -> int:
    """Send a file or folder through the import and back; return how many people the plan held."""
    before, records = office.file.digest().value, state_of(office)
    begun = time.monotonic()
    plan = make_plan(office, read_paths([path]).with_rosters())
    assert time.monotonic() - begun < SECONDS_EACH
    assert office.file.digest().value == before, "reading and comparing must not write"
    assert all(str(problem) for problem in plan.problems)
    if plan.is_empty():
        return len(plan.people)
    try:
        apply_plan(office, plan)
    except GanbuError:
        assert office.file.digest().value == before, "refused whole"
    else:
        office.operations.undo(actor="管理员")
        assert state_of(office) == records, "one step, taken back whole"
    return len(plan.people)


# --- workbooks --------------------------------------------------------------------------------------------------------


def _bytes(rng: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randint(1, 10)):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _cut(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data))]


def _text(rng: random.Random, data: bytes) -> bytes:
    """Put a hostile text where a shared text stands."""
    places = list(re.finditer(rb"<t[^>]*>([^<]*)</t>", data))
    texts = ("5.1E+17", "1978年13月", "#REF!", "=1+1", "", "0", "姓名", "身份证号", *HOSTILE_TEXTS)
    for place in rng.sample(places, min(len(places), 8)):
        new = rng.choice(texts).encode("utf-8", "replace").replace(b"&", b"&amp;").replace(b"<", b"&lt;")
        data = data.replace(place[0], b"<t>" + new + b"</t>", 1)
    return data


def _numbers(rng: random.Random, data: bytes) -> bytes:
    """Make cells point to other texts, or hold numbers, errors and formulas."""
    places = list(re.finditer(rb'<c r="(\w+)"[^>]*><v>(\d+)</v></c>', data))
    for place in rng.sample(places, min(len(places), 20)):
        address = place[1]
        new = rng.choice(
            [
                b'<c r="%s" t="s"><v>%d</v></c>' % (address, rng.randrange(400)),
                b'<c r="%s"><v>5.10322199001015E17</v></c>' % address,
                b'<c r="%s"><v>1990.1</v></c>' % address,
                b'<c r="%s"><v>32874</v></c>' % address,
                b'<c r="%s" t="e"><v>#N/A</v></c>' % address,
                b'<c r="%s" t="b"><v>1</v></c>' % address,
                b'<c r="%s"><f>A1&amp;B1</f></c>' % address,
                b'<c r="XFD1048576"><v>1</v></c>',
                b"",
            ]
        )
        data = data.replace(place[0], new, 1)
    return data


def _rows(rng: random.Random, data: bytes) -> bytes:
    """Drop, double, hide and move whole rows."""
    rows = re.findall(rb'<row r="\d+".*?</row>', data, re.DOTALL)
    for row in rng.sample(rows, min(len(rows), 5)):
        new = rng.choice([b"", row * 2, row.replace(b"<row ", b'<row hidden="1" '), row.replace(b' r="', b' r="9')])
        data = data.replace(row, new, 1)
    return data


SHEET_CHANGES = (_text, _numbers, _numbers, _rows, _bytes)


def mutated_workbook(rng: random.Random, seed: bytes) -> bytes:
    """Return the file with its bytes or, mostly, the content of one to three parts changed."""
    if rng.random() < 0.15:
        return rng.choice([_bytes, _cut])(rng, seed)
    with zipfile.ZipFile(io.BytesIO(seed)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(rng.randint(1, 3)):
        name = rng.choice([n for n in parts if "sheet" in n or "shared" in n])
        parts[name] = rng.choice(SHEET_CHANGES)(rng, parts[name])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.timeout(1800)
def test_mutated_workbooks(office: Office, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    source = tmp_path / "表.xlsx"
    write_collection_workbook(source, collection_sheets(12, 2).given)
    seed = source.read_bytes()
    people = 0
    for number in range(count(request)):
        path = tmp_path / f"变异{number}.xlsx"
        path.write_bytes(mutated_workbook(random.Random(number), seed))
        try:
            people += imported(office, path)
        except Exception as error:
            error.add_note(f"workbook {number}")
            raise
        path.unlink()
    assert people > count(request), "most files must be read, or the test proves nothing"
    assert safekeeping.verify(office).problems == ()


# --- form files -------------------------------------------------------------------------------------------------------


def _elements(rng: random.Random, data: bytes) -> bytes:
    """Give elements other texts, mostly such as a file can hold."""
    places = list(re.finditer(rb"<(\w+)>([^<]*)</\1>", data))
    for place in rng.sample(places, min(len(places), 6)):
        text = rng.choice((*HOSTILE_TEXTS, "1978年13月", "9" * 40, "197503", ""))
        new = (text if rng.random() < 0.02 else legal_text(text)).encode("utf-8", "replace")
        new = new.replace(b"&", b"&amp;").replace(b"<", b"&lt;")
        data = data.replace(place[0], b"<%s>%s</%s>" % (place[1], new, place[1]), 1)
    return data


def _tags(rng: random.Random, data: bytes) -> bytes:
    tags = re.findall(rb"</?\w+>", data)
    for tag in rng.sample(tags, min(len(tags), 2)):
        data = data.replace(tag, rng.choice([b"", tag * 2, b"<a>", b"<!DOCTYPE x>", b"<X/>"]), 1)
    return data


def _lines(rng: random.Random, data: bytes) -> bytes:
    """Put some lines of single elements into another order."""
    first, second, *lines = data.split(b"\r\n")
    start = rng.randrange(20)
    some = lines[start : start + 6]
    rng.shuffle(some)
    return b"\r\n".join([first, second, *lines[:start], *some, *lines[start + 6 :]])


FORM_CHANGES: tuple[Callable[[random.Random, bytes], bytes], ...] = (_elements, _elements, _tags, _lines, _bytes, _cut)


@pytest.mark.timeout(1800)
def test_mutated_form_files(office: Office, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Thirty at a time, as a folder of files that units sent."""
    made = random.Random(3)
    people, total, photo = 0, count(request), picture(60, 75)
    for start in range(0, total, 30):
        folder = tmp_path / f"交来{start}"
        folder.mkdir()
        for number in range(start, min(start + 30, total)):
            rng = random.Random(number)
            seed = write_lrmx(form_file(number, photo if number % 4 == 0 else None, made).given)
            (folder / f"{number}.lrmx").write_bytes(rng.choice(FORM_CHANGES)(rng, seed))
        try:
            people += imported(office, folder)
        except Exception as error:
            error.add_note(f"form files from {start}")
            raise
    assert people > total // 4, "many files must be read, or the test proves nothing"
    assert safekeeping.verify(office).problems == ()
