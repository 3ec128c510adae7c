"""Choosing another unit above a unit."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import PlainDialog, SearchBox, dialog_buttons
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.modules.units.pages.unit_tree import UnitTreeView
from ganbu_desktop.modules.units.queries import UnitTree


class MoveDialog(PlainDialog):
    """A tree without the unit itself and what is below it."""

    def __init__(self, parent: QWidget | None, units: UnitTree, unit: Unit) -> None:
        """Begin at the unit's present parent."""
        super().__init__(parent, "移到其他单位下", f"请选择“{unit.name}”新的上级单位")
        self.tree = UnitTreeView(movable=False)
        self.tree.load(units, without=units.below(unit.id))
        if unit.parent_id:
            self.tree.choose(unit.parent_id)
        self.top = QCheckBox("放到最上级")
        self.top.setChecked(unit.parent_id is None)
        self.top.toggled.connect(lambda on: self.tree.setEnabled(not on))
        self.tree.setEnabled(unit.parent_id is not None)
        search = SearchBox("查找单位")
        search.searched.connect(self.tree.narrow)
        search.left_downwards.connect(self.tree.setFocus)
        self.tree.setMinimumHeight(theme.pixels(200))
        buttons, _ = dialog_buttons(self, ok="移动")
        for widget in (search, self.tree, self.top, buttons):
            self.body.addWidget(widget)

    def parent_id(self) -> str | None:
        """Return the chosen unit, None for the top."""
        return None if self.top.isChecked() else self.tree.unit() or None
