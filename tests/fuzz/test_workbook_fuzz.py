"""Workbooks as accidents and ill will leave them: always a reading or a sentence, never a crash, never a hang.

Mutations are drawn from a seeded source, so a failing number can be run again alone.
"""

from __future__ import annotations

import io
import random
import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from support.workbooks import ROSTER_ROWS, collection_file, make_xlsx

from ganbu_desktop.exchange.collection_workbook import from_workbook, is_collection_workbook
from ganbu_desktop.exchange.free_roster import best_sheet, read_roster
from ganbu_desktop.exchange.workbook import Workbook, read_workbook
from ganbu_desktop.foundation.errors import ExchangeError

SECONDS_EACH = 30
CHUNK = 50
TOKENS = [
    b"<",
    b"/>",
    b"</row>",
    b"</sheetData>",
    b"&",
    b"&#0;",
    b"&lol;",
    b"<!DOCTYPE x [<!ENTITY lol 'x'>]>",
    b"<![CDATA[",
    b"<!--",
    b"\x00",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b'r="XFD1048576"',
    b'r="A0"',
    b'r="0"',
    b'r="99999999"',
    b't="e"',
    b't="d"',
    b't="b"',
    b't="s"',
    b's="9999"',
    b"<v>-1</v>",
    b"<v>1e400</v>",
    b"<v>NaN</v>",
    b"<v>99999999999</v>",
    b"<f>A1</f>",
    b'hidden="1"',
    b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    b'<col min="1" max="16384" hidden="1"/>',
    b"_x0000_",
    b"x" * 40000,
]
Mutation = Callable[[random.Random, bytes], bytes]


def _flip_bytes(choose: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(choose.randint(1, 20)):
        changed[choose.randrange(len(changed))] = choose.randrange(256)
    return bytes(changed)


def _cut(choose: random.Random, data: bytes) -> bytes:
    return data[: choose.randrange(len(data))]


def _cut_out(choose: random.Random, data: bytes) -> bytes:
    start = choose.randrange(len(data))
    return data[:start] + data[start + choose.randint(1, 2000) :]


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _drop_part(choose: random.Random, data: bytes) -> bytes:
    parts = _parts(data)
    parts.pop(choose.choice(sorted(parts)))
    return _packed(parts)


def _swap_parts(choose: random.Random, data: bytes) -> bytes:
    parts = _parts(data)
    one, other = choose.sample(sorted(parts), 2)
    parts[one], parts[other] = parts[other], parts[one]
    return _packed(parts)


def _rename_part(choose: random.Random, data: bytes) -> bytes:
    parts = _parts(data)
    content = parts.pop(choose.choice(sorted(parts)))
    name = choose.choice(["../../etc/x", "/abs", "C:\\x", "xl/worksheets/sheet3.xml", "xl/WORKBOOK.xml", "坏\u202e"])
    parts[name] = content
    return _packed(parts)


def _in_part(change: Callable[[random.Random, bytes], bytes]) -> Mutation:
    def mutate(choose: random.Random, data: bytes) -> bytes:
        parts = _parts(data)
        name = choose.choice(sorted(parts))
        parts[name] = change(choose, parts[name])
        return _packed(parts)

    return mutate


def _put_token(choose: random.Random, xml: bytes) -> bytes:
    for _ in range(choose.randint(1, 5)):
        at = choose.randrange(len(xml) + 1)
        xml = xml[:at] + choose.choice(TOKENS) + xml[at:]
    return xml


def _change_attribute(choose: random.Random, xml: bytes) -> bytes:
    places = list(re.finditer(rb'\b\w+="[^"]*"', xml))
    if not places:
        return xml
    place = choose.choice(places)
    return xml[: place.start()] + choose.choice(TOKENS) + xml[place.end() :]


def _repeat_element(choose: random.Random, xml: bytes) -> bytes:
    places = list(re.finditer(rb"<(\w+)[^<>]*>[^<]*</\1>|<\w+[^<>]*/>", xml))
    if not places:
        return xml
    place = choose.choice(places)
    return xml[: place.end()] + place[0] * choose.choice([1, 10, 3000]) + xml[place.end() :]


def _drop_element(choose: random.Random, xml: bytes) -> bytes:
    places = list(re.finditer(rb"</?\w+[^<>]*>", xml))
    if not places:
        return xml
    place = choose.choice(places)
    return xml[: place.start()] + xml[place.end() :]


def _change_value(choose: random.Random, xml: bytes) -> bytes:
    places = list(re.finditer(rb"<v>[^<]*</v>", xml))
    if not places:
        return xml
    place = choose.choice(places)
    value = choose.choice([b"", b"-1", b"4294967296", b"1e308", b"abc", b"5.1E+17", b"#REF!", b"&#xD800;"])
    return xml[: place.start()] + b"<v>" + value + b"</v>" + xml[place.end() :]


MUTATIONS: list[Mutation] = [
    _flip_bytes,
    _cut,
    _cut_out,
    _drop_part,
    _swap_parts,
    _rename_part,
    _in_part(_flip_bytes),
    _in_part(_put_token),
    _in_part(_change_attribute),
    _in_part(_repeat_element),
    _in_part(_drop_element),
    _in_part(_change_value),
]
TEXT_MUTATIONS: list[Mutation] = [_flip_bytes, _cut, _cut_out, _put_token]

HTML = "<html><table><tr><td>姓名</td><td>性别</td></tr><tr><td rowspan=2>赵明</td><td>男</td></tr></table></html>"
CSV = '姓名,性别,备注\n赵明,男,"一\n二"\n钱华,女,=1+1\n'


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, bytes, list[Mutation]]]:
    """Suffix, bytes and fitting mutations of the files to begin from."""
    folder = tmp_path_factory.mktemp("seeds")

    def change(sheet):
        sheet.merge_cells("A1:F1")
        sheet.row_dimensions[5].hidden = True
        sheet["F4"] = "=B4"

    old = Path(__file__).parents[1] / "data" / "roster.xls"
    return [
        (".xlsx", _lean(collection_file(folder / "a.xlsx", 2).read_bytes()), MUTATIONS),
        (".xlsx", make_xlsx(folder / "b.xlsx", ROSTER_ROWS, change).read_bytes(), MUTATIONS),
        (".xls", old.read_bytes(), TEXT_MUTATIONS),
        (".xls", HTML.encode("gb18030"), TEXT_MUTATIONS),
        (".csv", CSV.encode("gb18030"), TEXT_MUTATIONS),
        (".csv", CSV.encode("utf-16"), TEXT_MUTATIONS),
    ]


def _lean(data: bytes) -> bytes:
    """Leave the long drop-down lists out, so that mutations hit what matters."""
    parts = _parts(data)
    notes = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = re.sub(rb'<row r="(?:[2-9]\d|\d{3,})".*?</row>', b"", notes)
    return _packed(parts)


def _read_everything(path: Path) -> None:
    """Read as an import does, and look at every cell that would be shown."""
    workbook = read_workbook(path)
    _check(workbook)
    if is_collection_workbook(workbook):
        for row in from_workbook(workbook).rows:
            assert row.row_number > 0
            assert all(cell.text is not None for cell in row.values.values())
        return
    reading = read_roster(best_sheet(workbook))
    assert all(row.number > reading.header_rows[-1] for row in reading.rows)


def _check(workbook: Workbook) -> None:
    for sheet in workbook.sheets:
        numbers = [row.number for row in sheet.rows]
        assert numbers == list(range(1, len(numbers) + 1))
        for row in sheet.rows:
            assert all(isinstance(cell.text, str) for cell in row.cells)


def _refusal(path: Path) -> str | None:
    """Return the sentence of a refused file, None for one that was read; anything else fails the test."""
    try:
        _read_everything(path)
    except ExchangeError as error:
        return str(error)
    return None


def _run(number: int, seeds: list[tuple[str, bytes, list[Mutation]]], folder: Path) -> None:
    choose = random.Random(number)
    suffix, data, mutations = choose.choice(seeds)
    path = folder / f"变异{number}{suffix}"
    path.write_bytes(choose.choice(mutations)(choose, data))
    start = time.monotonic()
    refused = _refusal(path)
    assert refused is None or "数据未改动" in refused, (number, refused)
    assert time.monotonic() - start < SECONDS_EACH, number
    path.unlink()
    assert list(folder.iterdir()) == [], number


@pytest.mark.parametrize("chunk", range(6))
def test_three_hundred_mutated_files(chunk, seeds, tmp_path):
    for number in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        _run(number, seeds, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("chunk", range(6, 40))
def test_two_thousand_mutated_files(chunk, seeds, tmp_path):
    for number in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        _run(number, seeds, tmp_path)
