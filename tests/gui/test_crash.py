"""When our own code fails."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QtMsgType, qInstallMessageHandler, qWarning

from ganbu_desktop.desktop.window import crash
from ganbu_desktop.foundation.errors import Cancelled, CheckFailed

NOW = datetime(2026, 3, 2, 9, 30)


def handler(folder: Path, said: list[str]) -> crash.CrashHandler:
    def offer(text: str) -> bool:
        said.append(text)
        return False

    return crash.CrashHandler(
        folder=folder, clock=lambda: NOW, show_sentence=said.append, offer_restart=offer, save_drafts=lambda: None
    )


def caught(error: Exception) -> Exception:
    try:
        raise error
    except Exception as same:
        return same


def test_a_bug_leaves_a_report_without_personal_data(tmp_path: Path, expect_log: Callable[[str], None]) -> None:
    expect_log("unhandled KeyError")
    said: list[str] = []
    error = caught(KeyError("张三 430102197503120011"))
    handler(tmp_path, said).handle(KeyError, error)
    (path,) = tmp_path.iterdir()
    text = path.read_text("utf-8")
    assert "KeyError" in text
    assert "test_crash.py" in text
    assert "张三" not in text
    assert "430102" not in text
    assert str(path) in said[0]
    assert "数据文件是安全的" in said[0]


def test_our_own_errors_are_sentences_and_stopping_is_nothing(tmp_path: Path) -> None:
    said: list[str] = []
    h = handler(tmp_path, said)
    h.handle(CheckFailed, CheckFailed("条件不满足；数据未改动"))
    h.handle(Cancelled, Cancelled())
    assert said == ["条件不满足；数据未改动"]
    assert list(tmp_path.iterdir()) == []


def test_an_unwritable_folder_is_said(tmp_path: Path, expect_log: Callable[[str], None]) -> None:
    expect_log("unhandled ValueError")
    blocked = tmp_path / "file"
    blocked.write_text("x")
    said: list[str] = []
    handler(blocked / "reports", said).handle(ValueError, caught(ValueError("x")))
    assert "未能写入" in said[0]


def test_qt_messages_go_to_the_log(expect_log: Callable[[str], None], caplog: pytest.LogCaptureFixture) -> None:
    expect_log("qt WARNING: something of Qt")
    crash.log_qt_messages()
    try:
        with caplog.at_level(logging.WARNING, "qt"):
            qWarning("something of Qt")
    finally:
        qInstallMessageHandler(None)
    assert crash._LEVELS[QtMsgType.QtCriticalMsg] == logging.ERROR
