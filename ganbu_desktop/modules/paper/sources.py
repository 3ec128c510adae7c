"""Counts of the four tiers, of principals and of recognised sources; who meets a condition, never who is better.

All of them count who serves on the day, in the unit of the service history.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.foundation.fields import Choice
from ganbu_desktop.kernel.people.annual import consecutive_excellent
from ganbu_desktop.kernel.people.dated import standing_on
from ganbu_desktop.kernel.people.dossier import Dossier, dossiers
from ganbu_desktop.kernel.people.person import AnnualResult, Person, SourceTag, Supplement, Tenure
from ganbu_desktop.kernel.people.person_list import ListQuery, ids
from ganbu_desktop.kernel.people.population import population_remarks
from ganbu_desktop.kernel.people.posts import in_post_since
from ganbu_desktop.kernel.people.principal import principals_on
from ganbu_desktop.kernel.people.seats import seats
from ganbu_desktop.kernel.people.service import Serving, serving
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.report.spec import share
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Record, fields_of

_UNSTATED = "未填"
HIRED = "30"
"""The code of table ``source_category`` for 体制外人员直接聘用."""
INTO_TEAM = "进班子：当日在任领导班子成员"
RECRUITED = "招录：补充信息中“是否考录”为是，或填了录用时间"
HIRED_SAID = "聘用：认定为“体制外人员直接聘用”"


@dataclass(frozen=True)
class Table:
    """One table of texts, with what stands below it."""

    header: tuple[str, ...]
    rows: list[tuple[str, ...]]
    remarks: tuple[str, ...] = ()


def _label(cls: type[Record], name: str, value: object) -> str:
    entry = fields_of(cls)[name]
    assert isinstance(entry, Choice)
    return entry.format(value) or _UNSTATED


def _serving_people(connection: sa.Connection, served: Serving) -> list[Person]:
    return [person for person in find(connection, Person) if person.id in served.people]


def tier_table(connection: sa.Connection, day: date) -> Table:
    """Return 四级干部底数表: people by tier, kind of unit and authority, with principals among them."""
    units, served = {u.id: u for u in find(connection, Unit)}, serving(connection, day)
    chiefs = principals_on(connection, day)
    counts: Counter[tuple[str, str, str]] = Counter()
    principals: Counter[tuple[str, str, str]] = Counter()
    for person in _serving_people(connection, served):
        unit = units.get(served.people[person.id].unit_id or "")
        key = (
            _label(Person, "tier", person.tier),
            _label(Unit, "category", unit.category) if unit else _UNSTATED,
            _label(Person, "authority", person.authority),
        )
        counts[key] += 1
        principals[key] += person.id in chiefs
    rows: list[tuple[str, ...]] = [(*key, str(number), str(principals[key])) for key, number in sorted(counts.items())]
    total = ("合计", "", "", str(sum(counts.values())), str(sum(principals.values())))
    header = ("干部层级", "单位类别", "管理权限", "人数", "其中主要负责人")
    return Table(header, [*rows, total], population_remarks(connection, served, day))


def source_table(connection: sa.Connection, day: date) -> Table:
    """Return 来源结构统计表: people by recognised source, and how many of each came into a team or into the service."""
    served = serving(connection, day)
    holders: dict[str, set[str]] = {}
    for tag in find(connection, SourceTag, standing_on(day)):
        if tag.person_id in served.people:
            holders.setdefault(tag.category, set()).add(tag.person_id)
    ways = (_in_teams(connection, day), _recruited(connection), holders.get(HIRED, set()))
    named = {_label(SourceTag, "category", category): people for category, people in holders.items()}
    everybody = set[str]().union(*holders.values())
    number = len(served.people)
    rows = [_source_row(label, people, number, ways) for label, people in sorted(named.items())]
    rows.append(_source_row("有来源标识的（每人计一次）", everybody, number, ways))
    header = ("来源类别", "人数", "占在职", "进班子", "占比", "招录", "占比", "聘用", "占比")
    empty = ("",) * (len(header) - 2)
    explained = f"{INTO_TEAM}。{RECRUITED}。{HIRED_SAID}。占比为占本行人数的百分比；一人有几种来源的，每种计一次。"
    remarks = (*population_remarks(connection, served, day), explained)
    return Table(header, [*rows, ("在职人员", str(number), *empty)], remarks)


def _source_row(label: str, people: set[str], everybody: int, ways: Iterable[set[str]]) -> tuple[str, ...]:
    cells = [label, str(len(people)), _percent(len(people), everybody)]
    for way in ways:
        cells += [str(len(people & way)), _percent(len(people & way), len(people))]
    return tuple(cells)


def _percent(part: int, whole: int) -> str:
    return share(part, whole, formula="").shown() if whole else "—"


def _in_teams(connection: sa.Connection, day: date) -> set[str]:
    return {seat.person_id for seat in seats(connection, day) if seat.is_held and seat.is_team}


def _recruited(connection: sa.Connection) -> set[str]:
    return {row.person_id for row in find(connection, Supplement) if row.by_examination or row.recruited_on is not None}


def principal_table(connection: sa.Connection, day: date) -> Table:
    """Return 主要负责人名册 in the units' order: the mark tells a post, and judges nobody."""
    served, chiefs = serving(connection, day), principals_on(connection, day)
    rows: list[tuple[str, ...]] = [
        (
            str(number),
            found.unit_name(served.people[found.person.id].unit_id),
            found.person.name or "",
            found.person.current_post or "",
            _month(found, day),
            _label(Person, "tier", found.person.tier),
            _label(Person, "authority", found.person.authority),
        )
        for number, found in enumerate(_served_dossiers(connection, served, chiefs), 1)
    ]
    header = ("序号", "单位", "姓名", "现任职务", "任现职时间", "干部层级", "管理权限")
    return Table(header, rows, ("主要负责人标识只说明职务，不作评价。",))


def _month(found: Dossier, day: date) -> str:
    since = in_post_since(found.rows(Tenure), day)
    return "" if since is None else str(since.to_month())


def _served_dossiers(connection: sa.Connection, served: Serving, people: Iterable[str]) -> list[Dossier]:
    """Return the dossiers of those of some people who serve, in the units' order."""
    wanted = set(people) & served.people.keys()
    chosen = [person for person in ids(connection, ListQuery()) if person in wanted]
    return list(dossiers(connection, chosen, (AnnualResult, Tenure)))


def condition_table(connection: sa.Connection, day: date) -> Table:
    """Return the people who meet 连续三年优秀, in the units' order: 符合条件, without any ranking."""
    rows: list[tuple[str, ...]] = []
    served = serving(connection, day)
    for found in _served_dossiers(connection, served, served.people):
        years = consecutive_excellent(found.rows(AnnualResult))
        if years:
            unit = found.unit_name(served.people[found.person.id].unit_id)
            rows.append((unit, found.person.name or "", f"{years[0]}—{years[-1]} 年均为优秀", "符合条件，待核对"))
    said = ("符合条件不等于结论，由组织核对后使用。", *population_remarks(connection, served, day))
    return Table(("单位", "姓名", "年度考核", "说明"), rows, said)
