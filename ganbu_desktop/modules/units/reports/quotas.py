"""职数台账, 空缺岗位表, 超职数和混编混岗清单, 职数预审表."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation.ages import years_and_months
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import LevelHistory, Person, Tenure
from ganbu_desktop.kernel.people.quota import Quota
from ganbu_desktop.kernel.people.service import ServiceSpell
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.report.spec import (
    NO_RECORD,
    Cell,
    Figure,
    Period,
    Report,
    ReportTable,
    inputs_of,
    stored_inputs,
)
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.modules.units import quotas, staffing
from ganbu_desktop.modules.units.precheck import Move, Preview, planned, precheck
from ganbu_desktop.modules.units.quotas import Line
from ganbu_desktop.modules.units.reports.parts import headed, whom
from ganbu_desktop.modules.units.staffing import COUNTS_LEADERS, LEADING, County

APPROVED = "核定数按当日已生效的文件，没有文件的按单位信息采集表（B01）现有的数。"
RULE = (
    "空缺＝核定−实配，超配＝实配−核定，都按类别单独计算，不互相抵补；没有核定数的写“无记录”，不算空缺。",
    "领导职务按任职单位计；职级、编制按编制所在单位计（没有填的按所在单位），没有单独核定的内设机构计入上级。",
)
LEDGER_HEADER = (("单位", "类别", "核定数", "实配", "空缺", "超配", "核定文号", "生效日期"),)
_WIDTHS = (4, 3, 1, 1, 1, 1, 3, 2)
POSTS_HEADER = (
    ("序号", "单位", *("正",) * 4, *("副",) * 4),
    ("序号", "单位", *("职数", "现任数", "现任干部", "空缺数") * 2),
)
_POSTS_WIDTHS = (1, 4.4, 1.1, 1.3, 3, 1.3, 1.1, 1.3, 9, 1.3)
"""The county's table of posts (职数表): chiefs and deputies of a unit in one row."""
_NO_LINE = "—"
UNITS_ONLY = "超配提示指向单位，不指向个人。"


@dataclass(frozen=True)
class Basis:
    """What the reports of quotas stand on: the county as of a day, its lines, and what says whom they count."""

    county: County
    lines: list[Line]
    population: ReportTable
    remarks: tuple[str, ...]
    common: Mapping[str, Any]


def read(office: Office, period: Period) -> Basis:
    """Return what quotas stand on, as of the period's last day (the day it is looked at while it is running)."""
    county = staffing.read_county(office, period.so_far)
    population, said = whom(office, county)
    figure = office.parameters().get(COUNTS_LEADERS, county.day)
    with office.reading() as connection:
        read_inputs = inputs(connection)
    common = {
        "left": headed(office, period),
        "right": "单位：名",
        "rule_versions": {figure.title: version_of(figure)},
        "inputs": read_inputs,
    }
    return Basis(county, quotas.lines(county, office.parameters()), population, (*RULE, APPROVED, *said), common)


def inputs(connection: sa.Connection) -> tuple[tuple[str, str, str], ...]:
    """Return the digests of every record that quotas are worked out from."""
    read_types = (LevelHistory, Person, Quota, ServiceSpell, Tenure, Unit)
    return tuple(d for cls in read_types for d in stored_inputs(connection, cls))


def ledger_row(line: Line) -> tuple[Cell, ...]:
    """Return one line as a row."""
    document = line.document or "没有核定文件"
    return (
        line.unit.called,
        line.label,
        line.approved,
        line.filled,
        line.vacant,
        line.over,
        document,
        str(line.effective_from or ""),
    )


def quota_ledger(office: Office, period: Period) -> Report:
    """Return the county's table of leading posts, then every line of unit and kind, and the sums by kind."""
    basis = read(office, period)
    found = basis.lines
    return Report(
        f"职数台账（{period.chinese()}）",
        (
            ReportTable("领导职数", POSTS_HEADER, tuple(_posts_rows(basis.county, found)), _POSTS_WIDTHS, "clcclccclc"),
            ReportTable(
                "各类职数和编制", LEDGER_HEADER, tuple(ledger_row(line) for line in found), _WIDTHS, "llcccclc"
            ),
            ReportTable(
                "全县合计", (("类别", "核定数", "实配", "空缺", "超配"),), tuple(_sums(found)), (3, 1, 1, 1, 1), "lcccc"
            ),
            basis.population,
        ),
        remarks=("空缺数写“超N”的，实配超过核定数；" + UNITS_ONLY, *basis.remarks),
        signatures=("填表人：", "审核人：", "填表日期："),
        **basis.common,
    )


def _posts_rows(county: County, found: Sequence[Line]) -> list[tuple[Cell, ...]]:
    """Return the rows of the county's table, the sums last; a kind that a unit has no line of is a dash."""
    posts = quotas.posts_by_unit(found)
    rows: list[tuple[Cell, ...]] = [
        (str(n), p.unit.called, *_posts_cells(county, p.chief), *_posts_cells(county, p.deputy))
        for n, p in enumerate(posts, 1)
    ]
    cells: list[Cell] = []
    for kind in LEADING:
        lines = [line for line in found if line.kind == kind]
        approved, filled, vacant = (quotas.total(lines, name) for name in ("approved", "filled", "vacant"))
        cells += [approved, filled, "", vacant]
    return [*rows, ("", "合计", *cells)] if rows else []


def _posts_cells(county: County, line: Line | None) -> tuple[Cell, ...]:
    if line is None:
        return (_NO_LINE,) * 4
    return (line.approved, line.filled, county.names(line.filled.people), quotas.vacant_or_over(line))


def _sums(found: Sequence[Line]) -> list[tuple[Cell, ...]]:
    by_kind: dict[str, list[Line]] = {}
    for line in found:
        by_kind.setdefault(line.kind, []).append(line)
    names = ("approved", "filled", "vacant", "over")
    return [(by_kind[k][0].label, *(quotas.total(by_kind[k], name) for name in names)) for k in sorted(by_kind)]


def vacant_posts(office: Office, period: Period) -> Report:
    """Return the units with vacant leading posts, since when, and the other vacant numbers."""
    basis = read(office, period)
    leading = quotas.vacancies([line for line in basis.lines if line.kind in LEADING], basis.county.day)
    others = [line for line in basis.lines if line.kind not in LEADING and line.vacant.value]
    rows = tuple(_vacant_row(number, vacancy) for number, vacancy in enumerate(leading, 1))
    header = (("序号", "单位", "空缺职务", "核定数", "实配", "空缺起", "已空缺", "核定文号"),)
    return Report(
        f"空缺岗位表（{period.chinese()}）",
        (
            ReportTable("领导职务", header, rows, (1, 4, 2, 1, 1, 2, 2, 3), "clcccccl"),
            ReportTable("职级和编制", LEDGER_HEADER, tuple(ledger_row(line) for line in others), _WIDTHS, "llcccclc"),
            basis.population,
        ),
        remarks=(
            "空缺起：实配第一次少于这个职数、以后没有补足的日期；核定文件生效更晚的，按生效日期；都没有记录的写“无记录”。",
            *basis.remarks,
        ),
        **basis.common,
    )


def _vacant_row(number: int, vacancy: quotas.Vacancy) -> tuple[Cell, ...]:
    line = vacancy.line
    lasted = years_and_months(vacancy.months) if vacancy.months is not None else NO_RECORD
    name = line.unit.called
    since = str(vacancy.since) if vacancy.since is not None else NO_RECORD
    return (str(number), name, line.label, line.approved, line.filled, since, lasted, line.document)


def over_quota(office: Office, period: Period) -> Report:
    """Return the lines over their number, and everybody whose staffing is elsewhere or of another kind."""
    basis = read(office, period)
    county, over = basis.county, [line for line in basis.lines if line.over.value]
    rows = tuple(
        (str(n), m.kind, county.workers[m.person_id].name, m.working, m.staffing, m.reason, _one(m.person_id, m.kind))
        for n, m in enumerate(staffing.mixed(county), 1)
    )
    header = (("序号", "类别", "姓名", "工作单位", "编制所在单位", "认定口径", "人数"),)
    return Report(
        f"超职数和混编混岗清单（{period.chinese()}）",
        (
            ReportTable("超职数、超编制的单位", LEDGER_HEADER, tuple(map(ledger_row, over)), _WIDTHS, "llcccclc"),
            ReportTable("混编混岗人员", header, rows, (1, 1, 2, 4, 4, 6, 1), "ccclllc"),
            basis.population,
        ),
        remarks=(
            UNITS_ONLY,
            "混编：编制所在单位不是工作单位（工作单位在编制单位之下的不算）。混岗：在机关工作的事业编制人员，或编制类型在工作单位没有核定。",
            *basis.remarks,
        ),
        **basis.common,
    )


def _one(person_id: str, kind: str) -> Figure:
    return Figure(1, formula=f"{kind}人员，每人一行", people=(person_id,))


def quota_precheck(office: Office, period: Period) -> Report:
    """Return what the appointment forms' proposals make of the leading posts, before and after."""
    basis = read(office, period)
    county, sheets = basis.county, planned(office)
    found = precheck(county, sheets)
    unread = tuple(_unread_row(county, number, move) for number, move in enumerate(found.unread, 1))
    beyond = "、".join(f"{row.unit.called}{row.label}超 {row.over.value} 名" for row in found.over)
    return Report(
        f"职数预审表（{period.chinese()}）",
        (
            ReportTable(
                "",
                (("单位", "职务", "核定数", "任前", "拟免", "拟任", "任后", "任后超配"),),
                tuple(map(preview_row, found.rows)),
                (4, 2, 1, 1, 1, 1, 1, 1),
                "llcccccc",
            ),
            ReportTable(
                "认不出单位或职务、要人工核对的",
                (("序号", "姓名", "拟任或拟免", "表上写的职务"),),
                unread,
                (1, 2, 2, 8),
                "cccl",
            ),
            basis.population,
        ),
        remarks=(
            f"按现有任免表的拟任、拟免职务推算，共 {len(found.sheets)} 份。",
            f"任后超职数：{beyond}。" if beyond else "任后没有超职数。",
            "职务按库内同单位的职务名称认，认不出的列在下面，不推算；同一人任本单位正职后不再计入副职。",
            UNITS_ONLY,
            *basis.remarks,
        ),
        **{**basis.common, "inputs": tuple(sorted((*basis.common["inputs"], *inputs_of(found.sheets))))},
    )


def preview_row(row: Preview) -> tuple[Cell, ...]:
    """Return one line of a precheck as a row."""
    name = row.unit.called
    return (name, row.label, row.approved, row.before, row.going, row.coming, row.after, row.over)


def _unread_row(county: County, number: int, move: Move) -> tuple[Cell, ...]:
    return (str(number), county.workers[move.person_id].name, "拟免" if move.is_removal else "拟任", move.text)
