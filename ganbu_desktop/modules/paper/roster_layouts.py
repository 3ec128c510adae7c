"""Which layout a roster is printed in: a ready-made file, or a design of the office's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import sqlalchemy as sa

from ganbu_desktop.foundation.fields import LongText
from ganbu_desktop.kernel.forms.roster_designs import Design, design_called
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.person_list import ListQuery, Order, ids
from ganbu_desktop.modules.paper.job import PrintJob
from ganbu_desktop.paper.form_spec import TEXT
from ganbu_desktop.paper.roster import Column, RosterSpec, load_catalogue, load_roster
from ganbu_desktop.store.record import shown_fields

DESIGN = "design:"
"""What the name of a thing to print begins with when it is a design: ``design:县委班子名册``."""

_SIZE, _WIDTH, _LONG_WIDTH = 10.5, 24.0, 50.0
_COVERED = frozenset(
    {"born_on", "work_began_on", "party_joined_on", "party_text", "post_level_since", "annual_text", "rewards_text"}
)
"""Fields of the person that the catalogue has under another key, as rosters write them."""


@lru_cache(maxsize=1)
def offered() -> tuple[Column, ...]:
    """Return every column that a design can choose: the catalogue, then each field of the person not named there."""
    catalogue = load_catalogue()
    known = {column.key for column in catalogue} | _COVERED
    more = [
        _plain_column(name, field.label, is_long=isinstance(field, LongText))
        for name, field in shown_fields(Person).items()
        if name not in known
    ]
    return (*catalogue, *more)


def _plain_column(name: str, label: str, *, is_long: bool) -> Column:
    width, align = (_LONG_WIDTH, "left") if is_long else (_WIDTH, "center")
    return Column(name, label, width, align, _SIZE, "wrap", TEXT, "plain")


def ready_made(name: str) -> Design:
    """Return a ready-made roster as the beginning of a design."""
    spec = load_roster(name)
    return Design(spec, Order.DEFAULT, is_grouped=not spec.is_grid and name not in _UNGROUPED)


_UNGROUPED = frozenset({"name-list", "committee-list"})
"""Ready-made rosters that count through all people, without the titles of units."""


def layout_of(office: Office, job: PrintJob) -> Design:
    """Return layout, order and grouping of a job; CheckFailed for a design that is not there."""
    design = _chosen_layout(office, job)
    return design if job.pads_names else replace(design, spec=_unpadded(design.spec))


def _unpadded(spec: RosterSpec) -> RosterSpec:
    plain = (replace(c, format="plain") if c.format == "padded_name" else c for c in spec.columns)
    return replace(spec, columns=tuple(plain))


def _chosen_layout(office: Office, job: PrintJob) -> Design:
    if job.design is not None:
        return job.design
    if job.form.startswith(DESIGN):
        return design_called(office, job.form.removeprefix(DESIGN), offered())
    grouped = job.order in (None, Order.DEFAULT) and not load_roster(job.form).is_grid
    return Design(spec_of(job), job.order, grouped)


def spec_of(job: PrintJob) -> RosterSpec:
    """Return a ready-made layout: its own columns or the chosen ones, its own title or the given one."""
    spec = load_roster(job.form)
    if job.columns:
        spec = spec.with_columns(job.columns)
    return spec.with_title(job.title) if job.title else spec


def people_in_order(connection: sa.Connection, design: Design, chosen: Sequence[str]) -> list[str]:
    """Return the people as the design orders them; where it groups by unit, the units come first."""
    if design.order is None:
        return design.arranged(chosen)
    ordered = ids(connection, ListQuery(ids=tuple(chosen), order=design.order))
    if not design.is_grouped or design.order is Order.DEFAULT:
        return ordered
    units = _units_of(connection, chosen)
    places: dict[str | None, int] = {}
    for person_id in ids(connection, ListQuery(ids=tuple(chosen))):
        places.setdefault(units[person_id], len(places))
    return sorted(ordered, key=lambda person_id: places[units[person_id]])


def _units_of(connection: sa.Connection, chosen: Sequence[str]) -> dict[str, str | None]:
    at = Person.table.c
    found = connection.execute(sa.select(at.id, at.unit_id).where(at.id.in_(chosen)))
    return {row.id: row.unit_id for row in found}
