"""Counts of the four tiers, of principals and of recognised sources; who meets a condition, never who is better."""

from __future__ import annotations

from collections import Counter

from ganbu_desktop.foundation.fields import Choice
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.annual import consecutive_excellent
from ganbu_desktop.kernel.people.dossier import dossiers
from ganbu_desktop.kernel.people.person import AnnualResult, Person, SourceTag
from ganbu_desktop.kernel.people.person_list import ListQuery, ids
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.store.record import Record, fields_of

Table = tuple[tuple[str, ...], list[tuple[str, ...]]]
_UNSTATED = "未填"


def _label(cls: type[Record], name: str, value: object) -> str:
    entry = fields_of(cls)[name]
    assert isinstance(entry, Choice)
    return entry.format(value) or _UNSTATED


def tier_table(office: Office) -> Table:
    """Return 四级干部底数表: people by tier, kind of unit and authority, with principals among them."""
    units = {u.id: u for u in office.find(Unit)}
    counts: Counter[tuple[str, str, str]] = Counter()
    principals: Counter[tuple[str, str, str]] = Counter()
    for person in office.find(Person):
        unit = units.get(person.unit_id or "")
        key = (
            _label(Person, "tier", person.tier),
            _label(Unit, "category", unit.category) if unit else _UNSTATED,
            _label(Person, "authority", person.authority),
        )
        counts[key] += 1
        principals[key] += bool(person.is_principal)
    rows: list[tuple[str, ...]] = [(*key, str(number), str(principals[key])) for key, number in sorted(counts.items())]
    total = ("合计", "", "", str(sum(counts.values())), str(sum(principals.values())))
    return ("干部层级", "单位类别", "管理权限", "人数", "其中主要负责人"), [*rows, total]


def source_table(office: Office, on: PartialDate) -> Table:
    """Return 来源结构统计表: people by recognised source in force on a day, with their share of all people."""
    people = len(office.find(Person))
    holders: dict[str, set[str]] = {}
    for tag in office.find(SourceTag):
        if tag.expires_on is None or tag.expires_on >= on:
            holders.setdefault(_label(SourceTag, "category", tag.category), set()).add(tag.person_id)
    rows: list[tuple[str, ...]] = [
        (label, str(len(ids_)), f"{len(ids_) / people:.1%}" if people else "")
        for label, ids_ in sorted(holders.items())
    ]
    return ("来源类别", "人数", "占全部人员"), [*rows, ("全部人员", str(people), "")]


def condition_table(office: Office) -> Table:
    """Return the people who meet 连续三年优秀, in the units' order: 符合条件, without any ranking."""
    rows: list[tuple[str, ...]] = []
    with office.reading() as connection:
        for found in dossiers(connection, ids(connection, ListQuery()), (AnnualResult,)):
            years = consecutive_excellent(found.rows(AnnualResult))
            if years:
                unit = found.unit_name(found.person.unit_id)
                rows.append((unit, found.person.name or "", f"{years[0]}—{years[-1]} 年均为优秀", "符合条件，待核对"))
    return ("单位", "姓名", "年度考核", "说明"), rows
