"""The one door for boxes, replaced: answers come from a list, everything said is kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ganbu_desktop.desktop.kit.messages import Messages


class FakeMessages(Messages):
    """Gives the next of ``answers`` to each question (None: the person backs out) and keeps ``shown``."""

    def __init__(self, answers: Sequence[Any] = ()) -> None:
        self.answers: list[Any] = list(answers)
        self.shown: list[tuple[str, str]] = []

    def _next(self, kind: str, text: str) -> Any:
        self.shown.append((kind, text))
        if not self.answers:
            raise AssertionError(f"asked without an answer at hand: {kind}: {text}")
        return self.answers.pop(0)

    def texts(self) -> str:
        return "\n".join(text for _kind, text in self.shown)

    def info(self, parent: Any, title: str, text: str) -> None:
        self.shown.append(("info", text))

    def warn(self, parent: Any, title: str, text: str) -> None:
        self.shown.append(("warn", text))

    def error(self, parent: Any, error: Any, title: str = "") -> None:
        self.shown.append(("error", str(error)))

    def question(self, parent: Any, title: str, text: str, **_options: Any) -> bool:
        return bool(self._next("question", text))

    def choose(self, parent: Any, title: str, text: str, options: Sequence[str], default: int = 0) -> int | None:
        answer = self._next("choose", text)
        return options.index(answer) if isinstance(answer, str) else answer

    def confirm_typed(self, parent: Any, title: str, text: str, word: str) -> bool:
        return bool(self._next("confirm_typed", text) == word)

    def ask_text(self, parent: Any, title: str, label: str, text: str = "", *, secret: bool = False) -> str | None:
        return self._next("ask_text", label)  # type: ignore[no-any-return]

    def open_file(self, parent: Any, title: str, kinds: str, folder: Path | None = None) -> Path | None:
        return self._next("open_file", title)  # type: ignore[no-any-return]

    def open_files(self, parent: Any, title: str, kinds: str, folder: Path | None = None) -> list[Path]:
        return self._next("open_files", title) or []

    def save_file(self, parent: Any, title: str, suggested: Path | str, kinds: str) -> Path | None:
        return self._next("save_file", title)  # type: ignore[no-any-return]

    def folder(self, parent: Any, title: str, start: Path | None = None) -> Path | None:
        return self._next("folder", title)  # type: ignore[no-any-return]
