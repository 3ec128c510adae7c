"""Choosing people: search the store, take one or several."""

from __future__ import annotations

from collections.abc import Sequence

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import PlainDialog, dialog_buttons
from ganbu_desktop.desktop.tables import Column, DataTable, Query, Row, Sort
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people import looking
from ganbu_desktop.kernel.people.person_list import ListQuery


class _Findable:
    """Everybody, searched by what is typed."""

    columns: Sequence[Column] = (
        Column("name", "姓名", 90),
        Column("unit", "单位", 200),
        Column("post", "现任职务", 260),
    )
    sorts: Sequence[Sort] = (Sort("order", "单位与班子顺序"),)

    def __init__(self, office: Office) -> None:
        self._office = office

    def ids(self, query: Query, limit: int | None = None) -> list[str]:
        """Return who matches."""
        return looking.ids(self._office, ListQuery(typed=query.search), limit)

    def rows(self, ids: Sequence[str]) -> list[Row]:
        """Return the rows of some of them."""
        found = looking.rows(self._office, ids)
        return [Row(r.person.id, (r.person.name or "", r.unit_name, r.person.current_post or "")) for r in found]


class ChoosePeopleDialog(PlainDialog):
    """Search the store and choose people."""

    def __init__(
        self,
        desk: Desk,
        title: str = "添加人员",
        sub: str = "可以按住 Ctrl 或 Shift 选多个；Ctrl+A 全选",
        *,
        ok: str = "添加",
        multiple: bool = True,
    ) -> None:
        """Show everybody; ``multiple`` False lets one be chosen."""
        super().__init__(desk.window, title, sub, width=680)
        self.table = DataTable(
            "print_add", _Findable(desk.office), title="可以添加的人员", desk=desk, filters=False, multiple=multiple
        )
        self.table.opened.connect(lambda _id: self.accept())
        self.body.addWidget(self.table.search_box("姓名、拼音、单位、职务、身份证号"))
        self.table.setMinimumHeight(theme.pixels(220))
        self.body.addWidget(self.table, 1)
        buttons, _ = dialog_buttons(self, ok=ok)
        self.body.addWidget(buttons)
        self.table.reload()

    def ids(self) -> list[str]:
        """Return the chosen people."""
        return self.table.selected_ids() or [i for i in (self.table.current_id(),) if i]
