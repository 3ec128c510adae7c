"""Read rows against the store: which stored entry each one is, what differs, what cannot be taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.fields import Field, Sealed
from ganbu_desktop.foundation.text import without_blanks
from ganbu_desktop.kernel.ledger.columns import NAME_TITLE, Part, sheet_columns
from ganbu_desktop.kernel.ledger.entry import blank
from ganbu_desktop.kernel.ledger.finding import Found, NameFinder, PeopleFinder, narrowed
from ganbu_desktop.kernel.ledger.names import MAIN, PERSON, Names, names_of, references
from ganbu_desktop.kernel.ledger.plan import FieldDifference, LedgerLine, LineStatus, Trouble
from ganbu_desktop.kernel.ledger.reading import ReadRow
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.log.sealed import sealed
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.limiting import DRAFT, VOID, LimitingRecord
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Record, Reference, fields_of, needed_fields, replace

Key = tuple[Any, ...]
_CHUNK = 500
_MOST_READINGS = 16
"""A row whose names could mean several people or records is tried in so many ways against what is stored."""


@dataclass
class Pending:
    """One row with its references looked up. ``doubts``: references that could mean several records."""

    row: ReadRow
    values: dict[str, Any]
    doubts: dict[str, Found] = field(default_factory=dict)
    line: LedgerLine | None = None

    @property
    def subject(self) -> str:
        """Return whom or what the row is about, as the file says it."""
        return self.row.texts.get(MAIN) or next(iter(self.row.texts.values()), "")

    def settle(self, status: LineStatus, **values: Any) -> None:
        """Say what becomes of the row."""
        self.line = LedgerLine(self.row.place, self.subject, status, **values)

    def refuse(self, message: str, *, name: str = "", title: str = "") -> None:
        """Keep the row out for one more reason."""
        if name:
            self.row.trouble(name, title, message)
        else:
            self.row.troubles.append(Trouble(self.row.place, None, "", "", message))
        self.settle(LineStatus.REFUSED, troubles=tuple(self.row.troubles))


def compared(office: Office, spec: LedgerSpec, rows: Sequence[ReadRow]) -> list[LedgerLine]:
    """Return what would become of each row, in the order of the file."""
    with office.reading() as connection:
        pending = _looked_up(connection, spec, rows)
        for item in pending:
            item.values |= _as_stored(office, spec, item.values)
        stored = _Stored(connection, spec, pending)
        _settle_doubts(spec, pending, stored)
        base = dict(spec.new(office))
        for key, group in _grouped(stored, pending).items():
            _settle_group(spec, group, stored.of(key), base)
        _tell_differences(office, connection, spec, pending)
    return [item.line for item in pending if item.line is not None]


# ---- who and what the row names


def _looked_up(connection: sa.Connection, spec: LedgerSpec, rows: Sequence[ReadRow]) -> list[Pending]:
    refers = references(spec.record)
    called = [parts for row in rows for parts in row.people.values()]
    people = PeopleFinder(
        connection,
        (parts.get(Part.PERSON_NUMBER, "") for parts in called),
        (parts.get(Part.PERSON_NAME, "") for parts in called),
    )
    finders: dict[str, NameFinder] = {}
    for name, reference in refers.items():
        texts = {row.names[name] for row in rows if name in row.names}
        if reference.target != PERSON and texts:
            finders[name] = NameFinder(connection, reference.target, texts)
    titles = {c.field: c.title for c in reversed(sheet_columns(spec, with_sealed=True))}
    return [_pending(row, refers, people, finders, titles) for row in rows]


def _pending(
    row: ReadRow,
    refers: Mapping[str, Reference],
    people: PeopleFinder,
    finders: Mapping[str, NameFinder],
    titles: Mapping[str, str],
) -> Pending:
    found: dict[str, Found] = {}
    for name, parts in row.people.items():
        number, called = parts.get(Part.PERSON_NUMBER, ""), parts.get(Part.PERSON_NAME, "")
        found[name] = people.find(called, number, row.unit if name == MAIN else "")
    for name, text in row.names.items():
        found[name] = finders[name].find(text)
    certain = {refers[n].target: i for n, f in found.items() if (i := f.id) is not None}
    item = Pending(row, dict(row.values))
    for name, one in found.items():
        told = narrowed(one, certain)
        if told.id is not None:
            item.values[name] = told.id
        elif told.candidates:
            item.doubts[name] = told
        else:
            row.trouble(name, titles.get(name, NAME_TITLE), told.problem)
    if row.troubles:
        item.settle(LineStatus.REFUSED, troubles=tuple(row.troubles))
    return item


def _as_stored(office: Office, spec: LedgerSpec, values: Mapping[str, Any]) -> dict[str, Any]:
    described = fields_of(spec.record)
    return {n: sealed(office, v) for n, v in values.items() if isinstance(described[n], Sealed)}


# ---- which stored entry it is


class _Stored:
    """The stored entries that the rows may be, by key; those that are void come last."""

    def __init__(self, connection: sa.Connection, spec: LedgerSpec, pending: Sequence[Pending]) -> None:
        read = {c.field for c in sheet_columns(spec, with_sealed=True) if c.is_read}
        self._spec = spec
        self._names = tuple(name for name in spec.key if name in read)
        self._by_key: dict[Key, list[Record]] = {}
        for record in self._read(connection, pending):
            self._by_key.setdefault(self._key(record.__dict__), []).append(record)
        for group in self._by_key.values():
            group.sort(key=_is_void)

    def key_of(self, values: Mapping[str, Any]) -> Key:
        return self._key(values)

    def of(self, key: Key) -> list[Record]:
        return self._by_key.get(key, [])

    def _key(self, values: Mapping[str, Any]) -> Key:
        return tuple(without_blanks(v) if isinstance(v := values.get(n), str) else v for n in self._names)

    def _read(self, connection: sa.Connection, pending: Sequence[Pending]) -> Iterator[Record]:
        """Read by the reference of the key that tells most apart, or all when the key has none."""
        cls = self._spec.record
        refers = [name for name in self._names if name in references(cls)]
        if not refers:
            yield from find(connection, cls)
            return
        name = MAIN if MAIN in refers else refers[0]
        wanted = dict.fromkeys(i for item in pending for i in _meant(item, name))
        column, ids = cls.table.c[name], [i for i in wanted if i is not None]
        for start in range(0, len(ids), _CHUNK):
            yield from find(connection, cls, column.in_(ids[start : start + _CHUNK]))
        if None in wanted:
            yield from find(connection, cls, column.is_(None))


def _meant(item: Pending, name: str) -> list[str | None]:
    if name in item.doubts:
        return [c.id for c in item.doubts[name].candidates]
    return [item.values.get(name)]


def _settle_doubts(spec: LedgerSpec, pending: Sequence[Pending], stored: _Stored) -> None:
    """A row that could mean several is taken only where one reading is already stored just so; else it is refused."""
    described = fields_of(spec.record)
    for item in pending:
        if item.line is not None or not item.doubts:
            continue
        names = list(item.doubts)
        ways = product(*([c.id for c in item.doubts[n].candidates] for n in names))
        for way in islice(ways, _MOST_READINGS):
            values = {**item.values, **dict(zip(names, way, strict=True))}
            same = [r for r in stored.of(stored.key_of(values)) if _says_the_same(described, r, values)]
            if same:
                item.settle(LineStatus.SAME, old=same[0])
                break
        else:
            for name, found in item.doubts.items():
                item.refuse(found.problem, name=name, title=NAME_TITLE if name == MAIN else described[name].label)


def _grouped(stored: _Stored, pending: Iterable[Pending]) -> dict[Key, list[Pending]]:
    groups: dict[Key, list[Pending]] = {}
    for item in pending:
        if item.line is None:
            groups.setdefault(stored.key_of(item.values), []).append(item)
    return groups


def _settle_group(
    spec: LedgerSpec, group: Sequence[Pending], candidates: Sequence[Record], base: Mapping[str, Any]
) -> None:
    """Tell rows and stored entries of one key apart: first what is just the same, then what is left on both sides."""
    described, free = fields_of(spec.record), list(candidates)
    left = []
    for item in group:
        same = next((r for r in free if _says_the_same(described, r, item.values)), None)
        if same is None:
            left.append(item)
        else:
            free.remove(same)
            item.settle(LineStatus.SAME, old=same)
    free = [r for r in free if not _is_void(r)]
    if not left:
        return
    if len(free) > 1:
        alike = f"库中有 {len(free)} 条{spec.record.label}的{_key_labels(spec)}与这一行相同"
        for item in left:
            item.refuse(f"{alike}，分不清是哪一条，请在程序里改")
        return
    first = left[0] if free or len(left) == len(group) else None
    for item in left:
        if item is not first:
            other = next(i for i in group if i is not item)
            item.refuse(f"与第 {other.row.place.row} 行{_key_labels(spec)}相同，算同一条；请合并或删去一行")
        elif free:
            _settle_change(spec, item, free[0])
        else:
            _settle_new(spec, item, base)


def _key_labels(spec: LedgerSpec) -> str:
    titles = {c.field: c.title for c in reversed(sheet_columns(spec, with_sealed=True)) if c.is_read}
    return "、".join(f"“{titles[name]}”" for name in spec.key if name in titles)


def _is_void(record: Record) -> bool:
    return isinstance(record, LimitingRecord) and record.state == VOID


def _says_the_same(described: Mapping[str, Field], record: Record, values: Mapping[str, Any]) -> bool:
    return all(_is_same(described[n], getattr(record, n), v) for n, v in values.items())


def _is_same(entry: Field, old: Any, new: Any) -> bool:
    """Tell whether a stored value and a read one are the same, also where the stored one was never cleaned."""
    if old == new:
        return True
    if old is None or isinstance(entry, Reference | Sealed):
        return False
    try:
        return bool(entry.parse(entry.format(old)) == new)
    except FieldError:
        return False


# ---- what would be written


def _settle_new(spec: LedgerSpec, item: Pending, base: Mapping[str, Any]) -> None:
    record = blank(spec.record, {**base, **item.values})
    if _is_whole(spec, item, record):
        item.settle(LineStatus.NEW, new=record)


def _settle_change(spec: LedgerSpec, item: Pending, old: Record) -> None:
    if isinstance(old, LimitingRecord) and old.state != DRAFT:
        item.refuse(f"这条{spec.record.label}已经生效，内容不能用导入改；有错误的请在程序里发起更正")
        return
    described = fields_of(spec.record)
    changed = {n: v for n, v in item.values.items() if not _is_same(described[n], getattr(old, n), v)}
    new = replace(old, changed)
    if _is_whole(spec, item, new):
        item.settle(LineStatus.CHANGED, old=old, new=new)


def _is_whole(spec: LedgerSpec, item: Pending, record: Record) -> bool:
    described = fields_of(spec.record)
    titles = {c.field: c.title for c in reversed(sheet_columns(spec, with_sealed=True))}
    for name in dict.fromkeys([*spec.required, *needed_fields(spec.record)]):
        if name != "id" and getattr(record, name) in (None, ""):
            title = titles.get(name, described[name].label)
            item.refuse(f"缺少“{title}”，没有它不能导入", name=name, title=title)
    return item.line is None


def _tell_differences(office: Office, connection: sa.Connection, spec: LedgerSpec, pending: Sequence[Pending]) -> None:
    """Name the old and new value of each changed field; the old one as the acting account may see it."""
    changed = [i for i in pending if i.line is not None and i.line.status is LineStatus.CHANGED]
    both = [r for i in changed if i.line for r in (i.line.old, i.line.new) if r is not None]
    names = names_of(connection, spec.record, both)
    for item in changed:
        assert item.line is not None
        old, new = item.line.old, item.line.new
        assert old is not None
        assert new is not None
        told = tuple(_differences(spec, old, spec.seen(office, old), new, names))
        item.settle(LineStatus.CHANGED, old=old, new=new, differences=told)


def _differences(spec: LedgerSpec, old: Record, seen: Record, new: Record, names: Names) -> Iterator[FieldDifference]:
    for name, entry in fields_of(spec.record).items():
        if getattr(old, name) != getattr(new, name):
            before, after = getattr(seen, name), getattr(new, name)
            texts = (names.of(entry, v) if isinstance(entry, Reference) else entry.format(v) for v in (before, after))
            yield FieldDifference(name, entry.label, *texts)
