"""A new password typed twice, with a sentence about its strength."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import Remark, labelled, password_line

SHORTEST = 8


def strength(password: str) -> tuple[str, str]:
    """Return (tone, sentence) about a password; tone error means that it is not taken."""
    if not password:
        return "", ""
    if len(password) < SHORTEST:
        return "error", f"太短：至少 {SHORTEST} 个字符，现有 {len(password)} 个。"
    kinds = sum(
        (
            any(c.islower() for c in password),
            any(c.isupper() for c in password),
            any(c.isdigit() for c in password),
            any(not c.isalnum() for c in password),
        )
    )
    if len(set(password)) <= 3 or password.isdigit():
        return "warning", "容易被猜中：建议把字母、数字和符号混用，不用生日和电话。"
    if len(password) >= 12 and kinds >= 2:
        return "ok", "强度足够。"
    return "hint", "可以使用；再长一些（12 个字符以上）更安全。"


class NewPassword(QWidget):
    """Two lines for the same new password; ``changed`` tells when ``is_good`` may have changed."""

    changed = Signal()

    def __init__(self, label: str = "密码") -> None:
        """``label`` names the first line."""
        super().__init__()
        self.first, self.second = password_line(), password_line()
        self._strength, self._match = Remark().keep_place(), Remark().keep_place()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(1))
        layout.addWidget(labelled(f"{label}（至少 {SHORTEST} 个字符）", self.first))
        layout.addWidget(self._strength)
        layout.addWidget(labelled("再输入一遍", self.second))
        layout.addWidget(self._match)
        self.first.textChanged.connect(lambda _text: self._judge())
        self.second.textChanged.connect(lambda _text: self._judge())

    def _judge(self) -> None:
        self._strength.say(*strength(self.first.text()))
        differs = bool(self.second.text()) and self.first.text() != self.second.text()
        self._match.say("error" if differs else "", "两次输入不一致。" if differs else "")
        self.changed.emit()

    def is_good(self) -> bool:
        """Return whether the password can be taken."""
        typed = self.first.text()
        return len(typed) >= SHORTEST and typed == self.second.text()

    def password(self) -> str:
        """Return the typed password."""
        return self.first.text()

    def remarks(self) -> str:
        """Return the sentences on show."""
        return self._strength.text() + self._match.text()
