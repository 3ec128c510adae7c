"""Handing records on from a person who turns out to be another one: all that may happen to them is a new person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.store.audit import Change

MERGE = "merge"
"""The kind of an operation that joins two records of one person."""
_PERSON = Person.table.name


@dataclass(frozen=True)
class Moving:
    """Which people go away in one operation and which come (back), for the guards to tell a move from an edit."""

    kind: str
    gone: frozenset[str]
    come: frozenset[str]

    @classmethod
    def of(cls, changes: Sequence[Change], kind: str) -> Moving:
        """Read an operation's changes."""
        people = [c for c in changes if c.record_table == _PERSON]
        gone = frozenset(c.record_id for c in people if c.after is None)
        return cls(kind, gone, frozenset(c.record_id for c in people if c.before is None))

    def is_move(self, change: Change) -> bool:
        """Tell whether a change only puts a record under another person, and a merge or its undo or redo made it.

        The person it leaves is gone with the same operation; undoing, the person it returns to comes back with it.
        What hangs on the person's own record (``entry_table`` person) follows with ``entry_id``; nothing else differs.
        """
        before, after = change.before, change.after
        if before is None or after is None:
            return False
        left, taken = before.get("person_id"), after.get("person_id")
        lawful = left in self.gone if self.kind in (MERGE, "redo") else self.kind == "undo" and taken in self.come
        changed = {name for name in after if after[name] != before.get(name)}
        if (before.get("entry_table"), before.get("entry_id"), after.get("entry_id")) == (_PERSON, left, taken):
            changed.discard("entry_id")
        return lawful and changed == {"person_id"}

    def settles(self, change: Change, label: str) -> bool:
        """Return whether a change is a lawful move; CheckFailed when a merge would do anything else to the record."""
        if self.is_move(change):
            return True
        if self.kind == MERGE:
            raise CheckFailed(
                f"合并只能把{label}改挂到保留的人名下，不能新增、修改或删除其中的内容；没有合并，数据未改动"
            )
        return False
