"""Setting how grave each check is to this office: error, warning, hint, or off."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import PlainDialog, dialog_buttons, resize_within_screen
from ganbu_desktop.desktop.kit.words import words
from ganbu_desktop.desktop.tables import Column, DataTable, ListSource, Row
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.findings import Level
from ganbu_desktop.modules.checks.rules import BY_KEY, CHECKS
from ganbu_desktop.modules.checks.rules.settings import CHOICES, OFF

_TONES = {"错误": "error", "警告": "warning", "提示": "hint"}
_COLUMNS = (
    Column("number", "序号", 60, "right"),
    Column("group", "类别", 110),
    Column("title", "校核项", 330),
    Column("level", "级别", 80),
    Column("shipped", "出厂级别", 90),
)


class LevelsDialog(PlainDialog):
    """All checks; ``choices`` are the levels that were changed, by key."""

    def __init__(self, desk: Desk, own: Mapping[str, Level | None]) -> None:
        """``own``: the office's present decisions."""
        super().__init__(desk.window, "校核项设置", "改过的级别从下一次校核起算，可以撤销", width=760)
        self._start = {c.key: _word(own.get(c.key, c.level)) for c in CHECKS}
        self._levels = dict(self._start)
        self._source = ListSource(_COLUMNS, self._rows())
        self.table = DataTable(
            "check_levels", self._source, title="校核项的级别", desk=desk, multiple=False, numbered=False
        )
        self.table.setMinimumHeight(theme.pixels(160))
        self.table.current_changed.connect(self._show)
        self._help = words(role="muted")
        self._help.setMinimumHeight(theme.pixels(44))
        self._group = QButtonGroup(self)
        line = QHBoxLayout()
        line.addWidget(words("级别", "label", wraps=False))
        for number, choice in enumerate((*CHOICES,)):
            button = QRadioButton(f"{choice}（&{number + 1}）")
            button.setAccessibleName(choice)
            self._group.addButton(button, number)
            line.addWidget(button)
        line.addStretch(1)
        self._group.idClicked.connect(lambda number: self.set_level(self._key(), CHOICES[number]))
        holder = QWidget()
        holder.setLayout(line)
        line.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.table.search_box("查找校核项"))
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._help)
        self.body.addWidget(holder)
        buttons, self.ok = dialog_buttons(self, ok="保存")
        self.body.addWidget(buttons)
        self.table.reload()
        resize_within_screen(self, 860, 600)

    def _rows(self) -> list[Row]:
        rows = []
        for check in CHECKS:
            level = self._levels[check.key]
            cells = (str(check.number), check.group, check.title, level, check.level.label)
            tone = "muted" if level == OFF else ""
            rows.append(Row(check.key, cells, tone=tone, tip=check.help, icon=_TONES.get(level, "close")))
        return rows

    def _key(self) -> str:
        return self.table.current_id() or ""

    def _show(self, key: str) -> None:
        check = BY_KEY.get(key)
        if check is None:
            return
        self._help.setText(check.help)
        self._group.button(CHOICES.index(self._levels[key])).setChecked(True)

    def set_level(self, key: str, choice: str) -> None:
        """Choose a level for one check."""
        if key in self._levels:
            self._levels[key] = choice
            self._source.set_rows(self._rows())
            self.table.refresh_rows()
            self._show(key)

    def choices(self) -> dict[str, str]:
        """Return the changed levels by key."""
        return {key: level for key, level in self._levels.items() if level != self._start[key]}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 4 set the level of the current check."""
        number = event.key() - int(Qt.Key.Key_1)
        if 0 <= number < len(CHOICES) and self.table.view.hasFocus():
            self.set_level(self._key(), CHOICES[number])
            return
        super().keyPressEvent(event)


def _word(level: Level | None) -> str:
    return OFF if level is None else level.label
