"""Boxes by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from support.keyboard import focused, type_text

from ganbu_desktop.desktop.kit.messages import MessageBox, Messages

Key = Qt.Key


def answer(qtbot: QtBot, act: Callable[[MessageBox], None]) -> None:
    """Do something to the next box once it is open."""

    def look() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, MessageBox)
        act(box)

    QTimer.singleShot(50, look)


@pytest.mark.parametrize(
    ("keys", "got"),
    [
        ([Key.Key_Return], 0),
        ([Key.Key_Right, Key.Key_Return], 1),
        ([Key.Key_Left, Key.Key_Space], 2),
        ([Key.Key_Escape], None),
    ],
)
def test_a_choice_is_made_by_keyboard(qtbot: QtBot, keys: list[Qt.Key], got: int | None) -> None:
    def press(box: MessageBox) -> None:
        box.activateWindow()
        for key in keys:
            qtbot.keyClick(focused(), key)

    answer(qtbot, press)
    assert Messages().choose(None, "未保存", "有修改没有保存。", ["保存", "不保存", "取消"]) == got


def test_a_dangerous_question_defaults_to_no(qtbot: QtBot) -> None:
    answer(qtbot, lambda box: qtbot.keyClick(focused(), Key.Key_Return))
    assert not Messages().question(None, "删除", "删除 20 人？", danger=True)


def test_the_text_is_told_to_screen_readers_and_shown_as_it_is(qtbot: QtBot) -> None:
    seen: list[Any] = []

    def look(box: MessageBox) -> None:
        seen.extend([box.accessibleDescription(), box.windowTitle()])
        box.reject()

    answer(qtbot, look)
    Messages().error(None, "磁盘已满<b>。\n\n数据没有改变。")
    assert seen == ["磁盘已满<b>。\n\n数据没有改变。", "没有完成"]


def test_wiping_needs_the_word(qtbot: QtBot) -> None:
    def wrong(box: MessageBox) -> None:
        assert not box.button(0).isEnabled()
        type_text("李四", box.findChild(QLineEdit))
        assert not box.button(0).isEnabled()
        box.reject()

    def right(box: MessageBox) -> None:
        type_text("张三", box.findChild(QLineEdit))
        qtbot.mouseClick(box.button(0), Qt.MouseButton.LeftButton)

    answer(qtbot, wrong)
    assert not Messages().confirm_typed(None, "彻底删除", "不能撤销。", "张三")
    answer(qtbot, right)
    assert Messages().confirm_typed(None, "彻底删除", "不能撤销。", "张三")


def test_a_line_is_asked_for(qtbot: QtBot) -> None:
    def write(box: MessageBox) -> None:
        line = box.findChild(QLineEdit)
        assert isinstance(line, QLineEdit)
        line.setText("常用名单")
        qtbot.keyClick(line, Key.Key_Return)

    answer(qtbot, write)
    assert Messages().ask_text(None, "名称", "名单的名称") == "常用名单"
    answer(qtbot, lambda box: box.reject())
    assert Messages().ask_text(None, "名称", "名单的名称") is None
