"""Picking from a long list: a box that is typed into and a popup with ticks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import link_button, primary_button, row

_TICKED, _OPEN = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class SearchCombo(QComboBox):
    """A list of keys and titles; a part of a title is typed to find it. ``picked`` tells the key."""

    picked = Signal(str)

    def __init__(self, name: str, entries: Sequence[tuple[str, str]]) -> None:
        """``entries``: (key, title) in order."""
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName(name)
        for key, title in entries:
            self.addItem(title, key)
        completer = QCompleter([title for _key, title in entries], self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)
        self.setMaxVisibleItems(16)
        self.currentIndexChanged.connect(self._tell)
        line = self.lineEdit()
        assert line is not None
        line.setPlaceholderText("输入几个字查找")
        line.editingFinished.connect(self._settle)

    def choose(self, key: str) -> None:
        """Show a key without telling."""
        self.blockSignals(True)
        self.setCurrentIndex(self.findData(key))
        self.blockSignals(False)

    def key(self) -> str:
        """Return the key on show, empty for none."""
        return str(self.currentData() or "")

    def _tell(self, index: int) -> None:
        if index >= 0:
            self.picked.emit(str(self.itemData(index)))

    def _settle(self) -> None:
        """Take the entry that was typed (or the first that holds it); a text that is none gives way to the last one."""
        typed = self.currentText().strip()
        found = self.findText(typed, Qt.MatchFlag.MatchFixedString)
        if found < 0 and typed:
            found = self.findText(typed, Qt.MatchFlag.MatchContains)
        if found >= 0 and found != self.currentIndex():
            self.setCurrentIndex(found)
        elif found < 0:
            self.setEditText(self.itemText(self.currentIndex()) if self.currentIndex() >= 0 else "")
        else:
            self.setEditText(self.itemText(found))


class TickList(QFrame):
    """A popup of ticks over a list of texts; Space ticks, Enter takes, Esc leaves."""

    taken = Signal(list)

    def __init__(self, parent: QWidget, texts: Sequence[str], ticked: Sequence[str], links: Sequence[str] = ()) -> None:
        """``ticked`` are ticked at first; ``links`` are taken alone by one press (空, 非空)."""
        super().__init__(parent.window(), Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.search = QLineEdit()
        self.search.setPlaceholderText("查找")
        self.search.setAccessibleName("在列表中查找")
        self.search.textChanged.connect(self._narrow)
        self.list = QListWidget()
        self.list.setAccessibleName("可选的值")
        for text in texts:
            item = QListWidgetItem(text)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(_TICKED if text in ticked else _OPEN)
            self.list.addItem(item)
        self.list.setVisible(bool(texts))
        self.search.setVisible(len(texts) > 8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.space(1),) * 4)
        layout.setSpacing(theme.space(1))
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)
        buttons = [link_button(text, "", partial(self._take, [text])) for text in links]
        if texts:
            buttons.append(primary_button("确定", "", self.take))
        layout.addWidget(row(*buttons, stretch=False))
        self.resize(theme.pixels(240), theme.pixels(320 if texts else 60))

    def open_under(self, widget: QWidget) -> None:
        """Show the popup under a widget."""
        self.move(widget.mapToGlobal(QPoint(0, widget.height())))
        self.show()
        (self.search if self.search.isVisible() else self.list).setFocus()

    def _narrow(self, typed: str) -> None:
        for place in range(self.list.count()):
            item = self.list.item(place)
            item.setHidden(typed.strip() not in item.text())

    def ticked(self) -> list[str]:
        """Return the ticked texts, in order."""
        items = [self.list.item(place) for place in range(self.list.count())]
        return [item.text() for item in items if item.checkState() == _TICKED]

    def take(self) -> None:
        """Tell what is ticked and close."""
        self._take(self.ticked())

    def _take(self, texts: list[str]) -> None:
        self.taken.emit(texts)
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes what is ticked; of nothing ticked, the current entry."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            current = self.list.currentItem()
            if not self.ticked() and current is not None:
                current.setCheckState(_TICKED)
            self.take()
            return
        super().keyPressEvent(event)
