"""The pages about the data itself, empty and full."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.fake_messages import FakeMessages
from support.windows import SteppedClock

from ganbu_desktop.desktop.start.unlock import ChangePasswordDialog
from ganbu_desktop.desktop.system import PAGES
from ganbu_desktop.desktop.system.about import AboutPage
from ganbu_desktop.desktop.system.access_log import AccessLogPage
from ganbu_desktop.desktop.system.backups import BackupPage
from ganbu_desktop.desktop.system.operation_log import OperationLogPage
from ganbu_desktop.desktop.system.parameters import ParameterDialog, ParametersPage
from ganbu_desktop.desktop.system.recycle_bin import RecycleBinPage
from ganbu_desktop.desktop.window.page import PERSON, Desk, Page
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.log.access_log import VIEW, note_access
from ganbu_desktop.kernel.office import opening, parameter_overrides, safekeeping
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.kernel.office.parameter_deciding import set_override
from ganbu_desktop.kernel.people.person import Education, Person

PASSWORD = "abcd-1234-测试"


@pytest.fixture
def deleted(office: Office) -> Person:
    """One person, deleted with a course of study."""
    person = Person(name="张三")
    with office.operation("登记干部", right="person.edit") as current:
        current.insert_many([person, Education(person_id=person.id, school="省委党校")])
    with office.operation("删除干部", right="person.delete") as current:
        current.delete(person)
    return person


@pytest.fixture
def show(qtbot: QtBot, desk: Desk) -> Iterator[Callable[..., Any]]:
    def make(kind: Callable[[Desk], Page]) -> Page:
        page = kind(desk)
        qtbot.addWidget(page)
        page.resize(1000, 600)
        page.show()
        qtbot.waitUntil(lambda: not desk.tasks.is_busy())
        return page

    yield make
    qtbot.waitUntil(lambda: not desk.tasks.is_busy())


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.name)
def test_every_page_opens_on_an_empty_store(show: Callable[..., Any], spec: Any) -> None:
    page = show(spec.factory)
    page.focus_first()
    assert page.may_leave()
    assert all(action is None or action.text() for action in page.commands())


def test_a_deleted_person_comes_back_whole(
    show: Callable[..., Any], deleted: Person, office: Office, qtbot: QtBot
) -> None:
    page = show(RecycleBinPage)
    assert page.table.model.cell(0, 1) == "张三"
    page.restore()
    qtbot.waitUntil(lambda: office.find(Person) == [deleted])
    assert [e.school for e in office.owned(Education, deleted.id)] == ["省委党校"]
    page.refresh(frozenset({"person"}))
    assert page.table.count() == 0


def test_wiping_for_good_needs_the_name(
    show: Callable[..., Any], deleted: Person, office: Office, messages: FakeMessages, qtbot: QtBot
) -> None:
    page = show(RecycleBinPage)
    messages.answers = ["李四"]
    page.purge()
    assert page.table.count() == 1
    messages.answers = ["张三"]
    page.purge()
    qtbot.waitUntil(lambda: page.table.count() == 0)
    assert office.find(Person) == []


def test_a_figure_is_decided_with_date_and_document(show: Callable[..., Any], office: Office, qtbot: QtBot) -> None:
    page = show(ParametersPage)
    assert page.table.select("idle_lock_minutes")

    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ParameterDialog)
        dialog.value.setText("九")  # type: ignore[union-attr]
        dialog._judge()
        assert "整数" in dialog.remark.text()
        dialog.value.setText("9")  # type: ignore[union-attr]
        dialog._judge()
        assert "依据" in dialog.remark.text()
        dialog.document.setText("组办〔2026〕3号")
        qtbot.keyClick(dialog.document, Qt.Key.Key_Return)

    QTimer.singleShot(50, fill)
    page.edit()
    qtbot.waitUntil(lambda: office.parameters().integer("idle_lock_minutes", office.today()) == 9)
    page.refresh(frozenset({"parameter_override"}))
    page.table.select("idle_lock_minutes")
    row = page.table.model.row_at(page.table.view.currentIndex().row())
    assert row.cells[1:] == ("9", "分钟", "本单位设定", "组办〔2026〕3号", "2026.03.02", "王科长", "2026.03.02")


def test_figures_that_are_not_proved_say_so(show: Callable[..., Any]) -> None:
    page = show(ParametersPage)
    words = {page.table.model.row_at(row).cells[3] for row in range(page.table.count())}
    assert words == {"〔建议〕", "已核"}


def test_a_decision_that_cannot_be_read_is_named(show: Callable[..., Any], office: Office) -> None:
    """One from a newer program, say; it is not passed over in silence."""
    page = show(ParametersPage)
    assert page.unread.isHidden()
    wrong = parameter_overrides.ParameterOverride(
        name="idle_lock_minutes", value="很久", effective_on=PartialDate(2026)
    )
    with office.operation("准备", right="test") as current:
        current.insert(wrong)
    page.refresh(frozenset({"parameter_override"}))
    assert "“很久”" in page.unread.text()
    assert "没有采用" in page.unread.text()


def test_a_choice_figure_offers_its_choices(qtbot: QtBot, office: Office) -> None:
    for name in office.parameters().names():
        parameter = office.parameters().get(name)
        dialog = ParameterDialog(None, parameter, PartialDate(2026, 3))  # type: ignore[arg-type]
        qtbot.addWidget(dialog)
        with pytest.raises(FieldError, match="依据"):
            dialog.values()


def test_backups_are_made_listed_and_proved(
    show: Callable[..., Any], office: Office, messages: FakeMessages, tmp_path: Path, qtbot: QtBot
) -> None:
    with office.operation("登记干部", right="person.edit") as current:
        current.insert(Person(name="张三"))
    page = show(BackupPage)
    page.back_up()
    qtbot.waitUntil(lambda: page.table.count() == 1)
    assert page.table.model.row_at(0).cells[1:3] == ("手动备份", "1")
    page.check_backup()
    qtbot.waitUntil(lambda: page.notice.text().startswith("备份完好"))
    page.verify()
    qtbot.waitUntil(lambda: page.notice.text().startswith("数据文件完好"))
    stick = tmp_path / "U盘"
    stick.mkdir()
    messages.answers = [stick / "备份.ganbu-backup"]
    page.back_up_to()
    qtbot.waitUntil(lambda: "U" in page.notice.text())
    assert len(list(stick.iterdir())) == 1


def test_a_damaged_backup_is_found(show: Callable[..., Any], office: Office, qtbot: QtBot) -> None:
    entry = safekeeping.backup_now(office)
    content = bytearray(entry.path.read_bytes())
    content[9000] ^= 1
    entry.path.write_bytes(content)
    page = show(BackupPage)
    page.check_backup()
    qtbot.waitUntil(lambda: "已损坏" in page.notice.text())


def test_going_back_asks_first_and_takes_the_backup_that_was_chosen(
    show: Callable[..., Any], desk: Desk, office: Office, clock: SteppedClock, messages: FakeMessages
) -> None:
    page = show(BackupPage)
    left: list[Path | None] = []
    desk.recover = left.append
    page.restore()
    assert left == [], "nothing is chosen yet"
    older = safekeeping.backup_now(office)
    clock.forward(15)
    safekeeping.backup_now(office)
    page.refresh(frozenset({"backup"}))
    page.table.select(str(older.path))
    messages.answers = [False]
    page.restore()
    assert left == []
    messages.answers = [True]
    page.restore()
    assert left == [older.path]
    assert f"{older.made_at:%Y-%m-%d %H:%M:%S}" in messages.texts()


def test_the_log_lists_steps_and_takes_the_newest_back(
    show: Callable[..., Any], deleted: Person, office: Office, messages: FakeMessages, qtbot: QtBot
) -> None:
    page = show(OperationLogPage)
    qtbot.waitUntil(lambda: page.table.count() == 2)
    assert page.table.model.row_at(0).cells[1:4] == ("王科长", "修改", "删除干部")
    messages.answers = [True]
    page.undo()
    qtbot.waitUntil(lambda: office.find(Person) == [deleted])
    page.refresh(frozenset())
    qtbot.waitUntil(lambda: page.table.count() == 3)
    assert page.table.model.row_at(0).cells[2] == "撤销"


def test_the_log_is_written_out_for_the_auditor(
    show: Callable[..., Any], deleted: Person, messages: FakeMessages, qtbot: QtBot, tmp_path: Path
) -> None:
    page = show(OperationLogPage)
    messages.answers = [tmp_path / "日志"]
    page.export()
    qtbot.waitUntil(lambda: ("notice", "已导出 2 条操作到 日志.xlsx") in messages.shown)
    assert (tmp_path / "日志.xlsx").exists()


def test_who_saw_what_is_listed_by_name_for_who_may_see_it(
    show: Callable[..., Any], office: Office, qtbot: QtBot
) -> None:
    one, other = Person(name="张三", current_post="局长"), Person(name="李四")
    with office.operation("登记干部", right="person.edit") as current:
        current.insert_many([one, other])
    note_access(office, VIEW, "person", [one.id, other.id, "gone"], "核对")
    page = show(AccessLogPage)
    qtbot.waitUntil(lambda: page.table.count() == 3)
    assert [page.table.model.row_at(n).cells[4] for n in range(3)] == ["（已删除）", "李　四", "张　三"]
    assert page.table.model.row_at(2).cells[1:] == ("王科长", "查看", "干部", "张　三", "局长", "核对")
    page.show_target((PERSON, one.id))
    qtbot.waitUntil(lambda: page.table.count() == 1)
    page.show_target(None)
    qtbot.waitUntil(lambda: page.table.count() == 3)
    office.account = Account("旁人", frozenset({"person.edit"}))
    assert show(AccessLogPage).table.count() == 0


def test_the_password_is_changed(
    show: Callable[..., Any], office: Office, messages: FakeMessages, qtbot: QtBot
) -> None:
    page = show(AboutPage)

    def fill(old: str) -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ChangePasswordDialog)
        dialog.old.setText(old)
        dialog.new.first.setText("neues-kennwort")
        dialog.new.second.setText("neues-kennwort")
        dialog.good.click()

    QTimer.singleShot(50, lambda: fill("falsch"))
    page.change_password()
    qtbot.waitUntil(lambda: any(kind == "error" for kind, _text in messages.shown))
    assert opening.password_fits(office, PASSWORD)
    QTimer.singleShot(50, lambda: fill(PASSWORD))
    page.change_password()
    qtbot.waitUntil(lambda: ("notice", "密码已修改") in messages.shown)
    assert opening.password_fits(office, "neues-kennwort")


def test_an_override_of_the_past_counts_then_only(office: Office) -> None:
    set_override(office, name="idle_lock_minutes", value="20", effective_from=PartialDate(2026, 6), document="会议")
    figures = office.parameters()
    assert figures.integer("idle_lock_minutes", PartialDate(2026, 5)) == 5
    assert figures.integer("idle_lock_minutes", PartialDate(2026, 6)) == 20
