"""Reading a parsed TOML table strictly: every key is taken once, with its type; what is left over is an error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ganbu_desktop.foundation.errors import DocumentError
from ganbu_desktop.paper.cells import Margins


class Table:
    """One table of a form file and where it stands, for errors that name the place."""

    def __init__(self, data: dict[str, Any], place: str) -> None:
        self._data = data
        self._taken: set[str] = set()
        self.place = place

    def error(self, message: str) -> DocumentError:
        """Return an error that names this table."""
        return DocumentError(f"表格文件 {self.place}：{message}")

    def __iter__(self) -> Iterator[str]:
        """Yield all keys in file order."""
        return iter(list(self._data))

    def has(self, key: str) -> bool:
        """Tell whether the key is there."""
        return key in self._data

    def take(self, key: str, default: Any = None, *, needed: bool = False) -> Any:
        """Return the raw value of a key and mark it as understood."""
        self._taken.add(key)
        if key not in self._data and needed:
            raise self.error(f"缺少 {key}")
        return self._data.get(key, default)

    def text(self, key: str, default: str | None = None) -> str:
        """Return a string; without a default it must be there."""
        return str(self._typed(key, default, str, "文字"))

    def number(self, key: str, default: float | None = None) -> float:
        """Return a number that is not negative; without a default it must be there."""
        value = float(self._typed(key, default, (int, float), "数"))
        if value < 0:
            raise self.error(f"{key} 不能为负数")
        return value

    def count(self, key: str, default: int | None = None) -> int:
        """Return a whole number of at least 1; without a default it must be there."""
        value = int(self._typed(key, default, int, "整数"))
        if value < 1:
            raise self.error(f"{key} 至少为 1")
        return value

    def flag(self, key: str) -> bool:
        """Return a truth value, False when it is not there."""
        return bool(self._typed(key, False, bool, "true 或 false"))

    def choice(self, key: str, default: str, allowed: tuple[str, ...]) -> str:
        """Return one of the allowed words."""
        value = self.text(key, default)
        if value not in allowed:
            raise self.error(f"{key} 应为 {'、'.join(allowed)} 之一，现为 {value}")
        return value

    def numbers(self, key: str, default: tuple[float, ...] | None = None) -> tuple[float, ...]:
        """Return a list of positive numbers; without a default it must be there."""
        values = self.take(key, default, needed=default is None)
        if not isinstance(values, list | tuple) or not values or not all(_is_positive(value) for value in values):
            raise self.error(f"{key} 应为正数的列表")
        return tuple(float(value) for value in values)

    def sides(self, key: str) -> Margins:
        """Return the four distances of a table with top, right, bottom and left; 0 where one is not there."""
        sides = self.table(key)
        values = [sides.number(side, 0.0) for side in ("top", "right", "bottom", "left")]
        sides.finish()
        return Margins(*values)

    def table(self, key: str) -> Table:
        """Return the table under a key, empty when it is not there."""
        data = self._typed(key, {}, dict, "表")
        return Table(data, f"{self.place} [{key}]")

    def tables(self, key: str, name: str) -> list[Table]:
        """Return the tables of a list of tables; ``name`` with a ``{}`` for the number tells them apart in errors."""
        items = self._typed(key, [], list, "表的列表")
        if not all(isinstance(item, dict) for item in items):
            raise self.error(f"{key} 应为表的列表")
        return [Table(item, f"{self.place} {name.format(number)}") for number, item in enumerate(items, 1)]

    def finish(self) -> None:
        """Raise when a key was not understood."""
        unknown = [key for key in self._data if key not in self._taken]
        if unknown:
            raise self.error(f"不认识的键 {'、'.join(unknown)}")

    def _typed(self, key: str, default: Any, kinds: type | tuple[type, ...], wanted: str) -> Any:
        value = self.take(key, default, needed=default is None)
        is_flag = isinstance(value, bool)
        if not isinstance(value, kinds) or (is_flag and kinds is not bool):
            raise self.error(f"{key} 应为{wanted}")
        return value


def _is_positive(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0
