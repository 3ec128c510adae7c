"""A reference to a person: typed by name, pinyin or initials, chosen from a list that tells namesakes apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QCompleter

from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.desktop.kit.editors.inputs import LineEditor
from ganbu_desktop.desktop.kit.editors.references import Options, References
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.fields import Field
from ganbu_desktop.kernel import options

if TYPE_CHECKING:
    from ganbu_desktop.kernel.office.office import Office
    from ganbu_desktop.kernel.people.person_list import PersonRow

_OFFERED = 12
_NAMED = 4


class PeopleNames:
    """Labels of people and people by label; remembers what it has looked up."""

    def __init__(self, office: Office) -> None:
        """Read from ``office`` when asked."""
        self._office = office
        self._labels: dict[str, str] = {}
        self._ids: dict[str, list[str]] = {}

    def forget(self) -> None:
        """Read everything again when asked."""
        self._labels, self._ids = {}, {}

    def label(self, person_id: str) -> str:
        """Return a person's label, or a word for one who is gone."""
        if person_id not in self._labels:
            self.remember(options.people_of(self._office, [person_id]))
        return self._labels.get(person_id, "（已删除）")

    def remember(self, rows: list[PersonRow]) -> list[str]:
        """Return the labels of people; those who would bear the same one are numbered apart."""
        counted = Counter(options.person_label(row) for row in rows)
        return [self._labels.get(row.person.id) or self._name(row, counted) for row in rows]

    def _name(self, row: PersonRow, counted: Counter[str]) -> str:
        label = options.person_label(row)
        if (counted[label] > 1 or label in self._ids) and row.person.id_number:
            label = f"{label.removesuffix('）')}，身份证尾号 {row.person.id_number[-4:]}）"
        bearers = self._ids.setdefault(label, [])
        bearers.append(row.person.id)
        shown = label if len(bearers) == 1 else f"{label}（{len(bearers)}）"
        self._ids.setdefault(shown, [row.person.id])
        self._labels[row.person.id] = shown
        return shown

    def offered(self, typed: str) -> list[str]:
        """Return the labels of the first people found for what was typed."""
        found = options.people_found(self._office, typed, _OFFERED)
        found.sort(key=lambda row: (row.person.name or "") != typed)
        return self.remember(found)

    def read(self, text: str) -> str:
        """Return the id of a label, a name or an identity number; raises FieldError naming the choice there is."""
        if text in self._ids:
            return self._ids[text][0]
        name = text.partition("（")[0].strip()
        named = options.people_named(self._office, name)
        labels = self.remember(named)
        if text in labels:
            return named[labels.index(text)].person.id
        if len(named) == 1 and name == text:
            return named[0].person.id
        if len(named) > 1:
            some = "；".join(labels[:_NAMED]) + ("…" if len(labels) > _NAMED else "")
            raise FieldError(f"有 {len(named)} 名干部叫“{name}”，请选定是哪一位：{some}")
        found = options.people_found(self._office, text, 2)
        if len(found) == 1:
            return found[0].person.id
        raise FieldError(
            f"“{text}”对应不止一人，请从列表中选定" if found else f"库中没有“{text}”，请输入姓名、拼音或单位查找"
        )


@dataclass(frozen=True, kw_only=True)
class PersonField(Field):
    """A field whose values are ids of people and whose texts are their labels."""

    names: PeopleNames

    def read(self, text: str) -> str:
        """Return the id of the person meant."""
        return self.names.read(text)

    def format(self, value: object) -> str:
        """Return a person's label."""
        return "" if value is None else self.names.label(str(value))


class People(References):
    """The people that a field may refer to."""

    def __init__(self, label: str, office: Office, *, wanted: bool = True, help: str = "") -> None:  # noqa: A002
        """``label`` of the field."""
        super().__init__(label, _nobody)
        self._names = PeopleNames(office)
        words = help or "输入姓名、拼音首字母或单位，从列表选定；同名的看单位和出生年月"
        self.field = PersonField(label=label, wanted=wanted, help=words, names=self._names)

    def reload(self) -> None:
        """Forget what was looked up."""
        self._names.forget()


def _nobody() -> Options:
    return []


class PersonEditor(LineEditor):
    """A line that offers people while one types; Down and Enter choose, Enter alone takes the first."""

    def __init__(self, field: PersonField) -> None:
        """Offer people of the field's store."""
        super().__init__(field)
        self._names = field.names
        self._offers = QStringListModel(self)
        self._completer = QCompleter(self._offers, self.line)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_OFFERED)
        self._completer.popup().setMinimumWidth(theme.pixels(300))
        self._completer.setWidget(self.line)
        self._completer.activated.connect(self._choose)
        self.line.setPlaceholderText("姓名、拼音或单位")
        self.line.addAction(icons.icon("search"), self.line.ActionPosition.LeadingPosition)
        self.line.textEdited.connect(self._offer)

    def popup(self) -> QAbstractItemView:
        """Return the list of people offered."""
        return self._completer.popup()

    def _offer(self, typed: str) -> None:
        labels = self._names.offered(typed.strip()) if typed.strip() else []
        self._offers.setStringList(labels)
        popup = self._completer.popup()
        if not labels:
            popup.hide()
            return
        self._completer.setCompletionPrefix(typed)
        self._completer.complete()
        selection = popup.selectionModel()
        selection.blockSignals(True)
        popup.setCurrentIndex(self._completer.completionModel().index(0, 0))
        selection.blockSignals(False)

    def _choose(self, label: str) -> None:
        self.line.setText(label)
        self.line.setCursorPosition(0)
        self.left.emit()

    def remark(self) -> tuple[str, str]:
        """Return what the input makes of the text; while people are offered, how to choose."""
        if self.popup().isVisible():
            return "", "按 ↓ 选择，回车确认"
        return super().remark()

    def show_gap(self, gap: bool) -> None:
        """Keep the words that say what can be typed."""

    def select_all(self) -> None:
        """Choose the whole text; one that means several people shows them at once."""
        super().select_all()
        QTimer.singleShot(0, self.line, self._offer_again)

    def _offer_again(self) -> None:
        typed = self.text().strip()
        if typed and self.remark()[0] == "error" and self.line.hasFocus():
            self._offer(typed)

    def focus_for_typing(self) -> None:
        """Put the focus here with the text chosen."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()
