"""The person page: one draft behind all tabs, saved as one step, never losing what was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete
from support.builders import add, make_person
from support.fake_messages import FakeMessages

from ganbu_desktop.desktop.people.service_said import SaidDialog
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.findings import Finding, Level
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import (
    LEDGER_SETS,
    AppointmentSheet,
    Education,
    Person,
    Photo,
    Relative,
    SourceTag,
)
from ganbu_desktop.kernel.people.service import ServiceSpell
from ganbu_desktop.modules.people import actions, queries
from ganbu_desktop.modules.people.pages.person_history import HistorySection
from ganbu_desktop.modules.people.pages.person_page import PersonPage
from ganbu_desktop.modules.people.pages.person_photo import CropDialog
from ganbu_desktop.modules.people.pages.person_resume import ResumeSection
from ganbu_desktop.modules.people.pages.person_section import BasicSection, LedgerSection
from ganbu_desktop.modules.people.pages.person_sheet import SheetSection
from ganbu_desktop.modules.people.pages.person_target import PersonTarget
from ganbu_desktop.modules.people.pages.sheet_cells import PaperText

BASIC, SHEET, RESUME = 0, 1, 2
RELATIVES, SOURCES = (RESUME + 1 + LEDGER_SETS.index(cls) for cls in (Relative, SourceTag))
HISTORY = RESUME + len(LEDGER_SETS) + 2
RESUME_TEXT = "1998.09--2002.07  青禾大学农学专业学习\n2002.07--         青禾县委组织部科员"


@pytest.fixture
def person(office: Office) -> Person:
    made = make_person(office, "张三", current_post="青禾县委组织部科员", resume=RESUME_TEXT)
    add(
        office,
        Relative(person_id=made.id, position=0, relation="妻子", name="李梅", born_on=PartialDate(1981, 3)),
        Relative(person_id=made.id, position=1, relation="儿子", name="张小明"),
    )
    return made


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, person: Person) -> Iterator[PersonPage]:
    made = PersonPage(desk)
    stop = desk.office.operations.listen(lambda told: made.refresh(told.tables))
    made.resize(1200, 660)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.show_target(person.id)
    yield made
    stop()
    delete(made)


@pytest.fixture
def stored(office: Office, person: Person) -> Callable[[], Person]:
    def read() -> Person:
        found = office.get(Person, person.id)
        assert found is not None
        return found

    return read


def basic(page: PersonPage) -> BasicSection:
    assert page.tabs.choose(BASIC)
    section = page.tabs.section()
    assert isinstance(section, BasicSection)
    return section


def sheet(page: PersonPage) -> SheetSection:
    assert page.tabs.choose(SHEET)
    section = page.tabs.section()
    assert isinstance(section, SheetSection)
    return section


def resume(page: PersonPage) -> ResumeSection:
    assert page.tabs.choose(RESUME)
    section = page.tabs.section()
    assert isinstance(section, ResumeSection)
    return section


def put(section: SheetSection, owner: str, name: str, text: str) -> None:
    spot = section.paper.spot(owner, name)
    assert spot is not None
    if hasattr(spot.widget, "setText") and not hasattr(spot.widget, "setPlainText"):
        spot.widget.setText(text)
    else:
        spot.widget.setPlainText(text)  # type: ignore[union-attr]


def test_the_head_tells_who_it_is(page: PersonPage) -> None:
    assert page.head.name.text() == "张三"
    assert "45岁" in page.head._facts.text().replace("\u2060", "")
    assert not page.tabs.dirty()
    assert page.head.unsaved.isHidden()


def test_every_tab_opens_clean(page: PersonPage) -> None:
    for index in range(page.tabs.bar.count()):
        assert page.tabs.choose(index)
        assert not page.tabs.dirty(), page.tabs.bar.tabText(index)


def test_every_set_has_a_tab_that_takes_a_new_row(page: PersonPage) -> None:
    titles = [page.tabs.bar.tabText(index) for index in range(page.tabs.bar.count())]
    assert len(set(titles)) == len(titles)
    for number, cls in enumerate(LEDGER_SETS, RESUME + 1):
        assert page.tabs.choose(number)
        section = page.tabs.section()
        assert isinstance(section, LedgerSection)
        assert section.tables == {cls.table.name}
        section.ledger.model.add(0)
        assert not page.tabs.dirty(), titles[number]


def test_a_row_that_needs_more_is_refused_and_kept(page: PersonPage, office: Office, messages: FakeMessages) -> None:
    assert page.tabs.choose(SOURCES)
    section = page.tabs.section()
    assert isinstance(section, LedgerSection)
    model = section.ledger.model
    model.put(0, model.names.index("category"), [[codes.table("source_category").labels()[0]]])
    assert not page.save()
    assert "缺少“认定依据文号”" in messages.texts()
    model.put(0, model.names.index("document"), [["青组〔2026〕3号"]])
    assert page.save()
    assert [tag.document for tag in office.find(SourceTag)] == ["青组〔2026〕3号"]


def test_what_three_tabs_hold_is_one_step(page: PersonPage, office: Office, stored: Callable[[], Person]) -> None:
    basic(page).form.editor("native_place").set_text("湖南长沙")
    put(sheet(page), "sheet", "proposed_post", "青禾县委组织部副部长")
    put(sheet(page), "2", "name", "张大山")
    put(sheet(page), "2", "relation", "父亲")
    assert page.tabs.choose(RELATIVES)
    ledger = page.tabs.section()
    assert isinstance(ledger, LedgerSection)
    assert ledger.ledger.model.rowCount() == 3
    before = len(office.operations.recent())
    assert page.save()
    assert len(office.operations.recent()) == before + 1
    assert stored().native_place == "湖南长沙"
    assert [r.name for r in office.owned(Relative, stored().id)] == ["李梅", "张小明", "张大山"]
    assert office.owned(AppointmentSheet, stored().id)[0].proposed_post == "青禾县委组织部副部长"
    office.operations.undo(actor="王科长")
    assert stored().native_place is None
    assert not page.tabs.dirty()
    assert basic(page).form.editor("native_place").text() == ""


def test_the_paper_and_the_form_show_the_same_field(page: PersonPage) -> None:
    put(sheet(page), "person", "birthplace", "湖南湘潭")
    assert basic(page).form.editor("birthplace").text() == "湖南湘潭"
    assert page.tabs.dirty()


def test_emptying_a_row_on_paper_takes_the_relative_away(page: PersonPage, office: Office, person: Person) -> None:
    section = sheet(page)
    for name in ("relation", "name"):
        put(section, "1", name, "")
    assert page.save()
    assert [r.name for r in office.owned(Relative, person.id)] == ["李梅"]


def test_a_wrong_date_keeps_the_tab_and_the_input(
    page: PersonPage, messages: FakeMessages, stored: Callable[[], Person]
) -> None:
    basic(page).form.editor("work_began_on").set_text("二月三十")
    assert not page.tabs.choose(SHEET)
    assert not page.save()
    assert stored().work_began_on is None
    assert basic(page).form.editor("work_began_on").text() == "二月三十"
    assert messages.shown


def test_an_empty_name_is_refused_with_a_sentence(page: PersonPage, messages: FakeMessages) -> None:
    basic(page).form.editor("name").set_text("")
    assert not page.save()
    assert "姓名不能为空" in messages.texts()
    assert page.tabs.dirty()


def test_somebody_elses_change_is_never_overwritten(
    page: PersonPage, office: Office, messages: FakeMessages, stored: Callable[[], Person]
) -> None:
    basic(page).form.editor("native_place").set_text("湖南长沙")
    old = stored()
    actions.save_person(office, old, Person(**{**old.__dict__, "native_place": "湖南湘潭"}))
    assert "别处改动" in page.notice.text()
    assert not page.save()
    assert "已被改动" in messages.texts()
    assert stored().native_place == "湖南湘潭"
    assert basic(page).form.editor("native_place").text() == "湖南长沙"


@pytest.mark.parametrize(
    ("answer", "leaves", "place"),
    [("保存", True, "湖南长沙"), ("不保存", True, None), ("取消", False, None), (None, False, None)],
)
def test_leaving_asks(
    page: PersonPage,
    messages: FakeMessages,
    stored: Callable[[], Person],
    answer: str | None,
    leaves: bool,
    place: str | None,
) -> None:
    basic(page).form.editor("native_place").set_text("湖南长沙")
    messages.answers = [answer]
    assert page.may_leave() is leaves
    assert stored().native_place == place
    assert page.tabs.dirty() is not leaves


def test_leaving_untouched_asks_nothing(page: PersonPage, messages: FakeMessages) -> None:
    assert page.may_leave()
    assert messages.shown == []


def test_the_neighbours_follow_the_list(qtbot: QtBot, page: PersonPage, office: Office, person: Person) -> None:
    other = make_person(office, "李四")
    page.show_target(PersonTarget(person.id, neighbours=(person.id, other.id)))
    qtbot.keyClick(page, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert page.head.name.text() == "李四"
    assert page.head.place.text() == "2 / 2"
    qtbot.keyClick(page, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert page.head.name.text() == "张三"


def test_a_finding_leads_to_its_field(page: PersonPage, office: Office, person: Person) -> None:
    relative = office.owned(Relative, person.id)[1]
    page.show_target(Finding("r", Level.ERROR, "", person.id, "relative", relative.id, "born_on"))
    page.focus_first()
    section = page.tabs.section()
    assert isinstance(section, LedgerSection)
    index = section.ledger.view.currentIndex()
    assert (index.row(), section.ledger.model.names[index.column()]) == (1, "born_on")
    page.show_target(Finding("r", Level.ERROR, "", person.id, "person", person.id, "birthplace"))
    page.focus_first()
    assert QApplication.focusWidget() is basic(page).form.editor("birthplace").widget


def test_findings_appear_while_typing(qtbot: QtBot, page: PersonPage) -> None:
    form = basic(page).form
    form.editor("id_number").set_text("110101198005010010")
    qtbot.waitUntil(lambda: "错误" in page.head.findings.text(), timeout=5000)


def test_gone_people_are_not_shown(page: PersonPage, office: Office, person: Person, messages: FakeMessages) -> None:
    actions.delete_people(office, [person.id])
    assert "已不在库中" in messages.texts()


# ---- the résumé


def test_resume_rows_write_the_official_text(page: PersonPage, stored: Callable[[], Person]) -> None:
    section = resume(page)
    section.model.put(1, 1, [["2008.06"]])
    section.view.setCurrentIndex(section.model.index(1, 0))
    section.add_row()
    section.model.put(2, 1, [["至今", "青禾县财政局副局长", "2010.03--2012.07在省委党校在职研究生学习"]])
    assert page.save()
    assert stored().resume == (
        "1998.09--2002.07  青禾大学农学专业学习\n2002.07--2008.06  青禾县委组织部科员\n"
        "2008.06--         青禾县财政局副局长\n"
        "                  （其间：2010.03--2012.07在省委党校在职研究生学习）"
    )


def test_a_new_row_stands_under_the_current_one_and_begins_where_that_ends(page: PersonPage) -> None:
    section = resume(page)
    section.model.put(1, 1, [["2008.06"]])
    section.view.setCurrentIndex(section.model.index(0, 2))
    section.add_row()
    begins = [section.model.text(row, 0) for row in range(section.model.rowCount())]
    assert begins == ["1998.09", "2002.07", "2002.07"]
    assert section.model.text(1, 2) == ""
    assert (section.view.currentIndex().row(), section.view.currentIndex().column()) == (1, 0)


def test_without_a_current_row_a_new_one_stands_at_the_end(
    page: PersonPage, office: Office, messages: FakeMessages
) -> None:
    section = resume(page)
    section.model.put(1, 1, [["2008.06"]])
    section.view.setCurrentIndex(QModelIndex())
    section.add_row()
    assert [section.model.text(row, 0) for row in range(section.model.rowCount())] == ["1998.09", "2002.07", "2008.06"]
    messages.answers = ["不保存"]
    page.show_target(make_person(office, "李四").id)
    empty = resume(page)
    empty.add_row()
    assert [empty.model.text(row, 0) for row in range(empty.model.rowCount())] == [""]


def test_a_row_that_has_only_the_beginning_it_was_given_is_not_saved(
    page: PersonPage, stored: Callable[[], Person]
) -> None:
    section = resume(page)
    before = len(section.model.current_rows())
    section.view.setCurrentIndex(section.model.index(0, 2))
    section.add_row()
    assert section.model.text(1, 0) == "2002.07"
    assert len(section.model.current_rows()) == before
    assert "不会保存" in section.model.marks()[1]
    section.model.put(1, 2, [["青禾县委组织部干部"]])
    assert len(section.model.current_rows()) == before + 1
    assert 1 not in section.model.marks()
    assert page.save()
    assert "2002.07--         青禾县委组织部干部" in (stored().resume or "")


def test_untouched_text_stays_as_it_was_written(qtbot: QtBot, office: Office, page: PersonPage) -> None:
    odd = "1998年9月—2002年7月 青禾大学学习\n\n（特别说明）"
    other = make_person(office, "李四", resume=odd)
    page.show_target(other.id)
    section = resume(page)
    assert not section.dirty()
    section.toggle_raw()
    section.toggle_raw()
    assert section.text() == odd


def test_a_pasted_resume_is_put_in_order(page: PersonPage, office: Office) -> None:
    other = make_person(office, "李四")
    page.show_target(other.id)
    section = resume(page)
    section.focus_first()
    QGuiApplication.clipboard().setText("1998年9月—2002年7月 青禾大学学习\r\n2002.7－今  青禾县柳林镇科员")
    section.paste()
    assert section.text() == "1998.09--2002.07  青禾大学学习\n2002.07--         青禾县柳林镇科员"


def test_gaps_and_overlaps_are_marked(page: PersonPage) -> None:
    section = resume(page)
    section.model.put(1, 0, [["2003.07"]])
    assert "空了 12 个月" in section.model.marks()[1]
    section.model.put(1, 0, [["2001.07"]])
    assert "重叠" in section.model.marks()[1]
    assert section.model.remark(1, 0)[0] == "warning"


# ---- photo, history, hints


def test_the_crop_frame_keeps_its_shape_and_stays_inside(qtbot: QtBot) -> None:
    picture = QImage(1000, 800, QImage.Format.Format_RGB32)
    picture.fill(QColor("#336699"))
    dialog = CropDialog(None, picture)
    qtbot.addWidget(dialog)
    for key in (Qt.Key.Key_Minus, Qt.Key.Key_Minus, Qt.Key.Key_Left, Qt.Key.Key_Down):
        qtbot.keyClick(dialog.view, key)
    for _ in range(80):
        qtbot.keyClick(dialog.view, Qt.Key.Key_Right)
    left, top, right, bottom = dialog.crop()
    assert 0 <= left < right <= 1000
    assert 0 <= top < bottom <= 800
    assert abs((right - left) * 5 - (bottom - top) * 4) <= 5


def test_a_photo_is_kept_and_taken_away(
    qtbot: QtBot, page: PersonPage, office: Office, person: Person, messages: FakeMessages, tmp_path: Path
) -> None:
    picture = QImage(400, 500, QImage.Format.Format_RGB32)
    picture.fill(QColor("#336699"))
    path = tmp_path / "照片.png"
    assert picture.save(str(path))
    messages.answers = [path]
    page.change_photo()
    page.findChild(CropDialog) or QApplication.activeModalWidget()
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, CropDialog))
    dialog.accept()
    qtbot.waitUntil(lambda: bool(office.owned(Photo, person.id)), timeout=20000)
    qtbot.waitUntil(lambda: page.head.portrait.accessibleName() == "照片")
    messages.answers = [True]
    page.remove_photo()
    assert page.head.portrait.accessibleName() == "没有照片"


def test_an_earlier_version_comes_back(
    qtbot: QtBot, page: PersonPage, office: Office, messages: FakeMessages, stored: Callable[[], Person]
) -> None:
    old = stored()
    actions.save_person(office, old, Person(**{**old.__dict__, "native_place": "湖南长沙"}))
    page.tabs.choose(HISTORY)
    section = page.tabs.section()
    assert isinstance(section, HistorySection)
    qtbot.waitUntil(lambda: section.tree.topLevelItemCount() == 3)
    line = section.tree.topLevelItem(0).child(0).child(0)
    assert [line.text(c) for c in (0, 2, 3)] == ["籍贯", "", "湖南长沙"]
    section.tree.setCurrentItem(line)
    messages.answers = [True]
    section.restore_chosen()
    assert stored().native_place is None


def test_the_paper_shows_in_grey_what_would_be_printed(office: Office, person: Person) -> None:
    mode = codes.table("education_mode").code_for("全日制")
    add(office, Education(person_id=person.id, level_name="大学", school="青禾大学", major="农学", mode=mode))
    found = queries.dossier(office, person.id)
    assert found is not None
    hints = queries.sheet_hints(office, found)
    assert hints.notes["birth_and_age"] == "（45岁）"
    assert hints.fields["rewards_text"] == "无"
    assert hints.fields["full_time_education_school"] == "青禾大学农学专业"
    assert hints.fields["retirement_due_on"].startswith("204")


def test_texts_on_paper_stand_inside_their_cells(qtbot: QtBot, page: PersonPage, office: Office) -> None:
    long = make_person(
        office,
        "欧阳小明",
        native_place="内蒙古自治区鄂温克族自治旗",
        expertise="公文写作、基层治理、财政预算管理",
        resume="\n".join(f"{year}.07--{year + 1}.07  青禾县农业农村和水利局科员" for year in range(1990, 2015)),
    )
    page.show_target(long.id)
    section = sheet(page)
    qtbot.wait(50)
    for spot in section.paper.spots:
        widget = spot.widget
        if isinstance(widget, PaperText):
            assert widget.document().size().height() + widget.viewportMargins().top() <= widget.height() + 1, spot.name
            assert not widget.verticalScrollBar().isVisible(), spot.name


def test_ages_on_paper_follow_what_is_typed(qtbot: QtBot, page: PersonPage) -> None:
    section = sheet(page)
    assert section.paper.notes["birth_and_age"] == "（45岁）"
    put(section, "person", "born_on", "1970.01")
    qtbot.waitUntil(lambda: section.paper.notes["birth_and_age"] == "（56岁）", timeout=5000)


def test_a_removal_without_its_talk_is_hinted_at_softly(page: PersonPage, person: Person, office: Office) -> None:
    """9.04: the hint stands on the form and keeps nothing from being saved."""
    section = sheet(page)
    assert section._talk.isHidden()
    put(section, "sheet", "proposed_removal", "科员")
    page.save()
    assert section._talk.text().startswith("拟免职务已填：还没有调整前谈话")
    assert office.find(AppointmentSheet)[0].proposed_removal == "科员"


def _retire(page: PersonPage, monkeypatch: pytest.MonkeyPatch, press: Callable[[SaidDialog], None]) -> list[str]:
    """Choose another 管理状态, save, and do what ``press`` does in the question; return what the question said."""
    section, shown = basic(page), list[str]()
    section.form.editor("management_state").set_text("离退人员")

    def asked(dialog: SaidDialog) -> int:
        shown.append(dialog.heading._sub.text())
        press(dialog)
        return dialog.result()

    monkeypatch.setattr(SaidDialog, "exec", asked)
    page.save()
    return shown


def _spells(office: Office, person: Person) -> list[tuple[str | None, str, str]]:
    rows = sorted(office.owned(ServiceSpell, person.id), key=lambda s: str(s.from_on or ""))
    return [(s.state, str(s.from_on or ""), str(s.until_on or "")) for s in rows]


def _serve(office: Office, person: Person) -> None:
    values = {"management_state": "现职人员", "work_began_on": PartialDate(2002, 7)}
    actions.save_person(office, person, Person(**{**person.__dict__, **values}))


def test_another_state_is_asked_about_and_a_change_closes_the_spell(
    page: PersonPage, office: Office, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    _serve(office, person)
    page.show_target(person.id)

    def change(dialog: SaidDialog) -> None:
        assert dialog.day.text() == str(office.month())
        dialog.day.setText("二月")
        dialog._check()
        assert dialog.result() == 0, "a day that cannot be read is refused"
        dialog.day.setText("2026.02")
        dialog.document.setText("青组干〔2026〕2号")
        dialog._check()

    assert _retire(page, monkeypatch, change) == ["张三：现职人员→离退人员"]
    assert _spells(office, person) == [("现职人员", "2002.07", "2026.02"), ("离退人员", "2026.02", "")]
    assert not page.tabs.dirty()


def test_what_was_wrong_is_rewritten_and_giving_up_saves_nothing(
    page: PersonPage, office: Office, person: Person, stored: Callable[[], Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    _serve(office, person)
    page.show_target(person.id)
    _retire(page, monkeypatch, lambda dialog: dialog.reject())
    assert stored().management_state == "现职人员"
    assert page.tabs.dirty()

    def correct(dialog: SaidDialog) -> None:
        dialog.corrected.setChecked(True)
        assert not dialog.day.isEnabled()
        dialog._check()

    _retire(page, monkeypatch, correct)
    assert stored().management_state == "离退人员"
    entry = office.operations.undoable()
    assert entry is not None
    assert entry.kind == "correct"
