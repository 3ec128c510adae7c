"""The panels of an entry: what is missing, evidence and statement, the steps, loops and decisions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from support.builders import add
from support.fake_messages import FakeMessages
from support.kit_ledgers import LIMITING
from support.limiting_entries import bare_entry, effective_entry, now_of, whole_entry
from support.pages import put_on_screen
from support.stand_in import StandIn, standing_in

from ganbu_desktop.desktop.ledger.entry_dialog import RecordDialog
from ganbu_desktop.desktop.ledger.entry_lines import EvidenceDialog
from ganbu_desktop.desktop.ledger.entry_panel import DecisionPanel, LimitingPanel, LoopPanel
from ganbu_desktop.desktop.ledger.page import LedgerView
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.correction import Correction
from ganbu_desktop.kernel.spine.decision import Decision
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.evidence import Evidence
from ganbu_desktop.kernel.spine.limiting import EFFECTIVE, VOID
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.kernel.spine.statement import NOT_HEARD, Statement

_SHOWN_MS = 20


@pytest.fixture(autouse=True)
def limiting(office: Office) -> Iterator[None]:
    with standing_in(office):
        yield


def words(widget: QWidget) -> str:
    """Return everything that can be read on a widget, once what was just added to it is shown."""
    QTest.qWait(_SHOWN_MS)
    shown = [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]
    return "\n".join(shown)


def open_dialog(qtbot: QtBot, kind: type[RecordDialog] = RecordDialog) -> RecordDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    found = QApplication.activeModalWidget()
    assert isinstance(found, RecordDialog)
    return found


def fill(dialog: RecordDialog, **texts: str) -> None:
    for name, text in texts.items():
        dialog.form.editor(name).set_text(text)
    dialog.save()


def link(widget: QWidget, title: str) -> QPushButton:
    QTest.qWait(_SHOWN_MS)
    return next(b for b in widget.findChildren(QPushButton) if b.text() == title and b.isVisibleTo(widget))


def panel_of(qtbot: QtBot, desk: Desk, entry: StandIn) -> LimitingPanel:
    panel = put_on_screen(qtbot, LimitingPanel(desk))
    panel.changed.connect(lambda: panel.show_entry(now_of(desk.office, entry)))
    panel.show_entry(entry)
    return panel


def test_a_draft_is_carried_to_its_effect_in_the_panel(
    qtbot: QtBot, desk: Desk, office: Office, messages: FakeMessages, tmp_path: Path
) -> None:
    entry = bare_entry(office)
    panel = panel_of(qtbot, desk, entry)
    assert "没有佐证材料" in panel.notice.text()
    assert NOT_HEARD in panel.notice.text()
    assert not panel.effect_button.isEnabled()
    panel.add_evidence()
    dialog = open_dialog(qtbot, EvidenceDialog)
    assert isinstance(dialog, EvidenceDialog)
    fill(dialog, kind=codes.table("evidence_kind").label_for("2"), dated_on="2026.01.06")
    assert "请填写文号，或附上文件，或写明纸质存放位置" in dialog.notice.text()
    paper = tmp_path / "笔录.txt"
    paper.write_text("原件", encoding="utf-8")
    messages.answers = [paper]
    dialog.choose_file()
    dialog.save()
    assert [(e.file_name, office.blob(str(e.blob))) for e in office.find(Evidence)] == [("笔录.txt", "原件".encode())]
    assert "没有佐证材料" not in panel.notice.text()
    panel.add_statement()
    fill(open_dialog(qtbot), words="情况属实", stated_on="2026.01.08", informed_on="2026.01.07", is_signed="是")
    assert "条件已齐" in panel.notice.text()
    assert "“情况属实”" in words(panel)
    messages.answers = [True]
    qtbot.mouseClick(panel.effect_button, Qt.MouseButton.LeftButton)
    assert now_of(office, entry).state == EFFECTIVE
    assert not panel.effect_button.isVisible()


def test_a_file_is_saved_again_as_it_was(
    qtbot: QtBot, desk: Desk, office: Office, messages: FakeMessages, tmp_path: Path
) -> None:
    entry = bare_entry(office)
    with office.operation("材料", right="test") as current:
        blob = current.put_blob(b"content")
        current.insert(Evidence(**place_of(entry), kind="2", file_name="笔录.txt", blob=blob))
    panel = panel_of(qtbot, desk, entry)
    messages.answers = [tmp_path / "存出.txt"]
    link(panel, "存到文件…").click()
    qtbot.waitUntil(lambda: (tmp_path / "存出.txt").exists())
    assert (tmp_path / "存出.txt").read_bytes() == b"content"


def test_a_file_that_is_not_there_is_refused_with_a_sentence(
    qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path
) -> None:
    dialog = EvidenceDialog(desk, bare_entry(office))
    qtbot.addWidget(dialog)
    dialog.attach(tmp_path / "没有.txt")
    assert "读不出来" in dialog.notice.text()


def test_what_counts_is_corrected_or_voided_never_edited(
    qtbot: QtBot, desk: Desk, office: Office, messages: FakeMessages
) -> None:
    entry = effective_entry(office)
    panel = panel_of(qtbot, desk, entry)
    assert "起生效" in panel.notice.text()
    link(panel, "更正…").click()
    fill(open_dialog(qtbot), asked="日期有误", asked_by="王小明")
    assert [(c.asked, c.number) for c in office.find(Correction)] == [("日期有误", "2026-001")]
    messages.answers = ["", "记录有误"]
    link(panel, "作废…").click()
    assert "请写明作废的原因" in messages.texts()
    assert now_of(office, entry).state == EFFECTIVE
    link(panel, "作废…").click()
    assert now_of(office, entry).state == VOID
    assert "记录有误" in panel.notice.text()
    assert not any(b.isVisibleTo(panel) for b in (panel.correct_button, panel.void_button, panel.effect_button))


def test_a_statement_that_could_not_be_heard_bears_the_mark(qtbot: QtBot, desk: Desk, office: Office) -> None:
    entry = bare_entry(office)
    add(office, Statement(**place_of(entry), not_heard_ground="某条例第五条"))
    panel = panel_of(qtbot, desk, entry)
    assert NOT_HEARD in words(panel)
    assert "未告知的法定理由：某条例第五条" in words(panel)


def test_loops_are_closed_by_another_hand_on_a_result(
    qtbot: QtBot, desk: Desk, office: Office, messages: FakeMessages
) -> None:
    entry = whole_entry(office)
    panel = put_on_screen(qtbot, LoopPanel(desk, kind="1"))
    panel.changed.connect(lambda: panel.show_entry(entry))
    panel.show_entry(entry)
    assert "没有闭环事项" in words(panel)
    panel.add_item()
    dialog = open_dialog(qtbot)
    assert "kind" not in dialog.form.rows
    fill(dialog, problem="笔记不全", responsible="李建国", due_on="2026.01.31")
    assert "已超期" in words(panel)
    messages.answers = ["赵敏"]
    link(panel, "销号…").click()
    assert "没有办理情况" in messages.texts()
    link(panel, "办理情况…").click()
    fill(open_dialog(qtbot), result="已补写")
    messages.answers = ["李 建国", "赵敏"]
    link(panel, "销号…").click()
    assert "不能是责任人本人" in messages.texts()
    link(panel, "销号…").click()
    assert [i.closed_by for i in office.find(LoopItem)] == ["赵敏"]
    assert "已销号" in words(panel)


def test_a_decision_says_what_it_lacks(qtbot: QtBot, desk: Desk, office: Office) -> None:
    entry = whole_entry(office)
    panel = put_on_screen(qtbot, DecisionPanel(desk))
    panel.changed.connect(lambda: panel.show_entry(entry))
    panel.show_entry(entry)
    panel.add_decision()
    dialog = open_dialog(qtbot)
    fill(dialog, matter="整改", conclusion="同意")
    assert "请填写决定机关" in words(dialog)
    fill(dialog, body="县委组织部部务会")
    assert "还缺：会议日期、文号" in words(panel)
    assert [d.body for d in office.find(Decision)] == ["县委组织部部务会"]
    link(panel, "编辑…").click()
    fill(open_dialog(qtbot), document="清组〔2026〕3号")
    assert [d.document for d in office.find(Decision)] == ["清组〔2026〕3号"]


def test_the_list_follows_what_the_panel_does(qtbot: QtBot, desk: Desk, office: Office, messages: FakeMessages) -> None:
    entry = whole_entry(office, ends_on=PartialDate(2027))
    view = put_on_screen(qtbot, LedgerView(desk, LIMITING))
    card = view.detail
    qtbot.waitUntil(lambda: card.entry() is not None)  # type: ignore[attr-defined]
    assert "草稿" in words(card)
    messages.answers = [True]
    card.panel(LimitingPanel).make_effective()  # type: ignore[attr-defined]
    assert view.table.model.cell(0, 2) == "生效"
    assert now_of(office, entry).state == EFFECTIVE
