"""What any room asks and one room answers: rooms do not know each other, so the question stands in the kernel.

The room that answers registers its function in its ``answers`` module, which ``modules.load_records`` brings in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Answer = TypeVar("Answer", bound=Callable[..., Any])


class Question(Generic[Answer]):
    """One question; ``ask`` is called like the function that answers it."""

    def __init__(self, what: str) -> None:
        """``what``: what is asked, for the error when no room answers."""
        self._what = what
        self._answer: Answer | None = None

    def answers(self, answer: Answer) -> Answer:
        """Have a room's function answer; used as a decorator. A later answer takes the place of an earlier one."""
        self._answer = answer
        return answer

    @property
    def ask(self) -> Answer:
        """The function that answers. Raises RuntimeError when no room does."""
        if self._answer is None:
            raise RuntimeError(f"no room answers: {self._what}")
        return self._answer
