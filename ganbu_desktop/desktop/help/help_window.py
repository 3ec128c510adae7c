"""The manual on screen: its pages at the left, one of them at the right, searched while typing, without a network."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import SearchBox, plain_button, resize_within_screen, tool_button
from ganbu_desktop.desktop.window.page import command
from ganbu_desktop.kernel import manual

_LINE_PERCENT = 135.0
_NAME = Qt.ItemDataRole.UserRole


class HelpWindow(QWidget):
    """A window of its own, so that the page it explains stays in sight."""

    def __init__(
        self, owner: QWidget, print_manual: Callable[[], object], made: Sequence[manual.ManualPage] = ()
    ) -> None:
        """``print_manual`` writes the whole manual to a file; ``made``: pages that follow from descriptions."""
        super().__init__(owner, Qt.WindowType.Window)
        self._made = made
        self.setWindowTitle("使用手册")
        self._trail: list[str] = []
        self._place = -1
        self.search = SearchBox("在手册里查找，如 恢复密钥、花名册")
        self.list = QListWidget()
        self.list.setAccessibleName("手册目录")
        self.browser = QTextBrowser()
        self.browser.setAccessibleName("手册正文")
        self.browser.setOpenLinks(False)
        self.back = tool_button("后退", "left", "看前一页（Alt+←）", self.go_back)
        self.forward = tool_button("前进", "right", "看后一页（Alt+→）", self.go_forward)
        self.print = plain_button("打印手册…", "pdf", print_manual)
        self._assemble()
        self.search.searched.connect(self._list)
        self.list.currentItemChanged.connect(self._choose)
        for title, keys, run in (
            ("后退", "Alt+Left", self.go_back),
            ("前进", "Alt+Right", self.go_forward),
            ("查找", "Ctrl+F", self.search.setFocus),
        ):
            command(self, title, run=run, shortcut=keys)
        self.dress()
        self._list("")
        resize_within_screen(self, 900, 640)

    def _assemble(self) -> None:
        bar = QHBoxLayout()
        for widget in (self.back, self.forward):
            bar.addWidget(widget)
            widget.setEnabled(False)
        bar.addWidget(self.search, 1)
        bar.addWidget(self.print)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.list)
        split.addWidget(self.browser)
        split.setSizes([theme.pixels(220), theme.pixels(660)])
        split.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space(1.5), theme.space(1.5), theme.space(1.5), theme.space(1.5))
        layout.setSpacing(theme.space(1))
        layout.addLayout(bar)
        layout.addWidget(split, 1)

    def dress(self) -> None:
        """Take on the look and the size of text in use."""
        self.setFont(theme.font())
        document = self.browser.document()
        document.setDefaultFont(theme.font())
        document.setDocumentMargin(theme.space(2))
        self.setStyleSheet(f"HelpWindow {{ background: {theme.colours().ground}; }}")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        if self._trail:
            self._read()

    def show_page(self, name: str) -> None:
        """Show the page of a screen, or the first steps where there is none, and come to the front."""
        self.search.clear()
        self._turn_to(manual.page_for(name, self._made).name)
        self.show()
        self.raise_()
        self.activateWindow()
        self.browser.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the window."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def current(self) -> str:
        """Return the name of the page on show."""
        return self._trail[self._place] if self._trail else ""

    def go_back(self) -> None:
        """Show the page shown before."""
        self._step(-1)

    def go_forward(self) -> None:
        """Show the page again that was left by going back."""
        self._step(1)

    def _step(self, by: int) -> None:
        if 0 <= self._place + by < len(self._trail):
            self._place += by
            self._read()

    def _turn_to(self, name: str) -> None:
        if name != self.current():
            self._trail = [*self._trail[: self._place + 1], name]
            self._place = len(self._trail) - 1
        self._read()

    def _read(self) -> None:
        self.browser.setMarkdown(manual.page_for(self.current(), self._made).text)
        self._set_apart()
        self.back.setEnabled(self._place > 0)
        self.forward.setEnabled(self._place < len(self._trail) - 1)
        self._mark()

    def _set_apart(self) -> None:
        """Give lines air, and headings room above them."""
        document = self.browser.document()
        block = document.begin()
        while block.isValid():
            form = block.blockFormat()
            form.setLineHeight(_LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            form.setTopMargin(theme.space(2 if form.headingLevel() > 1 else 0.5))
            QTextCursor(block).setBlockFormat(form)
            block = block.next()

    def _list(self, words: str) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        every = manual.pages(self._made)
        hits = manual.find(words, self._made) if words.strip() else [manual.Hit(page, "") for page in every]
        for hit in hits:
            item = QListWidgetItem(hit.page.title if not hit.line else f"{hit.page.title}\n{hit.line[:24]}")
            item.setData(_NAME, hit.page.name)
            item.setToolTip(hit.line)
            self.list.addItem(item)
        if not hits:
            nothing = QListWidgetItem("手册里没有这个词，换一个说法试试")
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(nothing)
        self.list.blockSignals(False)
        self._mark()

    def _mark(self) -> None:
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            if self.list.item(row).data(_NAME) == self.current():
                self.list.setCurrentRow(row)
        self.list.blockSignals(False)

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_NAME):
            self._turn_to(str(item.data(_NAME)))
