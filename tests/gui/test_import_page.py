"""The import wizard: from a unit's file to the store and back."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot
from support.builders import make_person, make_unit
from support.fake_messages import FakeMessages
from support.pages import put_on_screen
from support.rosters import ROWS, TITLES, write_roster
from support.workbooks import make_xlsx

from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import AppointmentSheet, Person
from ganbu_desktop.modules.intake.incoming import IncomingPerson, IncomingRow, Place
from ganbu_desktop.modules.intake.pages.import_columns import ColumnsModel, letters
from ganbu_desktop.modules.intake.pages.import_header import HeaderDialog
from ganbu_desktop.modules.intake.pages.import_lines import lines_of_person, outline
from ganbu_desktop.modules.intake.pages.import_page import COLUMNS, FILES, PREVIEW, RESULT, ImportPage
from ganbu_desktop.modules.intake.plan import FieldChange, PersonPlan, RowChange, Status
from ganbu_desktop.modules.people.actions import save_person
from ganbu_desktop.store.record import replace

CHECK = Qt.ItemDataRole.CheckStateRole


@pytest.fixture
def stored(office: Office) -> Person:
    """One man whom the roster names, with another 籍贯."""
    unit = make_unit(office, "青禾县财政局", short_name="县财政局")
    return make_person(
        office, "李国强", unit_id=unit.id, born_on=PartialDate(1975, 3), native_place="云溪柳川", current_post="科员"
    )


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> ImportPage:
    return put_on_screen(qtbot, ImportPage(desk))


@pytest.fixture
def to_step(qtbot: QtBot, page: ImportPage) -> Callable[[int], None]:
    def go(step: int) -> None:
        qtbot.waitUntil(lambda: page.step() == step and not page.desk.tasks.is_busy(), timeout=20000)

    return go


@pytest.fixture
def preview(page: ImportPage, to_step: Callable[[int], None]) -> Callable[[Path], ImportPage]:
    """Read one roster and go on to the preview."""

    def go(path: Path) -> ImportPage:
        page.files.add([path])
        page.go_on()
        to_step(COLUMNS)
        page.go_on()
        to_step(PREVIEW)
        return page

    return go


def stored_now(office: Office, person: Person) -> Person:
    found = office.get(Person, person.id)
    assert found is not None
    return found


def names(office: Office) -> list[str]:
    return sorted(p.name or "" for p in office.find(Person))


def test_a_roster_is_shown_before_it_is_written_and_taken_back_whole(
    office: Office,
    stored: Person,
    preview: Callable[[Path], ImportPage],
    to_step: Callable[[int], None],
    tmp_path: Path,
) -> None:
    page = preview(write_roster(tmp_path / "花名册.xlsx"))
    assert names(office) == ["李国强"]
    assert page.next.text() == "导入 3 人"
    page.go_on()
    to_step(RESULT)
    assert names(office) == ["吴伟", "周敏", "李国强"]
    changed = stored_now(office, stored)
    assert changed.native_place == "云溪浏河"
    page.undo_import()
    to_step(RESULT)
    assert names(office) == ["李国强"]
    assert office.get(Person, stored.id) == stored


def links_of(page: ImportPage) -> dict[str, QPushButton]:
    """Return the figures of the result page that lead somewhere, by what they say."""
    return {b.accessibleName(): b for b in page.result.findChildren(QPushButton) if b.property("role") == "link"}


def test_the_result_counts_what_went_in_what_stayed_out_and_what_was_refused(
    office: Office,
    stored: Person,
    preview: Callable[[Path], ImportPage],
    to_step: Callable[[int], None],
    messages: FakeMessages,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    """One man changed but for his 籍贯, one newcomer left out, one with a birth that nobody can read."""
    page = preview(write_roster(tmp_path / "花名册.xlsx"))
    assert page.preview.plan is not None
    by_name = {p.name: p for p in page.preview.plan.people}
    next(f for f in by_name["李国强"].fields if f.label == "籍贯").accepted = False
    by_name["周敏"].accepted = False
    inside = sum(f.accepted for f in by_name["李国强"].fields) + len(by_name["吴伟"].incoming.row.values)
    rows = sum(len(by_name[n].rows) for n in ("李国强", "吴伟"))
    page.go_on()
    to_step(RESULT)
    assert "全部" not in page.result._text.text()
    assert "1 人留着没有导入，1 格留着没有导入，1 格读不进去" in page.result._text.text()
    links = links_of(page)
    expected = {
        "人导入 2",
        "人留着没有导入 1",
        f"人员栏目（格）导入 {inside}",
        "人员栏目（格）留着没有导入 1",
        "人员栏目（格）读不进去 1",
    }
    if os.environ.get("SHOTS"):
        page.grab().save(f"{os.environ['SHOTS']}/result.png")
    assert set(links) == expected | ({f"各类信息（行）导入 {rows}"} if rows else set())
    target = tmp_path / "返回.xlsx"
    messages.answers = [target]
    page.result.report.click()
    qtbot.waitUntil(lambda: target.is_file() and not page.desk.tasks.is_busy(), timeout=10000)
    links["人员栏目（格）读不进去 1"].click()
    to_step(PREVIEW)
    assert page.preview.current_tab() == "不导入"
    assert page.preview.problem_table.count() == 1
    page.show_rest("left")
    assert page.preview.current_tab() == "变更"
    assert page.next.text() == "导入 0 人"
    assert by_name["吴伟"].status is Status.UNCHANGED
    by_name["周敏"].accepted = True
    page.preview.changed.emit()
    assert page.next.text() == "导入 1 人"
    page.go_on()
    to_step(RESULT)
    assert sorted(p.name or "" for p in office.find(Person)) == ["吴伟", "周敏", "李国强"]
    assert stored_now(office, stored).native_place == "云溪柳川"


def test_an_import_that_took_everything_says_so(
    preview: Callable[[Path], ImportPage], to_step: Callable[[int], None], tmp_path: Path
) -> None:
    page = preview(write_roster(tmp_path / "一.xlsx", [("周敏", "女", "云溪柳川")], ("姓名", "性别", "籍贯")))
    page.go_on()
    to_step(RESULT)
    assert "读到的内容都在库里了" in page.result._text.text()
    assert not page.result.report.isVisibleTo(page.result)
    page.undo_import()
    to_step(RESULT)
    assert "已撤销" in page.result._title.text()
    assert page.result.sums.count() == 0


def test_a_field_without_its_tick_stays_as_it_was(
    office: Office,
    stored: Person,
    preview: Callable[[Path], ImportPage],
    to_step: Callable[[int], None],
    tmp_path: Path,
) -> None:
    page = preview(write_roster(tmp_path / "花名册.xlsx"))
    page.preview.show_tab("变更")
    lines = page.preview.detail.lines
    group = lines.index(0, 0)
    labels = [lines.index(n, 0, group).data() for n in range(lines.rowCount(group))]
    place = lines.index(labels.index("籍贯"), 0, group)
    assert lines.setData(place, Qt.CheckState.Unchecked, CHECK)
    assert group.data(CHECK) == Qt.CheckState.PartiallyChecked
    page.go_on()
    to_step(RESULT)
    changed = stored_now(office, stored)
    assert (changed.native_place, changed.current_post) == ("云溪柳川", "局长")


def test_leaving_every_field_of_a_person_leaves_the_person(
    stored: Person, preview: Callable[[Path], ImportPage], tmp_path: Path
) -> None:
    page = preview(write_roster(tmp_path / "花名册.xlsx"))
    page.preview.show_tab("变更")
    page.preview.detail.none.click()
    assert page.next.text() == "导入 2 人"
    page.preview.detail.all.click()
    assert page.next.text() == "导入 3 人"


def test_a_new_person_comes_without_the_fields_left_out(
    office: Office, preview: Callable[[Path], ImportPage], to_step: Callable[[int], None], tmp_path: Path
) -> None:
    page = preview(write_roster(tmp_path / "花名册.xlsx", ROWS[1:2]))
    lines = page.preview.detail.lines
    group = lines.index(0, 0)
    by_label = {lines.index(n, 0, group).data(): lines.index(n, 0, group) for n in range(lines.rowCount(group))}
    assert by_label["姓名"].data(CHECK) is None
    lines.setData(by_label["籍贯"], Qt.CheckState.Unchecked, CHECK)
    page.go_on()
    to_step(RESULT)
    (person,) = office.find(Person)
    assert (person.name, person.native_place, person.current_post) == ("周敏", None, "科员")


def test_the_space_bar_ticks_people_and_lines(
    qtbot: QtBot, preview: Callable[[Path], ImportPage], tmp_path: Path
) -> None:
    page = preview(write_roster(tmp_path / "花名册.xlsx", ROWS[:2]))
    page.preview.people_view.selectAll()
    qtbot.keyClick(page.preview.people_view, Qt.Key.Key_Space)
    assert page.next.text() == "导入 1 个单位"
    qtbot.keyClick(page.preview.people_view, Qt.Key.Key_Space)
    assert page.next.text() == "导入 2 人"
    tree = page.preview.detail.tree
    tree.setCurrentIndex(page.preview.detail.lines.index(0, 2))
    qtbot.keyClick(tree, Qt.Key.Key_Space)
    assert page.preview.detail.lines.index(0, 0).data(CHECK) == Qt.CheckState.Unchecked


def test_searching_narrows_the_people_of_a_tab(preview: Callable[[Path], ImportPage], tmp_path: Path) -> None:
    page = preview(write_roster(tmp_path / "花名册.xlsx"))
    page.preview.people.narrow("周")
    assert page.preview.people.rowCount() == 1
    page.preview.people.narrow("税务局")
    person = page.preview.people.person(0)
    assert person is not None
    assert person.name == "吴伟"


def test_a_doubtful_person_waits_for_the_clerk(
    qtbot: QtBot, office: Office, preview: Callable[[Path], ImportPage], to_step: Callable[[int], None], tmp_path: Path
) -> None:
    first = make_person(office, "李国强", born_on=PartialDate(1975, 3))
    make_person(office, "李国强", born_on=PartialDate(1975, 3))
    page = preview(write_roster(tmp_path / "花名册.xlsx"))
    assert page.preview.current_tab() == Status.DOUBTFUL.value
    assert page.preview.counts() == (2, 2, 1)
    plan = page.preview.detail.plan
    assert plan is not None
    target = next(p for p in plan.candidates if p.id == first.id)
    page.preview.detail.doubt.decided.emit(target)
    qtbot.waitUntil(lambda: page.preview.counts()[2] == 0 and page.next.text() == "导入 3 人")
    page.preview.detail.doubt.put_off.emit()
    assert page.preview.counts()[2] == 1
    page.preview.detail.doubt.decided.emit(None)
    qtbot.waitUntil(lambda: page.preview.counts()[2] == 0)
    page.go_on()
    to_step(RESULT)
    assert names(office).count("李国强") == 3


def test_two_rows_cannot_become_the_same_person(
    qtbot: QtBot, office: Office, messages: FakeMessages, preview: Callable[[Path], ImportPage], tmp_path: Path
) -> None:
    first = make_person(office, "李国强", born_on=PartialDate(1975, 3))
    make_person(office, "李国强", born_on=PartialDate(1975, 3))
    page = preview(write_roster(tmp_path / "花名册.xlsx", (ROWS[0], ROWS[0])))
    target = next(p for p in page.preview.people.person(0).candidates if p.id == first.id)  # type: ignore[union-attr]
    page.preview.detail.doubt.decided.emit(target)
    qtbot.waitUntil(lambda: page.preview.counts()[2] == 1)
    page.preview.people_view.choose_row(1)
    page.preview.detail.doubt.decided.emit(target)
    assert "同一个人只能对应一行" in messages.texts()
    assert page.preview.counts()[2] == 1


def test_a_new_person_can_be_matched_by_hand(
    qtbot: QtBot, office: Office, preview: Callable[[Path], ImportPage], to_step: Callable[[int], None], tmp_path: Path
) -> None:
    known = make_person(office, "周敏敏", born_on=PartialDate(1988, 2))
    page = preview(write_roster(tmp_path / "花名册.xlsx", ROWS[1:2]))
    plan = page.preview.detail.plan
    assert plan is not None
    assert plan.status is Status.NEW
    page.preview.match_with(plan, [known.id])
    qtbot.waitUntil(lambda: plan.status is Status.CHANGED)
    page.go_on()
    to_step(RESULT)
    renamed = stored_now(office, known)
    assert (renamed.name, renamed.current_post) == ("周敏", "科员")


def test_hidden_rows_are_counted_and_read_only_when_asked(
    page: ImportPage, to_step: Callable[[int], None], tmp_path: Path
) -> None:
    page.files.add([write_roster(tmp_path / "花名册.xlsx", hidden=(4,))])
    page.go_on()
    to_step(COLUMNS)
    assert "1 个隐藏的行" in page.columns.hidden.text()
    assert not page.columns.hidden.isChecked()
    page.go_on()
    to_step(PREVIEW)
    assert page.next.text() == "导入 2 人"
    assert "1 行在文件中是隐藏的" in page.preview.notice.text()
    page.go_back()
    page.columns.hidden.setChecked(True)
    page.go_on()
    to_step(PREVIEW)
    assert page.next.text() == "导入 3 人"


def test_the_same_file_again_is_told_and_changes_nothing(
    preview: Callable[[Path], ImportPage], to_step: Callable[[int], None], tmp_path: Path
) -> None:
    path = write_roster(tmp_path / "花名册.xlsx")
    page = preview(path)
    page.go_on()
    to_step(RESULT)
    page.restart()
    page = preview(path)
    assert "导入过" in page.preview.notice.text()
    assert not page.next.isEnabled()


def test_what_was_refused_names_its_cell_and_comes_back_red(
    qtbot: QtBot, preview: Callable[[Path], ImportPage], messages: FakeMessages, tmp_path: Path
) -> None:
    page = preview(write_roster(tmp_path / "花名册.xlsx"))
    page.preview.show_tab("不导入")
    (row_id,) = page.preview.problem_table.all_ids()
    row = page.preview.problems.row(row_id)
    assert row is not None
    assert row.cells[:5] == ("花名册.xlsx", "花名册", "5", "出生年月", "88.13")
    target = tmp_path / "返回.xlsx"
    messages.answers = [target]
    page.report.click()
    qtbot.waitUntil(target.is_file, timeout=10000)
    qtbot.waitUntil(lambda: not page.desk.tasks.is_busy())


def test_a_refused_cell_is_mended_in_the_preview_and_goes_in(
    office: Office, preview: Callable[[Path], ImportPage], to_step: Callable[[int], None], qtbot: QtBot, tmp_path: Path
) -> None:
    page = preview(write_roster(tmp_path / "花名册.xlsx"))
    page.preview.show_tab("不导入")
    page.preview.problem_table.focus_rows()
    line = page.preview.mending
    qtbot.waitUntil(lambda: line.text.text() == "88.13")
    assert "第 5 行" in line.where.text()
    reason = line.reason.text()
    if os.environ.get("SHOTS"):
        page.grab().save(f"{os.environ['SHOTS']}/mending.png")
    line.text.setText("1988.14")
    line.button.click()
    assert page.preview.problem_table.count() == 1
    assert "1988.14" in line.reason.text() != reason
    line.text.setText("1988.12")
    qtbot.keyClick(line.text, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.preview.problem_table.count() == 0)
    assert not line.button.isEnabled()
    page.go_on()
    to_step(RESULT)
    born = {p.name: str(p.born_on) for p in office.find(Person)}
    assert born == {"李国强": "1975.03", "周敏": "1988.02", "吴伟": "1988.12"}


def test_a_refused_cell_is_mended_after_the_rest_went_in(
    office: Office, preview: Callable[[Path], ImportPage], to_step: Callable[[int], None], qtbot: QtBot, tmp_path: Path
) -> None:
    page = preview(write_roster(tmp_path / "花名册.xlsx"))
    page.go_on()
    to_step(RESULT)
    page.show_rest("refused")
    page.preview.problem_table.focus_rows()
    qtbot.waitUntil(lambda: page.preview.mending.text.text() == "88.13")
    page.preview.correct("1988.12")
    assert page.next.text() == "导入 1 人"
    page.go_on()
    to_step(RESULT)
    assert page.result.shown is not None
    assert (page.result.shown.new_people, page.result.shown.changed_people) == (0, 1)
    assert {p.name: str(p.born_on) for p in office.find(Person)}["吴伟"] == "1988.12"
    assert len(office.find(Person)) == 3


def test_a_refused_row_says_where_it_can_be_mended(
    preview: Callable[[Path], ImportPage], qtbot: QtBot, tmp_path: Path
) -> None:
    rows = [("周敏", "女", "4.3E+17"), ("吴伟", "男", "")]
    page = preview(write_roster(tmp_path / "一.xlsx", rows, ("姓名", "性别", "身份证号")))
    page.preview.show_tab("不导入")
    page.preview.problem_table.focus_rows()
    qtbot.waitUntil(lambda: "请在文件里改好" in page.preview.mending.reason.text())
    assert not page.preview.mending.text.isEnabled()


def test_a_column_mapped_by_hand_is_remembered(
    page: ImportPage, to_step: Callable[[int], None], office: Office, tmp_path: Path
) -> None:
    titles = ("姓名", "性别", "老家")
    page.files.add([write_roster(tmp_path / "一.xlsx", [("周敏", "女", "云溪柳川")], titles)])
    page.go_on()
    to_step(COLUMNS)
    model = page.columns.model
    home = model.index(2, ColumnsModel.ITEM)
    assert home.data() == "不导入"
    assert "老家" in page.columns.notice.text()
    model.setData(home, "A01.籍贯")
    assert "老家" not in page.columns.notice.text(), "a column that is mapped by now is not called unread"
    page.go_on()
    to_step(PREVIEW)
    page.go_on()
    to_step(RESULT)
    assert [p.native_place for p in office.find(Person)] == ["云溪柳川"]
    page.restart()
    page.files.add([write_roster(tmp_path / "二.xlsx", [("吴伟", "男", "云溪浏河")], titles)])
    page.go_on()
    to_step(COLUMNS)
    assert page.columns.model.index(2, ColumnsModel.ITEM).data() == "籍贯"
    assert page.columns.model.index(2, 4).data() == "按上次的对应关系"


def test_two_columns_for_one_item_hold_the_wizard(
    page: ImportPage, to_step: Callable[[int], None], tmp_path: Path
) -> None:
    page.files.add([write_roster(tmp_path / "花名册.xlsx", titles=TITLES)])
    page.go_on()
    to_step(COLUMNS)
    page.columns.model.setData(page.columns.model.index(5, ColumnsModel.ITEM), "A01.籍贯")
    assert not page.next.isEnabled()
    assert "籍贯" in page.summary.text()


def test_the_item_list_opens_by_key_and_not_by_passing(
    qtbot: QtBot, page: ImportPage, to_step: Callable[[int], None], tmp_path: Path
) -> None:
    page.files.add([write_roster(tmp_path / "花名册.xlsx")])
    page.go_on()
    to_step(COLUMNS)
    view = page.columns.view
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert not view.findChildren(QComboBox)
    qtbot.keyClick(view, Qt.Key.Key_F2)
    (editor,) = view.findChildren(QComboBox)
    assert editor.currentText() == "姓名"
    editor.hidePopup()


def test_a_change_elsewhere_asks_for_another_comparison(
    office: Office,
    stored: Person,
    preview: Callable[[Path], ImportPage],
    to_step: Callable[[int], None],
    tmp_path: Path,
) -> None:
    page = preview(write_roster(tmp_path / "花名册.xlsx"))
    save_person(office, stored, replace(stored, {"native_place": "云溪浏河"}))
    page.refresh(frozenset({"person"}))
    assert page.next.text() == "重新比对"
    page.go_on()
    to_step(PREVIEW)
    assert page.next.text() == "导入 3 人"
    page.preview.show_tab("变更")
    lines = page.preview.detail.lines
    assert lines.rowCount(lines.index(0, 0)) == 1


def test_files_that_cannot_be_read_say_why(page: ImportPage, to_step: Callable[[int], None], tmp_path: Path) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing more")
    page.files.add([broken])
    page.go_on()
    to_step(PREVIEW)
    assert page.preview.current_tab() == "不导入"
    assert not page.next.isEnabled()


def test_only_tables_and_folders_are_kept_as_recent(page: ImportPage, tmp_path: Path) -> None:
    form, table = tmp_path / "张三.lrmx", write_roster(tmp_path / "花名册.xlsx")
    form.write_text("<Person/>")
    page.files.add([form, table, tmp_path])
    page.files.remember()
    kept = page.desk.settings.get("import.recent")
    assert kept == [str(table), str(tmp_path)]


def test_files_from_another_page_are_taken(page: ImportPage, tmp_path: Path) -> None:
    table = write_roster(tmp_path / "花名册.xlsx")
    page.show_target([table, tmp_path / "没有.xlsx"])
    assert page.step() == FILES
    assert page.files.paths() == [table]
    page.files.list.selectAll()
    page.files.remove_chosen()
    assert not page.next.isEnabled()


@pytest.mark.parametrize(("number", "text"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_columns_have_a_spreadsheets_letters(number: int, text: str) -> None:
    assert letters(number) == text


def test_leaving_a_row_leaves_what_the_screen_does_not_show() -> None:
    sheet = AppointmentSheet(person_id="1")
    shown = FieldChange("filled_by", "填表人", None, "周敏", "", "周敏")
    hidden = FieldChange("editor_version", "编辑器版本", None, "3.2", "", "3.2")
    row = RowChange(sheet, IncomingRow(AppointmentSheet, {}, Place("甲.lrmx")), {}, [shown, hidden])
    plan = PersonPlan(IncomingPerson(Place("甲.lrmx"), "周敏", None, None, row.row), Status.CHANGED, rows=[row])
    (group,) = lines_of_person(plan, {})
    (line,) = group.children
    assert [child.label for child in line.children] == ["填表人"]
    line.take(False)
    assert not any(change.accepted for change in (row, shown, hidden))
    assert outline(plan) == "修改 1 条记录"


def headless(path: Path) -> Path:
    """Write a roster whose titles nobody knows, in rows 2 and 3 below a caption."""
    rows = [
        ["全县情况", None, None],
        ["甲栏", "乙栏", "丙栏"],
        ["人", "何时生", "在哪"],
        ["丁一鸣", "1975.03", "青禾县财政局"],
        ["王二梅", "1980.10", "青禾县教育局"],
    ]
    return make_xlsx(path, rows)


def test_the_clerk_points_at_a_header_that_was_not_found(
    office: Office, page: ImportPage, to_step: Callable[[int], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.files.add([headless(tmp_path / "怪表.xlsx")])
    page.go_on()
    to_step(COLUMNS)
    assert not page.next.isEnabled()
    assert "指明表头" in page.summary.text()
    told: list[str] = []

    def choose(dialog: HeaderDialog) -> int:
        assert not dialog.take.isEnabled()
        dialog.choose((2, 3))
        told.append(dialog.notice.text())
        assert dialog.take.isEnabled()
        return 1

    monkeypatch.setattr(HeaderDialog, "exec", choose)
    page.columns.header.click()
    assert "第 2～3 行" in told[0]
    assert "2 人" in told[0]
    model = page.columns.model
    assert [model.index(row, 1).data() for row in range(3)] == ["甲栏人", "乙栏何时生", "丙栏在哪"]
    for row, key in enumerate(("A01.姓名", "A01.出生年月", "A02.任职机构名称")):
        model.setData(model.index(row, ColumnsModel.ITEM), key)
    page.go_on()
    to_step(PREVIEW)
    page.go_on()
    to_step(RESULT)
    assert names(office) == ["丁一鸣", "王二梅"]
    page.restart()
    page.files.add([headless(tmp_path / "又来一次.xlsx")])
    page.go_on()
    to_step(COLUMNS)
    assert page.next.isEnabled(), "the header and its columns are remembered with the layout"
    assert page.columns.choices[0].roster.reading.header_rows == (2, 3)


def test_a_header_can_always_be_pointed_at(
    page: ImportPage, to_step: Callable[[int], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [["姓名", "性别", "备注"], ["姓名", "性别", "现任职务"], ["丁一鸣", "男", "局长"]]
    page.files.add([make_xlsx(tmp_path / "a.xlsx", rows)])
    page.go_on()
    to_step(COLUMNS)
    monkeypatch.setattr(HeaderDialog, "exec", lambda dialog: dialog.choose((2,)) or 1)
    page.columns.header.click()
    assert page.columns.choices[0].mapping[3] == "A01.现工作单位及职务全称"
    assert "第 2 行" in page.columns.facts.text()


def twice(path: Path) -> Path:
    """Write a roster in which one man stands twice, and two people of one number."""
    rows = [
        ["姓名", "身份证号", "出生年月", "性别", "籍贯"],
        ["张三", "339901197503120015", "1975.03", "男", None],
        ["李四", "33990119790115013X", "1979.01", "女", None],
        ["张三", None, "1975.03", None, "云溪柳川"],
        ["李肆", "33990119790115013x", "1979.01", "女", "云溪"],
    ]
    return make_xlsx(path, rows)


def test_one_person_in_two_rows_is_settled_there_and_then(
    office: Office, preview: Callable[[Path], ImportPage], to_step: Callable[[int], None], qtbot: QtBot, tmp_path: Path
) -> None:
    page = preview(twice(tmp_path / "a.xlsx"))
    assert page.preview.current_tab() == Status.DOUBTFUL.value
    doubtful = [p for p in page.preview.plan.people if p.status is Status.DOUBTFUL]  # type: ignore[union-attr]
    assert [(p.name, p.rival.name if p.rival else "") for p in doubtful] == [("张三", "张三"), ("李肆", "李四")]
    texts = [button.text() for button in page.preview.detail.doubt.findChildren(QRadioButton)]
    assert any("是同一个人" in text for text in texts)
    page.preview.join_rows()
    qtbot.waitUntil(lambda: doubtful[0].status is Status.REFUSED)
    assert "合为一人" in doubtful[0].reason
    qtbot.waitUntil(lambda: not page.desk.tasks.is_busy())
    page.preview.show_tab(Status.DOUBTFUL.value)
    page.preview.keep_rows_apart()
    qtbot.waitUntil(lambda: doubtful[1].status is Status.NEW)
    qtbot.waitUntil(lambda: not page.desk.tasks.is_busy())
    page.go_on()
    to_step(RESULT)
    assert names(office) == ["张三", "李四", "李肆"]
    zhang = next(p for p in office.find(Person) if p.name == "张三")
    assert (zhang.id_number, zhang.native_place) == ("339901197503120015", "云溪柳川")


def test_all_double_rows_are_settled_at_once(
    office: Office, preview: Callable[[Path], ImportPage], to_step: Callable[[int], None], qtbot: QtBot, tmp_path: Path
) -> None:
    page = preview(twice(tmp_path / "a.xlsx"))
    page.preview.join_rows(everywhere=True)
    assert page.preview.plan is not None
    qtbot.waitUntil(lambda: page.preview.plan.count(Status.DOUBTFUL) == 0)  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: not page.desk.tasks.is_busy())
    page.go_on()
    to_step(RESULT)
    assert names(office) == ["张三", "李四"]
    assert any("姓名" in notice and "第 3 行" in notice for notice in page.preview.plan.incoming.notices)
