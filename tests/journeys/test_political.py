"""The political room in the real window, row by row of the mission map: typed, refused, made to count, printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from support.entry_typing import answer, enter, ledger, modal, panel
from support.fake_messages import FakeMessages
from support.journey import calm, page

from ganbu_desktop import modules
from ganbu_desktop.desktop.ledger.entry_dialog import EntryDialog, RecordDialog
from ganbu_desktop.desktop.ledger.entry_lines import EvidenceDialog
from ganbu_desktop.desktop.ledger.entry_panel import LimitingPanel, LoopPanel
from ganbu_desktop.desktop.ledger.page import LedgerView
from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.desktop.window.page import PERSON
from ganbu_desktop.kernel.forms import form_print
from ganbu_desktop.kernel.people.person import AppointmentSheet, Person
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.reminders.reminder import due
from ganbu_desktop.kernel.spine.limiting import DRAFT, EFFECTIVE, VOID
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules import reminder_rules
from ganbu_desktop.modules.political import queries, records
from ganbu_desktop.modules.political.pages.archive_tab import ArchiveTab
from ganbu_desktop.modules.political.pages.ballots import BallotDialog
from ganbu_desktop.modules.political.pages.political_page import PoliticalPage
from ganbu_desktop.modules.political.pages.veto_panel import VetoPanel

HANDS = {
    "source_kind": "核实结论",
    "source": "核〔2026〕3号",
    "recorded_by": "张三",
    "reviewed_by": "李四",
    "facts": "2026年1月5日值班期间擅自离岗两小时",
}
EVIDENCE = {"kind": "核实结论", "document": "核〔2026〕3号", "dated_on": "2026.1.9"}
STATEMENT = {
    "informed_on": "2026.1.10",
    "informed_by": "当面",
    "words": "情况属实，已改正",
    "stated_on": "2026.1.11",
    "is_signed": "是",
}
DECISION = {
    "body": "县委",
    "met_on": "2026.1.20",
    "document": "县委〔2026〕8号",
    "participants": "县委常委会组成人员",
    "conclusion": "按一票否决处理",
    "handled_by": "甲",
    "checked_by": "乙",
    "told_on": "2026.1.22",
    "effective_on": "2026.1.21",
}


@pytest.fixture
def room(qtbot: QtBot, window: MainWindow) -> PoliticalPage:
    window.open_page("political")
    calm(qtbot, window)
    return page(window, PoliticalPage)


@pytest.fixture
def person(window: MainWindow) -> Person:
    return next(p for p in window.office.find(Person) if p.management_state == "现职人员" and p.unit_id)


def support_it(qtbot: QtBot, view: LedgerView, entry_id: str) -> LimitingPanel:
    """Add evidence and the person's statement to a draft in its card."""
    limiting = panel(qtbot, view, entry_id, LimitingPanel)
    limiting.add_evidence()
    assert answer(qtbot, EvidenceDialog, EVIDENCE) == ""
    limiting = panel(qtbot, view, entry_id, LimitingPanel)
    limiting.add_statement()
    assert answer(qtbot, RecordDialog, STATEMENT) == ""
    return panel(qtbot, view, entry_id, LimitingPanel)


def make_effective(messages: FakeMessages, limiting: LimitingPanel) -> None:
    messages.answers = [True]
    limiting.effect_button.click()


def titles(window: MainWindow, rule: str) -> list[str]:
    """Return what a rule of the room reminds of today."""
    found = due(window.office, [r for r in reminder_rules() if r.name == rule])
    return [reminder.title for some in found.values() for reminder in some]


def printed(window: MainWindow, form: str, entry_id: str, folder: Path) -> str:
    """Print one entry and return the text of the paper without blanks."""
    target = folder / f"{form}.pdf"
    chosen = form_print.form_called(modules.entry_forms(), form)
    form_print.print_forms(window.office, chosen, [entry_id], target)
    return "".join("".join(p.extract_text().split()) for p in PdfReader(target).pages)


# ---- 3.01 政治素质档案


def test_an_archive_from_its_opening_to_its_paper(
    qtbot: QtBot, window: MainWindow, room: PoliticalPage, person: Person, messages: FakeMessages, tmp_path: Path
) -> None:
    tab = room.tab("political-archives")
    assert isinstance(tab, ArchiveTab)
    messages.answers = [True]
    tab.open_missing()
    archives = window.office.find(records.PoliticalArchive)
    assert archives
    assert titles(window, "political-summary") == []

    entries = ledger(room, "political-entries")
    texts = {**HANDS, "dimension": "政治担当", "direction": "反向", "occurred_on": "2026.1.5"}
    assert enter(qtbot, entries, {"person_id": person.id}, texts) == ""
    (entry,) = window.office.find(records.PoliticalEntry)
    assert str(entry.ends_on) == "2028.01.05"
    assert len(titles(window, "political-draft")) == 1
    limiting = panel(qtbot, entries, entry.id, LimitingPanel)
    assert not limiting.effect_button.isEnabled()
    assert "没有佐证材料" in limiting.notice.text()
    make_effective(messages, support_it(qtbot, entries, entry.id))
    standing = window.office.get(records.PoliticalEntry, entry.id)
    assert standing is not None
    assert standing.state == EFFECTIVE
    assert titles(window, "political-draft") == []

    room.show_target((PERSON, person.id))
    assert tab.is_open()
    view = tab.pane.shown()
    assert view is not None
    assert [(c.dimension, c.forward, c.reverse) for c in view.counts if c.forward or c.reverse] == [("政治担当", 0, 1)]
    assert view.completeness.text == "0/7"
    (archive,) = [a for a in archives if a.person_id == person.id]
    text = printed(window, "political-archive", archive.id, tmp_path)
    for said in ("干部政治素质档案", "擅自离岗两小时", "情况属实，已改正"):
        assert said in text
    assert "总分" not in text.replace("不合成总分", "")


def test_a_person_without_an_archive_is_offered_one(window: MainWindow, room: PoliticalPage, person: Person) -> None:
    room.show_target((PERSON, person.id))
    tab = room.tab("political-archives")
    assert isinstance(tab, ArchiveTab)
    assert tab.pane.open_button.isVisible()
    tab.pane.open_button.click()
    assert [a.person_id for a in window.office.find(records.PoliticalArchive)] == [person.id]
    assert not tab.pane.open_button.isVisible()


# ---- 3.02 一票否决


def test_a_veto_is_decided_printed_and_lifted(
    qtbot: QtBot, window: MainWindow, room: PoliticalPage, person: Person, messages: FakeMessages, tmp_path: Path
) -> None:
    vetoes = ledger(room, "vetoes")
    texts = {
        **HANDS,
        "source_kind": "组织决定",
        "clause": "某办法第五条第二项",
        "occurred_on": "2026.1.5",
        "evidence_list": "核实报告一份",
        "no_end_ground": "某办法第九条",
    }
    assert enter(qtbot, vetoes, {"person_id": person.id}, texts) == ""
    (veto,) = window.office.find(records.VetoDecision)
    limiting = support_it(qtbot, vetoes, veto.id)
    assert "没有决定" in limiting.notice.text()
    panel(qtbot, vetoes, veto.id, VetoPanel).decide()
    assert answer(qtbot, RecordDialog, {k: v for k, v in DECISION.items() if k != "document"}) == ""
    assert "文号" in panel(qtbot, vetoes, veto.id, LimitingPanel).notice.text()
    panel(qtbot, vetoes, veto.id, VetoPanel).decide()
    assert answer(qtbot, RecordDialog, {"document": DECISION["document"]}) == ""
    make_effective(messages, panel(qtbot, vetoes, veto.id, LimitingPanel))
    assert "县委〔2026〕8号" in printed(window, "veto-approval", veto.id, tmp_path)
    assert "申请复核" in printed(window, "veto-notice", veto.id, tmp_path)

    panel(qtbot, vetoes, veto.id, VetoPanel).release()
    assert answer(qtbot, RecordDialog, {**DECISION, "effective_on": "2026.3.1", "conclusion": "予以解除"}) == ""
    view = queries.archive(window.office, person.id)
    assert view is not None
    assert view.vetoes == ()
    assert "2026年3月1日" in printed(window, "veto-approval", veto.id, tmp_path)


def test_a_veto_that_a_review_revokes_is_void(
    qtbot: QtBot, window: MainWindow, room: PoliticalPage, person: Person, messages: FakeMessages, tmp_path: Path
) -> None:
    vetoes = ledger(room, "vetoes")
    texts = {**HANDS, "clause": "第五条", "occurred_on": "2026.1.5", "evidence_list": "一份", "no_end_ground": "第九条"}
    assert enter(qtbot, vetoes, {"person_id": person.id}, texts) == ""
    (veto,) = window.office.find(records.VetoDecision)
    support_it(qtbot, vetoes, veto.id)
    panel(qtbot, vetoes, veto.id, VetoPanel).decide()
    assert answer(qtbot, RecordDialog, DECISION) == ""
    make_effective(messages, panel(qtbot, vetoes, veto.id, LimitingPanel))
    review = {
        "asked": "事实有出入",
        "body": "县委",
        "reviewed_by": "甲、丁",
        "findings": "事实不清",
        "conclusion": "撤销",
        "document": "复〔2026〕1号",
        "concluded_on": "2026.3.1",
    }
    panel(qtbot, vetoes, veto.id, VetoPanel).review()
    assert "不能是原来的经办人" in answer(qtbot, RecordDialog, review)
    panel(qtbot, vetoes, veto.id, VetoPanel).review()
    assert answer(qtbot, RecordDialog, {**review, "reviewed_by": "丙、丁"}) == ""
    standing = window.office.get(records.VetoDecision, veto.id)
    assert standing is not None
    assert standing.state == VOID
    assert "复核结论：撤销" in printed(window, "veto-review", veto.id, tmp_path)


# ---- 3.03 政治素质考察, and the votes


def test_an_inspection_of_two_with_an_example(
    qtbot: QtBot, window: MainWindow, room: PoliticalPage, person: Person, tmp_path: Path
) -> None:
    with window.office.operation("准备", right="test") as current:
        for sheet in current.find(AppointmentSheet):
            current.change(sheet, proposed_post="县某局局长" if sheet.person_id == person.id else None)
    assert len(titles(window, "political-inspection")) == 1
    view = ledger(room, "political-inspections")
    texts = {"held_on": "2026.2.1", "way": "个别谈话", "examiners": "张三", "interviewed": "8", "evidence": "材料"}
    assert "考察人不足两人" in enter(qtbot, view, {"person_id": person.id}, texts)
    texts |= {"examiners": "张三、李四"}
    assert "至少写一条具体事例" in enter(qtbot, view, {"person_id": person.id}, texts)
    assert enter(qtbot, view, {"person_id": person.id}, {**texts, "execution": "提前二十天完成任务"}) == ""
    assert titles(window, "political-inspection") == []
    (made,) = window.office.find(records.PoliticalInspection)
    text = printed(window, "political-inspection", made.id, tmp_path)
    assert "政治执行力：提前二十天完成任务" in text
    assert "8人" in text


def test_the_sums_of_a_vote_are_pasted_and_shown_from_the_smallest_sample_on(
    qtbot: QtBot, window: MainWindow, room: PoliticalPage, person: Person, tmp_path: Path
) -> None:
    view = ledger(room, "political-ballots")
    texts = {"occasion": "2025年年度测评", "direction": "正向测评", "held_on": "2025.12.10", "handed_out": "12"}
    assert enter(qtbot, view, {"person_id": person.id}, {**texts, "counted": "10", "counted_by": "甲、乙"}) == ""
    (ballot,) = window.office.find(records.BallotSum)
    view.show_entry(ballot.id)
    next(a for a in view.commands() if a is not None and a.text() == "录入票数").trigger()
    dialog = modal(qtbot, BallotDialog)
    QGuiApplication.clipboard().setText("\n".join(["7\t2\t1\t0"] * 19 + ["9\t2\t0\t0"]))
    dialog.paste()
    dialog.save()
    assert "多于有效票 10 张" in dialog.notice.text()
    dialog.table.setCurrentCell(19, 0)
    QGuiApplication.clipboard().setText("8\t2\t0\t0")
    dialog.paste()
    dialog.save()
    assert len(window.office.find(records.BallotItem)) == 20
    text = printed(window, "political-ballot-sum", ballot.id, tmp_path)
    assert "70.0%" in text
    assert "得分" not in text
    with window.office.operation("少于样本", right="test") as current:
        current.change(current.get(records.BallotSum, ballot.id), counted=4)
    hidden = printed(window, "political-ballot-sum", ballot.id, tmp_path)
    assert "70.0%" not in hidden
    assert "少于最小样本" in hidden


# ---- 3.04, 3.06, 3.11: problems that are put right


def test_a_teams_problem_is_closed_by_another_hand(
    qtbot: QtBot, window: MainWindow, room: PoliticalPage, messages: FakeMessages, tmp_path: Path
) -> None:
    unit = window.office.find(Unit)[0]
    view = ledger(room, "team-inspections")
    texts = {"inspected_on": "2026.1.6", "examiners": "张三、李四", "findings": "总体较好", "fed_back_on": "2026.1.20"}
    assert enter(qtbot, view, {"unit_id": unit.id}, texts) == ""
    (inspection,) = window.office.find(records.TeamInspection)
    panel(qtbot, view, inspection.id, LoopPanel).add_item()
    problem = {"problem": "学习不经常", "measure": "每周一次", "responsible": "王五", "due_on": "2026.3.10"}
    assert answer(qtbot, RecordDialog, problem) == ""
    assert ["将到期" in title for title in titles(window, "rectification")] == [True]
    (item,) = window.office.find(LoopItem)
    loops = panel(qtbot, view, inspection.id, LoopPanel)
    loops.follow(item)
    assert answer(qtbot, RecordDialog, {"result": "已建立制度"}) == ""
    (item,) = window.office.find(LoopItem)
    messages.answers = ["王五"]
    loops.close_item(item)
    assert "销号人不能是责任人" in messages.texts()
    messages.answers = ["赵六"]
    loops.close_item(item)
    assert [i.closed_by for i in window.office.find(LoopItem)] == ["赵六"]
    assert titles(window, "rectification") == []
    assert "学习不经常" in printed(window, "team-rectification", inspection.id, tmp_path)
    assert "措施：每周一次" in printed(window, "team-inspection-report", inspection.id, tmp_path)


def test_self_criticism_serves_putting_right_and_nothing_else(
    qtbot: QtBot, window: MainWindow, room: PoliticalPage, person: Person, tmp_path: Path
) -> None:
    meetings = ledger(room, "party-meetings")
    texts = {"kind": "民主生活会", "held_on": "2025.12.20", "topic": "年度民主生活会", "expected": "9", "absent": "10"}
    assert "缺席人数多于应到人数" in enter(qtbot, meetings, {"unit_id": person.unit_id}, texts)
    assert enter(qtbot, meetings, {"unit_id": person.unit_id}, {**texts, "absent": "1"}) == ""
    (meeting,) = window.office.find(records.PartyMeeting)
    said = "调查研究不够经常，到边远村次数偏少"
    checks = ledger(room, "self-checks")
    values = {"person_id": person.id, "meeting_id": meeting.id}
    check = {"problem": said, "measure": "每月两次", "responsible": "王五", "due_on": "2026.2.1"}
    assert enter(qtbot, checks, values, check) == ""
    assert ["已超期" in title for title in titles(window, "rectification")] == [True]
    assert said in printed(window, "meeting-rectification", meeting.id, tmp_path)

    entries = ledger(room, "political-entries")
    texts = {**HANDS, "facts": said, "dimension": "政治担当", "direction": "反向", "occurred_on": "2026.1.5"}
    assert enter(qtbot, entries, {"person_id": person.id}, texts) == ""
    (entry,) = window.office.find(records.PoliticalEntry)
    limiting = support_it(qtbot, entries, entry.id)
    assert not limiting.effect_button.isEnabled()
    assert "自我批评" in limiting.notice.text()
    standing = window.office.get(records.PoliticalEntry, entry.id)
    assert standing is not None
    assert standing.state == DRAFT


def test_a_rectification_follows_its_row_until_it_is_closed(
    qtbot: QtBot, window: MainWindow, room: PoliticalPage, person: Person, messages: FakeMessages, tmp_path: Path
) -> None:
    view = ledger(room, "rectifications")
    texts = {"matter": "作风查摆", "found_by": "班子查摆", "problem": "窗口午间无人", "measure": "轮班"}
    texts |= {"responsible": "王五", "due_on": "2026.4.1"}
    assert enter(qtbot, view, {"unit_id": person.unit_id}, texts) == ""
    (row,) = window.office.find(records.Rectification)
    (item,) = window.office.find(LoopItem)
    assert (item.problem, item.responsible, item.unit_id) == ("窗口午间无人", "王五", person.unit_id)
    loops = panel(qtbot, view, row.id, LoopPanel)
    loops.follow(item)
    assert answer(qtbot, RecordDialog, {"result": "已公示值班表"}) == ""
    loops = panel(qtbot, view, row.id, LoopPanel)
    next(b for b in loops.findChildren(QPushButton) if b.text() == "销号材料…").click()
    assert answer(qtbot, EvidenceDialog, {**EVIDENCE, "document": "值班表照片"}) == ""
    messages.answers = ["赵六"]
    loops.close_item(window.office.find(LoopItem)[0])
    text = printed(window, "rectification", row.id, tmp_path)
    assert "已公示值班表" in text
    assert "值班表照片" in text
    assert "赵六" in text


# ---- 3.05, 3.07, 3.08, 3.09, 3.10


def test_a_frontline_record_waits_for_its_evaluation(
    qtbot: QtBot, window: MainWindow, room: PoliticalPage, person: Person, tmp_path: Path
) -> None:
    view = ledger(room, "frontline")
    texts = {"task": "防汛", "started_on": "2026.1.1", "ended_on": "2026.1.10", "post": "联络员"}
    texts |= {"facts": "值守无脱岗", "leave_kind": "照护家人", "proof": "花名册"}
    assert enter(qtbot, view, {"person_id": person.id}, texts) == ""
    assert len(titles(window, "frontline-evaluation")) == 1
    (record,) = window.office.find(records.FrontlineRecord)
    text = printed(window, "frontline-record", record.id, tmp_path)
    assert "10天" in text
    assert "不作负面记载" in text


def test_a_hit_stands_on_the_edition_of_its_day(
    qtbot: QtBot, window: MainWindow, room: PoliticalPage, person: Person, messages: FakeMessages, tmp_path: Path
) -> None:
    lists, clauses = ledger(room, "negative-lists"), {}
    for title, day in (("2025年版", "2025.1.1"), ("2026年版", "2026.1.1")):
        view = ledger(room, "negative-lists")
        assert enter(qtbot, view, {}, {"title": title, "document": title, "effective_from": day}) == ""
    assert len(titles(window, "negative-list")) == 1
    versions = {v.title: v for v in window.office.find(records.NegativeListVersion)}
    assert str(versions["2025年版"].ended_on) == "2026.01.01"
    for title, version in versions.items():
        view = ledger(room, "negative-clauses")
        assert enter(qtbot, view, {"version_id": version.id}, {"title": f"{title}第三条", "situation": "推诿"}) == ""
    clauses = {c.version_id: c.id for c in window.office.find(records.NegativeListClause)}
    hits = ledger(room, "negative-hits")
    texts = {**HANDS, "occurred_on": "2026.1.5", "verification": "已核实", "verified_in": "报告", "ends_on": "2027.1.1"}
    for title, may in (("2025年版", False), ("2026年版", True)):
        values = {"person_id": person.id, "clause_id": clauses[versions[title].id]}
        assert enter(qtbot, hits, values, texts) == ""
        hit = next(h for h in window.office.find(records.NegativeHit) if h.clause_id == values["clause_id"])
        limiting = support_it(qtbot, hits, hit.id)
        assert limiting.effect_button.isEnabled() is may
        assert ("不溯及既往" in limiting.notice.text()) is not may
    make_effective(messages, limiting)
    assert "2026年版第三条" in printed(window, "negative-hit", hit.id, tmp_path)
    assert "2026年版第三条：推诿" in printed(window, "negative-list", versions["2026年版"].id, tmp_path)
    assert lists is room.tab("negative-lists")


def test_people_are_described_and_not_labelled(
    qtbot: QtBot, window: MainWindow, room: PoliticalPage, person: Person, tmp_path: Path
) -> None:
    assessments = ledger(room, "duty-assessments")
    texts = {**HANDS, "meeting": "研判会", "met_on": "2026.2.1", "occurred_on": "2026.1.5"}
    who = {"person_id": person.id}
    assert "贴标签" in enter(qtbot, assessments, who, {**texts, "judgement": "属于散担当"})
    assert enter(qtbot, assessments, who, {**texts, "judgement": "需加强调度"}) == ""
    (assessment,) = window.office.find(records.DutyAssessment)
    assert "未听取本人意见" in printed(window, "duty-assessment", assessment.id, tmp_path)
    reasons = ledger(room, "recommend-reasons")
    reason = {"recommended_by": "某乡", "facts": "“狮子型”干部", "papers": "验收表"}
    assert "贴标签" in enter(qtbot, reasons, who, reason)
    assert enter(qtbot, reasons, who, {**reason, "facts": "两年完成三个项目征地"}) == ""
    (made,) = window.office.find(records.RecommendReason)
    assert "两年完成三个项目征地" in printed(window, "recommend-reason", made.id, tmp_path)


def test_a_visit_of_two_ends_after_two_years(
    qtbot: QtBot, window: MainWindow, room: PoliticalPage, person: Person, messages: FakeMessages, tmp_path: Path
) -> None:
    view = ledger(room, "off-hours-notes")
    texts = {
        **HANDS,
        "occurred_on": "2026.1.5",
        "way": "社区走访",
        "is_formal": "是",
        "visitors": "张三",
        "checked": "一致",
    }
    assert enter(qtbot, view, {"person_id": person.id}, texts) == ""
    (note,) = window.office.find(records.OffHoursNote)
    assert str(note.ends_on) == "2028.01.05"
    assert "了解人不足两人" in support_it(qtbot, view, note.id).notice.text()
    view.edit_entry(note)
    assert answer(qtbot, EntryDialog, {"visitors": "张三、李四"}) == ""
    limiting = panel(qtbot, view, note.id, LimitingPanel)
    qtbot.waitUntil(limiting.effect_button.isEnabled)
    make_effective(messages, limiting)
    standing = window.office.get(records.OffHoursNote, note.id)
    assert standing is not None
    assert standing.state == EFFECTIVE
    assert "张三、李四" in printed(window, "off-hours-note", note.id, tmp_path)
