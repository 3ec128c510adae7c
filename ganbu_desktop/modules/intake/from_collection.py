"""The 2017 collection workbook as incoming people and units: sheets joined by 姓名 and 身份证号."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ganbu_desktop.exchange.cells import EMPTY_CELL, Cell, CellKind, read_cell
from ganbu_desktop.exchange.collection_workbook import CollectionWorkbook, SheetRow
from ganbu_desktop.foundation import codes, identity_number, person_name
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.text import clean_line
from ganbu_desktop.kernel.people.person import COLLECTION_SETS, LevelHistory, Person, Tenure
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.modules.intake.incoming import Incoming, IncomingPerson, IncomingRow, Place, Problem, RowParser
from ganbu_desktop.modules.intake.matching import plain_name
from ganbu_desktop.modules.intake.natural_keys import missing_key, unit_key
from ganbu_desktop.modules.intake.resume_text import standard_resume
from ganbu_desktop.store.record import Record, fields_of

_SETS: Mapping[str, type[Record]] = {str(cls.sheet): cls for cls in COLLECTION_SETS}
_NAME, _ID_NUMBER = fields_of(Person)["name"], fields_of(Person)["id_number"]
_KIND_HEADER = "类别（职务层次、职级标志）"
_LONGEST_NAME = 20
_SHORTEST_ID = 15
_NO_NAME = re.compile(r"[，。；：、,;:!?！？]|^[（(【\[]")
_SAMPLE = re.compile("样例|示例|例如|必填")


class _Joiner:
    """Finds the person that a row belongs to, within one workbook."""

    def __init__(self) -> None:
        self.people: list[IncomingPerson] = []
        self._by_id: dict[str, IncomingPerson] = {}
        self._by_name: dict[str, list[IncomingPerson]] = {}
        self._absent: dict[str, str] = {}

    def add(self, person: IncomingPerson) -> None:
        """Take a person in."""
        self.people.append(person)
        if person.id_number:
            self._by_id[identity_number.modern(person.id_number)] = person
        self._by_name.setdefault(person.name, []).append(person)

    def leave_out(self, name: str, id_number: str | None, why: str) -> None:
        """Remember a row of the persons' sheet that is not taken; ``why`` is empty for a hidden row."""
        for key in (name, identity_number.modern(id_number or "")):
            if key:
                self._absent.setdefault(key, why)

    def absence(self, name: str, id_number: str | None) -> str | None:
        """Return why the persons' sheet does not give this person, None when it does not know the person at all."""
        by_number = self._absent.get(identity_number.modern(id_number or ""))
        return by_number if by_number is not None else self._absent.get(name)

    def owner(self, name: str, id_number: str | None) -> IncomingPerson | None:
        """Return the person of a child row: by ID number, else by a name that stands once."""
        if id_number:
            found = self._by_id.get(identity_number.modern(id_number))
            if found is not None:
                return found
            same = self._by_name.get(name, [])
            if len(same) == 1 and not same[0].id_number:
                return same[0]
            return None
        same = self._by_name.get(name, [])
        return same[0] if len(same) == 1 else None

    def count_of(self, name: str) -> int:
        """Return how many people of that name the workbook holds."""
        return len(self._by_name.get(name, []))


def incoming_from_collection(book: CollectionWorkbook, file: str, *, with_hidden: bool = False) -> Incoming:
    """Return what a collection workbook holds; hidden rows are counted and left out unless asked for."""
    incoming = Incoming(files=[file], notices=list(book.notices))
    rows: dict[str, list[SheetRow]] = {}
    joiner = _Joiner()
    for row in book.rows:
        incoming.rows_read += 1
        incoming.columns.setdefault((file, row.sheet), book.columns.get(row.set, {}))
        if row.hidden and not with_hidden:
            incoming.hidden_rows += 1
            if row.set == "A01":
                _leave_out(joiner, row, "")
            continue
        rows.setdefault(row.set, []).append(row)
    _read_units(incoming, rows.get("B01", ()), file)
    _read_people(incoming, joiner, rows.get("A01", ()), file)
    for name, cls in _SETS.items():
        without_kind = cls is LevelHistory and _KIND_HEADER not in book.headers.get(name, ())
        _read_children(incoming, joiner, cls, rows.get(name, ()), file, without_kind=without_kind)
    incoming.people = joiner.people
    return incoming


def _read_units(incoming: Incoming, rows: Iterable[SheetRow], file: str) -> None:
    parser = RowParser(Unit)
    seen: dict[str, int] = {}
    for row in rows:
        place = Place(file, row.sheet, row.row_number)
        parsed = parser.parse(row.values, place)
        name = parsed.values.get("name")
        if not name:
            incoming.refused.append(Problem(place, "机构名称", "", "没有机构名称，这一行没有导入"))
        elif unit_key(name) in seen:
            message = f"与第 {seen[unit_key(name)]} 行的机构名称相同，这一行没有导入"
            incoming.refused.append(Problem(place, "机构名称", name, message))
        else:
            seen[unit_key(name)] = row.row_number
            incoming.units.append(parsed)


class _Heads:
    """Reads who a row is about; the same person heads many rows."""

    def __init__(self) -> None:
        self._seen: dict[tuple[Cell, Cell], tuple[str, str | None]] = {}

    def of(self, row: SheetRow, place: Place) -> tuple[str, str | None] | Problem:
        """Return name and identity number, or why the row cannot be placed."""
        key = (row.values.get("姓名", EMPTY_CELL), row.values.get("身份证号", EMPTY_CELL))
        known = self._seen.get(key)
        if known is not None:
            return known
        found = _head(row, place)
        if not isinstance(found, Problem):
            self._seen[key] = found
        return found


def _head(row: SheetRow, place: Place) -> tuple[str, str | None] | Problem:
    cell = row.values.get("身份证号", EMPTY_CELL)
    try:
        name = read_cell(_NAME, row.values.get("姓名", EMPTY_CELL)) or ""
    except FieldError as error:
        return Problem(place, "姓名", row.values["姓名"].text, f"{error}。这一行没有导入")
    if not name and cell.kind is CellKind.EMPTY:
        return Problem(place, "姓名", "", "没有姓名和身份证号，不知是谁的，这一行没有导入")
    try:
        return name, read_cell(_ID_NUMBER, cell)
    except FieldError as error:
        return Problem(place, "身份证号", cell.text, f"{error}。这一行没有导入")


def _read_people(incoming: Incoming, joiner: _Joiner, rows: Iterable[SheetRow], file: str) -> None:
    parser, heads = RowParser(Person), _Heads()
    first_rows: dict[str, int] = {}
    for row in rows:
        place = Place(file, row.sheet, row.row_number)
        head = heads.of(row, place)
        if isinstance(head, Problem):
            incoming.refused.append(head)
            _leave_out(joiner, row, f"{_name_in(row)}在 A01 人员表第 {row.row_number} 行没有导入")
            continue
        name, id_number = head
        if not name or not _is_somebody(name, id_number or ""):
            message = f"“{name[:20]}”不像姓名" if name else "没有姓名"
            incoming.refused.append(Problem(place, "姓名", name, f"{message}，这一行没有导入"))
            _leave_out(joiner, row, f"{_name_in(row) or id_number}在 A01 人员表第 {row.row_number} 行没有导入")
            continue
        if id_number and id_number in first_rows:
            message = f"与第 {first_rows[id_number]} 行的身份证号相同，这一行没有导入"
            incoming.refused.append(Problem(place, "身份证号", id_number, message))
            continue
        if id_number:
            first_rows[id_number] = row.row_number
        parsed = parser.parse(row.values, place)
        _standardise(parsed)
        unit = clean_line(row.values.get("统计关系所在单位", EMPTY_CELL).text)
        born_on = parsed.values.get("born_on")
        joiner.add(IncomingPerson(place, name, id_number, born_on, parsed, unit_name=unit))


def _is_somebody(name: str, id_number: str) -> bool:
    """Tell a person from a sample row, a line on how to fill the sheet, or a remark."""
    if _SAMPLE.search(name):
        return False
    return len(id_number) >= _SHORTEST_ID or (len(name) <= _LONGEST_NAME and not _NO_NAME.search(name))


def _leave_out(joiner: _Joiner, row: SheetRow, why: str) -> None:
    number = identity_number.normalise(row.values.get("身份证号", EMPTY_CELL).text)
    joiner.leave_out(_name_in(row), number, why)


def _name_in(row: SheetRow) -> str:
    """Return the name that heads a row, whatever its cell is."""
    return person_name.normalise(row.values.get("姓名", EMPTY_CELL).text)


def _standardise(parsed: IncomingRow) -> None:
    if "resume" in parsed.values:
        parsed.values["resume"] = standard_resume(parsed.values["resume"])


def _read_children(
    incoming: Incoming,
    joiner: _Joiner,
    cls: type[Record],
    rows: Iterable[SheetRow],
    file: str,
    *,
    without_kind: bool,
) -> None:
    parser, heads = RowParser(cls), _Heads()
    counters: dict[int, int] = {}
    with_position = "position" in cls.table.c
    for row in rows:
        place = Place(file, row.sheet, row.row_number)
        head = heads.of(row, place)
        if isinstance(head, Problem):
            incoming.refused.append(head)
            continue
        name, id_number = head
        owner = joiner.owner(name, id_number)
        if owner is None and joiner.absence(name, id_number) == "":
            incoming.hidden_rows += 1
            continue
        owner = owner or _stored_owner(joiner, name, id_number, place)
        if owner is not None and owner.name != name and _is_another_name(name, owner.name):
            message = f"身份证号是{owner.name}的，姓名却是“{name}”，这一行没有导入；请核对"
            incoming.refused.append(Problem(place, "姓名", name, message))
            continue
        if owner is None:
            message = f"表中有 {joiner.count_of(name)} 个“{name}”，没有身份证号分不清是谁，这一行没有导入"
            incoming.refused.append(Problem(place, "姓名", name, message))
            continue
        parsed = parser.parse(row.values, place)
        if cls is Tenure:
            parsed.unit_name = clean_line(row.values.get("任职机构名称", EMPTY_CELL).text)
        if cls is LevelHistory:
            _read_rank(parsed, row.values, without_kind=without_kind)
        lacking = missing_key(parsed)
        if lacking:
            incoming.refused.append(Problem(place, lacking, "", f"没有{lacking}，这一行没有导入"))
            incoming.refused += parsed.problems
            continue
        if with_position and "position" not in parsed.values:
            counters[id(owner)] = counters.get(id(owner), 0) + 1
            parsed.values["position"] = counters[id(owner)]
        owner.children.append(parsed)


def _is_another_name(name: str, owner: str) -> bool:
    return bool(name and owner) and plain_name(name) != plain_name(owner)


def _stored_owner(joiner: _Joiner, name: str, id_number: str | None, place: Place) -> IncomingPerson | None:
    """Return a stand-in for somebody who must already be in the store; the plan refuses it when nobody is found."""
    if not id_number and joiner.count_of(name) > 1:
        return None
    absence = joiner.absence(name, id_number) or ""
    row = IncomingRow(Person, {}, place)
    stand_in = IncomingPerson(place, name, id_number, None, row, in_store_only=True, absence=absence)
    joiner.add(stand_in)
    return stand_in


def _read_rank(parsed: IncomingRow, cells: Mapping[str, Any], *, without_kind: bool) -> None:
    """Read the level of an A05 row by the list that its kind names: ZB09 for a level, ZB133 for a rank enjoyed.

    In a file without that column the level itself tells the kind, where it stands in one list only.
    """
    text = clean_line(cells.get("职务层次（职级）", EMPTY_CELL).text)
    if not text:
        return
    level, rank = codes.table("post_level").code_for(text), codes.table("rank_below_county").code_for(text)
    ladder = codes.table("rank").code_for(text)
    if without_kind and (level or rank or ladder):
        kind = "享受的职级" if ladder or not level else "" if rank else "职务层次"
        if not kind:
            message = f"没有类别一列，分不清“{text}”是职务层次还是职级，请补上类别"
            parsed.problems.append(Problem(parsed.place, "职务层次（职级）", text, message))
            return
        parsed.values = {"kind": codes.table("level_kind").code_for(kind), **parsed.values}
    if rank is not None and parsed.values.get("kind") == codes.table("level_kind").code_for("享受的职级"):
        parsed.values["level"] = rank
