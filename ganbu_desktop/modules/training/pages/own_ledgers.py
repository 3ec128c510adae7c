"""Ledgers of the room with a verb of their own: plans become classes, campaigns go out to units."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from ganbu_desktop.desktop.kit.widgets import PlainDialog, dialog_buttons, plain_button, row
from ganbu_desktop.desktop.ledger.page import LedgerView
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel import options
from ganbu_desktop.modules.training import actions
from ganbu_desktop.modules.training.records import Campaign, CampaignItem, TrainingPlan
from ganbu_desktop.modules.training.rows import gatherings, planning


class PlansView(LedgerView):
    """The plans; the current one becomes a class by one command."""

    def __init__(self, desk: Desk) -> None:
        """Show the plans of all years."""
        super().__init__(desk, planning.PLANS.ledger, extra_commands=self._add_own)

    def _add_own(self, view: LedgerView) -> None:
        view.add_row_command("按计划建班", self.open_class, icon="add", tip="用选中的计划建一个班次，内容照搬")

    def open_class(self) -> None:
        """Make the class of the current plan and show it."""
        plan = self.current_entry()
        if not isinstance(plan, TrainingPlan):
            return
        try:
            entry = actions.open_class(self.office, plan)
        except GanbuError as error:
            self.desk.messages.error(self.desk.window, error)
            return
        self.desk.notify(f"已按计划建班“{entry.title}”，可按 Ctrl+Z 撤销")
        self.desk.go("training", ("classes", entry.id))


class UnitsDialog(PlainDialog):
    """Which units a campaign's elements go to."""

    def __init__(self, desk: Desk, title: str) -> None:
        """Offer every unit, none chosen."""
        super().__init__(desk.window, "分到单位", f"“{title}”的每一项要素分到勾选的单位，已分的不重复")
        self.list = QListWidget()
        self.list.setAccessibleName("单位")
        for unit_id, label in options.unit_options(desk.office):
            item = QListWidgetItem(label)
            item.setData(Qt.ItemDataRole.UserRole, unit_id)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.body.addWidget(self.list, 1)
        buttons, self.ok_button = dialog_buttons(self, ok="分到单位")
        everyone = plain_button("全选", "check", lambda: self.check_all(True))
        nobody = plain_button("全不选", "", lambda: self.check_all(False))
        self.body.addWidget(row(everyone, nobody, stretch=True))
        self.body.addWidget(buttons)

    def check_all(self, is_checked: bool) -> None:
        """Choose every unit or none."""
        state = Qt.CheckState.Checked if is_checked else Qt.CheckState.Unchecked
        for number in range(self.list.count()):
            self.list.item(number).setCheckState(state)

    def chosen(self) -> list[str]:
        """Return the ids of the chosen units."""
        items = [self.list.item(n) for n in range(self.list.count())]
        return [str(i.data(Qt.ItemDataRole.UserRole)) for i in items if i.checkState() == Qt.CheckState.Checked]


class CampaignsView(LedgerView):
    """The campaigns, whose elements are given out to units."""

    def __init__(self, desk: Desk) -> None:
        """Show all campaigns."""
        super().__init__(desk, gatherings.CAMPAIGNS.ledger, extra_commands=self._add_own)

    def _add_own(self, view: LedgerView) -> None:
        view.add_row_command("分到单位…", self.lay_out, icon="tree", tip="把要素清单分到各单位，形成推进台账")
        view.add_command("推进报表", run=self._open_report, icon="table", tip="打开报表“专题活动推进情况”")

    def lay_out(self) -> None:
        """Ask for the units and give out the elements."""
        campaign = self.current_entry()
        if not isinstance(campaign, Campaign):
            return
        dialog = UnitsDialog(self.desk, campaign.title)
        if dialog.exec() and dialog.chosen():
            self.give_out(campaign, dialog.chosen())
        dialog.deleteLater()

    def give_out(self, campaign: Campaign, unit_ids: list[str]) -> None:
        """Give the elements to some units."""
        try:
            number = actions.lay_out_campaign(self.office, campaign, unit_ids)
        except GanbuError as error:
            self.desk.messages.error(self.desk.window, error)
            return
        self.desk.notify(f"已分到 {len(unit_ids)} 个单位，新增 {number} 项，可按 Ctrl+Z 撤销")
        self.table.reload()

    def _open_report(self) -> None:
        self.desk.go("reports", ("training-campaigns", str(self.office.today().year)))


class ItemsView(LedgerView):
    """Elements by unit; done with a word on where the material is."""

    def __init__(self, desk: Desk) -> None:
        """Show all elements, the latest due first."""
        super().__init__(desk, gatherings.CAMPAIGN_ITEMS.ledger, extra_commands=self._add_own)

    def _add_own(self, view: LedgerView) -> None:
        view.add_row_command("完成…", self.complete, icon="check", tip="登记完成；材料在别处交过的写明交在哪里")

    def complete(self) -> None:
        """Ask where the material is and record the element as done today."""
        item = self.current_entry()
        if not isinstance(item, CampaignItem):
            return
        material = self.desk.messages.ask_text(
            self.desk.window, "完成要素", f"“{item.element}”的材料（已交过的写明交在哪里）", item.material or ""
        )
        if material is None:
            return
        try:
            actions.complete_item(self.office, item, material, PartialDate.of(self.office.today()))
        except GanbuError as error:
            self.desk.messages.error(self.desk.window, error)
            return
        self.desk.notify("已登记完成，可按 Ctrl+Z 撤销")
        self.table.reload()
