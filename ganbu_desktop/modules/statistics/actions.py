"""What is written in the statistics room: cross tables that are kept, and the freezing of a month."""

from __future__ import annotations

from ganbu_desktop.foundation.errors import CheckFailed, FieldError
from ganbu_desktop.foundation.text import clean_line
from ganbu_desktop.kernel.office.office import Office, Progress, SilentProgress
from ganbu_desktop.kernel.report.content import fingerprint, pack
from ganbu_desktop.kernel.report.spec import Period
from ganbu_desktop.modules.statistics.catalogue import catalogue
from ganbu_desktop.modules.statistics.cross import SHARES, Ask
from ganbu_desktop.modules.statistics.dimensions import dimension
from ganbu_desktop.modules.statistics.records import LONGEST_TITLE, CrossTable, StatisticsSnapshot
from ganbu_desktop.store.operations import FINAL

EDIT, FREEZE = "statistics.edit", "statistics.freeze"


def keep_table(office: Office, title: str, ask: Ask, *, before: CrossTable | None = None) -> CrossTable:
    """Keep a cross table under a title; ``before`` is changed instead. FieldError for a title missing or taken."""
    wanted = clean_line(title)
    if not wanted:
        raise FieldError("统计表没有名称；请写一个名称再保存")
    if len(wanted) > LONGEST_TITLE:
        raise FieldError(f"名称最多 {LONGEST_TITLE} 个字，现有 {len(wanted)} 个；没有保存")
    if any(t.title == wanted and (before is None or t.id != before.id) for t in office.find(CrossTable)):
        raise FieldError(f"已经有一张名为“{wanted}”的统计表，请换个名称；没有保存")
    _check(ask)
    values = {"title": wanted, "down": ask.down, "across": ask.across, "shares": ask.shares}
    with office.operation(f"保存统计表：{wanted}", right=EDIT) as current:
        if before is not None:
            return current.change(current.get(CrossTable, before.id), **values)
        return current.insert(CrossTable(**values, made_by=office.account.name))


def _check(ask: Ask) -> None:
    dimension(ask.down)
    dimension(ask.across)
    if ask.down == ask.across or ask.shares not in SHARES:
        raise CheckFailed("行和列要选两个不同的项目；没有保存")


def delete_table(office: Office, table: CrossTable) -> None:
    """Delete a kept cross table; what was frozen of it stays."""
    with office.operation(f"删除统计表：{table.title}", right=EDIT) as current:
        current.delete(current.get(CrossTable, table.id))


def freeze_month(office: Office, *, progress: Progress | None = None) -> list[StatisticsSnapshot]:
    """Freeze every table of the catalogue as it is now, for the current month; undo does not take it back.

    A month may be frozen again: all copies stay, the newest counts. Cancelled from ``progress`` leaves nothing behind.
    """
    office.require(FREEZE)
    period = Period.month_of(office.today())
    watch = progress or SilentProgress()
    entries = catalogue(office)
    made_at = office.clock().isoformat(timespec="seconds")
    contents = []
    for number, entry in enumerate(entries):
        watch.step(number, len(entries), f"统计“{entry.title}”")
        report = entry.compute(office, period)
        contents.append((entry, fingerprint(entry.name, period.text, report), pack(report)))
    with office.operation(f"冻结统计：{period.chinese()}", right=FREEZE, kind=FINAL) as current:
        return [
            current.insert(
                StatisticsSnapshot(
                    name=entry.name,
                    title=entry.title,
                    period=period.text,
                    content_hash=content_hash,
                    blob=current.put_blob(content),
                    made_by=office.account.name,
                    made_at=made_at,
                )
            )
            for entry, content_hash, content in contents
        ]
