"""What differs between two runs of one report: cells, the people and records behind them, rule versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.header_cells import column_names
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.record_names import RecordNames
from ganbu_desktop.kernel.report.runs import content_of
from ganbu_desktop.kernel.report.spec import NO_RECORD, Cell, Figure, Report, ReportTable
from ganbu_desktop.kernel.spine.report_run import ReportRun

_NAMED = 12


def differences(office: Office, earlier: ReportRun, later: ReportRun) -> list[str]:
    """Return sentences on what changed from one run to the other; none when both say the same of the same records.

    CheckFailed when the two are not runs of the same report and period.
    """
    if (earlier.report, earlier.period) != (later.report, later.period):
        raise CheckFailed("只能比较同一张报表、同一期间的两次生成；没有比较")
    old, new = content_of(office, earlier), content_of(office, later)
    with office.reading() as connection:
        names = RecordNames(connection)
        return [*_rules(old, new), *_tables(old, new, names), *_texts(old, new), *_inputs(old, new, names)]


def _rules(old: Report, new: Report) -> Iterator[str]:
    for name in sorted({*old.rule_versions, *new.rule_versions}):
        was, now = old.rule_versions.get(name), new.rule_versions.get(name)
        if was != now:
            yield f"口径“{name}”由“{was or '未使用'}”变为“{now or '不再使用'}”"


def _texts(old: Report, new: Report) -> Iterator[str]:
    pairs = [("标题", old.title, new.title), ("表上左侧", old.left, new.left), ("表上右侧", old.right, new.right)]
    boxes = dict(old.boxes), dict(new.boxes)
    pairs += [(name, boxes[0].get(name, ""), boxes[1].get(name, "")) for name in {**boxes[0], **boxes[1]}]
    pairs += [("说明", "；".join(old.remarks), "；".join(new.remarks))]
    for name, was, now in pairs:
        if was != now:
            yield f"“{name}”由“{was or '空'}”变为“{now or '空'}”"


def _tables(old: Report, new: Report, names: RecordNames) -> Iterator[str]:
    several = len(new.tables) > 1
    for number in range(max(len(old.tables), len(new.tables))):
        was = old.tables[number] if number < len(old.tables) else None
        now = new.tables[number] if number < len(new.tables) else None
        if was is None or now is None:
            table = was or now
            assert table is not None
            yield f"{'减少' if now is None else '增加'}了一张表“{table.title or new.title}”"
        else:
            where = f"{now.title or f'第{number + 1}张表'}：" if several else ""
            yield from (f"{where}{text}" for text in _rows(was, now, names))


def _rows(old: ReportTable, new: ReportTable, names: RecordNames) -> Iterator[str]:
    was, now = _by_label(old.rows), _by_label(new.rows)
    was_columns = column_names(old.header, len(old.widths))
    now_columns = column_names(new.header, len(new.widths))
    if was_columns != now_columns:
        yield f"栏目由“{'、'.join(was_columns)}”变为“{'、'.join(now_columns)}”"
        return
    for label in was:
        if label not in now:
            yield f"减少一行“{label[0]}”：{_shown_row(was[label], now_columns)}"
    for label, row in now.items():
        if label not in was:
            yield f"增加一行“{label[0]}”：{_shown_row(row, now_columns)}"
            continue
        for column, before, after in zip(now_columns, was[label], row, strict=True):
            text = _cell(before, after, names)
            if text:
                yield f"“{label[0]}”的“{column}”{text}"


def _by_label(rows: Sequence[Sequence[Cell]]) -> dict[tuple[str, int], Sequence[Cell]]:
    """Return the rows by their first words (not their number in the list), counted where the same come again."""
    seen: Counter[str] = Counter()
    found = {}
    for row in rows:
        label = next((cell for cell in row if isinstance(cell, str) and cell and not cell.isdigit()), "合计")
        seen[label] += 1
        found[label, seen[label]] = row
    return found


def _shown(cell: Cell) -> str:
    return cell if isinstance(cell, str) else cell.shown()


def _shown_row(row: Sequence[Cell], columns: Sequence[str]) -> str:
    cells = zip(columns, row, strict=True)
    return "，".join(f"{c} {_shown(x)}" for c, x in cells if _shown(x) not in ("", "0", NO_RECORD))


def _cell(before: Cell, after: Cell, names: RecordNames) -> str:
    if isinstance(before, str) or isinstance(after, str):
        was, now = _shown(before), _shown(after)
        is_number = was.isdigit() and now.isdigit()
        return (
            ""
            if was == now or (isinstance(before, str) and isinstance(after, str) and is_number)
            else (f"由“{was or '空'}”变为“{now or '空'}”")
        )
    people = _people(before, after, names)
    if before.shown() != after.shown():
        return f"由 {before.shown()} 变为 {after.shown()}" + (f"（{people}）" if people else "")
    if people:
        return f"仍为 {after.shown()}，但人员有变化（{people}）"
    if before.rule != after.rule:
        return f"仍为 {after.shown()}，但口径由“{before.rule or '无'}”变为“{after.rule or '无'}”"
    return "仍为 " + after.shown() + "，但未计入的人员或理由有变化" if before.left_out != after.left_out else ""


def _people(before: Figure, after: Figure, names: RecordNames) -> str:
    was, now = set(before.people), set(after.people)
    parts = [("增加", sorted(now - was)), ("减少", sorted(was - now))]
    return "，".join(f"{word} {_few(names.people(ids).values(), len(ids))}" for word, ids in parts if ids)


def _few(words: Iterable[str], count: int) -> str:
    shown = "、".join(islice(words, _NAMED))
    return shown + (f" 等 {count} 个" if count > _NAMED else "")


def _inputs(old: Report, new: Report, names: RecordNames) -> Iterator[str]:
    was = {(table, record_id): digest for table, record_id, digest in old.inputs}
    now = {(table, record_id): digest for table, record_id, digest in new.inputs}
    changed = [key for key in now if key in was and was[key] != now[key]]
    together = {table for table, record_id in {*was, *now} if not record_id}
    for table in sorted(together):
        if was.get((table, "")) != now.get((table, "")):
            yield f"所依据的{names.label(table)}有变化（自查表不列是哪些）"
    groups = (
        ("新增", [key for key in now if key not in was]),
        ("修改", changed),
        ("减少", [key for key in was if key not in now]),
    )
    for word, keys in groups:
        for table in sorted({table for table, _ in keys} - together):
            ids = [record_id for at, record_id in keys if at == table]
            label = names.label(table)
            named = [text for text in names.records(table, ids[:_NAMED]) if text]
            yield f"{word} {len(ids)} 条{label}" + (f"：{_few(named, len(ids))}" if named else "")
