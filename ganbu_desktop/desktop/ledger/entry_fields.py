"""What an entry says, in a card: short fields as a list, then a block for each long text, facts before opinions."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import link_button, text_label
from ganbu_desktop.foundation.fields import LongText, Sealed
from ganbu_desktop.kernel.describe import fields_of
from ganbu_desktop.kernel.ledger.listing import STATE_COLUMN, LedgerRow
from ganbu_desktop.kernel.ledger.names import MAIN
from ganbu_desktop.kernel.ledger.spec import LedgerSpec

NOTHING = "无记录"
_CAPTION = 100
_OPINIONS = ("judgement", "evaluation", "suggestion")
"""Fields that say what somebody thinks of the facts: their blocks come after every other, in this order."""


class TextBlock(QFrame):
    """One long text under its label, on a ground of its own; ``is_opinion`` marks what is no fact."""

    unseal_asked = Signal()

    def __init__(self, label: str, text: str, *, is_opinion: bool = False, is_sealed: bool = False) -> None:
        """``is_sealed``: offer to open the text; who listens to ``unseal_asked`` calls ``say``."""
        super().__init__()
        self.label = label
        colours = theme.colours()
        self.setObjectName("block")
        edge = colours.line_strong if is_opinion else colours.accent
        self.setStyleSheet(
            f"#block {{ background: {colours.stripe}; border: none; border-left: 3px solid {edge};"
            f" border-radius: 4px; }}"
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space(1.25), theme.space(0.75), theme.space(1), theme.space(1))
        layout.setSpacing(theme.space(0.5))
        caption = text_label(label)
        caption.setStyleSheet(f"font-weight: 600; color: {colours.muted if is_opinion else colours.accent};")
        layout.addWidget(caption)
        self._text = readable(text)
        layout.addWidget(self._text)
        self.open_button = link_button("查看", "eye", self.unseal_asked.emit)
        self.open_button.setToolTip("显示原文；这次查看会记入查阅记录")
        self.open_button.setAccessibleName(f"查看{label}")
        layout.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.open_button.setVisible(is_sealed)

    def text(self) -> str:
        """Return the text on show."""
        return self._text.text()

    def say(self, text: str) -> None:
        """Show the opened text."""
        self._text.setText(text)
        self.open_button.hide()


class EntryFields(QWidget):
    """The fields of one entry. Empty ones are left out until they are asked for."""

    unseal_asked = Signal(str, object)
    """The name of a sealed field and its block."""

    def __init__(self, spec: LedgerSpec, may_unseal: Callable[[], bool]) -> None:
        """``may_unseal``: whether this account may open sealed texts."""
        super().__init__()
        self._spec, self._may_unseal = spec, may_unseal
        self._shown: LedgerRow | None = None
        self._shows_empty = False
        self._facts, self._texts = QGridLayout(), QVBoxLayout()
        self._facts.setHorizontalSpacing(theme.space(1.5))
        self._facts.setVerticalSpacing(theme.space(0.75))
        self._facts.setColumnStretch(1, 1)
        self._texts.setSpacing(theme.space(1))
        self.empty_button = link_button("", "", self._toggle_empty)
        self.empty_button.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        column.addLayout(self._facts)
        column.addLayout(self._texts)
        column.addWidget(self.empty_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_row(self, found: LedgerRow) -> None:
        """Show the fields of a ledger's row."""
        self._shown = found
        self._clear()
        described = fields_of(self._spec.record)
        names = [name for name in self._spec.fields if name not in (MAIN, STATE_COLUMN)]
        line = 0
        for name in (n for n in names if not isinstance(described[n], LongText)):
            line += self._add_fact(line, described[name].label, found.texts[name])
        for title in self._spec.derived:
            line += self._add_fact(line, title, found.texts.get(title, ""))
        for name in sorted((n for n in names if isinstance(described[n], LongText)), key=_place):
            self._add_block(name, found.texts[name])
        self._offer_empty([*names, *self._spec.derived])

    def _clear(self) -> None:
        for layout in (self._facts, self._texts):
            while layout.count():
                item = layout.takeAt(0)
                if item is not None and (widget := item.widget()) is not None:
                    widget.hide()
                    widget.deleteLater()

    def _add_fact(self, line: int, label: str, text: str) -> int:
        """Add a line of label and value; return how many lines that were."""
        if not text and not self._shows_empty:
            return 0
        caption = text_label(label, role="muted", wrap=True)
        caption.setFixedWidth(min(theme.pixels(_CAPTION), caption.fontMetrics().horizontalAdvance(label) + 2))
        self._facts.addWidget(caption, line, 0, Qt.AlignmentFlag.AlignTop)
        self._facts.addWidget(readable(text) if text else text_label(NOTHING, role="muted"), line, 1)
        return 1

    def _add_block(self, name: str, text: str) -> None:
        if not text and not self._shows_empty:
            return
        field = fields_of(self._spec.record)[name]
        is_sealed = bool(text) and isinstance(field, Sealed) and self._may_unseal()
        block = TextBlock(field.label, text or NOTHING, is_opinion=name in _OPINIONS, is_sealed=is_sealed)
        block.unseal_asked.connect(lambda: self.unseal_asked.emit(name, block))
        self._texts.addWidget(block)

    def _offer_empty(self, names: list[str]) -> None:
        assert self._shown is not None
        texts = self._shown.texts
        empty = sum(not texts.get(name) for name in names)
        self.empty_button.setText("收起空项" if self._shows_empty else f"显示空项（{empty}）")
        self.empty_button.setVisible(bool(empty))

    def _toggle_empty(self) -> None:
        self._shows_empty = not self._shows_empty
        if self._shown is not None:
            self.show_row(self._shown)


def readable(text: str) -> QLabel:
    """Return a label of plain text that wraps and can be copied."""
    label = text_label(text, wrap=True)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _place(name: str) -> int:
    return _OPINIONS.index(name) + 1 if name in _OPINIONS else 0
