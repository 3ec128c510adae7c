"""The panel of a procedure: started, gone on stage by stage, refused without its papers, late ones said."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from support.builders import add, make_person
from support.pages import put_on_screen
from support.political_samples import HANDS, supported, whole_decision

from ganbu_desktop.desktop.ledger.entry_dialog import RecordDialog
from ganbu_desktop.desktop.ledger.procedure_panel import ProcedurePanel
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import AppointmentSheet
from ganbu_desktop.kernel.reminders.reminder import Nature
from ganbu_desktop.kernel.spine import actions as spine
from ganbu_desktop.kernel.spine.procedure import Procedure, ProcedureStep
from ganbu_desktop.modules.political import actions
from ganbu_desktop.modules.political.records import VetoDecision
from ganbu_desktop.modules.political.reminders import RULES


@pytest.fixture
def veto(office: Office) -> VetoDecision:
    """A veto that counts."""
    draft = VetoDecision(
        person_id=make_person(office).id,
        clause="某文件第三条",
        evidence_list="核实报告",
        occurred_on=PartialDate(2026, 1, 5),
        facts="拒不执行决定",
        ends_on=PartialDate(2027, 1, 1),
        **HANDS,
    )
    actions.save_vetoes(office, [(None, draft)], title="登记")
    supported(office, draft)
    actions.decide_veto(office, draft, whole_decision(told_on=PartialDate(2026, 1, 22)))
    standing = office.get(VetoDecision, draft.id)
    assert standing is not None
    return spine.make_effective(office, standing)


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk, veto: VetoDecision) -> ProcedurePanel:
    made = put_on_screen(qtbot, ProcedurePanel(desk, "veto_review"))
    desk.window = made
    made.changed.connect(lambda: made.show_entry(veto))
    made.show_entry(veto)
    return made


def words(panel: ProcedurePanel) -> str:
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisibleTo(panel))


def finish(panel: ProcedurePanel, **typed: str) -> RecordDialog:
    """Press the button of the next stage and save what is typed."""
    panel.button.click()
    dialog = panel.findChildren(RecordDialog)[-1]
    for name, text in typed.items():
        dialog.form.editor(name).set_text(text)
    dialog.save()
    return dialog


def test_a_review_goes_on_stage_by_stage(panel: ProcedurePanel, office: Office) -> None:
    assert "还没有启动" in words(panel)
    panel.button.click()
    assert len(office.find(ProcedureStep)) == 5
    assert "下一步：本人提出复核申请" in words(panel)
    refused = finish(panel, papers="别的材料")
    assert "缺少材料：复核申请" in refused.notice.text()
    refused.form.editor("papers").set_text("复核申请")
    refused.save()
    done = next(s for s in office.find(ProcedureStep) if s.stage == "apply")
    assert (done.done_on, done.papers) == (PartialDate(2026, 3, 2), "复核申请")
    assert "应于" in words(panel)
    for _ in range(4):
        finish(panel, done_by="周科长")
    assert office.find(Procedure)[0].ended_on == PartialDate(2026, 3, 2)


def test_the_next_stage_is_reminded_of_as_the_persons_right_and_said_to_be_late(
    panel: ProcedurePanel, office: Office, veto: VetoDecision
) -> None:
    rule = next(r for r in RULES if r.name == "veto-review")
    assert (rule.nature, list(rule.find(office, office.today()))) == (Nature.RIGHT, [])
    panel.button.click()
    finish(panel)
    [near] = rule.find(office, office.today())
    assert "受理" in near.title
    assert near.due_on is not None
    assert near.target == ("political", ("vetoes", veto.id))
    [late] = rule.find(office, date(2026, 12, 1))
    assert "已超期" in late.title
    assert "（" in late.why


def test_a_candidate_with_a_veto_in_force_is_seen_to_by_hand(office: Office, veto: VetoDecision) -> None:
    """3.02: only where a body's decision counts, and only for who is to be appointed."""
    rule = next(r for r in RULES if r.name == "veto-candidate")
    assert list(rule.find(office, office.today())) == []
    add(office, AppointmentSheet(person_id=veto.person_id, proposed_post="副局长"))
    [reminder] = rule.find(office, office.today())
    assert reminder.target == ("political", ("vetoes", veto.id))
    assert "人工" in reminder.title
    assert list(rule.find(office, date(2027, 1, 1))) == []


def test_what_does_not_count_starts_no_review(panel: ProcedurePanel, office: Office, veto: VetoDecision) -> None:
    draft = VetoDecision(person_id=veto.person_id)
    add(office, draft)
    panel.show_entry(draft)
    assert not panel.button.isVisibleTo(panel)
