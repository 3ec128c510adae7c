"""A unit's numbers: people, current posts, approved staff and leading posts, and where they do not agree.

Each opens the people behind it, which are read when it is pressed.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.reports.figure_label import FigureDialog, FigureLabel
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.report.spec import Figure
from ganbu_desktop.modules.units import unit_people
from ganbu_desktop.modules.units.queries import UnitNode

_STAFF = ("staff_administrative", "staff_civil_service_like", "staff_institution", "staff_worker", "staff_other")
_LINE = 1.4
_Behind = Callable[[Office, str], Figure]


class _Opening(FigureLabel):
    def __init__(self, desk: Desk, title: str, behind: _Behind) -> None:
        super().__init__(desk, title)
        self._behind = behind
        self.unit_id = ""
        self.setStyleSheet(f"font-size: {theme.pixels(20)}px; font-weight: 600; text-align: left; padding: 0;")

    def explain(self) -> None:
        """Read who is behind the number and open it."""
        office, unit_id = self._desk.office, self.unit_id
        self._desk.tasks.run(
            lambda _progress: self._behind(office, unit_id),
            title="查这个数的依据",
            writes=False,
            quiet=True,
            context=self,
            done=self._open,
        )

    def _open(self, figure: Figure) -> None:
        FigureDialog(self._desk, self._title, figure, self).exec()


class _Figure(QFrame):
    def __init__(self, desk: Desk, label: str, behind: _Behind) -> None:
        super().__init__()
        self.setProperty("role", "card")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space(1.5), theme.space(1), theme.space(1.5), theme.space(1))
        layout.setSpacing(0)
        self._label = label
        self.value = _Opening(desk, label, behind)
        name = QLabel(label)
        name.setProperty("role", "muted")
        self._note = QLabel()
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        for part in (name, self.value, self._note):
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            layout.addWidget(part)
        self.value.setMinimumHeight(round(theme.pixels(20) * _LINE))
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._note.setWordWrap(False)
        self.setMinimumWidth(theme.pixels(80))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def say(self, unit_id: str, value: str, note: str = "", tone: str = "muted") -> None:
        self.value.unit_id = unit_id
        self.value.set_figure(self._label, Figure(0, value))
        self._note.setText(note)
        self._note.setToolTip(note)
        self._note.setStyleSheet(f"color: {getattr(theme.colours(), tone)};")
        self.setAccessibleName(f"{self._label} {value} {note}")


class UnitFigures(QFrame):
    """Four figures abreast."""

    def __init__(self, desk: Desk) -> None:
        """Start empty."""
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(1))
        self.people = _Figure(desk, "干部", unit_people.people_in)
        self.posts = _Figure(desk, "现任职务", unit_people.posts_in)
        self.staff = _Figure(desk, "编制数", unit_people.staff_in)
        self.leaders = _Figure(desk, "领导职数", unit_people.leaders_in)
        for figure in (self.people, self.posts, self.staff, self.leaders):
            layout.addWidget(figure, 1)

    def show_node(self, node: UnitNode) -> None:
        """Show one unit's figures."""
        below = node.total - node.people
        self.people.say(node.unit.id, f"{node.people:,} 人", f"连同下级 {node.total:,} 人" if below else "下级没有人员")
        self.posts.say(node.unit.id, f"{node.posts:,} 个", f"领导职务 {node.leaders:,} 个")
        self._show_staff(node)
        self._show_leaders(node)

    def _show_staff(self, node: UnitNode) -> None:
        numbers = [getattr(node.unit, name) for name in _STAFF]
        if all(number is None for number in numbers):
            self.staff.say(node.unit.id, "未填", "请在下面填写")
            return
        approved = sum(number or 0 for number in numbers)
        over = node.people - approved
        note = f"在册超 {over} 人" if over > 0 else f"空编 {-over}" if over else "已满编"
        self.staff.say(node.unit.id, f"{approved:,} 名", note, "warning" if over > 0 else "muted")

    def _show_leaders(self, node: UnitNode) -> None:
        unit: Unit = node.unit
        if unit.chief_posts is None and unit.deputy_posts is None:
            self.leaders.say(unit.id, "未填", "请在下面填写")
            return
        approved = (unit.chief_posts or 0) + (unit.deputy_posts or 0)
        over = node.leaders - approved
        parts = f"正 {unit.chief_posts or 0} 副 {unit.deputy_posts or 0}"
        note = f"{parts}，超 {over}" if over > 0 else f"{parts}，空 {-over}" if over else f"{parts}，已满"
        self.leaders.say(unit.id, f"{approved} 名", note, "warning" if over > 0 else "muted")
