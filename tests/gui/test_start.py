"""From the first screen to an open office."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot
from support.fake_messages import FakeMessages
from support.keyboard import focused, type_text

from ganbu_desktop.desktop.kit.settings import Settings
from ganbu_desktop.desktop.kit.tasks import TaskRunner
from ganbu_desktop.desktop.start import key_paper
from ganbu_desktop.desktop.start.flow import Start
from ganbu_desktop.desktop.start.new_store import NewStoreDialog
from ganbu_desktop.desktop.start.passwords import strength
from ganbu_desktop.desktop.start.recovery import RecoveryWizard
from ganbu_desktop.desktop.start.unlock import NewPasswordDialog, UnlockDialog
from ganbu_desktop.desktop.start.welcome import Way, WelcomeDialog
from ganbu_desktop.kernel.office import opening, safekeeping
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.store.vault import KdfCost

PASSWORD = "abcd-1234-测试"
Key = Qt.Key


@pytest.fixture
def tasks() -> Iterator[TaskRunner]:
    errors: list[Exception] = []
    runner = TaskRunner(failed=lambda _parent, error: errors.append(error), window=lambda: None)
    yield runner
    runner.close()
    assert not errors


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys that are worked out in a moment."""
    monkeypatch.setattr(KdfCost, "calibrated", classmethod(lambda cls, seconds=0.3: cls.cheap_for_tests()))


def shown(qtbot: QtBot, dialog: QDialog) -> None:
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.activateWindow()


@pytest.mark.parametrize(
    ("password", "tone"),
    [
        ("", ""),
        ("1234567", "error"),
        ("12345678", "warning"),
        ("aaaaaaaab", "warning"),
        ("abcd1234", "hint"),
        ("Abcd-1234-efgh", "ok"),
    ],
)
def test_the_strength_of_a_password_is_said(password: str, tone: str) -> None:
    assert strength(password)[0] == tone


def test_a_store_is_made_by_keyboard_and_its_key_typed_back(
    qtbot: QtBot, tasks: TaskRunner, messages: FakeMessages, clock: Any, tmp_path: Path
) -> None:
    dialog = NewStoreDialog(None, suggested=tmp_path / "新.ganbu", tasks=tasks, messages=messages, clock=clock)
    shown(qtbot, dialog)
    qtbot.keyClick(focused(), Key.Key_Return)
    assert dialog.current() is dialog.account
    dialog.account.password.first.setFocus()
    type_text("geheim-1234")
    qtbot.keyClick(focused(), Key.Key_Tab)
    type_text("geheim-123")
    assert not dialog.next.isEnabled()
    assert "不一致" in dialog.account.password.remarks()
    type_text("4")
    qtbot.keyClick(focused(), Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.current() is dialog.key)
    key = dialog.key.key()
    assert len(key.split("-")) == 7
    assert not dialog.back.isEnabled()
    assert not dialog.next.isEnabled()
    dialog.key.typed.setFocus()
    type_text("X" * 28)
    assert not dialog.next.isEnabled()
    dialog.key.typed.setText(key.lower().replace("-", " "))
    qtbot.keyClick(dialog.key.typed, Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.office is not None
    dialog.office.file.close()
    opening.open_store(tmp_path / "新.ganbu", password="geheim-1234", clock=clock).file.close()


def test_giving_up_before_the_key_was_proved_leaves_no_file(
    qtbot: QtBot, tasks: TaskRunner, messages: FakeMessages, clock: Any, tmp_path: Path
) -> None:
    dialog = NewStoreDialog(None, suggested=tmp_path / "新.ganbu", tasks=tasks, messages=messages, clock=clock)
    shown(qtbot, dialog)
    dialog.go_next()
    dialog.account.password.first.setText("geheim-1234")
    dialog.account.password.second.setText("geheim-1234")
    dialog.go_next()
    qtbot.waitUntil(lambda: dialog.current() is dialog.key)
    messages.answers = [False, True]
    dialog.reject()
    assert dialog.isVisible()
    dialog.reject()
    assert dialog.office is None
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_never_overwritten(
    qtbot: QtBot, tasks: TaskRunner, messages: FakeMessages, clock: Any, store_path: Path
) -> None:
    dialog = NewStoreDialog(None, suggested=store_path, tasks=tasks, messages=messages, clock=clock)
    shown(qtbot, dialog)
    assert not dialog.next.isEnabled()


def test_an_unwritable_place_is_a_sentence(
    qtbot: QtBot, tasks: TaskRunner, messages: FakeMessages, clock: Any, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x")
    dialog = NewStoreDialog(None, suggested=tmp_path / "file" / "新.ganbu", tasks=tasks, messages=messages, clock=clock)
    shown(qtbot, dialog)
    dialog.go_next()
    dialog.account.password.first.setText("geheim-1234")
    dialog.account.password.second.setText("geheim-1234")
    dialog.go_next()
    qtbot.waitUntil(lambda: "没有建立" in dialog.account.notice.text())
    assert dialog.current() is dialog.account


def test_the_key_sheet_is_one_page_that_needs_no_font(tmp_path: Path, clock: Any, recovery_key: str) -> None:
    contents = []
    for number, key in enumerate((recovery_key, recovery_key[::-1])):
        path = tmp_path / f"恢复密钥{number}.pdf"
        key_paper.save_pdf(path, "一.ganbu", key, clock())
        (page,) = PdfReader(path).pages
        assert "/Font" not in page["/Resources"] or not page["/Resources"]["/Font"]  # type: ignore[index]
        assert float(page.mediabox.width) == pytest.approx(595, abs=1)
        contents.append(page.get_contents().get_data())  # type: ignore[union-attr]
    assert contents[0] != contents[1]
    assert b"<svg" in key_paper.qr_svg(recovery_key)


def test_an_unwritable_key_sheet_is_an_error(tmp_path: Path, clock: Any, recovery_key: str) -> None:
    with pytest.raises(OSError, match="没有"):
        key_paper.save_pdf(tmp_path / "没有" / "x.pdf", "一.ganbu", recovery_key, clock())


def test_typed_keys_are_compared_as_people_write_them() -> None:
    assert key_paper.same_key(" abcd-0o1i ", "ABCD-0011")
    assert not key_paper.same_key("abcd", "abce")


def unlock_dialog(qtbot: QtBot, path: Path, tasks: TaskRunner, messages: FakeMessages, clock: Any) -> UnlockDialog:
    dialog = UnlockDialog(None, path, tasks=tasks, messages=messages, clock=clock)
    shown(qtbot, dialog)
    return dialog


def test_a_wrong_password_is_said_and_changes_nothing(
    qtbot: QtBot, tasks: TaskRunner, messages: FakeMessages, clock: Any, store_path: Path
) -> None:
    before = store_path.read_bytes()
    dialog = unlock_dialog(qtbot, store_path, tasks, messages, clock)
    type_text("falsch")
    qtbot.keyClick(focused(), Key.Key_Return)
    qtbot.waitUntil(lambda: bool(dialog.notice.text()))
    assert store_path.read_bytes() == before
    assert dialog.office is None
    assert dialog.password.hasFocus()
    assert dialog.password.selectionLength() == 6
    type_text(PASSWORD)
    qtbot.keyClick(focused(), Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.office is not None)
    dialog.office.file.close()  # type: ignore[union-attr]


def test_the_recovery_key_opens_and_asks_for_a_new_password(
    qtbot: QtBot, tasks: TaskRunner, messages: FakeMessages, clock: Any, store_path: Path, recovery_key: str
) -> None:
    dialog = unlock_dialog(qtbot, store_path, tasks, messages, clock)
    dialog.switch.click()
    dialog.key.setText(recovery_key)

    def answer() -> None:
        asked = QApplication.activeModalWidget()
        assert isinstance(asked, NewPasswordDialog)
        for line in asked.inputs():
            line.setText("neues-kennwort")
        asked.accept()

    def wait_for_it() -> None:
        if isinstance(QApplication.activeModalWidget(), NewPasswordDialog):
            answer()
        else:
            QTimer.singleShot(20, wait_for_it)

    wait_for_it()
    dialog.unlock()
    qtbot.waitUntil(lambda: dialog.result() == QDialog.DialogCode.Accepted)
    dialog.office.file.close()  # type: ignore[union-attr]
    opening.open_store(store_path, password="neues-kennwort", clock=clock).file.close()


def test_a_store_in_use_here_is_not_opened_twice(
    qtbot: QtBot, tasks: TaskRunner, messages: FakeMessages, clock: Any, store_path: Path
) -> None:
    holder = opening.open_store(store_path, password=PASSWORD, clock=clock)
    try:
        dialog = unlock_dialog(qtbot, store_path, tasks, messages, clock)
        dialog.password.setText(PASSWORD)
        dialog.unlock()
        qtbot.waitUntil(lambda: "正在被使用" in dialog.notice.text())
        assert dialog.office is None
        assert messages.shown == []
    finally:
        holder.file.close()


def test_a_store_left_by_another_computer_can_be_read_or_freed(
    qtbot: QtBot, tasks: TaskRunner, messages: FakeMessages, clock: Any, store_path: Path
) -> None:
    left = {"account": "李科员", "user": "li", "host": "另一台电脑", "pid": 1, "started_at": "2026-03-01", "token": "x"}
    store_path.with_name(store_path.name + ".lock").write_text(json.dumps(left), encoding="utf-8")
    dialog = unlock_dialog(qtbot, store_path, tasks, messages, clock)
    dialog.password.setText(PASSWORD)
    messages.answers = ["以只读方式打开"]
    dialog.unlock()
    qtbot.waitUntil(lambda: dialog.office is not None)
    assert dialog.office.file.read_only  # type: ignore[union-attr]
    dialog.office.file.close()  # type: ignore[union-attr]
    dialog.office = None
    messages.answers = ["对方已不再使用，解除占用", "解除占用"]
    dialog.unlock()
    qtbot.waitUntil(lambda: dialog.office is not None)
    assert not dialog.office.file.read_only  # type: ignore[union-attr]
    dialog.office.file.close()  # type: ignore[union-attr]


@pytest.fixture
def backed_up(store_path: Path, clock: Any) -> Path:
    """A store with one person and a backup of it, closed."""
    office = opening.open_store(store_path, password=PASSWORD, clock=clock)
    with office.operation("登记干部", right="person.edit") as current:
        current.insert(Person(name="张三"))
    safekeeping.backup_now(office)
    office.file.close()
    return store_path


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_a_lost_store_comes_back_from_its_backup(
    qtbot: QtBot, tasks: TaskRunner, messages: FakeMessages, clock: Any, backed_up: Path, harm: str
) -> None:
    """U15: a lost or damaged file is put back from its proved backup in three steps, and that is said."""
    if harm == "missing":
        backed_up.unlink()
    else:
        backed_up.write_bytes(b"\x00" * 5000)
    wizard = RecoveryWizard(None, backed_up, tasks=tasks, messages=messages, clock=clock)
    shown(qtbot, wizard)
    table = wizard.choose.table
    assert [table.item(0, column).text() for column in (1, 2, 4)] == ["手动备份", "1", "已校验"]
    table.setFocus()
    qtbot.keyClick(table, Key.Key_Return)
    if wizard.current() is wizard.choose:
        wizard.go_next()
    wizard.secret_step.password.setText("falsch-falsch")
    wizard.go_next()
    qtbot.waitUntil(lambda: bool(wizard.secret_step.notice.text()))
    assert wizard.current() is wizard.secret_step
    wizard.secret_step.password.setText(PASSWORD)
    qtbot.keyClick(wizard.secret_step.password, Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.current() is wizard.done_step)
    assert str(backed_up) in wizard.done_step.notice.text()
    wizard.go_next()
    assert wizard.result() == QDialog.DialogCode.Accepted
    office = opening.open_store(backed_up, clock=clock, **wizard.secret)  # type: ignore[arg-type]
    assert [person.name for person in office.find(Person)] == ["张三"]
    office.file.close()


def test_the_backup_that_was_asked_for_is_the_one_restored(
    qtbot: QtBot, tasks: TaskRunner, messages: FakeMessages, clock: Any, backed_up: Path
) -> None:
    older = safekeeping.folder_of(backed_up).entries()[0]
    office = opening.open_store(backed_up, password=PASSWORD, clock=clock)
    clock.forward(15)
    newer = safekeeping.backup_now(office)
    office.file.close()
    wizard = RecoveryWizard(None, backed_up, tasks=tasks, messages=messages, clock=clock, backup=older.path)
    shown(qtbot, wizard)
    assert wizard.choose.chosen() == older.path != newer.path
    when = f"{older.made_at:%Y-%m-%d %H:%M:%S}"
    assert when in wizard.choose.shown()
    wizard.go_next()
    assert when in wizard.secret_step._facts.text()
    wizard.secret_step.password.setText(PASSWORD)
    wizard.go_next()
    qtbot.waitUntil(lambda: wizard.current() is wizard.done_step)
    assert when in wizard.done_step.notice.text()
    assert safekeeping.folder_of(backed_up).restored_from == older.path.name


def test_a_backup_from_elsewhere_can_be_chosen(
    qtbot: QtBot, tasks: TaskRunner, messages: FakeMessages, clock: Any, backed_up: Path, tmp_path: Path
) -> None:
    backup = safekeeping.folder_of(backed_up).entries()[0].path
    target = tmp_path / "别处" / "新.ganbu"
    target.parent.mkdir()
    wizard = RecoveryWizard(None, target, tasks=tasks, messages=messages, clock=clock)
    shown(qtbot, wizard)
    assert not wizard.next.isEnabled()
    assert "没有" in wizard.choose.notice.text()
    messages.answers = [backup]
    wizard.choose._browse()
    assert wizard.next.isEnabled()
    wizard.go_next()
    wizard.secret_step.password.setText(PASSWORD)
    wizard.go_next()
    qtbot.waitUntil(lambda: wizard.current() is wizard.done_step)
    assert target.exists()


def test_the_first_screen_by_keyboard(qtbot: QtBot, tmp_path: Path, store_path: Path) -> None:
    dialog = WelcomeDialog([store_path, tmp_path / "没有.ganbu"])
    shown(qtbot, dialog)
    assert "找不到文件" in dialog.recent.item(1).text()
    qtbot.keyClick(dialog.recent, Key.Key_Return)
    assert dialog.path == store_path
    fresh = WelcomeDialog([])
    shown(qtbot, fresh)
    qtbot.keyClick(focused(), Key.Key_Tab)
    qtbot.keyClick(focused(), Key.Key_Return)
    assert fresh.way is Way.DEMO


def drive(act: Callable[[QWidget], bool]) -> None:
    """Call ``act`` with the modal window until it says that it is done."""

    def look() -> None:
        widget = QApplication.activeModalWidget()
        if widget is None or not act(widget):
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)


def test_the_whole_way_to_an_open_office(
    qtbot: QtBot, tasks: TaskRunner, messages: FakeMessages, clock: Any, store_path: Path, tmp_path: Path
) -> None:
    settings = Settings(None)
    start = Start(settings=settings, messages=messages, tasks=tasks, clock=clock, home=tmp_path, demo=None)
    assert Way.DEMO not in start.welcome().buttons
    messages.answers = [store_path]

    def act(widget: QWidget) -> bool:
        if isinstance(widget, WelcomeDialog):
            widget.buttons[Way.OPEN].click()
        elif isinstance(widget, UnlockDialog) and widget.good.isEnabled():
            widget.password.setText(PASSWORD)
            widget.good.click()
            return True
        return False

    drive(act)
    office = start.run()
    assert office is not None
    office.file.close()
    assert settings.recent_stores() == [store_path]


def test_a_missing_store_never_becomes_an_empty_one(
    qtbot: QtBot, tasks: TaskRunner, messages: FakeMessages, clock: Any, tmp_path: Path
) -> None:
    gone = tmp_path / "不在.ganbu"
    settings = Settings(None)
    settings.remember_store(gone)
    messages.answers = ["从列表中移除"]
    start = Start(settings=settings, messages=messages, tasks=tasks, clock=clock, home=tmp_path, demo=None)
    drive(lambda widget: bool(isinstance(widget, WelcomeDialog) and (widget.reject() or True)))
    assert start.run(gone) is None
    assert not gone.exists()
    assert settings.recent_stores() == []
    assert "不会在原处建一个空文件" in messages.texts()
