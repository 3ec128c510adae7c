"""The import's first step: choose files and folders, by button or by dropping them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.desktop.kit.widgets import Card, link_button, plain_button, primary_button, row, scrolled
from ganbu_desktop.desktop.kit.words import words
from ganbu_desktop.desktop.window.page import Desk

KINDS = (
    "可以导入的文件 (*.xlsx *.xls *.csv *.lrmx *.lrm *.zip *.txt *.htm *.html);;"
    "Excel 工作簿 (*.xlsx *.xls *.csv);;任免表文件 (*.lrmx *.lrm);;所有文件 (*)"
)
FORMATS = (
    ("excel", "信息采集表", "2017 版公务员信息采集工作簿（.xlsx/.xls），各表一次读完"),
    ("form", "任免表文件", ".lrmx、.lrm（连同 .pic 照片），可选几百个，或放在文件夹、.zip 里"),
    ("table", "自制花名册", "单位自己做的 Excel 或 .csv，下一步核对每一列是什么"),
)
_RECENT = "import.recent"
_RECENT_KEPT = 6
_TABLES = {".xlsx", ".xls", ".csv"}


class DropArea(QFrame):
    """A frame that takes dropped files and folders."""

    dropped = Signal(list)

    def __init__(self, chooser: Sequence[QWidget]) -> None:
        """``chooser`` are the buttons for those who do not drag."""
        super().__init__()
        self.setObjectName("drop")
        self.setAcceptDrops(True)
        self.setAccessibleName("拖入文件")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.space(2),) * 4)
        layout.setSpacing(theme.space(1.5))
        sign = words(centred=True)
        sign.setPixmap(icons.pixmap("import", 40, "accent"))
        layout.addStretch(1)
        layout.addWidget(sign)
        layout.addWidget(words("把文件或文件夹拖到这里，或者", "heading", centred=True))
        line = QHBoxLayout()
        line.addStretch(1)
        for button in chooser:
            line.addWidget(button)
        line.addStretch(1)
        layout.addLayout(line)
        layout.addWidget(words("先读取、先显示，由您确认后才写入；原文件不会改动", "muted", centred=True))
        layout.addStretch(1)
        self._dress(False)

    def _dress(self, over: bool) -> None:
        c = theme.colours()
        ground, line = (c.accent_soft, c.accent) if over else (c.surface, c.line_strong)
        self.setStyleSheet(f"#drop {{ background: {ground}; border: 2px dashed {line}; border-radius: 8px; }}")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self._dress(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        self._dress(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files."""
        self._dress(False)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.dropped.emit(paths)


class _PathList(QListWidget):
    removed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
            return
        super().keyPressEvent(event)


class FilesStep(QWidget):
    """Which files; ``changed`` tells that the list is another, ``ready`` that reading should begin."""

    changed = Signal()
    ready = Signal()

    def __init__(self, desk: Desk) -> None:
        """Start with nothing chosen."""
        super().__init__()
        self._desk = desk
        self._paths: list[Path] = []
        self.choose = primary_button("选择文件…", "file", self.choose_files)
        self.area = DropArea((self.choose, plain_button("选择文件夹…", "folder", self.choose_folder)))
        self.area.dropped.connect(self.add)
        self.list = _PathList()
        self.list.setAccessibleName("要导入的文件")
        self.list.removed.connect(self.remove_chosen)
        self.list.setMinimumHeight(theme.pixels(64))
        self.count = QLabel("")
        self.remove = link_button("移除所选", "close", self.remove_chosen)
        self._assemble()
        self._show()

    def _assemble(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(theme.space(1.5))
        left.addWidget(self.area, 3)
        self._chosen = Card()
        head = QHBoxLayout()
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.remove)
        self._chosen.body.addLayout(head)
        self._chosen.body.addWidget(self.list, 1)
        left.addWidget(self._chosen, 2)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        column.addWidget(_formats_card())
        self._recent = Card("最近用过")
        column.addWidget(self._recent)
        column.addStretch(1)
        area = scrolled(side)
        area.setMinimumWidth(theme.pixels(300))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(2))
        layout.addLayout(left, 3)
        layout.addWidget(area, 2)
        self._show_recent()

    def paths(self) -> list[Path]:
        """Return the chosen files and folders."""
        return list(self._paths)

    def add(self, paths: Iterable[Path]) -> None:
        """Choose more files and folders."""
        for path in paths:
            if path not in self._paths and path.exists():
                self._paths.append(path)
        self._show()

    def clear(self) -> None:
        """Choose nothing."""
        self._paths = []
        self._show()

    def choose_files(self) -> None:
        """Ask for files."""
        self.add(self._desk.messages.open_files(self._desk.window, "选择要导入的文件", KINDS))

    def choose_folder(self) -> None:
        """Ask for a folder."""
        found = self._desk.messages.folder(self._desk.window, "选择文件夹，其中的文件都会读取")
        if found is not None:
            self.add([found])

    def remove_chosen(self) -> None:
        """Take the marked lines off the list."""
        rows = {self.list.row(item) for item in self.list.selectedItems()}
        self._paths = [p for row, p in enumerate(self._paths) if row not in rows]
        self._show()

    def _show(self) -> None:
        self.list.clear()
        for path in self._paths:
            item = QListWidgetItem(icons.icon("folder" if path.is_dir() else "file"), _described(path))
            item.setToolTip(str(path))
            self.list.addItem(item)
        if self._paths:
            self.list.setCurrentRow(len(self._paths) - 1)
        self.count.setText(f"已选 {len(self._paths)} 项，点“读取”继续")
        self._chosen.setVisible(bool(self._paths))
        self.changed.emit()

    def remember(self) -> None:
        """Keep folders and tables for next time; files of single persons are not, their names tell who."""
        kept = [str(p) for p in self._paths if p.is_dir() or p.suffix.lower() in _TABLES]
        older = [entry for entry in self._kept() if entry not in kept]
        self._desk.settings.set(_RECENT, [*kept, *older][:_RECENT_KEPT])
        self._show_recent()

    def _kept(self) -> list[str]:
        kept = self._desk.settings.get(_RECENT, [])
        return [entry for entry in kept if isinstance(entry, str)] if isinstance(kept, list) else []

    def _show_recent(self) -> None:
        body = self._recent.body
        while body.count() > 1:
            taken = body.takeAt(1)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.deleteLater()
        there = [Path(entry) for entry in self._kept() if Path(entry).exists()]
        for path in there:
            button = link_button(path.name, "folder" if path.is_dir() else "file", self._adder(path))
            button.setToolTip(str(path))
            body.addWidget(row(button, stretch=True))
        self._recent.setVisible(bool(there))

    def _adder(self, path: Path) -> Callable[[], None]:
        return lambda: self.add([path])


def _described(path: Path) -> str:
    if path.is_dir():
        return f"{path.name}（文件夹）"
    size = path.stat().st_size
    shown = f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, size // 1024)} KB"
    return f"{path.name}（{shown}）"


def _formats_card() -> Card:
    card = Card("可以导入")
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.space(1.5))
    grid.setVerticalSpacing(theme.space(1.5))
    for line, (picture, title, text) in enumerate(FORMATS):
        sign = QLabel()
        sign.setPixmap(icons.pixmap(picture, 24, "accent"))
        told = words(f"<b>{title}</b><br>{text}")
        told.setTextFormat(Qt.TextFormat.RichText)
        grid.addWidget(sign, line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(told, line, 1)
    grid.setColumnStretch(1, 1)
    card.body.addLayout(grid)
    return card
