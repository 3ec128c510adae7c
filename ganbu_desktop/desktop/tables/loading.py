"""Reading a table's rows: the first at once, the ids of the rest aside, or the heads of groups."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from ganbu_desktop.desktop.tables.model import CHUNK, PagedTableModel
from ganbu_desktop.desktop.tables.source import GroupedSource, Query, RowGroup
from ganbu_desktop.desktop.window.page import Desk


class Loader:
    """Fills a model for one query after the other; a late answer to an old question is dropped.

    ``total``: how many rows there are, None while they are being counted. ``is_loading``: the rows are being changed.
    """

    def __init__(self, model: PagedTableModel, desk: Desk, owner: QWidget) -> None:
        """``owner``: when it dies, nobody waits for an answer any more."""
        self._model, self._desk, self._owner = model, desk, owner
        self._turn = 0
        self._query, self._by = Query(), ""
        self.total: int | None = 0
        self.is_loading = False

    def load(self, query: Query, by: str, arrived: Callable[[], object]) -> None:
        """Read what ``query`` asks for, grouped ``by`` a column or not; ``arrived`` is called for each part of it."""
        self._turn += 1
        self._query, self._by = query, by
        if by:
            self._load_groups(arrived)
        else:
            self._load_rows(arrived)

    def _load_rows(self, arrived: Callable[[], object]) -> None:
        source, query, model, turn = self._model.source, self._query, self._model, self._turn
        first = source.ids(query, CHUNK)
        complete = len(first) < CHUNK
        self.total = len(first) if complete else None
        self.is_loading = True
        if not (model.take_over(first) and (not complete or model.rowCount() == len(first))):
            model.set_ids(first)
        self.is_loading = False
        arrived()

        def follow(ids: list[str]) -> None:
            if turn == self._turn:
                self.total = len(ids)
                model.extend_to(ids)
                arrived()

        if not complete:
            self._aside(lambda: source.ids(query), follow)

    def _load_groups(self, arrived: Callable[[], object]) -> None:
        source, query, by, turn = self._model.source, self._query, self._by, self._turn
        assert isinstance(source, GroupedSource)
        self.total = None

        def show(groups: list[RowGroup]) -> None:
            if turn == self._turn:
                self.is_loading = True
                self._model.set_groups(groups, self.rows_of)
                self.is_loading = False
                self.total = self._model.groups.rows()
                arrived()

        self._aside(lambda: source.groups(query, by), show)

    def rows_of(self, group: RowGroup) -> list[str]:
        """Return the ids of one group's rows."""
        source = self._model.source
        return source.group_ids(self._query, self._by, group.key) if isinstance(source, GroupedSource) else []

    def _aside(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._desk.tasks.run(
            lambda progress: work(), title="读取列表", writes=False, quiet=True, context=self._owner, done=done
        )
