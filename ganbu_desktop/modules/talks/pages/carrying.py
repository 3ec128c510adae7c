"""转入政治素质档案: a clerk begins an entry of the archive from a talk or a visit; nothing goes there by itself.

Only where it came from is filled in. What happened the clerk writes anew as a fact, and the entry is a draft that needs
all that any entry needs; of a home visit the person agrees first.
"""

from __future__ import annotations

from typing import Any

from ganbu_desktop.desktop.ledger.page import NEW, LedgerView
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.modules.talks import rights
from ganbu_desktop.modules.talks.records import HomeVisit, Talk

_ARCHIVES, _ENTRIES = "political", "political-entries"
_FROM_TALK, _FROM_VISIT = "13", "4"
"""Codes of table ``entry_source``: 谈心谈话, 政治家访."""


def add_carry_command(view: LedgerView) -> None:
    """Offer the command on the current talk or visit."""
    view.add_row_command(
        "转入政治素质档案…",
        lambda: carry(view),
        icon="flag",
        tip="以这次谈话、家访为来源，新登记一条政治素质条目（草稿），不会自动转入",
    )


def carry(view: LedgerView) -> None:
    """Open a new entry of the archive with its origin, source and day; of a visit ask for the person's consent."""
    entry, desk = view.current_entry(), view.desk
    if not isinstance(entry, Talk | HomeVisit):
        return
    if not rights.may_read(view.office, entry):
        desk.notify("当前账号不能看这次的内容，也就不能据此转入政治素质档案", "warning")
        return
    values = {**_origin(entry), "person_id": entry.person_id}
    if isinstance(entry, HomeVisit):
        if entry.visited_on is None:
            desk.notify("还没有家访，没有可以转入的内容", "hint")
            return
        agreed_on = _agreed_on(view)
        if agreed_on is None:
            return
        values["consented_on"] = agreed_on
    desk.go(_ARCHIVES, (_ENTRIES, (NEW, values)))


def _origin(entry: Talk | HomeVisit) -> dict[str, Any]:
    is_visit = isinstance(entry, HomeVisit)
    return {
        "origin_table": type(entry).table.name,
        "origin_id": entry.id,
        "source_kind": _FROM_VISIT if is_visit else _FROM_TALK,
        "source": f"{type(entry).label}记录 {entry.number or ''}".strip(),
        "occurred_on": entry.visited_on if isinstance(entry, HomeVisit) else entry.held_on,
    }


def _agreed_on(view: LedgerView) -> PartialDate | None:
    """Ask when the person agreed; None when he has not, or no day in the past was typed."""
    window, messages = view.desk.window, view.desk.messages
    typed = messages.ask_text(window, "转入政治素质档案", "本人同意转入的日期（家访情况须经本人同意才能转入）")
    if typed is None:
        return None
    try:
        day = PartialDate.parse(typed)
    except FieldError as error:
        messages.error(window, error)
        return None
    if day > PartialDate.of(view.office.today()):
        messages.warn(window, "转入政治素质档案", "本人同意的日期不能晚于今天；没有转入，数据未改动。")
        return None
    return day
