"""Qt speaks Chinese."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot


def has_chinese(text: str) -> bool:
    return any("一" <= char <= "鿿" for char in text)


@pytest.mark.parametrize("button", list(QDialogButtonBox.StandardButton))
def test_standard_buttons_are_chinese(qtbot: QtBot, button: QDialogButtonBox.StandardButton) -> None:
    if button is QDialogButtonBox.StandardButton.NoButton:
        return
    box = QDialogButtonBox(button)
    qtbot.addWidget(box)
    made = box.button(button)
    if made is not None:
        assert has_chinese(made.text()), made.text()


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_context_menus_are_chinese(qtbot: QtBot, kind: type[QLineEdit] | type[QPlainTextEdit]) -> None:
    widget = kind()
    qtbot.addWidget(widget)
    menu = widget.createStandardContextMenu()
    texts = [action.text() for action in menu.actions() if action.text()]
    menu.deleteLater()
    assert len(texts) >= 6
    assert all(has_chinese(text) for text in texts), texts


@pytest.mark.parametrize(
    ("context", "text"),
    [
        ("QFileDialog", "Look in:"),
        ("QFileDialog", "File &name:"),
        ("QPlatformTheme", "Cancel"),
        ("QPrintDialog", "Print"),
    ],
)
def test_dialog_texts_are_chinese(context: str, text: str) -> None:
    assert has_chinese(QCoreApplication.translate(context, text))
