"""File dialogs begin where the last file was taken or put, at first in the clerk's documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from ganbu_desktop.desktop.kit.messages import Messages
from ganbu_desktop.desktop.kit.settings import Settings


def test_they_begin_in_the_last_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    documents, stick = tmp_path / "文档", tmp_path / "U盘"
    documents.mkdir()
    stick.mkdir()
    began: list[str] = []
    answers = [str(stick / "名册.xlsx"), "", str(documents / "表.pdf")]

    def ask(parent: object, title: str, start: str, kinds: str) -> tuple[str, str]:
        began.append(start)
        return answers.pop(0), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", ask)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    messages = Messages(settings := Settings(None), documents)
    assert messages.open_file(None, "打开", "*") == stick / "名册.xlsx"
    assert messages.save_file(None, "写出", "任免表.pdf", "*") is None
    assert messages.save_file(None, "写出", documents / "表.pdf", "*") == documents / "表.pdf"
    assert began == [str(documents), str(stick / "任免表.pdf"), str(documents / "表.pdf")]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda parent, title, start: began.append(start) or "")
    Messages(settings, stick).folder(None, "选择")
    assert began[-1] == str(documents)


def test_a_folder_that_is_gone_is_not_begun_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = Settings(None)
    settings.set("files.folder", str(tmp_path / "拔掉的U盘"))
    began: list[str] = []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda parent, title, start: began.append(start) or "")
    Messages(settings, tmp_path).folder(None, "选择")
    assert began == [str(tmp_path)]
