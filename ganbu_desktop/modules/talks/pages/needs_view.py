"""The ledger of needs: private words stay sealed, and a need is closed by another hand than the responsible one."""

from __future__ import annotations

from functools import partial

from ganbu_desktop.desktop.kit.editors import References
from ganbu_desktop.desktop.ledger.page import LedgerView
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.talks import actions, queries, rows
from ganbu_desktop.modules.talks.pages.printing import ask_print_later
from ganbu_desktop.modules.talks.records import HomeVisit, Need, Talk


def _sources(office: Office, label: str, cls: type[Talk] | type[HomeVisit]) -> References:
    return References(label, partial(queries.source_options, office, cls), help="没有来自谈话、家访的不填")


class NeedsView(LedgerView):
    """The ledger of needs with the command that closes one."""

    def __init__(self, desk: Desk) -> None:
        """Show all needs, the newest first."""
        given = {
            "talk_id": _sources(desk.office, "来源谈话", Talk),
            "visit_id": _sources(desk.office, "来源家访", HomeVisit),
        }
        super().__init__(desk, rows.NEEDS.ledger, references=given, extra_commands=self._add_commands)

    def _add_commands(self, view: LedgerView) -> None:
        view.add_row_command("销号…", self.close_current, icon="check", tip="办结后由责任人以外的人销号")
        view.add_command("打印台账…", run=self.print_ledger, icon="print", tip="按责任单位打印困难诉求办理台账")

    def refresh(self, tables: frozenset[str]) -> None:
        """Offer new talks and visits as sources too."""
        if tables & {"talk", "home_visit"}:
            for name in ("talk_id", "visit_id"):
                self.references[name].reload()
        super().refresh(tables)

    def print_ledger(self) -> None:
        """Open the print dialog with a sheet for each responsible unit."""
        units = queries.units_with_needs(self.office)
        if not units:
            self.desk.notify("没有写明责任单位的诉求，台账没有可打印的内容", "hint")
            return
        ask_print_later(self.desk, "打印困难诉求办理台账", "needs-ledger", units)

    def close_current(self) -> None:
        """Ask who closes the current need, and close it."""
        need = self.current_entry()
        if not isinstance(need, Need):
            return
        words = f"销号人（不能是责任人 {need.responsible or '本人'}）"
        name = self.desk.messages.ask_text(self.desk.window, "困难诉求销号", words)
        if name is None:
            return
        try:
            actions.close_need(self.office, need, closed_by=name)
        except GanbuError as error:
            self.desk.messages.error(self.desk.window, error)
            return
        self.desk.notify("已销号")
        self.table.refresh_rows()
        self.detail.reload()
