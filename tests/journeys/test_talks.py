"""A month of talks in the real window, row by row: talks, visits, the report, a step down, needs, moods, a forum."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.fake_messages import FakeMessages
from support.journey import calm, page, press
from support.keyboard import type_text

from ganbu_desktop import modules
from ganbu_desktop.desktop.kit.editors.people import PersonEditor
from ganbu_desktop.desktop.ledger.entry_dialog import EntryDialog
from ganbu_desktop.desktop.ledger.page import NEW, LedgerView
from ganbu_desktop.desktop.reports.figure_label import FigureDialog
from ganbu_desktop.desktop.reports.page import ReportsPage
from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.forms.form_print import form_called, print_forms
from ganbu_desktop.kernel.log import sealed
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.person_index import person_index
from ganbu_desktop.kernel.people.step_down import before_step_down
from ganbu_desktop.kernel.reminders import reminder
from ganbu_desktop.kernel.report import runs as report_runs
from ganbu_desktop.kernel.report.spec import Figure, Period, named
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.talks import actions
from ganbu_desktop.modules.talks.outlines import shipped
from ganbu_desktop.modules.talks.pages.coverage_view import CoverageView
from ganbu_desktop.modules.talks.pages.due_view import DueView
from ganbu_desktop.modules.talks.pages.needs_view import NeedsView
from ganbu_desktop.modules.talks.pages.page import TalksPage
from ganbu_desktop.modules.talks.pages.talks_view import TalkDialog, TalksView
from ganbu_desktop.modules.talks.records import ForumOpinion, HomeVisit, MoodReport, Need, Talk
from ganbu_desktop.modules.talks.reports import REPORTS
from ganbu_desktop.modules.talks.rows import TALKS

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
MARCH = Period.parse("2026-03")


@pytest.fixture
def talks(qtbot: QtBot, window: MainWindow) -> TalksPage:
    """The page of the room, on show."""
    window.open_page("talks")
    calm(qtbot, window)
    return page(window, TalksPage)


def person_of(office: Office, *, principal: bool | None = None) -> Person:
    """Return somebody of the demo county whose name nobody else bears."""
    people = office.find(Person)
    names = [p.name for p in people]
    return next(p for p in people if names.count(p.name) == 1 and (principal is None or p.is_principal is principal))


def dialog_on(qtbot: QtBot, window: MainWindow) -> EntryDialog:
    """Return the entry dialog on show."""
    qtbot.waitUntil(lambda: any(d.isVisible() for d in window.findChildren(EntryDialog)))
    found = next(d for d in window.findChildren(EntryDialog) if d.isVisible())
    found.activateWindow()
    qtbot.waitUntil(found.isActiveWindow)
    return found


def choose_person(qtbot: QtBot, dialog: EntryDialog, typed: str) -> None:
    """Type into the line of the person and take the first one offered."""
    editor = dialog.form.editor("person_id")
    assert isinstance(editor, PersonEditor)
    editor.line.setFocus()
    type_text(typed, editor.line)
    qtbot.waitUntil(editor.popup().isVisible)
    qtbot.keyClick(editor.popup(), Key.Key_Return)


def pinyin_of(office: Office, person: Person) -> str:
    """Return how a person's name is typed in letters."""
    with office.reading() as connection:
        at = person_index.c
        row = connection.execute(person_index.select().where(at.person_id == person.id)).one()
    return "".join(c for c in str(row.pinyin) if c.isascii() and c.isalpha())


def focused_field(dialog: EntryDialog) -> str:
    """Return the name of the field that has the focus."""
    focus = QApplication.focusWidget()
    return next((n for n, r in dialog.form.rows.items() if focus is not None and r.isAncestorOf(focus)), "")


def write(dialog: EntryDialog, **texts: str) -> None:
    """Set the texts of some inputs."""
    for name, text in texts.items():
        dialog.form.editor(name).set_text(text)


def test_9_01_one_talk_after_the_other_without_a_mouse(qtbot: QtBot, window: MainWindow, talks: TalksPage) -> None:
    """Person by pinyin, type with its outline, talker, what was said, save and next: some eighty keys and no mouse."""
    office = window.office
    one = person_of(office)
    other = next(p for p in office.find(Person) if p.id != one.id)
    press(qtbot, Key.Key_N, CTRL)
    dialog = dialog_on(qtbot, window)
    assert dialog.form.editor("outline").text() == shipped()["01"]
    choose_person(qtbot, dialog, pinyin_of(office, one))
    dialog.form.editor("person_id").set_value(one.id)
    qtbot.waitUntil(lambda: focused_field(dialog) == "person_id")
    press(qtbot, Key.Key_Return)
    assert focused_field(dialog) == "kind"
    type_text("提醒谈话")
    assert dialog.form.editor("kind").text() == "提醒谈话"
    assert dialog.form.editor("outline").text() == shipped()["05"]
    for typed in ("", "", "", "谈话室", "赵部长", "部领导", "", "", ""):
        if typed:
            type_text(typed)
        press(qtbot, Key.Key_Return)
    assert focused_field(dialog) == "outline"
    press(qtbot, Key.Key_Tab)
    type_text("谈了值班安排。")
    press(qtbot, Key.Key_Return, CTRL)
    assert "已保存第 1 条" in dialog.notice.text()
    assert [dialog.form.editor(n).text() for n in ("talkers", "content", "person_id")] == ["赵部长", "", ""]
    type_text(other.name or "")
    popup = dialog.form.editor("person_id").popup()  # type: ignore[attr-defined]
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Key.Key_Return)
    dialog.form.editor("person_id").set_value(other.id)
    write(dialog, confirmation="有异议")
    dialog.save()
    assert "原话" in dialog.notice.text()
    write(dialog, person_words="排班表没有提前告知。")
    dialog.save()
    stored = {talk.person_id: talk for talk in office.find(Talk)}
    assert (stored[one.id].kind, stored[one.id].talkers, stored[one.id].talker_level) == ("05", "赵部长", "1")
    assert stored[one.id].post == (one.current_post_short or one.current_post)
    assert stored[other.id].person_words == "排班表没有提前告知。"
    assert [talk.number for talk in stored.values()] == ["2026-0001", "2026-0002"]
    window.undo()
    calm(qtbot, window)
    assert len(office.find(Talk)) == 1


def test_9_01_an_outline_of_ones_own_is_left_alone(qtbot: QtBot, window: MainWindow, talks: TalksPage) -> None:
    view = talks.tab("talks")
    assert isinstance(view, TalksView)
    view.show_target((NEW, {"kind": "05"}))
    dialog = dialog_on(qtbot, window)
    assert isinstance(dialog, TalkDialog)
    write(dialog, outline="自己写的提纲")
    write(dialog, kind="任前廉政谈话")
    assert dialog.form.editor("outline").text() == "自己写的提纲"
    dialog.form.revert()
    dialog.reject()


def test_9_01_the_due_list_opens_the_talk_and_a_promise_is_followed_up(
    qtbot: QtBot, window: MainWindow, talks: TalksPage, messages: FakeMessages
) -> None:
    office, person = window.office, person_of(window.office, principal=True)
    talks.show_target(("due", person.id))
    due = talks.current()
    assert isinstance(due, DueView)
    assert {due._due[key].cadre.person_id for key in due.table.all_ids()} == {person.id}
    due.begin()
    dialog = dialog_on(qtbot, window)
    assert dialog.form.editor("person_id").value() == person.id
    write(dialog, talkers="赵部长", talker_level="部领导", appeals="希望参加培训")
    dialog.save()
    calm(qtbot, window)
    assert talks.current_name() == "talks"
    talk = office.find(Talk)[0]
    actions.promise(
        office, talk, what="安排培训", unit_id=None, responsible="孙科长", due_on=PartialDate.parse("2026.03.10")
    )
    rules = [rule for rule in modules.reminder_rules() if rule.name == "talk-promise"]
    found = reminder.due(office, rules)[rules[0]]
    assert [r.target for r in found] == [("talks", ("talks", talk.id))]
    talks.show_target(("due", person.id))
    assert not any("半年" in d.text for d in due._due.values() if d.cadre.person_id == person.id)
    talks.choose("coverage")
    calm(qtbot, window)
    view = talks.current()
    assert isinstance(view, CoverageView)
    talked = view.labels[1]
    assert talked.text() == "1"
    dialogs: list[FigureDialog] = []
    explained = FigureDialog(view.desk, "已谈人数", talked._figure or Figure(None))
    qtbot.addWidget(explained)
    dialogs.append(explained)
    calm(qtbot, window)
    people = explained.tables[0]
    assert people.count() == 1
    assert len(office.find(LoopItem)) == 1


def test_9_02_a_visit_needs_consent_and_two_visitors(qtbot: QtBot, window: MainWindow, talks: TalksPage) -> None:
    office, person = window.office, person_of(window.office)
    talks.show_target(("home-visits", (NEW, {"person_id": person.id})))
    dialog = dialog_on(qtbot, window)
    write(dialog, visited_on="2026.03.01", appointment_on="2026.02.27", visitors="赵部长", family_present="妻子、王芳")
    dialog.save()
    for words in ("本人没有同意", "2 人以上", "只写称谓"):
        assert words in dialog.notice.text()
    assert office.find(HomeVisit) == []
    dialog.form.editor("has_consent").set_value(True)
    write(dialog, visitors="赵部长、孙科长", family_present="妻子")
    dialog.save()
    assert office.find(HomeVisit)[0].person_id == person.id
    talks.show_target(("due", person.id))
    assert "家访" not in str([d.text for d in talks.current()._due.values()])  # type: ignore[attr-defined]


def test_9_03_the_monthly_report_is_the_same_twice_and_tells_of_a_late_entry(
    qtbot: QtBot, window: MainWindow, talks: TalksPage
) -> None:
    office, person = window.office, person_of(window.office)
    talk = Talk(person_id=person.id, kind="01", held_on=PartialDate.parse("2026.03.01"), content="只在谈话记录里")
    TALKS.save(office, [(None, talk)], title="登记谈话")
    talks.choose("coverage")
    view = talks.current()
    assert isinstance(view, CoverageView)
    view._open_monthly()
    calm(qtbot, window)
    assert page(window, ReportsPage)
    spec = named(REPORTS, "talk-monthly")
    first, second = (report_runs.generate(office, spec, MARCH) for _ in range(2))
    assert first.run.content_hash == second.run.content_hash
    assert "只在谈话记录里" not in str(first.report)
    late = Talk(person_id=person.id, kind="05", held_on=PartialDate.parse("2026.03.02"))
    TALKS.save(office, [(None, late)], title="补登谈话")
    third = report_runs.generate(office, spec, MARCH)
    assert third.run.content_hash != first.run.content_hash


def test_9_04_a_step_down_without_its_talk_is_warned_of_not_stopped(
    qtbot: QtBot, window: MainWindow, talks: TalksPage
) -> None:
    office, person = window.office, person_of(window.office)
    begun = PartialDate.parse("2026.02.20")
    before = before_step_down(office, person.id, begun)
    assert not before.is_held
    assert "写明理由" in before.warning
    talks.show_target(("talks", (NEW, {"person_id": person.id, "kind": "10"})))
    dialog = dialog_on(qtbot, window)
    assert dialog.form.editor("outline").text() == shipped()["10"]
    write(dialog, talkers="赵部长")
    dialog.save()
    assert "本人的意见" in before_step_down(office, person.id, begun).warning
    talk = office.find(Talk)[0]
    view = talks.tab("talks")
    assert isinstance(view, TalksView)
    view.edit_entry(talk)
    dialog = dialog_on(qtbot, window)
    write(dialog, confirmation="作了补充", person_words="服从组织决定，希望到乡镇工作。")
    dialog.save()
    assert before_step_down(office, person.id, begun).is_held


def test_9_05_a_need_from_a_talk_is_sealed_and_closed_by_another_hand(
    qtbot: QtBot, window: MainWindow, talks: TalksPage, messages: FakeMessages
) -> None:
    office, person = window.office, person_of(window.office)
    talk = Talk(person_id=person.id, kind="13", held_on=PartialDate.parse("2026.03.01"))
    TALKS.save(office, [(None, talk)], title="登记谈话")
    view = talks.tab("talks")
    assert isinstance(view, LedgerView)
    talks.show_target(("talks", talk.id))
    calm(qtbot, window)
    assert view.table.current_id() == talk.id
    next(a for a in view.commands() if a is not None and a.text() == "登记诉求").trigger()
    dialog = dialog_on(qtbot, window)
    assert dialog.form.editor("talk_id").value() == talk.id
    write(dialog, kind="家属重疾", description="父亲手术费用困难", responsible="孙科长", due_on="2026.05.01")
    dialog.save()
    need = office.find(Need)[0]
    assert need.description is None
    assert sealed.unsealed(office, need.sealed_description or "") == "父亲手术费用困难"
    needs = talks.tab("needs")
    assert isinstance(needs, NeedsView)
    needs.edit_entry(need)
    dialog = dialog_on(qtbot, window)
    write(dialog, result="已办理救助", finished_on="2026.03.02")
    dialog.save()
    needs.show_entry(need.id)
    messages.answers = ["孙科长", "吴主任"]
    needs.close_current()
    assert "责任人本人" in messages.texts()
    needs.close_current()
    assert office.find(Need)[0].closed_by == "吴主任"


def test_9_06_moods_are_of_groups_only(qtbot: QtBot, window: MainWindow, talks: TalksPage) -> None:
    office = window.office
    talks.show_target(("moods", (NEW, {})))
    dialog = dialog_on(qtbot, window)
    write(dialog, theme="工作压力", group_size="4", people="3")
    dialog.save()
    assert "不到 5 人" in dialog.notice.text()
    write(dialog, group_size="12", people="4")
    dialog.save()
    assert len(office.find(MoodReport)) == 1
    report = named(REPORTS, "mood-quarterly").compute(office, Period.parse("2026-Q1"))
    assert report.tables[0].rows[0][3] == "少于 5 人"


def test_9_07_opinions_of_a_forum_are_unsigned_answered_and_printed(
    qtbot: QtBot, window: MainWindow, talks: TalksPage, tmp_path: Path
) -> None:
    office = window.office
    talks.show_target(("forums", (NEW, {})))
    dialog = dialog_on(qtbot, window)
    write(dialog, title="乡镇干部座谈会", held_on="2026.02.20", attendance="15", host="赵部长")
    dialog.save()
    talks.show_target(("forum-opinions", (NEW, {})))
    dialog = dialog_on(qtbot, window)
    assert "person_id" not in dialog.form.rows
    write(dialog, forum_id="乡镇干部座谈会", kind="考核焦虑", opinion="考核指标一次下达", adoption="采纳")
    write(dialog, due_on="2026.03.10")
    dialog.save()
    opinion = office.find(ForumOpinion)[0]
    rules = [rule for rule in modules.reminder_rules() if rule.name == "forum-opinion"]
    assert [r.target for r in reminder.due(office, rules)[rules[0]]] == [("talks", ("forum-opinions", opinion.id))]
    target = tmp_path / "意见.pdf"
    print_forms(office, form_called(modules.entry_forms(), "forum-opinions-sheet"), [opinion.forum_id], target)
    text = PdfReader(target).pages[0].extract_text()
    assert "考核指标一次下达" in text
    assert "采纳（含部分采纳）1条" in text.replace(" ", "")
