"""Cross tables (交叉统计): any dimension against any other; every person stands in exactly one cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.spec import NO_RECORD, Cell, Figure, Period, Report, ReportTable, share
from ganbu_desktop.modules.statistics.dimensions import Dimension, Parting, dimension
from ganbu_desktop.modules.statistics.population import SERVING, People, Population, inputs_of_rows, moment, read

SHARES = {"none": "不算比率", "row": "占本行", "column": "占本列", "total": "占总数"}
"""What the shares of a cross table are of."""
TOTAL = "合计"
MOST_COLUMNS = 24
NOBODY = "—"
"""What stands for a share of nobody: it is neither nought nor missing."""
COUNTED = "当日在职的人"


@dataclass(frozen=True)
class Ask:
    """What a cross table shows: the dimensions down and across, and what the shares are of (a key of ``SHARES``)."""

    down: str
    across: str
    shares: str = "none"


class Counts:
    """The people of each cell, line and column, in the county's order."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self.cells: dict[tuple[str | None, str | None], list[str]] = {}
        self.down: dict[str | None, list[str]] = {}
        self.across: dict[str | None, list[str]] = {}

    def add(self, rows: Sequence[tuple[Any, ...]], down: Parting, across: Parting) -> None:
        """Count rows of id, raw value down and raw value across; a raw value is turned into its line once."""
        if not rows:
            return
        ids, raw_down, raw_across = zip(*rows, strict=True)
        places: defaultdict[tuple[str | None, str | None], list[int]] = defaultdict(list)
        pairs = zip(_lined(raw_down, down), _lined(raw_across, across), strict=True)
        for place, key in enumerate(pairs):
            places[key].append(place)
        for line, column in places:
            self.cells[line, column] = [ids[place] for place in places[line, column]]
        for number, sums in enumerate((self.down, self.across)):
            for line in dict.fromkeys(key[number] for key in places):
                inside = chain.from_iterable(found for key, found in places.items() if key[number] == line)
                sums[line] = [ids[place] for place in sorted(inside)]


def _lined(values: tuple[Any, ...], part: Parting) -> Iterator[str | None]:
    known = {raw: part.line_of(raw) for raw in set(values)}
    return map(known.__getitem__, values)


def cross_report(office: Office, ask: Ask, period: Period, population: Population = SERVING) -> Report:
    """Return the cross table of a population at the end of a period, as a report of one table.

    CheckFailed for a dimension that is not there, the same one twice, and more columns than a page holds.
    """
    if ask.down == ask.across:
        raise CheckFailed("行和列选了同一个项目，请换一个；没有统计")
    down, across = dimension(ask.down), dimension(ask.across)
    with office.reading() as connection:
        at = moment(office, connection, period)
        people = read(connection, population, (down, across), period)
    parts = down.part(at), across.part(at)
    counts = Counts()
    counts.add(people.rows, *parts)
    table = _Table(ask, (down, across), parts, counts, people)
    return Report(
        title=f"{down.title}与{across.title}统计表",
        tables=(table.build(),),
        left=f"统计范围：{population.title}",
        right="单位：人",
        remarks=(*remarks(people, period), *_share_remark(ask)),
        rule_versions={d.title: p.rule for d, p in zip((down, across), parts, strict=True) if p.rule},
        inputs=inputs_of_rows(people.rows),
    )


def remarks(people: People, period: Period) -> tuple[str, ...]:
    """Return what stands under a table of a population: who counts, and as of when."""
    until = f"年龄和年限算到 {period.last.year} 年 {period.last.month} 月"
    return (
        *people.said,
        f"没有填的单列为“{NO_RECORD}”，不剔除。{until}；单位、编制、职务、职务层次、职级、学历、来源按当日，"
        "政治面貌、职称、人员类别等没有历史记录的项目为生成时库内的现有数据。",
    )


def _share_remark(ask: Ask) -> tuple[str, ...]:
    whole = {"row": "本行合计", "column": "本列合计", "total": "总人数"}.get(ask.shares)
    return () if whole is None else (f"百分比为占{whole}的比率，按四舍五入取值，各项相加可能不等于 100%。",)


class _Table:
    """One cross table in the making."""

    def __init__(
        self,
        ask: Ask,
        dimensions: tuple[Dimension, Dimension],
        parts: tuple[Parting, Parting],
        counts: Counts,
        people: People,
    ) -> None:
        self._ask, self._counts, self._people = ask, counts, people
        (self._down, self._across), (self._down_part, self._across_part) = dimensions, parts
        self._everybody = tuple(row[0] for row in people.rows)
        self._rule = "；".join(dict.fromkeys(part.rule for part in parts if part.rule))
        self._columns = _lines(parts[1], counts.across)
        if len(self._columns) > MOST_COLUMNS:
            raise CheckFailed(
                f"“{self._across.title}”有 {len(self._columns)} 项，列里最多放 {MOST_COLUMNS} 项；"
                "请把它放到“行”，或换一个项目。没有统计"
            )

    def build(self) -> ReportTable:
        """Return the table: a line each, 无记录 where there are such people, the sums last."""
        rows = [self._line(line, line or NO_RECORD) for line in _lines(self._down_part, self._counts.down)]
        rows.append(self._sums())
        names = [line or NO_RECORD for line in self._columns] + [TOTAL]
        width = 12.0 if len(names) < 10 else 9.0
        if self._ask.shares == "none":
            header: tuple[tuple[str, ...], ...] = ((self._down.title, *names),)
            widths = (26.0, *[width] * len(names))
        else:
            header = (
                (self._down.title, *(name for name in names for _ in range(2))),
                (self._down.title, *["人数", "比率"] * len(names)),
            )
            widths = (26.0, *[width] * (2 * len(names)))
        return ReportTable("", header, tuple(rows), widths, "l" + "r" * (len(widths) - 1))

    def _line(self, line: str | None, name: str) -> tuple[Cell, ...]:
        row = tuple(self._counts.down.get(line, ()))
        what = self._formula(self._down, line)
        cells: list[Cell] = [name]
        for column in self._columns:
            people = tuple(self._counts.cells.get((line, column), ()))
            whole = {"row": row, "column": self._counts.across.get(column, ()), "total": self._everybody}
            cells += self._pair(people, f"{what}，{self._formula(self._across, column)}", whole)
        return (*cells, *self._pair(row, what, {"row": row, "column": self._everybody, "total": self._everybody}))

    def _sums(self) -> tuple[Cell, ...]:
        cells: list[Cell] = [TOTAL]
        for column in self._columns:
            people = tuple(self._counts.across.get(column, ()))
            whole = {"row": self._everybody, "column": people, "total": self._everybody}
            cells += self._pair(people, self._formula(self._across, column), whole)
        whole = dict.fromkeys(("row", "column", "total"), self._everybody)
        return (*cells, *self._pair(self._everybody, "统计范围内的全部人员", whole, self._people.left_out))

    def _pair(
        self,
        people: tuple[str, ...],
        formula: str,
        wholes: dict[str, Any],
        left_out: tuple[tuple[str, str], ...] = (),
    ) -> list[Cell]:
        cells: list[Cell] = [Figure(len(people), "", formula, self._rule, people, left_out)]
        if self._ask.shares != "none":
            whole = len(wholes[self._ask.shares])
            said = f"{formula}的人数÷{SHARES[self._ask.shares].removeprefix('占')}人数 {whole}"
            cells.append(rate(people, whole, said, self._rule))
        return cells

    def _formula(self, dimension: Dimension, line: str | None) -> str:
        return dimension.missing if line is None else f"{dimension.title}为“{line}”"


def rate(people: tuple[str, ...], whole: int, formula: str, rule: str = "") -> Cell:
    """Return the share of some people in a whole; a dash where there is nobody to have a share of."""
    return share(len(people), whole, formula=formula, rule=rule, people=people) if whole else NOBODY


def _lines(part: Parting, found: dict[str | None, list[str]]) -> list[str | None]:
    """Return the lines in order: the fixed ones, else those that occur; 无记录 last where it occurs."""
    named: list[str | None] = list(part.fixed or sorted((line for line in found if line), key=part.order_of))
    return [*named, None] if None in found else named
