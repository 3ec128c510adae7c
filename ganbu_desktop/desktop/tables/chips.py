"""What a list is narrowed by, as chips over it: filters and conditions, each taken away by a press."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import link_button, tool_button
from ganbu_desktop.desktop.kit.widgets.flow import FlowLayout

_LONGEST = 30


@dataclass(frozen=True)
class Chip:
    """One thing a list is narrowed by: its words, what takes it away, and what a press on its words does besides."""

    text: str
    remove: Callable[[], object]
    open: Callable[[], object] | None = None


class FilterChips(QWidget):
    """One chip a filter and condition, and “清除全部”; hidden where nothing is narrowed."""

    def __init__(self, clear: Callable[[str], object], clear_all: Callable[[], object]) -> None:
        """``clear`` takes the filter of a column away."""
        super().__init__()
        self._clear = clear
        self._filters: list[Chip] = []
        self._more: list[Chip] = []
        self._shown: list[QWidget] = []
        self._tail: list[QWidget] = []
        self._line = FlowLayout(theme.space(0.75))
        self.setLayout(self._line)
        self.setAccessibleName("正在使用的筛选和条件")
        self._all = link_button("清除全部", "", clear_all)
        self._all.setToolTip("清除搜索、全部筛选和条件")
        self.hide()

    def show_filters(self, filters: Sequence[tuple[str, str, str]]) -> None:
        """Show (key, title, text) of each filter."""
        self._filters = [Chip(f"{title}：{text}", partial(self._clear, key)) for key, title, text in filters]
        self._show()

    def show_more(self, chips: Sequence[Chip]) -> None:
        """Show what the page asks besides the filters."""
        self._more = list(chips)
        self._show()

    def set_tail(self, *widgets: QWidget) -> None:
        """Set what stands behind “清除全部”, such as where the result can go."""
        self._tail = list(widgets)
        self._show()

    def _show(self) -> None:
        while self._line.takeAt(0) is not None:
            pass
        for widget in self._shown:
            widget.hide()
            widget.deleteLater()
        self._shown = [_button(chip) for chip in (*self._more, *self._filters)]
        for widget in (*self._shown, self._all, *self._tail):
            self._line.addWidget(widget)
        self.setVisible(bool(self._shown))
        self.updateGeometry()

    def texts(self) -> list[str]:
        """Return what the chips say."""
        return [chip.text for chip in (*self._more, *self._filters)]


def _button(chip: Chip) -> QWidget:
    short = chip.text if len(chip.text) <= _LONGEST else chip.text[:_LONGEST] + "…"
    close = tool_button(short if chip.open is None else "", "close", f"去掉“{chip.text}”", chip.remove)
    close.setAccessibleName(f"去掉条件：{chip.text}")
    close.setProperty("role", "chip")
    if chip.open is None:
        return close
    words = tool_button(short, "edit", f"{chip.text}（按一下修改）", chip.open)
    words.setProperty("role", "chip")
    words.setAccessibleName(f"修改条件：{chip.text}")
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(0)
    line.addWidget(words)
    line.addWidget(close)
    return holder
