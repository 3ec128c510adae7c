"""领导班子和干部队伍统计表: the fixed official table of fourteen columns, worked out in one pass over the people.

Its rows and columns are those of the usual printed table; posts, parties and education are as they stand in the store,
ages and terms as of the period's last month.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from ganbu_desktop.foundation.ages import age_at
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.spec import NO_RECORD, Cell, Figure, Period, Report, ReportTable
from ganbu_desktop.modules.statistics.cross import COUNTED, rate, remarks
from ganbu_desktop.modules.statistics.dimensions import AGE_BOUNDS, YEARS_BOUNDS, Dimension, Moment, dimension
from ganbu_desktop.modules.statistics.population import SERVING, TEAMS, People, Population, inputs_of_rows, moment, read
from ganbu_desktop.store.record import date_of_digits

TITLE = "领导班子和干部队伍统计表"
NOTE = "注：百分比按四舍五入取值"
_HEAD = ("类别", "类别", *["总体"] * 2, *["职务层次"] * 6, *["性别"] * 4)
_SUB = ("类别", "类别", "人数", "比率", "正科", "比率", "副科", "比率", "其他", "比率", "男", "比率", "女", "比率")
_WIDTHS = (20.0, 27.0, *(12.0,) * 12)
_LEVELS, _SEXES = ("正科", "副科", "其他"), ("男", "女")
_KINDS = (
    ("职务层次", "level"),
    ("民族", "ethnicity"),
    ("政治面貌", "party"),
    ("年龄", "age"),
    ("职称", "title"),
    ("学历", "education"),
    ("学位", "degree"),
    ("任现职年限", "post-years"),
    ("近三年考核", "excellent"),
)
_AVERAGE_AFTER = "年龄"
_READ = ("level", "sex", *(name for _, name in _KINDS[1:]))
_Column = tuple[str | None, str | None]
"""Level and sex of a person, as far as they are known."""


def official(office: Office, period: Period) -> Report:
    """Compute the table of all serving people."""
    return official_of(office, period, SERVING)


def team_table(office: Office, period: Period) -> Report:
    """Compute the table of the members of leading teams."""
    return official_of(office, period, TEAMS)


def official_of(office: Office, period: Period, population: Population) -> Report:
    """Compute the table of a population, ages and terms as of the period's last month."""
    dimensions = {name: dimension(name) for name in _READ}
    with office.reading() as connection:
        at = moment(office, connection, period)
        people = read(connection, population, list(dimensions.values()), period)
    parts = {name: d.part(at) for name, d in dimensions.items()}
    return Report(
        title=f"{TITLE}（{period.chinese()}）",
        tables=(_Table(at, people, dimensions).build(),),
        left=f"{NOTE}。统计范围：{population.title}",
        right="单位：人",
        remarks=(
            *remarks(people, period),
            "“总体”的比率为占总数的百分比，其他比率为占本行人数的百分比；职务层次、性别没有填的不在后面各列，只在总体中。",
        ),
        signatures=("填表人：", "审核人：", "填表日期："),
        rule_versions={AGE_BOUNDS: parts["age"].rule, YEARS_BOUNDS: parts["post-years"].rule},
        inputs=inputs_of_rows(people.rows),
    )


@dataclass(frozen=True)
class _Line:
    """The people of one row, and of each of its columns."""

    people: tuple[str, ...] = ()
    by_column: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class _Table:
    """The table in the making: the people by column once, then each dimension in one pass."""

    def __init__(self, at: Moment, people: People, dimensions: Mapping[str, Dimension]) -> None:
        self._at, self._people, self._dimensions = at, people, dimensions
        columns = list(zip(*people.rows, strict=True)) or [()] * (len(_READ) + 1)
        self._ids: tuple[str, ...] = tuple(columns[0])
        self._values = dict(zip(_READ, columns[1:], strict=True))
        level, sex = self._line_of("level"), self._line_of("sex")
        pairs = zip(self._values["level"], self._values["sex"], strict=True)
        known: dict[Any, tuple[str | None, str | None]] = {}
        self._columns = [known.get(pair) or known.setdefault(pair, (level(pair[0]), sex(pair[1]))) for pair in pairs]

    def _line_of(self, name: str) -> Callable[[Any], str | None]:
        return self._dimensions[name].part(self._at).line_of

    def build(self) -> ReportTable:
        """Return the whole table."""
        total = self._grouped([""] * len(self._ids), lambda _raw: "")
        everybody = total.get("", _Line())
        rows = [self._row("总数", "总数", everybody, f"统计范围内{COUNTED}", "", self._people.left_out)]
        for title, name in _KINDS:
            rows += self._rows(title, self._dimensions[name])
            if title == _AVERAGE_AFTER:
                rows.append(self._average(everybody))
        return ReportTable("", (_HEAD, _SUB), tuple(rows), _WIDTHS, "cl" + "r" * 12)

    def _rows(self, title: str, by: Dimension) -> list[tuple[Cell, ...]]:
        part = by.part(self._at)
        found = self._grouped(self._values[by.name], part.line_of)
        missing = found.get(None)
        left = tuple((person_id, by.missing) for person_id in missing.people) if missing is not None else ()
        formula = f"{COUNTED}中按{by.title}分"
        rows = [self._row(title, line, found.get(line, _Line()), formula, part.rule, left) for line in part.fixed]
        if missing is not None:
            rows.append(self._row(title, NO_RECORD, missing, by.missing, part.rule))
        return rows

    def _grouped(self, values: Sequence[Any], line_of: Callable[[Any], str | None]) -> dict[str | None, _Line]:
        """Part everybody by a raw value, which is turned into its line once for each distinct value."""
        lines = {raw: line_of(raw) for raw in set(values)}
        groups: defaultdict[tuple[str | None, _Column], list[int]] = defaultdict(list)
        for place, key in enumerate(zip(map(lines.__getitem__, values), self._columns, strict=True)):
            groups[key].append(place)
        parted: dict[str | None, dict[_Column, list[int]]] = {}
        for (line, column), places in groups.items():
            parted.setdefault(line, {})[column] = places
        return {line: self._line(by_column) for line, by_column in parted.items()}

    def _line(self, by_column: dict[_Column, list[int]]) -> _Line:
        """Return the people of a row and of its columns, in the county's order."""

        def people(name: str | None) -> tuple[str, ...]:
            chosen = [places for column, places in by_column.items() if name is None or name in column]
            return tuple(map(self._ids.__getitem__, sorted(chain.from_iterable(chosen))))

        return _Line(people(None), {name: people(name) for name in (*_LEVELS, *_SEXES)})

    def _row(
        self,
        kind: str,
        name: str,
        line: _Line,
        formula: str,
        rule: str,
        left_out: tuple[tuple[str, str], ...] = (),
    ) -> tuple[Cell, ...]:
        people = line.people
        cells: list[Cell] = [kind, name, Figure(len(people), "", formula, rule, people, left_out)]
        cells.append(rate(people, len(self._ids), "本行人数÷总数", rule))
        for column in (*_LEVELS, *_SEXES):
            chosen = line.by_column.get(column, ())
            cells.append(Figure(len(chosen), "", f"{formula}；{column}", rule, chosen, left_out))
            cells.append(rate(chosen, len(people), f"{column}人数÷本行人数", rule))
        return tuple(cells)

    def _average(self, everybody: _Line) -> tuple[Cell, ...]:
        """Return the row of average ages, to a tenth of a year; those without a month of birth are left out."""
        known = {raw: age_at(date_of_digits(raw), self._at.day) if raw else None for raw in set(self._values["age"])}
        ages = dict(zip(self._ids, map(known.__getitem__, self._values["age"]), strict=True))
        unknown = {person_id for person_id, age in ages.items() if age is None}
        cells: list[Cell] = ["年龄", "平均年龄（岁）"]
        for people in (everybody.people, *(everybody.by_column.get(c, ()) for c in (*_LEVELS, *_SEXES))):
            aged = tuple(person_id for person_id in people if person_id not in unknown)
            left = tuple((person_id, "出生年月没有填") for person_id in people if person_id in unknown)
            years = sum(ages[person_id] or 0 for person_id in aged)
            value = (20 * years + len(aged)) // (2 * len(aged)) if aged else None
            text = "" if value is None else f"{value // 10}.{value % 10}"
            cells += [Figure(value, text, "周岁之和÷人数，一位小数", people=aged, left_out=left), ""]
        return tuple(cells)
