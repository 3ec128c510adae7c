"""A figure that says where it comes from: a number to click on, and the dialog 这个数怎么来的."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from ganbu_desktop.desktop.kit.widgets import (
    Notice,
    PlainDialog,
    plain_button,
    resize_within_screen,
    row,
    tab_bar,
    text_label,
)
from ganbu_desktop.desktop.tables import Column, DataTable, ListSource, Row
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.kernel.report.figure_explained import BehindPerson, Explanation, explain
from ganbu_desktop.kernel.report.spec import NO_RECORD, Figure

_PERSON_PAGE = "person"
_PEOPLE = (Column("name", "姓名", 110), Column("unit", "单位", 190), Column("post", "职务", 260))
_LEFT_OUT = (Column("name", "姓名", 110), Column("reason", "为什么没有计入", 240), Column("unit", "单位", 190))
_RECORDS = (Column("kind", "记录", 150), Column("text", "内容", 360))


class FigureDialog(PlainDialog):
    """Formula, rule version, the people and records behind a figure, and who is left out of it."""

    def __init__(self, desk: Desk, title: str, figure: Figure, parent: QWidget | None = None) -> None:
        """``title``: what the figure is called, such as its row and column."""
        super().__init__(parent or desk.window, f"{title}：{figure.shown()}", "这个数怎么来的", width=640)
        self._desk = desk
        self._people: dict[str, str] = {}
        self.body.addWidget(text_label(f"算法：{figure.formula or '按表头所列口径统计'}", wrap=True))
        if figure.rule:
            self.body.addWidget(text_label(f"口径版本：{figure.rule}", wrap=True))
        if figure.value is None:
            self.body.addWidget(Notice("hint", f"“{NO_RECORD}”是库里没有这方面的数据，不是 0。"))
        self.bar = tab_bar("这个数的依据")
        self._stack = QStackedWidget()
        self.tables = [
            self._table("people", "计入的人员", _PEOPLE, "这个数不按人计，或没有计入的人员。"),
            self._table("left-out", "未计入的人员", _LEFT_OUT, "没有因缺数据或按规定不计而漏下的人员。"),
            self._table("records", "所依据的记录", _RECORDS, "这个数按人计，或没有所依据的记录。"),
        ]
        self.bar.currentChanged.connect(self._stack.setCurrentIndex)
        self.body.addWidget(self.bar)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(
            row(plain_button("打开这名干部", "person", self._open_current), self._close(), stretch=True)
        )
        resize_within_screen(self, 760, 560)
        desk.tasks.run(
            lambda _progress: explain(desk.office, figure),
            title="查这个数的依据",
            writes=False,
            quiet=True,
            context=self,
            done=self._show,
        )

    def _close(self) -> QWidget:
        return plain_button("关闭", "", self.accept)

    def _table(self, name: str, title: str, columns: tuple[Column, ...], empty: str) -> DataTable:
        table = DataTable(
            f"figure-{name}",
            ListSource(columns),
            title="这个数字里的人",
            desk=self._desk,
            multiple=False,
            filters=False,
        )
        table.set_empty(empty)
        table.opened.connect(self._open)
        self.bar.addTab(title)
        self._stack.addWidget(table)
        return table

    def _show(self, found: Explanation) -> None:
        left_out = [(p, (p.name, p.reason, p.unit)) for p in found.left_out]
        self._fill(0, [self._person_row(n, p, (p.name, p.unit, p.post)) for n, p in enumerate(found.people)])
        self._fill(1, [self._person_row(n, p, cells) for n, (p, cells) in enumerate(left_out)])
        records = []
        for number, record in enumerate(found.records):
            key = f"r{number}"
            records.append(Row(key, (record.kind, record.text)))
            if record.person_id:
                self._people[key] = record.person_id
        self._fill(2, records)
        filled = next((n for n, rows in enumerate((found.people, found.left_out, found.records)) if rows), 0)
        self.bar.setCurrentIndex(filled)
        self.tables[filled].focus_rows()

    def _person_row(self, number: int, person: BehindPerson, cells: tuple[str, ...]) -> Row:
        key = f"{'o' if person.reason else 'p'}{number}"
        if not person.is_gone:
            self._people[key] = person.id
        return Row(key, cells, tone="muted" if person.is_gone else "", tip="已删除" if person.is_gone else "")

    def _fill(self, number: int, rows: list[Row]) -> None:
        source = self.tables[number].source
        assert isinstance(source, ListSource)
        source.set_rows(rows)
        self.tables[number].reload()
        self.bar.setTabText(number, f"{self.bar.tabText(number)}（{len(rows)}）")

    def _open_current(self) -> None:
        key = self.tables[self.bar.currentIndex()].current_id()
        if key:
            self._open(key)

    def _open(self, key: str) -> None:
        person_id = self._people.get(key)
        if person_id is None:
            self._desk.notify("这一条没有对应的干部", "hint")
            return
        self.accept()
        self._desk.go(_PERSON_PAGE, person_id)


class FigureLabel(QPushButton):
    """A number that looks like a link; a click, Enter or the space key opens what it stands on."""

    def __init__(self, desk: Desk, title: str = "", figure: Figure | None = None) -> None:
        """``title``: what the number is called; set both later with ``set_figure``."""
        super().__init__()
        self._desk = desk
        self._title, self._figure = title, figure
        self.setProperty("role", "link")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda _checked=False: self.explain())
        self.set_figure(title, figure)

    def set_figure(self, title: str, figure: Figure | None) -> None:
        """Show another figure; None shows nothing."""
        self._title, self._figure = title, figure
        self.setText("" if figure is None else figure.shown())
        self.setEnabled(figure is not None)
        self.setAccessibleName(f"{title}：{self.text()}")
        self.setToolTip("点开看这个数怎么来的" if figure is not None else "")

    def explain(self) -> None:
        """Open what the figure stands on."""
        if self._figure is not None:
            FigureDialog(self._desk, self._title, self._figure, self).exec()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens as the space key does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.explain()
            return
        super().keyPressEvent(event)
