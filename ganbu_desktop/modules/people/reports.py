"""年度到龄台账: who reaches the statutory age in a year, by which category, and between which months she may choose.

Whoever served in the year is looked at, those who have retired in it included; of whom nothing can be told is named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from ganbu_desktop.foundation.retirement import Category
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.dossier import Dossier, dossiers
from ganbu_desktop.kernel.people.leaving import RETIRED, STATES, ExitEvent
from ganbu_desktop.kernel.people.person import AppointmentSheet, Person, Tenure
from ganbu_desktop.kernel.people.post_texts import PostThen, posts_then
from ganbu_desktop.kernel.people.retirement import Retirement, retirement_of, why_unknown
from ganbu_desktop.kernel.people.service import Basis, ServiceSpell, Serving, serving
from ganbu_desktop.kernel.report.spec import Cell, Figure, Period, Report, ReportSpec, ReportTable, stored_inputs
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Record, fields_of

_FIGURES = (
    "retirement_reform_start",
    "female_county_level_series",
    "female_county_levels",
    "early_retirement_months",
    "early_retirement_notice_months",
    "late_retirement_months",
    "no_late_retirement_categories",
)
_WHO = ("序号", "姓名", "性别", "出生年月", "单位及职务", "类别", "延迟月数", "退休年龄", "退休年月")
_LATEST = "弹性延迟最晚"
_HEADER = (
    (*_WHO, "弹性提前", "弹性提前", _LATEST, *("办理情况",) * 5),
    (*_WHO, "最早", "告知不晚于", _LATEST, "通知日", "谈话日", "办理日", "文件号", "报备日"),
)
_WIDTHS = (8, 15, 8, 16, 40, 15, 11, 19, 16, 16, 16, 16, 13, 13, 18, 18, 13)
_NAMED = (("序号", "姓名", "单位及职务", "说明"),)
_NOT_ALLOWED = "不适用"
_READ: tuple[type[Record], ...] = (Person, AppointmentSheet, Tenure, ExitEvent, ServiceSpell)


@dataclass
class _Found:
    """Who served in the year, sorted by what can be said of each."""

    due: list[tuple[Dossier, Retirement]] = field(default_factory=list)
    overdue: list[tuple[Dossier, str]] = field(default_factory=list)
    doubtful: list[tuple[Dossier, str]] = field(default_factory=list)
    unknown: list[tuple[Dossier, str]] = field(default_factory=list)


def compute(office: Office, period: Period) -> Report:
    """Return the people who reach the statutory age in a year, with those of whom it cannot be told."""
    parameters = office.parameters()
    with office.reading() as connection:
        served = serving(connection, period.first, period.last, basis=Basis.ANY)
        still = serving(connection, period.last).people
        ids = [*served.people, *(person_id for person_id, _reason in served.unknown)]
        people = {d.person.id: d for d in dossiers(connection, ids, (AppointmentSheet,))}
        posts = {**posts_then(connection, period.first), **posts_then(connection, period.last)}
        retired = _retired(connection, period)
        read = [
            line for cls in (Person, AppointmentSheet, Tenure, ExitEvent) for line in stored_inputs(connection, cls)
        ]
    found = _sorted(served, people, still, period, lambda d: retirement_of(d.person, d.sheet, parameters, period.last))
    tables = [
        _sums(found),
        ReportTable("到龄人员", _HEADER, tuple(_rows(found.due, posts, retired)), _WIDTHS, "cccclcccccccccccc"),
        *_named("年初以前已经到龄、期末仍在职的人员", found.overdue, posts),
        *_named("退休年龄类别待核对的人员", found.doubtful, posts),
        *_named("不能推算的人员", found.unknown, posts),
    ]
    return Report(
        title=f"{period.chinese()}到龄退休台账",
        tables=tuple(tables),
        remarks=(
            "人员范围：期内曾在职，按服务经历确定；已在期内办理退休的也列入。",
            "到龄年月按现行法定退休年龄和渐进式延迟推算，不看日；类别先按选定的退休年龄类别和任免表的任职年龄界限，"
            "再按性别、职务层次、人员类别、编制类型。",
            "弹性提前由本人自愿选择，须达到最低缴费年限；公务员和管理人员不适用弹性延迟。",
        ),
        signatures=("填表人：", "审核人："),
        rule_versions={
            figure.title: version_of(figure) for figure in (parameters.get(n, period.last) for n in _FIGURES)
        },
        inputs=tuple(sorted(read)),
    )


def _retired(connection: sa.Connection, period: Period) -> dict[str, ExitEvent]:
    """Return the retirement that was recorded of each person in the period."""
    kinds = [kind for kind, state in STATES.items() if state == RETIRED]
    events = find(connection, ExitEvent, ExitEvent.table.c.kind.in_(kinds))
    return {event.person_id: event for event in events if period.holds(event.happened_on)}


Reached = Callable[[Dossier], Retirement | None]


def _sorted(
    served: Serving, people: Mapping[str, Dossier], still: Collection[str], period: Period, retires: Reached
) -> _Found:
    found = _Found()
    for person_id, dossier in people.items():
        reached = retires(dossier)
        if person_id not in served.people:
            found.unknown.append((dossier, f"不能确定是否在职：{dict(served.unknown)[person_id]}"))
        elif reached is None:
            found.unknown.append((dossier, why_unknown(dossier.person, dossier.sheet)))
        elif period.holds(reached.month):
            found.due.append((dossier, reached))
        elif reached.month.last_day() < period.first and person_id in still:
            found.overdue.append((dossier, f"{reached.text()}到龄（{reached.category.label}）"))
        if reached is not None and reached.doubt and person_id in served.people:
            found.doubtful.append((dossier, f"{reached.doubt}；现按{reached.category.label}推算，{reached.month} 到龄"))
    found.due.sort(key=lambda pair: (str(pair[1].month), pair[0].person.name or ""))
    return found


def _sums(found: _Found) -> ReportTable:
    """Return how many reach the age, by category, and of how many it cannot be told."""
    by: defaultdict[Category, list[str]] = defaultdict(list)
    for dossier, reached in found.due:
        by[reached.category].append(dossier.person.id)
    left_out = tuple((dossier.person.id, reason) for dossier, reason in found.unknown)
    formula = "期内曾在职、推算的法定退休年月在期内的人"
    cells: list[Cell] = [
        Figure(len(by[category]), formula=f"{formula}，{category.label}", people=tuple(by[category]))
        for category in Category
    ]
    everybody = tuple(dossier.person.id for dossier, _reached in found.due)
    total = Figure(len(everybody), formula=formula, people=everybody, left_out=left_out)
    unknown = Figure(len(left_out), formula="没有推算依据，或不能确定期内是否在职的人", people=tuple(dict(left_out)))
    header = (*(category.label for category in Category), "合计", "不能推算")
    return ReportTable("到龄人数", (header,), ((*cells, total, unknown),), (1.0,) * len(header))


def _rows(
    due: Sequence[tuple[Dossier, Retirement]], posts: Mapping[str, PostThen], retired: Mapping[str, ExitEvent]
) -> Iterator[tuple[Cell, ...]]:
    sex = fields_of(Person)["sex"]
    for number, (dossier, reached) in enumerate(due, 1):
        person, event = dossier.person, retired.get(dossier.person.id)
        can_go_early = reached.earliest < reached.month
        yield (
            str(number),
            person.name or "",
            sex.format(person.sex),
            str(person.born_on.to_month()) if person.born_on else "",
            _post(dossier, posts),
            reached.category.label,
            str(reached.reached.delay_months),
            reached.age_text(),
            str(reached.month),
            str(reached.earliest) if can_go_early else "—",
            str(reached.notify_by) if can_go_early else "—",
            str(reached.latest) if reached.latest else _NOT_ALLOWED if "不适用" in reached.no_delay else "待核对",
            "",
            "",
            str(event.happened_on) if event and event.happened_on else "",
            (event.document or "") if event else "",
            "",
        )


def _post(dossier: Dossier, posts: Mapping[str, PostThen]) -> str:
    then = posts.get(dossier.person.id)
    return then.text if then else dossier.unit_name(dossier.person.unit_id)


def _named(title: str, people: Sequence[tuple[Dossier, str]], posts: Mapping[str, PostThen]) -> Iterator[ReportTable]:
    """Yield a table of people with what is to be said of each; none where there are none."""
    rows = tuple((str(n), d.person.name or "", _post(d, posts), reason) for n, (d, reason) in enumerate(people, 1))
    if rows:
        yield ReportTable(title, _NAMED, rows, (1.0, 2.0, 6.0, 8.0), "ccll")


REPORTS = (
    ReportSpec(
        "retirement-list",
        "年度到龄退休台账",
        ("year",),
        compute,
        help="一年内到龄的人员、退休年龄类别、弹性提前和延迟的起止年月，办理日期和文号",
    ),
)
