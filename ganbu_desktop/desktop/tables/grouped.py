"""Which groups a table shows and which of them are open; a head stands among the row ids under a marked id."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ganbu_desktop.desktop.tables.source import RowGroup

_MARK = "\x00group:"


def is_head(row_id: str) -> bool:
    """Return whether an id is that of a group's head."""
    return row_id.startswith(_MARK)


class Groups:
    """The heads by their marked ids."""

    def __init__(self, groups: Sequence[RowGroup] = (), opened: frozenset[object] = frozenset()) -> None:
        """``opened``: the keys of the groups that are open."""
        self._heads = {f"{_MARK}{number}": group for number, group in enumerate(groups)}
        self._open = {group.key for group in groups if group.key in opened}

    def __len__(self) -> int:
        """Return how many groups there are; none without grouping."""
        return len(self._heads)

    def head(self, row_id: str) -> RowGroup | None:
        """Return the group of a head."""
        return self._heads.get(row_id) if self._heads else None

    def open_keys(self) -> frozenset[object]:
        """Return the keys of the groups that are open."""
        return frozenset(self._open)

    def is_open(self, group: RowGroup) -> bool:
        """Return whether a group's rows are on show."""
        return group.key in self._open

    def toggle(self, group: RowGroup) -> bool:
        """Open or close a group; returns whether it is open now."""
        self._open ^= {group.key}
        return group.key in self._open

    def flat(self, read: Callable[[RowGroup], Sequence[str]]) -> list[str]:
        """Return the ids as they stand one under the other: each head, and the rows of the open ones."""
        found: list[str] = []
        for row_id, group in self._heads.items():
            found.append(row_id)
            if group.key in self._open:
                found += read(group)
        return found

    def rows(self) -> int:
        """Return how many rows all groups have together."""
        return sum(group.count for group in self._heads.values())
