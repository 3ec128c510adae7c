"""The periods that a sanction brings, each with what it keeps from and until when, and the days that come later."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ganbu_desktop.desktop.kit.widgets import plain_button, row
from ganbu_desktop.desktop.ledger.entry_dialog import RecordDialog
from ganbu_desktop.desktop.ledger.entry_lines import line
from ganbu_desktop.desktop.ledger.entry_panel import HangingPanel
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.kernel.describe import Record, fields_of, replaced
from ganbu_desktop.kernel.spine.effect_period import OVER, EffectPeriod
from ganbu_desktop.kernel.spine.limiting import EFFECTIVE
from ganbu_desktop.modules.supervision import actions, rules
from ganbu_desktop.modules.supervision.records import Sanction


class SanctionPanel(HangingPanel):
    """What a sanction limits; of 留党察看 also the restoring of rights, from which its end follows."""

    def __init__(self, desk: Desk) -> None:
        """Start without an entry."""
        super().__init__(desk)
        self.periods = self.section("影响期")
        self.restore_button = plain_button("恢复党员权利…", "check", self.restore)
        self.extend_button = plain_button("延长察看期…", "edit", self.extend)
        self.body.addWidget(row(self.restore_button, self.extend_button, stretch=True), 0, Qt.AlignmentFlag.AlignLeft)

    def show_entry(self, entry: Record) -> None:
        """Show the periods of a sanction: those that run, or those that would begin with it."""
        assert isinstance(entry, Sanction)
        self.entry = entry
        found = self.hung(EffectPeriod) or entry.worked_out(self.office.parameters())
        self.periods.show_lines([line(*self._words(period)) for period in found], "没有可以推算的影响期")
        for button in (self.restore_button, self.extend_button):
            button.setVisible(entry.state == EFFECTIVE and entry.kind in rules.PROBATION and entry.restored_on is None)

    def _words(self, period: EffectPeriod) -> tuple[str, str, tuple[str, str]]:
        today = self.office.today()
        limits = fields_of(EffectPeriod)["limits"].format(period.limits)
        until = str(period.ends_on) if period.ends_on else "没有截止日"
        span = f"{period.starts_on or '待定'} 至 {until}"
        facts = (span, period.ground or "", period.rule_version or "")
        if period.is_void:
            badge = ("已作废", "hint")
        elif period.is_over(today):
            badge = (OVER, "ok")
        else:
            left = period.days_left(today)
            badge = ("", "") if left is None else (f"还有 {left} 天", "warning")
        return limits or period.matter or "影响期", "　".join(fact for fact in facts if fact), badge

    def _sanction(self) -> Sanction:
        assert isinstance(self.entry, Sanction)
        return self.entry

    def restore(self) -> None:
        """Write down since when the person has the rights of a party member again."""
        entry = self._sanction()

        def save(record: Record) -> object:
            assert isinstance(record, Sanction)
            assert record.restored_on is not None
            return actions.restore_rights(
                self.office, entry, restored_on=record.restored_on, document=record.restored_document or ""
            )

        self.ask(
            RecordDialog(
                self.desk,
                replaced(entry, {"restored_on": None}),
                title="登记恢复党员权利",
                sub="第二段影响期自这一天起算。登记后不能用撤销收回。",
                fields=("restored_on", "restored_document"),
                required=("restored_on", "restored_document"),
                save=save,
            )
        )

    def extend(self) -> None:
        """Write down until when the time of probation was made longer."""
        entry = self._sanction()

        def save(record: Record) -> object:
            assert isinstance(record, Sanction)
            assert record.extended_until is not None
            return actions.extend_probation(self.office, entry, until=record.extended_until)

        self.ask(
            RecordDialog(
                self.desk,
                entry,
                title="登记察看期延长",
                sub="以延长的决定为准；连同延长总长不超过二年。登记后不能用撤销收回。",
                fields=("extended_until",),
                required=("extended_until",),
                save=save,
            )
        )
