"""The one door for boxes: nothing else in the program opens a message, a question or a file dialog.

A text has up to three paragraphs: what happened, is my data safe, what to do. Tests put their own object in place of
``Messages``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.desktop.kit.settings import Settings
from ganbu_desktop.desktop.kit.widgets.basic import resize_within_screen, scrolled, text_label
from ganbu_desktop.desktop.kit.widgets.dialogs import make_default
from ganbu_desktop.foundation.errors import GanbuError

_FOLDER = "files.folder"
_TITLES = {"info": "提示", "warning": "请注意", "error": "没有完成", "question": "请确认"}
_ICONS = {
    "info": ("info", "accent"),
    "warning": ("warning", "warning"),
    "error": ("error", "error"),
    "question": ("help", "accent"),
}


_LINE, _MOST_LINES = 26, 14


class MessageBox(QDialog):
    """Icon, text and a row of buttons; Esc and the cross choose nothing."""

    def __init__(
        self,
        parent: QWidget | None,
        kind: str,
        title: str,
        text: str,
        options: Sequence[str],
        default: int,
        danger: int,
    ) -> None:
        """``options`` are the buttons from left to right; ``danger`` is the index of a destructive one or -1."""
        super().__init__(parent)
        self.setWindowTitle(title or _TITLES[kind])
        self.chosen: int | None = None
        self._extra = QVBoxLayout()
        self._buttons = [self._button(i, text_, i == default, i == danger) for i, text_ in enumerate(options)]
        self._assemble(kind, title or _TITLES[kind], text)
        self._buttons[default].setFocus()

    def _button(self, index: int, text: str, is_default: bool, is_danger: bool) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("role", "danger" if is_danger else "primary" if is_default else "")
        button.setAutoDefault(True)
        if is_default:
            make_default(button, self)
        button.clicked.connect(lambda: self._choose(index))
        return button

    def _assemble(self, kind: str, title: str, text: str) -> None:
        picture, tone = _ICONS[kind]
        sign = QLabel()
        sign.setPixmap(icons.pixmap(picture, 36, tone))
        head = QLabel(title)
        head.setProperty("role", "heading")
        body = text_label(text, wrap=True)
        body.setTextFormat(Qt.TextFormat.PlainText)
        body.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        body.setMinimumWidth(theme.pixels(380))
        words = QVBoxLayout()
        words.setSpacing(theme.space(1))
        words.addWidget(head)
        words.addWidget(scrolled(body) if _is_long(text) else body, int(_is_long(text)))
        words.addLayout(self._extra)
        upper = QHBoxLayout()
        upper.setSpacing(theme.space(2))
        upper.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        upper.addLayout(words, 1)
        lower = QHBoxLayout()
        lower.setSpacing(theme.space(1))
        lower.addStretch(1)
        for button in self._buttons:
            lower.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(2))
        layout.setSpacing(theme.space(3))
        layout.addLayout(upper, 1)
        layout.addLayout(lower)
        if _is_long(text):
            resize_within_screen(self, 560, 460)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def add(self, widget: QWidget) -> None:
        """Put an input under the text."""
        self._extra.addWidget(widget)

    def button(self, index: int) -> QPushButton:
        """Return one of the buttons."""
        return self._buttons[index]

    def _choose(self, index: int) -> None:
        self.chosen = index
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right move between the buttons."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        focused = self.focusWidget()
        if step and isinstance(focused, QPushButton) and focused in self._buttons:
            self._buttons[(self._buttons.index(focused) + step) % len(self._buttons)].setFocus()
            return
        super().keyPressEvent(event)


def _is_long(text: str) -> bool:
    """Return whether a text may be higher than a small screen with large letters, so that it has to scroll."""
    return sum(1 + len(line) // _LINE for line in text.split("\n")) > _MOST_LINES


class Messages:
    """Shows boxes and file dialogs, one after the other, each blocking its window."""

    def __init__(self, settings: Settings | None = None, home: Path | None = None) -> None:
        """``settings`` keep the last folder; ``home``: where file dialogs begin as long as there is none."""
        self._settings = settings or Settings(None)
        self._home = home or Path()

    def info(self, parent: QWidget | None, title: str, text: str) -> None:
        """Tell something that needs no decision."""
        self._ask(parent, "info", title, text, ("知道了",))

    def warn(self, parent: QWidget | None, title: str, text: str) -> None:
        """Tell something to beware of."""
        self._ask(parent, "warning", title, text, ("知道了",))

    def error(self, parent: QWidget | None, error: GanbuError | str, title: str = "") -> None:
        """Tell what went wrong, as a sentence of our own."""
        self._ask(parent, "error", title, str(error), ("知道了",))

    def question(
        self,
        parent: QWidget | None,
        title: str,
        text: str,
        *,
        yes: str = "确定",
        no: str = "取消",
        danger: bool = False,
    ) -> bool:
        """Ask yes or no; for a destructive yes the default button is no."""
        kind = "warning" if danger else "question"
        return self._ask(parent, kind, title, text, (yes, no), 1 if danger else 0, 0 if danger else -1) == 0

    def choose(
        self, parent: QWidget | None, title: str, text: str, options: Sequence[str], default: int = 0
    ) -> int | None:
        """Offer several ways on; None when the person backs out by Esc."""
        return self._ask(parent, "question", title, text, options, default)

    def confirm_typed(self, parent: QWidget | None, title: str, text: str, word: str) -> bool:
        """Let something that cannot be taken back be confirmed by typing ``word``."""
        box = MessageBox(parent, "warning", title, f"{text}\n\n确认请输入：{word}", ("执行", "取消"), 1, 0)
        line = QLineEdit()
        line.setAccessibleName(f"请输入 {word}")
        box.add(line)
        box.button(0).setEnabled(False)
        line.textChanged.connect(lambda typed: box.button(0).setEnabled(typed.strip() == word))
        line.setFocus()
        box.exec()
        return _take(box) == 0

    def ask_text(
        self, parent: QWidget | None, title: str, label: str, text: str = "", *, secret: bool = False
    ) -> str | None:
        """Ask for one line of text; None when the person backs out."""
        box = MessageBox(parent, "question", title, label, ("确定", "取消"), 0, -1)
        line = QLineEdit(text)
        line.setAccessibleName(label)
        line.setEchoMode(QLineEdit.EchoMode.Password if secret else QLineEdit.EchoMode.Normal)
        box.add(line)
        line.setFocus()
        box.exec()
        typed = line.text()
        return typed if _take(box) == 0 else None

    def open_file(self, parent: QWidget | None, title: str, kinds: str, folder: Path | None = None) -> Path | None:
        """Ask for one existing file; ``kinds`` is Qt's filter text."""
        name, _ = QFileDialog.getOpenFileName(parent, title, str(folder or self._folder()), kinds)
        return self._chosen(name)

    def open_files(self, parent: QWidget | None, title: str, kinds: str, folder: Path | None = None) -> list[Path]:
        """Ask for one or more existing files."""
        names, _ = QFileDialog.getOpenFileNames(parent, title, str(folder or self._folder()), kinds)
        return [found for name in names if (found := self._chosen(name)) is not None]

    def save_file(self, parent: QWidget | None, title: str, suggested: Path | str, kinds: str) -> Path | None:
        """Ask where to write; the dialog asks before an existing file is replaced.

        A name without a folder is suggested where the last file was taken or put.
        """
        name, _ = QFileDialog.getSaveFileName(parent, title, str(self._folder() / suggested), kinds)
        return self._chosen(name)

    def folder(self, parent: QWidget | None, title: str, start: Path | None = None) -> Path | None:
        """Ask for a folder."""
        name = QFileDialog.getExistingDirectory(parent, title, str(start or self._folder()))
        if name:
            self._settings.set(_FOLDER, name)
        return Path(name) if name else None

    def _folder(self) -> Path:
        """Return where file dialogs begin: where the last file was taken or put, else in the clerk's documents."""
        kept = Path(str(self._settings.get(_FOLDER, "")))
        return kept if kept.is_absolute() and kept.is_dir() else self._home

    def _chosen(self, name: str) -> Path | None:
        if not name:
            return None
        self._settings.set(_FOLDER, str(Path(name).parent))
        return Path(name)

    def _ask(
        self,
        parent: QWidget | None,
        kind: str,
        title: str,
        text: str,
        options: Sequence[str],
        default: int = 0,
        danger: int = -1,
    ) -> int | None:
        box = MessageBox(parent, kind, title, text, options, default, danger)
        box.exec()
        return _take(box)


def _take(box: MessageBox) -> int | None:
    chosen = box.chosen
    box.deleteLater()
    return chosen
