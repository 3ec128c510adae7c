"""Nothing is larger than the screen: dialogs scroll inside with their buttons in sight, the window fits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout
from pytestqt.qtbot import QtBot
from support.fake_messages import FakeMessages

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.messages import MessageBox
from ganbu_desktop.desktop.kit.settings import Settings
from ganbu_desktop.desktop.kit.widgets import PlainDialog, dialog_buttons
from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.desktop.window.page import Page, PageSpec
from ganbu_desktop.kernel.office.office import Office


@pytest.fixture
def large(qapp: QApplication) -> Iterator[None]:
    """Letters at 150 %."""
    theme.apply(qapp, 1.5)
    yield
    theme.apply(qapp)


def _shown(qtbot: QtBot, dialog: QDialog) -> QRect:
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    QApplication.processEvents()
    return QRect(0, 0, dialog.width(), dialog.height())


def _in_sight(dialog: QDialog, area: QRect) -> bool:
    every: list[QPushButton] = list(dialog.findChildren(QPushButton))
    buttons = [b for b in every if b.isVisible()]
    return bool(buttons) and all(area.contains(QRect(b.mapTo(dialog, b.rect().topLeft()), b.size())) for b in buttons)


@pytest.mark.usefixtures("large")
def test_a_high_dialog_scrolls_and_keeps_its_buttons(qtbot: QtBot) -> None:
    dialog = PlainDialog(None, "很多栏")
    lines = [QLineEdit() for _ in range(24)]
    for number, line in enumerate(lines):
        dialog.add_field(f"第 {number} 栏", line)
    inner = QVBoxLayout()
    inner.addWidget(QLabel("说明"))
    dialog.body.addLayout(inner)
    buttons, _good = dialog_buttons(dialog)
    dialog.body.addWidget(buttons)
    area = _shown(qtbot, dialog)
    assert dialog.height() <= dialog.screen().availableSize().height()
    assert _in_sight(dialog, area)
    scrolling = dialog.findChild(QScrollArea)
    assert scrolling is not None
    assert scrolling.verticalScrollBar().maximum() > 0
    assert scrolling.isAncestorOf(lines[-1])
    scrolling.ensureWidgetVisible(lines[-1])
    assert not lines[-1].visibleRegion().isEmpty()


def test_a_dialog_that_fits_does_not_scroll(qtbot: QtBot) -> None:
    dialog = PlainDialog(None, "两栏")
    dialog.add_field("一", QLineEdit())
    buttons, _good = dialog_buttons(dialog)
    dialog.body.addWidget(buttons)
    _shown(qtbot, dialog)
    assert not dialog.findChildren(QScrollArea)


@pytest.mark.usefixtures("large")
def test_a_long_message_scrolls_and_keeps_its_buttons(qtbot: QtBot) -> None:
    text = "\n".join(f"第 {number} 行放不下，请精简内容后再打印一次" for number in range(60))
    box = MessageBox(None, "warning", "请注意", text, ("知道了",), 0, -1)
    area = _shown(qtbot, box)
    assert box.height() <= box.screen().availableSize().height()
    assert _in_sight(box, area)


@pytest.mark.usefixtures("large")
def test_the_window_is_never_larger_than_the_screen(qtbot: QtBot, office: Office, messages: FakeMessages) -> None:
    for kept in ({}, {"window.size": [4000, 3000]}):
        settings = Settings(None)
        for key, value in kept.items():
            settings.set(key, value)
        window = MainWindow(office, (PageSpec("p", "页", "people", Page),), settings=settings, messages=messages)
        screen = window.screen().availableSize()
        assert window.width() <= screen.width()
        assert window.height() <= screen.height()
        window._watch.stop()
        window.tasks.close()
        QApplication.instance().removeEventFilter(window._watch)  # type: ignore[union-attr]
        window.deleteLater()
