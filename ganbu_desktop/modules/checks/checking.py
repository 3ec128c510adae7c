"""Running the data checks: on one person while she is edited, on everybody in one pass, and as a workbook.

Nothing here writes to the store. What only the whole store can tell (a number used twice, posts held in a unit) is
asked of the database once a run.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from ganbu_desktop.foundation.findings import Finding, Level
from ganbu_desktop.kernel.office.office import Office, Progress, SilentProgress
from ganbu_desktop.kernel.people import person_list
from ganbu_desktop.kernel.people.dossier import ALL_SETS, Dossier, all_units, dossiers
from ganbu_desktop.kernel.people.leaving import ExitEvent
from ganbu_desktop.kernel.people.person import Person, Tenure
from ganbu_desktop.kernel.people.posts import held_on
from ganbu_desktop.kernel.people.service import ServiceSpell, serving_on
from ganbu_desktop.kernel.people.unit import existed
from ganbu_desktop.kernel.spine.drafts import drafts
from ganbu_desktop.modules.checks.rights import EXPORT_CHECKS
from ganbu_desktop.modules.checks.rules import BY_KEY, PERSON_CHECKS, UNIT_CHECKS, CheckContext, UnitCounts
from ganbu_desktop.modules.checks.rules.identity import name_key
from ganbu_desktop.modules.checks.rules.settings import levels, set_check_level
from ganbu_desktop.modules.checks.rules.shared import code
from ganbu_desktop.paper.table_workbook import write_table
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Record, fields_of, record_type

__all__ = ["CheckReport", "Subject", "check_everyone", "check_person", "set_check_level", "write_report"]

_STEP = 100
_BESIDES: tuple[type[Record], ...] = (ServiceSpell, ExitEvent)
"""What the checks read besides what forms show."""


@dataclass(frozen=True)
class Subject:
    """Whom findings are about: the name (of a person, or of a unit) and the unit."""

    name: str
    unit: str


@dataclass(frozen=True)
class CheckReport:
    """The result of a run: how many ``people`` were checked, and every finding in the order of the units.

    ``subjects``: name and unit by the id of the person, or of the unit where a finding is about one.
    """

    people: int
    findings: tuple[Finding, ...]
    subjects: Mapping[str, Subject] = field(repr=False)

    def counts(self) -> dict[str, int]:
        """Return how often each check found something, in the order of the checks."""
        found = Counter(f.rule for f in self.findings)
        return {key: found[key] for key in BY_KEY if found[key]}

    def subject(self, finding: Finding) -> Subject:
        """Return whom a finding is about."""
        return self.subjects.get(finding.person_id or finding.record_id or "", Subject("", ""))

    def summary(self) -> str:
        """Return one line for the clerk."""
        if not self.findings:
            return f"校核 {self.people} 人，没有发现问题"
        by_level = Counter(f.level for f in self.findings)
        parts = "、".join(f"{level.label} {by_level[level]} 条" for level in Level if by_level[level])
        touched = len({f.person_id for f in self.findings if f.person_id})
        return f"校核 {self.people} 人：{parts}，涉及 {touched} 人"

    def to_plain(self) -> dict[str, Any]:
        """Return the report as JSON can carry it."""
        return {
            "people": self.people,
            "findings": [
                {
                    "person": self.subject(f).name,
                    "unit": self.subject(f).unit,
                    "rule": f.rule,
                    "level": f.level.label,
                    "message": f.message,
                    "field": f.field or "",
                    "place": field_label(f),
                }
                for f in self.findings
            ],
            "counts": self.counts(),
        }


def field_label(finding: Finding) -> str:
    """Return where a finding points: the set and the field as the clerk reads them."""
    if finding.record_type is None:
        return ""
    cls = record_type(finding.record_type)
    described = fields_of(cls).get(finding.field or "")
    parts = ("" if cls is Person else cls.label, described.label if described else "")
    return "：".join(part for part in parts if part)


def check_person(office: Office, dossier: Dossier) -> list[Finding]:
    """Return what the checks find in one dossier, stored or still being edited, gravest first."""
    parameters = office.parameters()
    with office.reading() as connection:
        context = CheckContext(
            parameters,
            office.month(),
            levels(connection),
            same_number=_others_with_number(connection, dossier.person),
            same_name=_others_with_name(connection, dossier.person),
            drafts=drafts(connection, hand=office.account.hand, person_id=dossier.person.id),
        )
        sets = {cls: find(connection, cls, cls.table.c.person_id == dossier.person.id) for cls in _BESIDES}
        dossier = replace(dossier, sets={**dossier.sets, **sets})
    return _sorted(_of_person(dossier, context))


def _of_person(dossier: Dossier, context: CheckContext) -> list[Finding]:
    return [finding for check in PERSON_CHECKS for finding in check.run(dossier, context)]


def _sorted(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda f: f.level.rank)


def _others_with_number(connection: sa.Connection, person: Person) -> dict[str, int]:
    if not person.id_number:
        return {}
    column = Person.table.c
    others = sa.select(sa.func.count()).where(column.id_number == person.id_number, column.id != person.id)
    return {person.id_number: 1 + int(connection.execute(others).scalar_one())}


def _others_with_name(connection: sa.Connection, person: Person) -> dict[tuple[str, str], int]:
    if not person.name or person.born_on is None:
        return {}
    column = Person.table.c
    others = sa.select(column.born_on).where(column.name == person.name, column.id != person.id)
    key = name_key(person.name, person.born_on)
    same = sum(name_key(person.name, born_on) == key for (born_on,) in connection.execute(others))
    return {key: 1 + same}


def check_everyone(office: Office, progress: Progress | None = None, ids: Sequence[str] | None = None) -> CheckReport:
    """Check everybody and every unit, or the people of ``ids`` alone, in one consistent view of the store."""
    progress = progress or SilentProgress()
    parameters = office.parameters()
    newest = _newest_step(office)
    with office.reading() as connection:
        wanted = person_list.ids(connection, person_list.ListQuery()) if ids is None else list(ids)
        context = CheckContext(
            parameters,
            office.month(),
            levels(connection),
            _numbers_used_twice(connection),
            _names_used_twice(connection),
            unit_counts(connection, office.today()),
            drafts(connection, hand=office.account.hand),
        )
        findings: list[Finding] = []
        subjects: dict[str, Subject] = {}
        people = 0
        for people, dossier in enumerate(dossiers(connection, wanted, (*ALL_SETS, *_BESIDES)), 1):
            if people % _STEP == 0:
                progress.step(people, len(wanted), "校核")
            found = _of_person(dossier, context)
            if found:
                findings += _sorted(found)
                subjects[dossier.person.id] = Subject(
                    dossier.person.name or "", dossier.unit_name(dossier.person.unit_id)
                )
        if ids is None:
            findings += _check_units(connection, context, subjects)
    progress.step(len(wanted), len(wanted), "校核完成")
    if ids is None:
        _last_checked[office] = (newest, sum(f.level is Level.ERROR for f in findings))
    return CheckReport(people, tuple(findings), subjects)


QUICK_PEOPLE = 2000
"""Up to so many people the errors are counted whenever they are asked for; beyond, the last whole check answers."""
_last_checked: WeakKeyDictionary[Office, tuple[int, int]] = WeakKeyDictionary()


def count_errors(office: Office) -> int | None:
    """Return the errors in all the data as it is now; None when nobody has checked it since it changed."""
    newest = _newest_step(office)
    known = _last_checked.get(office)
    if known is not None and known[0] == newest:
        return known[1]
    with office.reading() as connection:
        people = person_list.count(connection, person_list.ListQuery())
    if people > QUICK_PEOPLE:
        return None
    check_everyone(office)
    return _last_checked[office][1]


def _newest_step(office: Office) -> int:
    recent = office.operations.recent(1)
    return recent[0].seq if recent else 0


def _check_units(connection: sa.Connection, context: CheckContext, subjects: dict[str, Subject]) -> list[Finding]:
    findings: list[Finding] = []
    units = all_units(connection).values()
    for unit in (u for u in units if existed(u, context.as_of.last_day())):
        found = _sorted([finding for check in UNIT_CHECKS for finding in check.run(unit, context)])
        if found:
            findings += found
            subjects[unit.id] = Subject("", unit.name or "")
    return findings


def _numbers_used_twice(connection: sa.Connection) -> dict[str, int]:
    number = Person.table.c.id_number
    count = sa.func.count()
    rows = connection.execute(sa.select(number, count).where(number.is_not(None)).group_by(number).having(count > 1))
    return {text: int(times) for text, times in rows}


def _names_used_twice(connection: sa.Connection) -> dict[tuple[str, str], int]:
    column, count = Person.table.c, sa.func.count()
    month = sa.func.substr(sa.type_coerce(column.born_on, sa.Text), 1, 6)
    rows = connection.execute(
        sa.select(column.name, month, count)
        .where(column.born_on.is_not(None))
        .group_by(column.name, month)
        .having(count > 1)
    )
    return {(name or "", digits): int(times) for name, digits, times in rows}


def unit_counts(connection: sa.Connection, day: date) -> dict[str, UnitCounts]:
    """Return who serves in each unit on a day: chiefs and deputies in office, people by kind of staffing."""
    chief, deputy = code("team_member_kind", "正职"), code("team_member_kind", "副职")
    held, staff = _leaders(connection, day), _staff(connection, day)
    return {
        unit_id: UnitCounts(held[unit_id, chief], held[unit_id, deputy], staff[unit_id])
        for unit_id in {*staff, *(unit_id for unit_id, _ in held)}
    }


def _leaders(connection: sa.Connection, day: date) -> Counter[tuple[str, str]]:
    post = Tenure.table.c
    rows = connection.execute(
        sa.select(post.unit_id, post.member_kind, sa.func.count(sa.distinct(post.person_id)))
        .where(held_on(day), post.unit_id.is_not(None), post.member_kind.is_not(None))
        .group_by(post.unit_id, post.member_kind)
    )
    return Counter({(unit_id, kind): int(count) for unit_id, kind, count in rows})


def _staff(connection: sa.Connection, day: date) -> dict[str, dict[str, int]]:
    person = Person.table.c
    home = sa.func.coalesce(person.staffing_unit_id, person.unit_id)
    rows = connection.execute(
        sa.select(home, person.staffing_type, sa.func.count())
        .where(serving_on(day), home.is_not(None), person.staffing_type.is_not(None))
        .group_by(home, person.staffing_type)
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for unit_id, kind, count in rows:
        found[unit_id][kind] = int(count)
    return found


def write_report(office: Office, report: CheckReport, target: Path) -> None:
    """Write a report as a workbook: 汇总 by check, 按单位, and 明细 with one line a finding."""
    office.require(EXPORT_CHECKS)
    write_table(
        target,
        [
            ("汇总", ("序号", "类别", "校核项", "级别", "条数", "人数", "说明"), _by_rule(report)),
            _by_unit(report),
            ("明细", ("单位", "姓名", "级别", "校核项", "问题", "项目"), _lines(report)),
        ],
    )


def _by_rule(report: CheckReport) -> list[list[str]]:
    people: dict[str, set[str | None]] = defaultdict(set)
    set_levels = {finding.rule: finding.level for finding in report.findings}
    for finding in report.findings:
        people[finding.rule].add(finding.person_id or finding.record_id)
    rows = []
    for key, count in report.counts().items():
        check, level = BY_KEY[key], set_levels[key]
        numbers = (str(count), str(len(people[key])))
        rows.append([str(check.number), check.group, check.title, level.label, *numbers, check.help])
    return [*rows, ["", "", "合计", "", str(len(report.findings)), "", report.summary()]]


def _by_unit(report: CheckReport) -> tuple[str, list[str], list[list[str]]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for finding in report.findings:
        counts[report.subject(finding).unit or "（无单位）"][finding.rule] += 1
    keys = list(report.counts())
    rows = [
        [unit, str(found.total()), *(str(found[key]) if found[key] else "" for key in keys)]
        for unit, found in counts.items()
    ]
    return "按单位", ["单位", "合计", *(BY_KEY[key].title for key in keys)], rows


def _lines(report: CheckReport) -> list[list[str]]:
    return [
        [
            report.subject(f).unit,
            report.subject(f).name,
            f.level.label,
            BY_KEY[f.rule].title,
            f.message,
            field_label(f),
        ]
        for f in report.findings
    ]
