"""The list of rooms at the left: one entry a page under its group, by mouse, arrow keys or Ctrl and a digit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.desktop.kit.settings import Settings
from ganbu_desktop.desktop.window.page import PageSpec
from ganbu_desktop.desktop.window.sections import TOOLS

WIDTH = 176
NARROW_WIDTH = 60
FOLDED = "navigation.folded"
"""The setting that keeps which groups the clerk has folded; missing until the clerk folds or opens one."""


class Navigation(QFrame):
    """``chosen`` tells the name of the page asked for, ``seek`` that something is sought; the mark follows ``mark``.

    Groups fold and the settings remember it. As long as the clerk has folded nothing, those at the end are folded at
    first show as far as the height of the window asks for it.
    """

    chosen = Signal(str)
    seek = Signal()

    def __init__(self, specs: Sequence[PageSpec], title: str, settings: Settings) -> None:
        """List ``specs`` in their order; neighbours of one section stand under its name."""
        super().__init__()
        self.setProperty("role", "side")
        self.setAccessibleName("导航")
        self._settings = settings
        self._buttons: dict[str, QToolButton] = {}
        self._heads: dict[str, QToolButton] = {}
        self._members: dict[str, list[str]] = {}
        self._folded: set[str] = set()
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._title = QLabel(title)
        self._title.setStyleSheet(f"font-size: {theme.pixels(16)}px; font-weight: 600;")
        self._narrow = False
        self._assemble(specs)
        kept = settings.get(FOLDED)
        self._is_chosen = isinstance(kept, list)
        self._fold([str(section) for section in kept] if isinstance(kept, list) else [])

    def _assemble(self, specs: Sequence[PageSpec]) -> None:
        self._inner = QWidget()
        self._inner.setProperty("role", "scrolled")
        entries = QVBoxLayout(self._inner)
        entries.setContentsMargins(0, 0, 0, theme.space(1))
        entries.setSpacing(0)
        numbers = {spec.name: number for number, spec in enumerate(specs, 1)}
        for section, found in groupby(specs, key=lambda spec: spec.section):
            members = list(found)
            self._members[section] = [spec.name for spec in members]
            if section:
                self._heads[section] = self._head(section)
                entries.addWidget(self._heads[section])
            for spec in members:
                entries.addWidget(self._entry(spec, numbers[spec.name]))
        entries.addStretch(1)
        for button in self._heads_and_entries():
            button.installEventFilter(self)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._top())
        layout.addWidget(self._area, 1)
        self.setFixedWidth(theme.pixels(WIDTH))

    def _top(self) -> QHBoxLayout:
        finder = _button("", "search", "查找人员、页面、台账、表格、报表、参数和命令（Ctrl+K）")
        finder.setAccessibleName("查找一切")
        finder.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        finder.clicked.connect(self.seek)
        top = QHBoxLayout()
        top.setContentsMargins(theme.space(2), theme.space(0.75), theme.space(0.5), theme.space(0.5))
        top.addWidget(self._title, 1)
        top.addWidget(finder)
        self._finder = finder
        return top

    def _head(self, section: str) -> QToolButton:
        head = _button(section, "down", "")
        head.setProperty("part", "section")
        head.setIconSize(QSize(theme.pixels(12), theme.pixels(12)))
        head.clicked.connect(lambda _checked=False: self._turn(section))
        return head

    def _entry(self, spec: PageSpec, number: int) -> QToolButton:
        key = f"（Ctrl+{number}）" if number < 10 else ""
        button = _button(f" {spec.title}", spec.icon, f"{spec.title}{key}")
        button.setCheckable(True)
        button.setAccessibleName(spec.title)
        button.clicked.connect(lambda _checked=False, name=spec.name: self.chosen.emit(name))
        self._group.addButton(button)
        self._buttons[spec.name] = button
        return button

    # ---- groups

    def folded(self) -> list[str]:
        """Return the groups that are folded, in order."""
        return [section for section in self._heads if section in self._folded]

    def _turn(self, section: str) -> None:
        self._is_chosen = True
        self._fold(self._folded ^ {section})
        self._settings.set(FOLDED, self.folded())

    def _fold(self, sections: Sequence[str] | set[str]) -> None:
        self._folded = set(sections)
        for section, names in self._members.items():
            is_shown = self._narrow or section not in self._folded
            for name in names:
                self._buttons[name].setVisible(is_shown)
            if section:
                head = self._heads[section]
                head.setVisible(not self._narrow)
                head.setIcon(icons.icon("down" if is_shown else "right", "side_text"))
                head.setAccessibleName(f"{section}，{'已展开' if is_shown else '已收起'}")
                head.setToolTip(f"{'收起' if is_shown else '展开'}“{section}”")

    def _fold_to_fit(self) -> None:
        """Fold from the end until everything stands in sight, but not the group of the page on show.

        The tools go last: a clerk who has just begun looks for 导入 first of all.
        """
        marked = self.marked()
        tools = [section for section in self._heads if section == TOOLS]
        for section in [*(s for s in reversed(self._heads) if s != TOOLS), *tools]:
            if self._inner.sizeHint().height() <= self._area.viewport().height():
                break
            if marked not in self._members[section]:
                self._fold(self._folded | {section})
                layout = self._inner.layout()
                if layout is not None:
                    layout.activate()

    def showEvent(self, event: QShowEvent) -> None:
        """Fold at first show what the height has no room for, unless the clerk has chosen."""
        super().showEvent(event)
        if not self._is_chosen and not self._folded:
            self._fold_to_fit()

    # ---- entries

    def names(self) -> list[str]:
        """Return the names of the entries, in order."""
        return list(self._buttons)

    def mark(self, name: str) -> None:
        """Show which page is on show, in an open group; a page without an entry leaves the mark where it is."""
        button = self._buttons.get(name)
        if button is not None:
            button.setChecked(True)
            self._fold(self._folded - {section for section, names in self._members.items() if name in names})

    def marked(self) -> str:
        """Return the name of the marked entry."""
        return next((name for name, button in self._buttons.items() if button.isChecked()), "")

    def set_narrow(self, narrow: bool) -> None:
        """Show icons only, for small screens and large text."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for button in self._buttons.values():
            button.setToolButtonStyle(style)
        self._title.setVisible(not narrow)
        self._fold(self._folded)
        self.setFixedWidth(theme.pixels(NARROW_WIDTH if narrow else WIDTH))

    def is_narrow(self) -> bool:
        """Return whether only icons are shown."""
        return self._narrow

    def _heads_and_entries(self) -> list[QToolButton]:
        found = []
        for section, names in self._members.items():
            found += [self._heads[section]] if section else []
            found += [self._buttons[name] for name in names]
        return found

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the arrow keys and Enter from the entries, which would move the focus by ways of their own."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QToolButton):
            return self._pressed(watched, Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _pressed(self, focused: QToolButton, key: Qt.Key) -> bool:
        """Up and Down move between what is in sight, Left and Right fold and open a group, Enter goes there."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key)
        section = next((name for name, head in self._heads.items() if head is focused), "")
        if step:
            buttons = [button for button in self._heads_and_entries() if button.isVisible()]
            after = buttons[(buttons.index(focused) + step) % len(buttons)]
            after.setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(after)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused.click()
        elif section and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            if (section in self._folded) == (key == Qt.Key.Key_Right):
                self._turn(section)
        else:
            return False
        return True


def _button(text: str, icon: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setIcon(icons.icon(icon, "side_text"))
    button.setIconSize(QSize(theme.pixels(20), theme.pixels(20)))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setToolTip(tip)
    return button
