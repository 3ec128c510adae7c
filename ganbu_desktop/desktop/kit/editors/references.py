"""A reference to another record, edited like a choice: the id is stored, the label is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.fields import Field

Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class ReferenceField(Field):
    """A field whose values are ids and whose texts are labels; ``options`` gives (id, label) pairs."""

    options: Callable[[], Options]

    def read(self, text: str) -> str:
        """Return the id of a label."""
        found = [key for key, label in self.options() if label == text]
        if not found:
            raise FieldError(f"{self.label}“{text}”不存在，请从下拉列表选取")
        if len(found) > 1:
            raise FieldError(f"{self.label}有 {len(found)} 个同名的“{text}”，请先把名称区分开")
        return found[0]

    def format(self, value: object) -> str:
        """Return the label of an id."""
        if value is None:
            return ""
        return next((label for key, label in self.options() if key == value), "（已删除）")


class References:
    """What may be referred to; the list is read once and again on ``reload``."""

    field: Field

    def __init__(self, label: str, load: Callable[[], Options], *, wanted: bool = False, help: str = "") -> None:  # noqa: A002
        """``load`` returns (id, label) pairs in the order shown."""
        self._load = load
        self._options: Options | None = None
        self.field = ReferenceField(label=label, wanted=wanted, help=help, options=self.options)

    def options(self) -> Options:
        """Return the pairs, read on first use."""
        if self._options is None:
            self._options = list(self._load())
        return self._options

    def reload(self) -> None:
        """Forget the pairs: the next look reads them again."""
        self._options = None
