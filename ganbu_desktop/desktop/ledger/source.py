"""The rows of a ledger as a table reads them: pages from the store, without state."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from ganbu_desktop.desktop.tables import CONDITIONS, Column, Query, Row, RowGroup, Sort
from ganbu_desktop.foundation import person_name
from ganbu_desktop.foundation.fields import Choice, Date, Field, Flag, LongText, Number, Scaled
from ganbu_desktop.kernel.describe import fields_of
from ganbu_desktop.kernel.ledger import groups as ledger_groups
from ganbu_desktop.kernel.ledger import listing as ledger_list
from ganbu_desktop.kernel.ledger.listing import PERSON_COLUMN, STATE_COLUMN, UNIT_COLUMN, LedgerColumn, LedgerQuery
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.list.conditions.catalogue import Catalogue
from ganbu_desktop.kernel.list.conditions.reckoning import Moment
from ganbu_desktop.kernel.list.conditions.tree import Group
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.limiting import LimitingRecord, Standing

NEWEST = "newest"
HISTORY, PERSON_ID, UNIT_ID = "history", "person_id", "unit_id"
_WIDTHS: tuple[tuple[type[Field], int], ...] = (
    (Date, 104),
    (Flag, 76),
    (Number, 84),
    (Scaled, 84),
    (Choice, 116),
    (LongText, 260),
    (Field, 150),
)
_OWN_WIDTHS = {PERSON_COLUMN: 88, UNIT_COLUMN: 140, STATE_COLUMN: 92}
_DERIVED_WIDTH = 110


def _column(spec: LedgerSpec, described: LedgerColumn) -> Column:
    field = described.field
    width = next((width for kind, width in _WIDTHS if isinstance(field, kind)), _DERIVED_WIDTH)
    number = isinstance(field, Number | Scaled)
    is_state = described.name == STATE_COLUMN
    centred = isinstance(field, Date | Flag)
    return Column(
        described.name,
        described.title,
        _OWN_WIDTHS.get(described.name, width),
        align="right" if number else "center" if centred else "left",
        sortable=described.is_sortable,
        filterable=described.is_filterable,
        visible=described.is_listed,
        help=field.help if field is not None else "",
        groupable=ledger_groups.can_group(spec, described.name),
        places=_places(field) if described.name in ledger_groups.summed(spec) else None,
        is_state=is_state,
    )


def _places(field: Field | None) -> int:
    return field.places if isinstance(field, Scaled) else 0


class LedgerRows:
    """The source of a ledger's list."""

    def __init__(
        self,
        office: Office,
        spec: LedgerSpec,
        base: Mapping[str, object] | None = None,
        catalogue: Callable[[], Catalogue] | None = None,
    ) -> None:
        """``base``: what is asked for always, besides the table's own ``extra`` (keys of ``LedgerQuery.extra``).

        ``catalogue``: what conditions can ask of the ledger.
        """
        self._catalogue = catalogue
        self._office = office
        self._spec = spec
        self._base = dict(base or {})
        self.columns: Sequence[Column] = tuple(_column(spec, described) for described in ledger_list.columns(spec))
        self.sorts: Sequence[Sort] = (Sort(NEWEST, f"{fields_of(spec.record)[spec.newest_by].label}，新的在前"),)

    def query(self, query: Query) -> LedgerQuery:
        """Return what a table asks for in the terms of the store."""
        tree = query.extra.get(CONDITIONS)
        asked = None
        if self._catalogue is not None and isinstance(tree, Group):
            asked = self._catalogue().where(tree, Moment.of(self._office))
        return LedgerQuery(
            day=self._office.today(),
            hand=self._office.account.hand,
            search=query.search,
            filters=tuple((name, text) for name, text in query.filters.items() if text.strip()),
            sort="" if query.sort == NEWEST else query.sort,
            descending=query.descending,
            extra={**self._base, **query.extra},
            where=asked,
        )

    def ids(self, query: Query, limit: int | None = None) -> list[str]:
        """Return the ids of the entries asked for."""
        with self._office.reading() as connection:
            return ledger_list.ids(connection, self._spec, self.query(query), limit)

    def groups(self, query: Query, by: str) -> list[RowGroup]:
        """Return the groups of the entries asked for."""
        with self._office.reading() as connection:
            found = ledger_groups.groups(connection, self._spec, self.query(query), by)
        fields = ledger_groups.summed(self._spec)
        return [
            RowGroup(one.key, one.label, one.count, {n: fields[n].format(v) for n, v in one.totals.items() if v})
            for one in found
        ]

    def group_ids(self, query: Query, by: str, key: object) -> list[str]:
        """Return the ids of one group's entries."""
        with self._office.reading() as connection:
            return ledger_groups.ids_of(connection, self._spec, self.query(query), by, key)

    def totals(self, query: Query) -> dict[str, tuple[Decimal, int]]:
        """Return sum and number of the values of each column with numbers."""
        with self._office.reading() as connection:
            found = ledger_groups.totals(connection, self._spec, self.query(query))
        places = {name: _places(field) for name, field in ledger_groups.summed(self._spec).items()}
        return {n: (Decimal(total).scaleb(-places[n]), count) for n, (total, count) in found.items()}

    def rows(self, ids: Sequence[str]) -> list[Row]:
        """Return the cells of some entries."""
        return [self._row(found) for found in ledger_list.rows(self._office, self._spec, ids)]

    def _row(self, found: ledger_list.LedgerRow) -> Row:
        texts = dict(found.texts)
        if PERSON_COLUMN in texts:
            texts[PERSON_COLUMN] = person_name.padded(texts[PERSON_COLUMN])
        return Row(
            found.record.id,
            tuple(texts.get(column.key, "") for column in self.columns),
            tone=state_tone(found) or found.tone,
        )


def state_tone(found: ledger_list.LedgerRow) -> str:
    """Return the tone of an entry's state: drafts, what counts against somebody, what counts for him."""
    if found.standing is None:
        return ""
    counts_against = isinstance(found.record, LimitingRecord) and found.record.is_limiting
    in_force = "warning" if counts_against else "ok"
    tones = {Standing.DRAFT: "hint", Standing.IN_FORCE: in_force, Standing.PROTECTED: "ok"}
    return tones.get(found.standing, "")
