"""The dialog that looks after the saved views of one list: rename, delete, hand on, take in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import (
    PlainDialog,
    column,
    make_default,
    plain_button,
    primary_button,
    row,
    text_label,
)
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.kernel.list import saved_view
from ganbu_desktop.kernel.list.saved_view import SUFFIX, SavedView

_NONE = "还没有保存过视图。在列表上排好列、顺序和条件，用“视图 → 保存视图…”保存。"
KINDS = f"视图文件 (*{SUFFIX})"


class ManageDialog(PlainDialog):
    """Every change is one step that Ctrl+Z takes back; the records on show are never touched."""

    def __init__(self, desk: Desk, place: str, changed: Callable[[], object]) -> None:
        """``changed`` is called after each change."""
        sub = "视图只管怎样看，删除视图不影响任何资料。每一步都可以按 Ctrl+Z 撤销。"
        super().__init__(desk.window, "管理视图", sub)
        self._desk, self._place, self._changed = desk, place, changed
        self._views: list[SavedView] = []
        self.list = QListWidget()
        self.list.setAccessibleName("保存的视图")
        self.list.currentRowChanged.connect(lambda _row: self._enable())
        self._own = [
            plain_button("改名…", "edit", self.rename),
            plain_button("删除", "bin", self.remove),
            plain_button("导出…", "export", self.export),
        ]
        buttons = column(*self._own, plain_button("导入…", "import", self.take_in), stretch=True)
        self.none = text_label(_NONE, role="muted", wrap=True)
        self.body.addWidget(self.none)
        self.body.addWidget(_side_by_side(self.list, buttons), 1)
        done = primary_button("完成", "", self.accept)
        make_default(done, self)
        self.body.addWidget(done, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(theme.pixels(520), theme.pixels(400))
        self._fill()

    def _fill(self, keep: str = "") -> None:
        self._views = saved_view.views(self._desk.office, self._place)
        self.list.clear()
        for view in self._views:
            item = QListWidgetItem(view.name)
            item.setToolTip(f"第 {view.version} 版，{view.saved_on or ''} 保存")
            self.list.addItem(item)
        ids = [view.id for view in self._views]
        self.list.setCurrentRow(ids.index(keep) if keep in ids else 0)
        self.none.setVisible(not self._views)
        self._enable()

    def _enable(self) -> None:
        for button in self._own:
            button.setEnabled(self.current() is not None)

    def current(self) -> SavedView | None:
        """Return the chosen view."""
        place = self.list.currentRow()
        return self._views[place] if 0 <= place < len(self._views) else None

    def _do(self, act: Callable[[], SavedView | None]) -> None:
        try:
            kept = act()
        except GanbuError as error:
            self._desk.messages.error(self, error)
            return
        self._fill(kept.id if kept is not None else "")
        self._changed()

    def rename(self) -> None:
        """Ask for another name."""
        view = self.current()
        if view is None:
            return
        name = self._desk.messages.ask_text(self, "视图改名", "名称", view.name)
        if name is not None:
            self._do(lambda: saved_view.rename(self._desk.office, view, name))

    def remove(self) -> None:
        """Delete the chosen view; Ctrl+Z brings it back."""
        view = self.current()
        if view is not None:
            self._do(lambda: saved_view.delete(self._desk.office, view))
            self._desk.notify(f"已删除视图“{view.name}”，可按 Ctrl+Z 撤销")

    def export(self) -> None:
        """Write the chosen view as a file."""
        view = self.current()
        if view is None:
            return
        found = self._desk.messages.save_file(self, "导出视图", f"{view.name}{SUFFIX}", KINDS)
        if found is None:
            return
        target = found if found.suffix == SUFFIX else Path(f"{found}{SUFFIX}")
        try:
            saved_view.export(view, target)
        except GanbuError as error:
            self._desk.messages.error(self, error)
            return
        self._desk.notify(f"已写出视图：{target}")

    def take_in(self) -> None:
        """Take a view's file in."""
        path = self._desk.messages.open_file(self, "导入视图", KINDS)
        if path is not None:
            self._do(lambda: saved_view.import_file(self._desk.office, path, self._place))


def _side_by_side(first: QWidget, second: QWidget) -> QWidget:
    holder = row(first, second)
    layout = holder.layout()
    assert layout is not None
    layout.setAlignment(second, Qt.AlignmentFlag.AlignTop)
    return holder
