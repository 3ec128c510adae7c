"""The import's last step: what was written, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.desktop.kit.widgets import Card, danger_button, link_button, plain_button, primary_button
from ganbu_desktop.desktop.kit.words import words
from ganbu_desktop.modules.intake.apply import ImportResult
from ganbu_desktop.modules.intake.tally import Count, Tally

LEFT, REFUSED = "left", "refused"
_WAYS = ("导入", "留着没有导入", "读不进去")


def _lines(tally: Tally) -> tuple[tuple[str, Count], ...]:
    return ("人", tally.people), ("人员栏目（格）", tally.fields), ("各类信息（行）", tally.rows)


class ResultStep(QWidget):
    """Figures of the import with what can be done now; ``rest_wanted`` names the tab of the preview with the rest."""

    undo_wanted = Signal()
    people_wanted = Signal()
    again_wanted = Signal()
    report_wanted = Signal()
    rest_wanted = Signal(str)

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.shown: ImportResult | None = None
        self.is_undone = False
        self._sign = words(centred=True)
        self._title = words(role="title", centred=True)
        self._text = words(centred=True)
        self._figures = QHBoxLayout()
        self.sums = QGridLayout()
        self.sums.setHorizontalSpacing(theme.space(3))
        self.people = primary_button("查看干部", "people", self.people_wanted.emit)
        self.again = plain_button("再导入其他文件", "import", self.again_wanted.emit)
        self.report = plain_button("导出标红工作簿…", "excel", self.report_wanted.emit)
        self.undo = danger_button("撤销本次导入", "undo", self.undo_wanted.emit)
        card = Card()
        card.setMaximumWidth(theme.pixels(820))
        body = card.body
        body.setContentsMargins(*(theme.space(4),) * 4)
        body.setSpacing(theme.space(2))
        for widget in (self._sign, self._title, self._text):
            body.addWidget(widget)
        body.addLayout(self._figures)
        body.addLayout(self.sums)
        line = QHBoxLayout()
        line.addStretch(1)
        for button in (self.people, self.report, self.again, self.undo):
            line.addWidget(button)
        line.addStretch(1)
        body.addLayout(line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addStretch(1)
        centre = QHBoxLayout()
        centre.addStretch(1)
        centre.addWidget(card, 8)
        centre.addStretch(1)
        layout.addLayout(centre)
        layout.addStretch(2)

    def show_result(self, result: ImportResult) -> None:
        """Tell what was written."""
        self.shown, self.is_undone = result, False
        self._sign.setPixmap(icons.pixmap("ok", 48, "ok"))
        self._title.setText("导入完成")
        rest = result.tally.rest()
        told = f"另有 {rest}：点数字看是哪些，也可以导出标红工作簿交回单位改。" if rest else "读到的内容都在库里了。"
        self._text.setText(f"勾选的内容已保存。{told}发现不对，可以整体撤销。")
        self._show_sums(result.tally)
        self.report.setVisible(bool(rest))
        self._show_figures(
            (
                ("新增人员", result.new_people),
                ("变更人员", result.changed_people),
                ("新增单位", result.new_units),
                ("变更单位", result.changed_units),
                ("写入记录", result.rows),
            )
        )
        self.undo.setVisible(True)
        self.people.setFocus()

    def show_undone(self) -> None:
        """Tell that the import has been taken back."""
        self.is_undone = True
        self._sign.setPixmap(icons.pixmap("undo", 48, "accent"))
        self._title.setText("已撤销本次导入")
        self._text.setText("数据恢复到导入以前。如果撤错了，用“重做”（Ctrl+Y）可以再导回来。")
        self._show_figures(())
        self._clear(self.sums)
        self.report.setVisible(False)
        self.undo.setVisible(False)
        self.again.setFocus()

    def _clear(self, layout: QLayout) -> None:
        while layout.count():
            taken = layout.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.deleteLater()

    def _show_sums(self, tally: Tally) -> None:
        """Show people, fields and rows in, left out and refused, each figure a link to what it counts."""
        self._clear(self.sums)
        for column, head in enumerate(("", *_WAYS)):
            self.sums.addWidget(words(head, "muted", wraps=False), 0, column, Qt.AlignmentFlag.AlignCenter)
        for line, (label, count) in enumerate(_lines(tally), 1):
            self.sums.addWidget(words(label, wraps=False), line, 0)
            rest = [partial(self.rest_wanted.emit, which) for which in (LEFT, REFUSED)]
            ways: tuple[Callable[[], object], ...] = (self.people_wanted.emit, *rest)
            amounts = (count.taken, count.left, count.refused)
            for column, (amount, run) in enumerate(zip(amounts, ways, strict=True), 1):
                figure = _number(amount, run)
                figure.setAccessibleName(f"{label}{_WAYS[column - 1]} {amount}")
                self.sums.addWidget(figure, line, column, Qt.AlignmentFlag.AlignCenter)

    def _show_figures(self, figures: tuple[tuple[str, int], ...]) -> None:
        self._clear(self._figures)
        for label, number in figures:
            self._figures.addWidget(_figure(label, number))


def _number(amount: int, run: Callable[[], object]) -> QWidget:
    """Return a figure that leads to what it counts; none where there is nothing."""
    return link_button(f"{amount:,}", "", run) if amount else words("0", "muted", wraps=False)


def _figure(label: str, number: int) -> QWidget:
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(words(f"{number:,}", "title", centred=True))
    layout.addWidget(words(label, "muted", centred=True, wraps=False))
    holder.setAccessibleName(f"{label} {number}")
    return holder
