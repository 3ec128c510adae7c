"""时间轴: what any room holds about the person in the order of time; each line leads to where it is kept."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QHBoxLayout

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.words import words
from ganbu_desktop.desktop.tables import Column, DataTable, ListSource, Row
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Progress
from ganbu_desktop.kernel.people.timeline import TimelineLine, timeline
from ganbu_desktop.kernel.systems import SYSTEMS
from ganbu_desktop.modules.people.pages.person_draft import Draft
from ganbu_desktop.modules.people.pages.person_section import Section
from ganbu_desktop.modules.people.pages.person_target import PersonTarget

_COLUMNS = (
    Column("on", "时间", 150),
    Column("system", "体系", 90),
    Column("what", "事项", 150),
    Column("text", "内容", 480),
)
EVERYTHING = "全部"


class TimelineSection(Section):
    """The lines, newest first, of all systems or of one."""

    title = "时间轴"
    passive = True

    def __init__(self, desk: Desk) -> None:
        """Start empty."""
        super().__init__(desk)
        self._person_id = ""
        self._lines: dict[str, TimelineLine] = {}
        self.system = QComboBox()
        self.system.setAccessibleName("体系")
        self.system.addItems([EVERYTHING, *SYSTEMS])
        self.source = ListSource(_COLUMNS)
        self.table = DataTable("timeline", self.source, title="时间轴", desk=desk, multiple=False)
        self.table.opened.connect(self.open_line)
        line = QHBoxLayout()
        line.setSpacing(theme.space(1))
        line.addWidget(self.system)
        line.addWidget(words("各处登记的有关事项；限制性条目只列生效中的。双击或回车到登记处。", "muted"), 1)
        self.body.addLayout(line)
        self.body.addWidget(self.table, 1)
        self.system.currentTextChanged.connect(lambda _text: self._fill())

    def load(self, draft: Draft) -> None:
        """Read the lines on the reading thread."""
        self._person_id = wanted = draft.person.id
        sections = {spec.name: spec.section for spec in self.desk.pages}
        systems = {name: sections[room] for name, room in self.desk.ledger_rooms().items() if room in sections}

        def read(progress: Progress) -> list[TimelineLine]:
            return timeline(self.desk.office, wanted, self.desk.ledgers(), systems)

        self.desk.tasks.run(
            read,
            title="读取时间轴",
            writes=False,
            quiet=True,
            context=self,
            done=lambda found: self._show(found) if wanted == self._person_id else None,
        )

    def _show(self, found: list[TimelineLine]) -> None:
        self._lines = {f"{line.record_type}/{line.record_id}": line for line in found}
        self._fill()

    def _fill(self) -> None:
        system = self.system.currentText()
        self.source.set_rows(
            [
                Row(key, (_when(line.on, line.until), line.system, line.what, line.text), tip=line.text)
                for key, line in self._lines.items()
                if system in (EVERYTHING, line.system)
            ]
        )
        self.table.reload()

    def open_line(self, key: str) -> None:
        """Go to where a line is kept."""
        line = self._lines[key]
        if line.ledger:
            self.desk.go(self.desk.ledger_rooms()[line.ledger], (line.ledger, line.record_id))
        else:
            self.desk.go("person", PersonTarget(self._person_id, line.record_type, line.record_id))

    def focus_first(self) -> None:
        """Begin at the newest line."""
        self.table.focus_rows()


def _when(on: PartialDate | None, until: PartialDate | None) -> str:
    if on is None:
        return "未记日期"
    return f"{on}—{until}" if until else str(on)
