"""The log of talks and the ledger of home visits, with what was promised and what needs came up beside each entry."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from ganbu_desktop.desktop.ledger.entry_dialog import EntryDialog
from ganbu_desktop.desktop.ledger.entry_panel import LoopPanel
from ganbu_desktop.desktop.ledger.page import NEW, LedgerView
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation import codes
from ganbu_desktop.kernel.describe import Record, replaced
from ganbu_desktop.kernel.ledger.names import MAIN
from ganbu_desktop.modules.talks import queries, rows
from ganbu_desktop.modules.talks.actions import PROMISE
from ganbu_desktop.modules.talks.outlines import outline_for
from ganbu_desktop.modules.talks.pages.carrying import add_carry_command
from ganbu_desktop.modules.talks.pages.printing import ask_print_later
from ganbu_desktop.modules.talks.records import HomeVisit, Talk

ROOM = "talks"


class TalkDialog(EntryDialog):
    """One talk. A new one begins with the outline of its type, which follows the type until somebody changes it."""

    def __init__(self, desk: Desk, record: Record | None = None, **given: Any) -> None:
        """As ``EntryDialog`` of the talks' ledger."""
        self._outline = ""
        super().__init__(desk, rows.TALKS.ledger, record, **given)
        if record is None:
            self.form.editor("kind").changed.connect(self._follow_kind)

    def load(self, record: Record) -> None:
        """Show a talk; a new one without an outline gets that of its type."""
        if self._old is None and isinstance(record, Talk) and not record.outline:
            self._outline = outline_for(self.desk.office, record.kind or "")
            record = replaced(record, {"outline": self._outline or None})
        super().load(record)

    def _follow_kind(self) -> None:
        editor = self.form.editor("outline")
        code = codes.table("talk_type").code_for(self.form.editor("kind").text()) or ""
        if code and editor.text().strip() in ("", self._outline.strip()):
            self._outline = outline_for(self.desk.office, code)
            editor.set_text(self._outline)


class TalksView(LedgerView):
    """The log of talks: typed with outlines, promises closed beside the entry, needs opened from it."""

    def __init__(self, desk: Desk) -> None:
        """Show all talks, the newest first."""
        promises = partial(LoopPanel, kind=PROMISE, title="承诺事项")
        super().__init__(desk, rows.TALKS.ledger, panels=(promises,), extra_commands=_add_commands)

    def add_entry(self, values: Mapping[str, Any] | None = None) -> None:
        """Open the dialog of a new talk, with the person on show if there is one."""
        given = dict(values or {})
        if self._person_id:
            given.setdefault(MAIN, self._person_id)
        self._open(TalkDialog(self.desk, values=given, references=self.references))


class VisitsView(LedgerView):
    """The ledger of home visits, planned and made."""

    def __init__(self, desk: Desk) -> None:
        """Show all visits, the newest plan first."""
        super().__init__(desk, rows.VISITS.ledger, extra_commands=self._add_commands)

    def _add_commands(self, view: LedgerView) -> None:
        _add_commands(view)
        view.add_command("打印计划…", run=self.print_plan, icon="print", tip="按单位打印今年的家访计划台账")

    def print_plan(self) -> None:
        """Open the print dialog with a sheet for each unit that has visits this year."""
        units = queries.units_with_visits(self.office, self.office.today().year)
        if not units:
            self.desk.notify("今年还没有家访计划，台账没有可打印的内容", "hint")
            return
        ask_print_later(self.desk, "打印家访计划台账", "visit-plan", units)


def _add_commands(view: LedgerView) -> None:
    add_carry_command(view)
    view.add_row_command("登记诉求", lambda: _new_need(view), icon="add", tip="把这次提出的困难登记到困难诉求台账")


def _new_need(view: LedgerView) -> None:
    """Open a new need of the person, with its source and the day filled in."""
    entry = view.current_entry()
    if isinstance(entry, Talk):
        values = {"person_id": entry.person_id, "talk_id": entry.id, "raised_on": entry.held_on}
    elif isinstance(entry, HomeVisit):
        values = {"person_id": entry.person_id, "visit_id": entry.id, "raised_on": entry.visited_on}
    else:
        return
    view.desk.go(ROOM, ("needs", (NEW, values)))
