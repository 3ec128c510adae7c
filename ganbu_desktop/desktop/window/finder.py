"""One field for everything: people, pages, ledgers, forms, reports, parameters, commands and the manual, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QLabel, QLineEdit, QTreeWidget, QTreeWidgetItem

from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.desktop.kit.parts import settle_timer
from ganbu_desktop.desktop.kit.widgets import PlainDialog
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.kernel import manual
from ganbu_desktop.kernel.forms.form_print import form_title
from ganbu_desktop.kernel.office.office import Progress
from ganbu_desktop.kernel.people import looking
from ganbu_desktop.kernel.people.person_list import ListQuery
from ganbu_desktop.kernel.pinyin import typed_for
from ganbu_desktop.kernel.report.forms import FORMS as REPORT_FORMS

MOST_PEOPLE, MOST = 8, 60
_SETTLE_MS = 120
_PERSON, _PAGE, _LEDGER, _FORM, _REPORT, _FIGURE, _COMMAND, _MANUAL = (
    "人员",
    "页面",
    "台账",
    "表格",
    "报表",
    "参数",
    "命令",
    "手册",
)
_ICONS = {
    _PERSON: "person",
    _PAGE: "right",
    _LEDGER: "list",
    _FORM: "form",
    _REPORT: "table",
    _FIGURE: "parameters",
    _COMMAND: "flag",
    _MANUAL: "book",
}
_HINT = "输入姓名、拼音或首字母，页面、台账、表格、报表、参数、命令的名称"


@dataclass(frozen=True)
class Place:
    """Something that can be gone to: ``kind`` and ``where`` stand beside its ``title``."""

    kind: str
    title: str
    where: str
    go: Callable[[], object]

    @cached_property
    def typed(self) -> tuple[str, str]:
        """What may be typed for the title in letters."""
        return typed_for(self.title)


def places(desk: Desk, commands: Sequence[QAction], show_manual: Callable[[str], object]) -> list[Place]:
    """Return everything but people, in the order of its kinds."""
    return [
        *_pages(desk),
        *_ledgers(desk),
        *_forms(desk),
        *_reports(desk),
        *_figures(desk),
        *_others(desk, show_manual),
    ] + [
        Place(_COMMAND, action.text().rstrip("…"), action.shortcut().toString(), action.trigger) for action in commands
    ]


def _pages(desk: Desk) -> Iterator[Place]:
    for spec in desk.pages:
        if spec.in_navigation:
            yield Place(_PAGE, spec.title, spec.section, partial(desk.go, spec.name))


def _titles(desk: Desk) -> dict[str, str]:
    return {spec.name: spec.title for spec in desk.pages}


def _ledgers(desk: Desk) -> Iterator[Place]:
    rooms, titles = desk.ledger_rooms(), _titles(desk)
    for spec in desk.ledgers():
        room = rooms.get(spec.name, "")
        if room in titles:
            yield Place(_LEDGER, spec.title, titles[room], partial(desk.go, room, spec.name))


def _forms(desk: Desk) -> Iterator[Place]:
    for name, title in desk.sheets():
        yield Place(_FORM, title, "打印", partial(desk.go, "print", {"form": name}))
    rooms, titles = desk.form_rooms(), _titles(desk)
    ledgers = {spec.record: spec.name for spec in desk.ledgers()}
    for form in desk.forms():
        room = "reports" if form in REPORT_FORMS else rooms.get(form.name, "")
        if room in titles:
            yield Place(_FORM, form_title(form), titles[room], partial(desk.go, room, ledgers.get(form.subject)))


def _reports(desk: Desk) -> Iterator[Place]:
    for spec in desk.reports():
        yield Place(_REPORT, spec.title, "报表", partial(desk.go, "reports", spec.name))


def _figures(desk: Desk) -> Iterator[Place]:
    figures, day = desk.office.parameters(), desk.office.today()
    for name in figures.names():
        figure = figures.get(name, day)
        yield Place(
            _FIGURE,
            figure.title,
            f"{figure.format_value()} {figure.unit}".strip(),
            partial(desk.go, "parameters", name),
        )


def _others(desk: Desk, show_manual: Callable[[str], object]) -> Iterator[Place]:
    for page in manual.pages(desk.manual()):
        yield Place(_MANUAL, page.title, "使用手册", partial(show_manual, page.name))


def matching(found: Sequence[Place], text: str) -> list[Place]:
    """Return the places whose title has what is typed, in characters, first letters or pinyin; best first."""
    wanted = "".join(text.split()).casefold()
    later = {_FIGURE: 1, _MANUAL: 1}
    ranked = [
        (rank + later.get(place.kind, 0), number)
        for number, place in enumerate(found)
        if (rank := _rank(place, wanted)) is not None
    ]
    return [found[number] for _, number in sorted(ranked)]


def _rank(place: Place, wanted: str) -> int | None:
    title = "".join(place.title.split()).casefold()
    if wanted in title:
        return 0 if title == wanted else 1 if title.startswith(wanted) else 2
    if wanted.isascii() and wanted.isalpha():
        letters, whole = place.typed
        if letters.startswith(wanted) or whole.startswith(wanted):
            return 1
        if wanted in letters:
            return 3
    return None


class Finder(PlainDialog):
    """A line to type in and what fits it; Enter goes there, the arrow keys choose while one types."""

    def __init__(self, desk: Desk, found: Sequence[Place]) -> None:
        """``found``: everything but people, who are sought in the store."""
        super().__init__(desk.window, "查找一切", width=620)
        self._desk, self._places = desk, found
        self._people: list[Place] = []
        self.chosen: Place | None = None
        self.line = QLineEdit()
        self.line.setPlaceholderText(_HINT)
        self.line.setAccessibleName("查找一切")
        self.line.installEventFilter(self)
        self.list = QTreeWidget()
        self.list.setColumnCount(3)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setAccessibleName("找到的")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMinimumHeight(theme.pixels(360))
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.list.itemClicked.connect(lambda _item, _column: self._take())
        self.nothing = QLabel()
        self.nothing.setProperty("role", "muted")
        self.nothing.setWordWrap(True)
        for widget in (self.line, self.list, self.nothing):
            self.body.addWidget(widget)
        self._settle = settle_timer(self, _SETTLE_MS, self._seek_people)
        self.line.textChanged.connect(self._typed)
        self._show()

    @classmethod
    def ask(cls, desk: Desk, commands: Sequence[QAction], show_manual: Callable[[str], object]) -> None:
        """Show the dialog and go where the clerk points."""
        dialog = cls(desk, places(desk, commands, show_manual))
        dialog.exec()
        chosen = dialog.chosen
        dialog.deleteLater()
        if chosen is not None:
            chosen.go()

    def _typed(self) -> None:
        self._people = []
        self._show()
        self._settle.start()

    def _seek_people(self) -> None:
        text = self.line.text().strip()
        if not text:
            return

        def read(progress: Progress) -> list[Place]:
            ids = looking.ids(self._desk.office, ListQuery(typed=text), MOST_PEOPLE)
            return [
                Place(
                    _PERSON,
                    row.person.name or "",
                    " ".join(p for p in (row.unit_name, row.person.current_post) if p),
                    partial(self._desk.go, "person", row.person.id),
                )
                for row in looking.rows(self._desk.office, ids)
            ]

        def show(people: list[Place]) -> None:
            if text == self.line.text().strip():
                self._people = people
                self._show()

        self._desk.tasks.run(read, title="查找人员", writes=False, quiet=True, context=self, done=show)

    def shown(self) -> list[Place]:
        """Return what is listed now."""
        text = self.line.text().strip()
        if not text:
            return [place for place in self._places if place.kind == _PAGE]
        return [*self._people, *matching(self._places, text)][:MOST]

    def _show(self) -> None:
        found = self.shown()
        self.list.clear()
        for place in found:
            item = QTreeWidgetItem(self.list, [place.title, place.where, place.kind])
            item.setIcon(0, icons.icon(_ICONS[place.kind]))
            for column in range(3):
                item.setToolTip(column, item.text(column))
        if found:
            self.list.setCurrentItem(self.list.topLevelItem(0))
        text = self.line.text().strip()
        self.nothing.setText("" if found or not text else f"没有找到“{text}”。可以只输入前几个字，或拼音首字母。")

    def _take(self) -> None:
        row = self.list.indexOfTopLevelItem(self.list.currentItem()) if self.list.currentItem() else -1
        if row >= 0:
            self.chosen = self.shown()[row]
            self.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys and Enter of the line work in the list."""
        if watched is self.line and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            key = Qt.Key(event.key())
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
            if key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
                step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -10}.get(key, 10)
                row = self.list.indexOfTopLevelItem(self.list.currentItem()) + step
                self.list.setCurrentItem(self.list.topLevelItem(min(max(row, 0), self.list.topLevelItemCount() - 1)))
                return True
        return super().eventFilter(watched, event)
