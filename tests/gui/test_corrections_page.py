"""A challenge goes from its asking to its receipt in the window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.builders import add
from support.fake_messages import FakeMessages
from support.kit_ledgers import REWARDS
from support.limiting_entries import effective_entry, now_of
from support.pages import put_on_screen
from support.stand_in import StandIn, standing_in

from ganbu_desktop.desktop.ledger.entry_dialog import RecordDialog
from ganbu_desktop.desktop.ledger.page import LedgerView
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person, Reward
from ganbu_desktop.kernel.spine import correction_actions as corrections
from ganbu_desktop.kernel.spine.correction import CORRECTED, REFUSED, Correction
from ganbu_desktop.kernel.spine.limiting import DRAFT, EFFECTIVE, VOID
from ganbu_desktop.modules.corrections.pages.course_panel import CoursePanel
from ganbu_desktop.modules.corrections.pages.page import CorrectionsPage, RegisterView


@pytest.fixture(autouse=True)
def limiting(office: Office) -> Iterator[None]:
    with standing_in(office):
        yield


def challenge_of(office: Office, entry: Person | StandIn, **values: str) -> Correction:
    given = Correction(entry_table="", entry_id="", asked="与事实不符", asked_by="本人", **values)
    return corrections.open_correction(office, entry, given)


def panel_of(qtbot: QtBot, desk: Desk, challenge: Correction) -> CoursePanel:
    panel = put_on_screen(qtbot, CoursePanel(desk))

    def show() -> None:
        standing = desk.office.get(Correction, challenge.id)
        assert standing is not None
        panel.show_entry(standing)

    panel.changed.connect(show)
    show()
    return panel


def step(qtbot: QtBot, panel: CoursePanel, button: str, **texts: str) -> RecordDialog:
    """Press the button of the next stage, fill its dialog and save."""
    assert panel.next_button.text() == button
    panel.next_button.click()
    return fill(qtbot, **texts)


def fill(qtbot: QtBot, **texts: str) -> RecordDialog:
    def opened() -> bool:
        dialog = QApplication.activeModalWidget()
        return isinstance(dialog, RecordDialog) and set(texts) <= set(dialog.form.rows)

    qtbot.waitUntil(opened)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, RecordDialog)
    for name, text in texts.items():
        dialog.form.editor(name).set_text(text)
    dialog.save()
    return dialog


def standing(office: Office, challenge: Correction) -> Correction:
    found = office.get(Correction, challenge.id)
    assert found is not None
    return found


def test_a_field_is_corrected_and_answered(qtbot: QtBot, desk: Desk, office: Office) -> None:
    person = Person(name="王小明", sex="1", born_on=PartialDate(1980, 5))
    add(office, person)
    challenge = challenge_of(office, person, field_name="born_on")
    panel = panel_of(qtbot, desk, challenge)
    step(qtbot, panel, "受理…", accepted_by="丙")
    step(qtbot, panel, "核实…", checked="调阅档案", checked_by="丙")
    step(qtbot, panel, "作结论…", conclusion="予以更正", reason="以最早材料为准", concluded_by="丁")
    fill(qtbot, born_on="1981.06")
    qtbot.waitUntil(lambda: standing(office, challenge).conclusion == CORRECTED)
    corrected = office.get(Person, person.id)
    assert corrected is not None
    assert corrected.born_on == PartialDate(1981, 6)
    qtbot.waitUntil(lambda: panel.next_button.text() == "送达回执…")
    step(qtbot, panel, "送达回执…", receipt_by="王小明")
    qtbot.waitUntil(lambda: standing(office, challenge).receipt_on is not None)
    qtbot.waitUntil(lambda: panel.next_button.text() == "提出申诉…")


def test_an_entry_gets_a_successor_and_backing_out_concludes_nothing(
    qtbot: QtBot, desk: Desk, office: Office, messages: FakeMessages
) -> None:
    entry = effective_entry(office)
    challenge = challenge_of(office, entry)
    accepted = corrections.accept(office, challenge, accepted_by="丙")
    corrections.check(office, accepted, checked="已查", checked_by="丙")
    panel = panel_of(qtbot, desk, challenge)
    messages.answers = [None]
    dialog = step(qtbot, panel, "作结论…", conclusion="予以更正", reason="部分不实", concluded_by="丁")
    assert now_of(office, entry).state == EFFECTIVE
    messages.answers = ["另立新条目"]
    dialog.save()
    fill(qtbot, facts="查明的事实")
    qtbot.waitUntil(lambda: now_of(office, entry).state == VOID)
    (successor,) = office.find(StandIn, StandIn.table.c.state == DRAFT)
    assert (successor.facts, now_of(office, entry).successor_id) == ("查明的事实", successor.id)


def test_the_recorder_is_told_why_not(qtbot: QtBot, desk: Desk, office: Office) -> None:
    entry = effective_entry(office, recorded_by="丁")
    challenge = challenge_of(office, entry)
    accepted = corrections.accept(office, challenge, accepted_by="丙")
    corrections.check(office, accepted, checked="已查", checked_by="丙")
    panel = panel_of(qtbot, desk, challenge)
    dialog = step(qtbot, panel, "作结论…", conclusion="澄清", reason="不实", concluded_by="丁")
    assert "不能是这条内容的记录人" in dialog.notice.text()
    assert standing(office, challenge).conclusion is None
    dialog.form.editor("concluded_by").set_text("戊")
    dialog.save()
    assert now_of(office, entry).state == VOID


def test_a_conclusion_is_appealed_against_and_another_hand_answers(qtbot: QtBot, desk: Desk, office: Office) -> None:
    said: list[str] = []
    desk.say = lambda text, tone: said.append(text)
    entry = effective_entry(office)
    challenge = challenge_of(office, entry)
    accepted = corrections.accept(office, challenge, accepted_by="丙")
    checked = corrections.check(office, accepted, checked="已查", checked_by="丙")
    panel = panel_of(qtbot, desk, challenge)
    step(qtbot, panel, "作结论…", conclusion="不予更正", reason="与材料相符", concluded_by="丁")
    qtbot.waitUntil(lambda: panel.next_button.text() == "送达回执…")
    assert said[-1] == f"已作出结论 {checked.number}；待送达回执"
    step(qtbot, panel, "送达回执…", receipt_by="本人")
    qtbot.waitUntil(lambda: panel.next_button.text() == "提出申诉…")
    step(qtbot, panel, "提出申诉…", asked="结论没有看我补交的材料", asked_by="本人")
    qtbot.waitUntil(lambda: len(office.find(Correction)) == 2)
    assert "已登记申诉" in said[-1]
    (appeal,) = (c for c in office.find(Correction) if c.id != challenge.id)
    assert (appeal.entry_id, appeal.materials) == (entry.id, f"不服 {checked.number} 的结论")
    appeal = corrections.accept(office, appeal, accepted_by="戊")
    appeal = corrections.check(office, appeal, checked="再查", checked_by="戊")
    with pytest.raises(CheckFailed, match="不能再为这件申诉作结论"):
        corrections.conclude(office, appeal, REFUSED, reason="与材料相符", concluded_by="丁")
    with pytest.raises(CheckFailed, match="还没有结论"):
        corrections.open_appeal(office, appeal, appeal)
    concluded = corrections.conclude(office, appeal, REFUSED, reason="与材料相符", concluded_by="己")
    assert concluded.conclusion == REFUSED
    again = corrections.open_appeal(office, concluded, Correction(entry_table="", entry_id="", asked="仍不服"))
    again = corrections.check(
        office, corrections.accept(office, again, accepted_by="戊"), checked="三查", checked_by="戊"
    )
    for hand in ("丁", "己"):
        with pytest.raises(CheckFailed, match="不能再为这件申诉作结论"):
            corrections.conclude(office, again, REFUSED, reason="与材料相符", concluded_by=hand)


def test_another_matter_of_the_same_entry_may_be_concluded_by_the_same_hand(office: Office) -> None:
    entry = effective_entry(office)
    for _ in range(2):
        challenge = challenge_of(office, entry)
        accepted = corrections.accept(office, challenge, accepted_by="丙")
        checked = corrections.check(office, accepted, checked="已查", checked_by="丙")
        assert (
            corrections.conclude(office, checked, REFUSED, reason="与材料相符", concluded_by="丁").concluded_by == "丁"
        )


def test_the_next_stage_is_the_first_thing_that_the_page_offers_by_name(
    qtbot: QtBot, desk: Desk, office: Office
) -> None:
    challenge = challenge_of(office, effective_entry(office))
    page = put_on_screen(qtbot, CorrectionsPage(desk))
    view = page.current()
    assert isinstance(view, RegisterView)
    page.show_target(("corrections", challenge.id))
    qtbot.waitUntil(lambda: view.next_stage.text() == "受理…")
    assert view.next_stage.isEnabled()
    view.next_stage.trigger()
    fill(qtbot, accepted_by="丙")
    qtbot.waitUntil(lambda: view.next_stage.text() == "核实…")


def test_the_register_opens_at_a_challenge(qtbot: QtBot, desk: Desk, office: Office) -> None:
    challenge = challenge_of(office, effective_entry(office))
    page = put_on_screen(qtbot, CorrectionsPage(desk))
    page.show_target(("corrections", challenge.id))
    view = page.current()
    assert isinstance(view, LedgerView)
    qtbot.waitUntil(lambda: view.table.count() == 1)


def test_an_entry_of_any_ledger_can_be_challenged(qtbot: QtBot, desk: Desk, office: Office) -> None:
    person = Person(name="王小明", sex="1")
    reward = Reward(person_id=person.id, name="记功", approved_on=PartialDate(2020))
    add(office, person, reward)
    view = put_on_screen(qtbot, LedgerView(desk, REWARDS))
    qtbot.waitUntil(lambda: view.table.count() == 1)
    view.show_entry(reward.id)
    view.challenge()
    fill(qtbot, asked="应为嘉奖", asked_by="本人")
    (made,) = office.find(Correction)
    assert (made.entry_table, made.entry_id, made.person_id) == ("reward", reward.id, person.id)
    register = put_on_screen(qtbot, CorrectionsPage(desk)).current()
    assert isinstance(register, LedgerView)
    assert "更正…" not in [action.text() for action in register._row_actions]
    assert "更正…" in [action.text() for action in view._row_actions]
