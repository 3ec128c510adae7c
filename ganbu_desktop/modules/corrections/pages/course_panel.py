"""The way of one challenge: what was done at each stage, and the button of the next one."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal

from ganbu_desktop.desktop.kit.widgets import Notice, primary_button
from ganbu_desktop.desktop.ledger.entry_dialog import RecordDialog
from ganbu_desktop.desktop.ledger.entry_lines import line
from ganbu_desktop.desktop.ledger.entry_panel import HangingPanel
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.describe import Record, fields_of, replaced, shown_fields
from ganbu_desktop.kernel.spine import correction_actions as corrections
from ganbu_desktop.kernel.spine.correction import CORRECTED, PARTLY, Correction
from ganbu_desktop.kernel.spine.limiting import LimitingRecord
from ganbu_desktop.modules.corrections.ledgers import subject
from ganbu_desktop.modules.corrections.rules import Stage, course

_BUTTONS = {Stage.ACCEPT: "受理…", Stage.CHECK: "核实…", Stage.CONCLUDE: "作结论…", Stage.RECEIPT: "送达回执…"}
APPEAL = "提出申诉…"
APPEALED = ("asked", "materials", "asked_by", "asked_on")
_DONE = {Stage.ACCEPT: "受理", Stage.CHECK: "核实", Stage.CONCLUDE: "作出结论", Stage.RECEIPT: "登记送达"}
_CONCLUDING = ("conclusion", "reason", "concluded_by")


class CoursePanel(HangingPanel):
    """Shows stage by stage; what is concluded can only be answered or appealed against, not changed."""

    stage_shown = Signal(str)

    def __init__(self, desk: Desk) -> None:
        """Start without a challenge."""
        super().__init__(desk)
        self.notice = Notice()
        self.stages = self.section("办理经过")
        self.copies = self.section("更正前打印、导出过")
        self.next_button = primary_button("", "check", self.next_stage)
        self.body.addWidget(self.next_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.notice)
        self._stage = Stage.DONE

    def show_entry(self, entry: Record) -> None:
        """Show the way of a challenge so far."""
        assert isinstance(entry, Correction)
        self.entry = entry
        how = course(entry, self.office.parameters())
        self._stage = how.stage
        due = f"，应于 {how.due_on:%Y-%m-%d} 前办理" if how.due_on else ""
        late = how.is_overdue(self.office.today())
        words = f"{subject(entry)}：{how.stage.value}{due}{'（已超期）' if late else ''}"
        self.notice.say("warning" if late else "ok" if how.stage is Stage.DONE else "hint", words)
        self.stages.show_lines([line(*told) for told in _told(entry)], "还没有受理")
        found = corrections.notices(self.office, entry)
        lines = [
            line(f"{n.at} {n.what}", f"{n.account} {n.purpose}{'' if n.is_entry else '（本人的其他表格）'}")
            for n in found
        ]
        self.copies.show_lines(lines, "没有打印、导出过")
        self.next_button.setText(_BUTTONS.get(how.stage, APPEAL))
        self.stage_shown.emit(self.next_button.text())

    def _challenge(self) -> Correction:
        assert isinstance(self.entry, Correction)
        return self.entry

    def next_stage(self) -> None:
        """Open the dialog of the stage that the challenge waits for."""
        {
            Stage.ACCEPT: self.accept,
            Stage.CHECK: self.check,
            Stage.CONCLUDE: self.conclude,
            Stage.RECEIPT: self.give_receipt,
            Stage.DONE: self.appeal,
        }[self._stage]()

    def written(self) -> None:
        """Say what was done and what comes next, then show it."""
        done, number = self._stage, self._challenge().number or ""
        super().written()
        if done in _DONE and self._stage is not done:
            self.desk.notify(f"已{_DONE[done]} {number}；{self._stage.value}")

    def _dialog(self, title: str, sub: str, fields: tuple[str, ...], save: Any, **given: str) -> None:
        shown = replaced(self._challenge(), given)
        self.ask(RecordDialog(self.desk, shown, title=title, sub=sub, fields=fields, required=fields, save=save))

    def appeal(self) -> None:
        """Take in what the person holds against the conclusion, as a challenge of its own."""
        concluded = self._challenge()
        dialog = RecordDialog(
            self.desk,
            replaced(
                concluded,
                {
                    "asked": "",
                    "materials": f"不服 {concluded.number} 的结论",
                    "asked_on": PartialDate.of(self.office.today()),
                },
            ),
            title=f"登记申诉：不服 {concluded.number} 的结论",
            sub="申诉由另一人作结论，经过和原件一样：受理、核实、作结论、送达。原结论保留。",
            fields=APPEALED,
            required=("asked", "asked_by"),
            save=lambda r: corrections.open_appeal(
                self.office,
                concluded,
                Correction(entry_table="", entry_id="", **{name: getattr(r, name) for name in APPEALED}),
            ),
        )
        dialog.saved.connect(lambda _record: self.desk.notify("已登记申诉，待受理"))
        self.ask(dialog)

    def accept(self) -> None:
        """Accept the challenge today."""
        self._dialog(
            "受理更正申请",
            self._challenge().asked,
            ("accepted_by",),
            lambda r: corrections.accept(self.office, self._challenge(), accepted_by=r.accepted_by),
            accepted_by=self.office.account.name,
        )

    def check(self) -> None:
        """Write down what checking found."""
        self._dialog(
            "核实更正申请",
            "写明查了什么材料、问了谁、查明了什么。",
            ("checked", "checked_by"),
            lambda r: corrections.check(self.office, self._challenge(), checked=r.checked, checked_by=r.checked_by),
            checked_by=self.office.account.name,
        )

    def give_receipt(self) -> None:
        """Note that the person has got the answer."""
        self._dialog(
            "送达更正回执",
            "回执送达本人并由本人签收后登记。",
            ("receipt_by",),
            lambda r: corrections.give_receipt(self.office, self._challenge(), receipt_by=r.receipt_by),
            receipt_by="本人",
        )

    def conclude(self) -> None:
        """Conclude; where something takes the place of what was there, a second dialog asks for it first."""
        self._dialog(
            "作出结论",
            "结论人不能是这条内容的记录人。结论作出后不能撤销；不予更正的也要写明理由。",
            _CONCLUDING,
            self._conclude,
        )

    def _conclude(self, given: Correction) -> None:
        entry = corrections.entry_of(self.office, self._challenge())
        if entry is None:
            raise CheckFailed("申请更正的条目已不在数据文件中，不能作结论；数据未改动")
        if given.conclusion not in (CORRECTED, PARTLY):
            self._carry_out(given)
        elif isinstance(entry, LimitingRecord):
            self._conclude_limiting(given, entry)
        else:
            self._ask_values(given, entry)

    def _conclude_limiting(self, given: Correction, entry: LimitingRecord) -> None:
        text = "原条目作废保留，不能撤销。要另立一条更正后的新条目（先作为草稿）吗？"
        choices = ["另立新条目", "只作废", "返回"]
        answer = self.desk.messages.choose(self.desk.window, "更正条目", text, choices)
        if answer == 0:
            self._ask_successor(given, entry)
        elif answer == 1:
            self._carry_out(given)
        else:
            raise CheckFailed("没有作结论；数据未改动")

    def _ask_successor(self, given: Correction, entry: LimitingRecord) -> None:
        fresh = corrections.successor_of(entry)
        typed = tuple(n for n, f in shown_fields(type(entry)).items() if not f.by_program)
        self.ask(
            RecordDialog(
                self.desk,
                fresh,
                title="更正后的新条目（草稿）",
                sub="保存后原条目作废；新条目要重新登记佐证材料和本人说明才能生效。",
                fields=typed,
                save=lambda record: self._carry_out(given, successor=record),
            )
        )

    def _ask_values(self, given: Correction, entry: Record) -> None:
        described = shown_fields(type(entry))
        name = self._challenge().field_name or ""
        fields: tuple[str, ...] = (
            (name,) if name in described else tuple(n for n, f in described.items() if not f.by_program)
        )
        self.ask(
            RecordDialog(
                self.desk,
                entry,
                title="更正后的值",
                sub="改成正确的值再保存；原值与更正申请一起保留。",
                fields=fields,
                save=lambda record: self._carry_out(
                    given, new_values={n: getattr(record, n) for n in fields if getattr(record, n) != getattr(entry, n)}
                ),
            )
        )

    def _carry_out(self, given: Correction, **what: Any) -> None:
        corrections.conclude(
            self.office,
            self._challenge(),
            given.conclusion or "",
            reason=given.reason or "",
            concluded_by=given.concluded_by or "",
            **what,
        )


def _told(correction: Correction) -> list[tuple[str, str]]:
    conclusion = fields_of(Correction)["conclusion"].format(correction.conclusion)
    stages = (
        (correction.asked_on, "申请", correction.asked_by, correction.asked),
        (correction.accepted_on, "受理", correction.accepted_by, ""),
        (correction.checked_on, "核实", correction.checked_by, correction.checked),
        (correction.concluded_on, f"结论：{conclusion}", correction.concluded_by, correction.reason),
        (correction.receipt_on, "回执送达", correction.receipt_by, ""),
    )
    return [(f"{day} {what}（{who or '未写'}）", words or "") for day, what, who, words in stages if day is not None]
