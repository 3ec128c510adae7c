"""Hours out of other training systems' workbooks: the layout is mapped once, people are never guessed."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from ganbu_desktop.exchange.cells import Cell, read_cell
from ganbu_desktop.exchange.workbook import Sheet, fill_merged, read_workbook
from ganbu_desktop.foundation.errors import ExchangeError, FieldError
from ganbu_desktop.foundation.fields import Text
from ganbu_desktop.foundation.text import without_blanks
from ganbu_desktop.kernel.ledger.finding import PeopleFinder
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.training.actions.archive import (
    Merged,
    foreseen,
    merge_hours,
    read_mappings,
    remember_mapping,
)
from ganbu_desktop.modules.training.foreign_cells import DAYS_UNITS, HOURS_UNITS, amount, both_dates
from ganbu_desktop.modules.training.records import TrainingHours
from ganbu_desktop.modules.training.records.archive import IMPORTED
from ganbu_desktop.store.record import fields_of

NAME, NUMBER, UNIT = "name", "id_number", "unit"
DATES = "dates"
"""The column in which both dates stand."""
_FIELDS = (
    "class_title",
    "organiser",
    "kind",
    "form",
    "channel",
    "year",
    "starts_on",
    "ends_on",
    "days_tenths",
    "hours_tenths",
    "venue",
    "result",
    "certificate",
    "proof",
    "note",
)
_NEEDED = (NAME, "class_title")
_SEARCHED_ROWS = 30
_UNITS = {"hours_tenths": HOURS_UNITS, "days_tenths": DAYS_UNITS}
_SUMS = ("合计", "小计", "总计")
_IN_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_ALIASES: Mapping[str, tuple[str, ...]] = {
    NAME: ("姓名", "学员姓名", "学员", "干部姓名", "人员姓名"),
    NUMBER: ("身份证号", "身份证号码", "公民身份号码", "证件号码", "证件号"),
    UNIT: ("单位", "工作单位", "所在单位", "单位名称", "部门"),
    "class_title": (
        "班次名称",
        "培训班名称",
        "培训班次",
        "班级名称",
        "班次",
        "项目名称",
        "培训项目",
        "专题班名称",
        "培训名称",
    ),
    "organiser": ("主办单位", "举办单位", "培训机构", "承办单位", "办学机构", "主办"),
    "kind": ("培训类别", "班次类别", "类别"),
    "form": ("培训形式", "培训类型", "培训方式", "学习形式", "形式"),
    "channel": ("学时归类", "学时类别"),
    "year": ("计入年度", "年度", "培训年度", "学年"),
    "starts_on": ("开始时间", "开始日期", "开班时间", "培训开始时间", "起始时间"),
    "ends_on": ("结束时间", "结束日期", "结业时间", "结业日期", "培训结束时间", "完成时间"),
    DATES: ("起止时间", "起止日期", "培训时间", "培训日期", "培训起止时间", "学习时间", "举办时间"),
    "days_tenths": ("天数", "培训天数"),
    "hours_tenths": ("学时", "学时数", "培训学时", "获得学时", "认定学时", "总学时", "完成学时", "已完成学时"),
    "venue": ("地点", "培训地点"),
    "result": ("考核结果", "成绩", "结业情况", "考核情况", "是否合格"),
    "certificate": ("证书编号", "结业证书编号", "证书号", "结业证号"),
    "proof": ("证明材料", "凭证"),
    "note": ("备注", "说明"),
}


@dataclass(frozen=True)
class HoursSheet:
    """One sheet as it was read: its header row, the titles by column (from 1), and the rows under it."""

    path: Path
    sheet: str
    header: int
    titles: Mapping[int, str]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    fingerprint: str
    mapping: Mapping[int, str]
    is_remembered: bool
    merged: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True)
class Refused:
    """A row that is not taken: where it stands and why."""

    row: int
    column: str
    message: str


@dataclass(frozen=True)
class HoursPlan:
    """What an import would write, and what it refuses."""

    sheet: HoursSheet
    entries: tuple[TrainingHours, ...]
    refused: tuple[Refused, ...]
    foreseen: Merged = field(default_factory=lambda: Merged(0, 0, 0))


def targets() -> dict[str, str]:
    """Return what a column can be mapped to: its key and its name."""
    described = fields_of(TrainingHours)
    return {
        NAME: "姓名",
        NUMBER: "身份证号",
        UNIT: "单位",
        DATES: "起止时间（在一列）",
        **{n: described[n].label for n in _FIELDS},
    }


def read_sheet(office: Office, path: Path) -> HoursSheet:
    """Read the first sheet with a header; its mapping is the remembered one, else what the titles suggest."""
    book = read_workbook(path)
    best: tuple[int, Sheet, int] | None = None
    for sheet in (fill_merged(found, 1)[0] for found in book.sheets if not found.hidden):
        for line in sheet.rows[:_SEARCHED_ROWS]:
            known = len(_suggested({n: cell.text for n, cell in enumerate(line.cells, 1) if cell}))
            if known >= len(_NEEDED) and (best is None or known > best[0]):
                best = (known, sheet, line.number)
    if best is None:
        raise ExchangeError(f"“{path.name}”里找不到表头：至少要有“姓名”和“班次名称”两列；没有导入，数据未改动")
    _, sheet, header = best
    titles = {
        n: cell.text.strip()
        for line in sheet.rows
        if line.number == header
        for n, cell in enumerate(line.cells, 1)
        if cell
    }
    rows = tuple((line.number, tuple(line.cells)) for line in sheet.rows if line.number > header and any(line.cells))
    mark = blake2b("\x1f".join(f"{n}:{t}" for n, t in sorted(titles.items())).encode(), digest_size=12).hexdigest()
    remembered = read_mappings(office).get(mark)
    mapping = remembered or _suggested(titles)
    is_known = remembered is not None
    return HoursSheet(path, sheet.name, header, titles, rows, mark, mapping, is_known, tuple(sheet.merged))


def _suggested(titles: Mapping[int, str]) -> dict[int, str]:
    """Return which column is which item by its title; each item once, the first column wins.

    What stands in brackets is looked past only where a single column is left for the item then.
    """
    found: dict[int, str] = {}
    for number, title in sorted(titles.items()):
        key = _item(title)
        if key is not None and key not in found.values():
            found[number] = key
    loose = {number: _item(_IN_BRACKETS.sub("", title)) for number, title in titles.items() if number not in found}
    claims = Counter(loose.values())
    return found | {n: key for n, key in loose.items() if key and claims[key] == 1 and key not in found.values()}


def _item(title: str) -> str | None:
    return next((key for key, names in _ALIASES.items() if without_blanks(title) in names), None)


def plan(office: Office, sheet: HoursSheet, mapping: Mapping[int, str]) -> HoursPlan:
    """Return what the rows of a sheet come to under a mapping."""
    chosen = {key: number for number, key in mapping.items() if key}
    lacking = "、".join(targets()[key] for key in _NEEDED if key not in chosen)
    if lacking:
        raise ExchangeError(f"还没有指明哪一列是{lacking}；没有导入，数据未改动")
    lines = [(number, {key: _cell(cells, at) for key, at in chosen.items()}) for number, cells in sheet.rows]
    with office.reading() as connection:
        finder = PeopleFinder(
            connection,
            [line[NUMBER].text for _, line in lines if NUMBER in line],
            [line[NAME].text for _, line in lines],
        )
    entries: list[TrainingHours] = []
    refused: list[Refused] = []
    shared = _shared(sheet, chosen)
    for number, line in lines:
        if _is_no_entry(sheet, chosen, line):
            continue
        if number in shared:
            refused.append(Refused(number, shared[number], "几个班次合并成一个数，分不清各是多少，请拆开后再导入"))
            continue
        who = finder.find(*(line[k].text if k in line else "" for k in (NAME, NUMBER, UNIT)))
        if who.id is None:
            refused.append(Refused(number, "姓名", who.problem))
            continue
        entry = _entry(number, line, who.id, sheet, refused)
        if entry is not None:
            entries.append(entry)
    return HoursPlan(sheet, tuple(entries), tuple(refused), foreseen(office, entries))


def _is_no_entry(sheet: HoursSheet, chosen: Mapping[str, int], line: Mapping[str, Cell]) -> bool:
    """Tell whether a row is blank, a sum, or the header printed again."""
    name = without_blanks(line[NAME].text)
    is_header = name == without_blanks(sheet.titles.get(chosen[NAME], ""))
    return is_header or name in _SUMS or (not line[NAME] and (not line["class_title"] or _is_sum(line)))


def _is_sum(line: Mapping[str, Cell]) -> bool:
    return without_blanks(line["class_title"].text) in _SUMS


def _shared(sheet: HoursSheet, chosen: Mapping[str, int]) -> dict[int, str]:
    """Return the rows whose number is merged over several classes, and what the number is called."""
    rows = dict(sheet.rows)
    found: dict[int, str] = {}
    for first, left, last, right in sheet.merged:
        for key in _UNITS:
            if key in chosen and left <= chosen[key] <= right and first > sheet.header and last > first:
                covered = [n for n in range(first, last + 1) if n in rows]
                if len({_cell(rows[n], chosen["class_title"]).text for n in covered}) > 1:
                    found |= dict.fromkeys(covered, targets()[key])
    return found


def _cell(cells: tuple[Cell, ...], number: int) -> Cell:
    return cells[number - 1] if number <= len(cells) else Cell("")


def _entry(
    number: int, line: Mapping[str, Cell], person_id: str, sheet: HoursSheet, refused: list[Refused]
) -> TrainingHours | None:
    described = fields_of(TrainingHours)
    values: dict[str, Any] = {}
    troubles: list[Refused] = []
    for key, cell in _apart(number, line, troubles).items():
        try:
            values[key] = read_cell(described[key], cell)
        except FieldError as error:
            troubles.append(Refused(number, described[key].label, str(error)))
    if not values.get("class_title"):
        troubles.append(Refused(number, "班次名称", "没有班次名称"))
    if not any(values.get(key) for key in ("ends_on", "starts_on", "year")):
        troubles.append(Refused(number, "结束时间", "开始时间、结束时间和年度都没有，不知道计入哪一年"))
    if troubles:
        refused += troubles
        return None
    proof = values.pop("proof", None) or f"{sheet.path.name} 第 {number} 行"
    return TrainingHours(person_id=person_id, source=IMPORTED, proof=Text(label="").clean(proof), **values)


def _apart(number: int, line: Mapping[str, Cell], troubles: list[Refused]) -> dict[str, Cell]:
    """Return the cells of the archive's items: numbers without their units, both dates out of one cell."""
    found = {key: line[key] for key in _FIELDS if key in line and line[key].text.strip()}
    for key, units in _UNITS.items():
        if key in found:
            found[key] = found[key]._replace(text=amount(found[key].text, units))
    dates = line.get(DATES)
    if dates is not None and dates.text.strip():
        try:
            first, last = both_dates(dates.text)
        except FieldError as error:
            troubles.append(Refused(number, targets()[DATES], str(error)))
        else:
            found = {"starts_on": dates._replace(text=first), "ends_on": dates._replace(text=last)} | found
    return found


def apply(office: Office, found: HoursPlan, mapping: Mapping[int, str]) -> Merged:
    """Write what a plan holds, and remember the mapping for the next workbook of this layout."""
    remember_mapping(office, found.sheet.fingerprint, found.sheet.path.name, dict(mapping))
    title = f"导入学时：{found.sheet.path.name}（{len(found.entries)} 条）"
    entries = [dataclasses.replace(entry) for entry in found.entries]
    return merge_hours(office, entries, title=title)
