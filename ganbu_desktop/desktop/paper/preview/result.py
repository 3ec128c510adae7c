"""What a print run came to: every file with its line, and what did not fit."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import Notice, PlainDialog, make_default, plain_button, primary_button
from ganbu_desktop.desktop.tables import Column, DataTable, ListSource, Row
from ganbu_desktop.desktop.window.page import Desk


def open_folder(path: Path) -> None:
    """Show a folder, or the folder of a file, in the system's file manager."""
    folder = path if path.is_dir() else path.parent
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


class ResultDialog(PlainDialog):
    """A line for each file, then a line for each thing that did not fit."""

    def __init__(
        self,
        desk: Desk,
        title: str,
        place: Path,
        lines: list[str],
        findings: list[str],
        *,
        files: int,
        stopped: str = "",
    ) -> None:
        """``place``: the file or folder written; ``files``: how many; ``stopped``: what a stop has left out."""
        super().__init__(desk.window, title, str(place), width=620)
        self.notice = Notice("warning" if findings or stopped else "ok", _summary(files, findings, stopped))
        rows = [Row(f"line{n}", (text,), icon="ok") for n, text in enumerate(lines)]
        if stopped:
            rows.append(Row("stopped", (stopped,), icon="warning"))
        rows = [*(Row(f"found{n}", (text,), icon="warning") for n, text in enumerate(findings)), *rows]
        self.table = DataTable(
            "print_result", ListSource((Column("text", "结果", 560),), rows), desk=desk, title="结果", filters=False
        )
        self.table.setMinimumHeight(theme.pixels(240))
        self.body.addWidget(self.notice)
        self.body.addWidget(self.table, 1)
        close = primary_button("关闭", "", self.accept)
        make_default(close, self)
        folder = plain_button("打开所在文件夹", "folder", lambda: open_folder(place))
        foot = QHBoxLayout()
        foot.addWidget(folder)
        foot.addStretch(1)
        foot.addWidget(close)
        self.body.addLayout(foot)
        self.table.reload()
        close.setFocus()


def _summary(files: int, findings: list[str], stopped: str) -> str:
    """Say what was really done: how many whole files there are, what a stop left out, what does not fit."""
    written = f"已写出 {files} 个文件" if files > 1 else "已写出"
    if stopped:
        written = stopped
    if findings:
        return f"{written}；有 {len(findings)} 处放不下或没有字形，请看下面的说明"
    return written if stopped else f"{written}，没有发现问题"
