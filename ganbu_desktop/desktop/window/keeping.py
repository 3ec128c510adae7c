"""What the clerk has set and typed on a page, carried over to the page that is made anew for another size or look.

A widget that has ``kept`` and ``take_up`` (a table, a page inside a page) tells its own state; of all others the
inputs, the chosen lines and the scroll bars are kept, each by its kind, its accessible name and its number among those
alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, cast, runtime_checkable

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSpinBox,
    QSplitter,
    QTabBar,
    QTextEdit,
    QWidget,
)

Place = tuple[str, str, int]
"""Kind, accessible name, number among those alike in both."""


@runtime_checkable
class Keeper(Protocol):
    """A widget that tells its own state."""

    def kept(self) -> object:
        """Return what the clerk has set here."""

    def take_up(self, kept: object) -> None:
        """Show again what ``kept`` returned of a widget like this."""


@dataclass(frozen=True)
class Kept:
    """State by place, in the order in which the widgets were made."""

    states: dict[Place, object]


def keep(root: QWidget) -> Kept:
    """Return what is set and typed in the widgets under ``root``, but not its own ``kept``."""
    return Kept({place: _state(widget) for place, widget in _places(root)})


def take_up(root: QWidget, kept: Kept) -> None:
    """Set the widgets under ``root`` as they were; those that there are no longer are passed over."""
    for place, widget in _places(root):
        if place in kept.states:
            _set(widget, kept.states[place])


def _places(root: QWidget) -> Iterator[tuple[Place, QWidget]]:
    seen: Counter[tuple[str, str]] = Counter()
    for widget in _widgets(root):
        kind = (type(widget).__name__, widget.accessibleName() if not isinstance(widget, QAbstractButton) else "")
        yield (*kind, seen[kind]), widget
        seen[kind] += 1


def _widgets(root: QWidget) -> Iterator[QWidget]:
    for child in root.children():
        if not isinstance(child, QWidget) or child.isWindow():
            continue
        if isinstance(child, Keeper) or _is_input(child):
            yield child
        else:
            if isinstance(child, QScrollArea | QSplitter):
                yield child
            yield from _widgets(child)


def _is_input(widget: QWidget) -> bool:
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        return True
    if isinstance(widget, QAbstractButton):
        return widget.isCheckable()
    return isinstance(widget, QComboBox | QAbstractSpinBox | QTabBar | QAbstractItemView)


def _state(widget: QWidget) -> object:
    if isinstance(widget, Keeper):
        return widget.kept()
    if isinstance(widget, QLineEdit):
        return widget.text()
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return widget.toPlainText()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QAbstractButton):
        return widget.isChecked()
    if isinstance(widget, QSpinBox):
        return widget.value()
    if isinstance(widget, QTabBar):
        return widget.currentIndex()
    if isinstance(widget, QAbstractItemView):
        return _path(widget.currentIndex()), widget.verticalScrollBar().value()
    if isinstance(widget, QScrollArea):
        return _part(widget)
    if isinstance(widget, QSplitter) and all(widget.sizes()):
        return widget.sizes()
    return None


def _set(widget: QWidget, state: object) -> None:
    if state is None or (state == _state(widget) and not isinstance(widget, Keeper)):
        return
    if isinstance(widget, Keeper):
        widget.take_up(state)
    elif isinstance(widget, QLineEdit):
        widget.setText(str(state))
    elif isinstance(widget, QPlainTextEdit | QTextEdit):
        widget.setPlainText(str(state))
    elif isinstance(widget, QComboBox):
        _choose(widget, str(state))
    elif isinstance(widget, QAbstractButton):
        widget.click() if widget.isEnabled() else widget.setChecked(bool(state))
    elif isinstance(widget, QSpinBox):
        widget.setValue(cast("int", state))
    elif isinstance(widget, QTabBar):
        widget.setCurrentIndex(cast("int", state))
    elif isinstance(widget, QAbstractItemView):
        _go_to(widget, *cast("tuple[tuple[int, ...], int]", state))
    elif isinstance(widget, QScrollArea):
        part = cast("float", state)
        QTimer.singleShot(0, widget, lambda: _scroll(widget, part))
    elif isinstance(widget, QSplitter):
        widget.setSizes(cast("list[int]", state))


def _choose(box: QComboBox, text: str) -> None:
    """Choose as the clerk did: pages listen to ``activated`` as well as to a changed index."""
    if box.isEditable():
        box.setCurrentText(text)
        return
    index = box.findText(text)
    if index >= 0 and index != box.currentIndex():
        box.setCurrentIndex(index)
        box.activated.emit(index)


def _path(index: QModelIndex) -> tuple[int, ...]:
    found: list[int] = []
    while index.isValid():
        found.insert(0, index.row())
        index = index.parent()
    return tuple(found)


def _index(model: QAbstractItemModel, path: tuple[int, ...]) -> QModelIndex:
    index = QModelIndex()
    for row in path:
        index = model.index(row, 0, index)
    return index


def _go_to(view: QAbstractItemView, path: tuple[int, ...], scrolled: int) -> None:
    model = view.model()
    index = _index(model, path) if model is not None and path else QModelIndex()
    if index.isValid():
        view.setCurrentIndex(index)
    QTimer.singleShot(0, view, lambda: view.verticalScrollBar().setValue(scrolled))


def _part(area: QScrollArea) -> float:
    bar = area.verticalScrollBar()
    return bar.value() / bar.maximum() if bar.maximum() else 0.0


def _scroll(area: QScrollArea, part: float) -> None:
    bar = area.verticalScrollBar()
    bar.setValue(round(part * bar.maximum()))
