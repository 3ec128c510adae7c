"""What a record may refer to, in the words by which people choose it: units, people, and a room's named records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ganbu_desktop.foundation import identity_number, person_name
from ganbu_desktop.foundation.fields import Date
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people import person_list
from ganbu_desktop.kernel.people.person_index import unit_order_keys
from ganbu_desktop.kernel.people.person_list import ListQuery, PersonRow
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.store.record import Record, fields_of

Options = list[tuple[str, str]]
_NAMESAKES = 200


def unit_options(office: Office) -> Options:
    """Return (id, label) of every unit, in the order of the tree; a label that occurs twice names the unit above."""
    units = office.find(Unit)
    keys, by_id = unit_order_keys(units), {unit.id: unit for unit in units}
    ordered = sorted(units, key=lambda unit: keys[unit.id])
    counted = Counter(_unit_name(unit) for unit in ordered)
    return [(unit.id, _unit_label(unit, by_id, counted)) for unit in ordered]


def _unit_name(unit: Unit) -> str:
    return unit.name or unit.short_name or "（未命名）"


def _unit_label(unit: Unit, by_id: dict[str, Unit], counted: Counter[str]) -> str:
    name = _unit_name(unit)
    parent = by_id.get(unit.parent_id or "")
    return f"{name}（{parent.name}）" if counted[name] > 1 and parent is not None else name


def record_options(office: Office, cls: type[Record]) -> Options:
    """Return (id, label) of every record of a kind by its ``named_by`` field, the newest first.

    Records of the same name bear their first date, and a number where that is the same too.
    """
    assert cls.named_by is not None, f"{cls.__name__} has no named_by and cannot be referred to by name"
    dated = next((name for name, field in fields_of(cls).items() if isinstance(field, Date)), None)
    records = office.find(cls)
    records.sort(key=lambda record: _digits(getattr(record, dated)) if dated else "", reverse=True)
    found: Options = []
    names = Counter(_record_name(record) for record in records)
    used: Counter[str] = Counter()
    for record in records:
        label = _record_name(record)
        if names[label] > 1 and dated and getattr(record, dated):
            label = f"{label}（{getattr(record, dated)}）"
        used[label] += 1
        found.append((record.id, label if used[label] == 1 else f"{label}（{used[label]}）"))
    return found


def _digits(value: PartialDate | None) -> str:
    return value.digits() if value is not None else ""


def _record_name(record: Record) -> str:
    return str(getattr(record, str(type(record).named_by)) or "（未命名）")


# ---- people


def people_found(office: Office, typed: str, limit: int = 12) -> list[PersonRow]:
    """Return the first people found by name, pinyin, initials, unit or post."""
    with office.reading() as connection:
        return person_list.quick(connection, typed, limit)


def people_of(office: Office, ids: Sequence[str]) -> list[PersonRow]:
    """Return people by id; those who are gone are left out."""
    with office.reading() as connection:
        return person_list.rows(connection, ids)


def people_named(office: Office, text: str) -> list[PersonRow]:
    """Return the people whose name, or identity number, is exactly ``text``."""
    number = identity_number.normalise(text)
    by_number = len(number) in (15, 18) and number[:6].isdigit()
    name, wanted = ("id_number", number) if by_number else ("name", person_name.normalise(text))
    if not wanted:
        return []
    with office.reading() as connection:
        ids = person_list.ids(connection, ListQuery(filters=((name, wanted),)), _NAMESAKES)
        return [row for row in person_list.rows(connection, ids) if getattr(row.person, name) == wanted]


def person_label(row: PersonRow) -> str:
    """Return ``王小明（县委办，1980.05）``: the name with what tells namesakes apart."""
    facts = [row.unit_name or "未分单位", str(row.person.born_on or "")]
    return f"{row.person.name or '未填姓名'}（{'，'.join(fact for fact in facts if fact)}）"
