"""Changing a roster design step by step: pure functions from one design to the next, and a draft with undo."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.forms.roster_designs import Design
from ganbu_desktop.kernel.people.person_list import Order
from ganbu_desktop.modules.paper.roster_layouts import offered
from ganbu_desktop.paper.cells import Margins
from ganbu_desktop.paper.roster import Column, RosterSpec, check_spec

PAPERS = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
"""Width and height of the papers that offices print rosters on, portrait, millimetres."""

_MOST_STEPS = 200


@dataclass
class Draft:
    """A design being worked on: what it is called (empty before the first saving), and the way back."""

    design: Design
    name: str = ""
    kept: str = ""
    _done: list[Design] = field(default_factory=list, repr=False)
    _undone: list[Design] = field(default_factory=list, repr=False)

    @property
    def is_changed(self) -> bool:
        """Tell whether there is anything that was not saved."""
        return self.design.to_json() != self.kept

    @property
    def can_undo(self) -> bool:
        """Tell whether a change can be taken back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Tell whether a change that was taken back can be made again."""
        return bool(self._undone)

    def change(self, design: Design) -> bool:
        """Take the next design; DocumentError, and no change, for one that cannot be printed."""
        check_spec(design.spec)
        if design.to_json() == self.design.to_json():
            return False
        self._done = [*self._done[-_MOST_STEPS:], self.design]
        self._undone = []
        self.design = design
        return True

    def undo(self) -> None:
        """Go one change back."""
        if self._done:
            self._undone.append(self.design)
            self.design = self._done.pop()

    def redo(self) -> None:
        """Make the change last taken back again."""
        if self._undone:
            self._done.append(self.design)
            self.design = self._undone.pop()

    def saved_as(self, name: str) -> None:
        """Note that the design as it is stands in the store under this name."""
        self.name, self.kept = name, self.design.to_json()


def begun_from(design: Design, name: str = "") -> Draft:
    """Return a draft of a design that is kept under ``name``, or of a ready-made one (no name)."""
    return Draft(design, name, design.to_json())


# ---- columns


def _laid(design: Design, columns: Sequence[Column]) -> Design:
    if not columns:
        raise CheckFailed("名册至少要有一栏；没有改动")
    return replace(design, spec=design.spec.laid(columns))


def add_columns(design: Design, keys: Iterable[str], at: int | None = None) -> Design:
    """Return the design with more columns, at a place or at the end; those it has already stay where they are."""
    spec, known = design.spec, {column.key: column for column in offered()}
    there = {column.key for column in spec.columns}
    more = [known[key] for key in keys if key not in there]
    place = len(spec.columns) if at is None else at
    return _laid(design, [*spec.columns[:place], *more, *spec.columns[place:]])


def remove_columns(design: Design, places: Iterable[int]) -> Design:
    """Return the design without some columns; CheckFailed when none would be left."""
    gone = set(places)
    return _laid(design, [column for number, column in enumerate(design.spec.columns) if number not in gone])


def move_column(design: Design, place: int, to: int) -> Design:
    """Return the design with one column at another place."""
    columns = list(design.spec.columns)
    columns.insert(to, columns.pop(place))
    return _laid(design, columns)


def change_columns(design: Design, places: Iterable[int], **values: Any) -> Design:
    """Return the design with fields of some columns (title, group, align, size_pt, fit) changed."""
    wanted = set(places)
    columns = [replace(c, **values) if n in wanted else c for n, c in enumerate(design.spec.columns)]
    return _laid(design, columns)


def set_group(design: Design, place: int, title: str) -> Design:
    """Return the design with another common title over a column and its neighbours under the same one.

    An empty title takes this one column out from under it.
    """
    if not title:
        return change_columns(design, [place], group="")
    first, count = next((first, count) for _, first, count in design.spec.groups if first <= place < first + count)
    return change_columns(design, range(first, first + count), group=title)


def set_width(design: Design, place: int, width_mm: float) -> Design:
    """Return the design with one column so wide; where columns fill the page, the others share what is left."""
    spec = design.spec
    columns = list(spec.columns)
    if spec.fills and not spec.is_grid and len(columns) > 1:
        others = sum(column.width_mm for number, column in enumerate(columns) if number != place)
        share = (spec.table_width_mm - width_mm) / others
        if share <= 0:
            raise CheckFailed(f"纸上只有 {spec.table_width_mm:.0f} 毫米宽，没有改动；请填小一些，或换大一些的纸")
        columns = [replace(column, width_mm=column.width_mm * share) for column in columns]
    columns[place] = replace(columns[place], width_mm=width_mm)
    return _laid(design, columns)


# ---- sheet


def paper_of(spec: RosterSpec) -> tuple[str, bool]:
    """Return the name of the paper ("" for another size) and whether it lies across."""
    size = tuple(sorted((spec.width_mm, spec.height_mm)))
    name = next((name for name, sides in PAPERS.items() if sides == size), "")
    return name, spec.width_mm > spec.height_mm


def set_paper(design: Design, name: str, *, across: bool) -> Design:
    """Return the design on another paper."""
    short, long = PAPERS[name]
    return change_sheet(design, width_mm=long if across else short, height_mm=short if across else long)


def set_margins(design: Design, margins: tuple[float, float, float, float]) -> Design:
    """Return the design with other margins (top, right, bottom, left), millimetres."""
    return change_sheet(design, margins=Margins(*margins))


def change_sheet(design: Design, **values: Any) -> Design:
    """Return the design with fields of its layout changed, its columns fitted to the page anew."""
    spec = replace(design.spec, **values)
    check_spec(spec)
    return replace(design, spec=spec.laid(spec.columns))


# ---- order


def set_order(design: Design, order: Order | None, *, is_grouped: bool) -> Design:
    """Return the design with another order; None is the clerk's own."""
    return replace(design, order=order, is_grouped=is_grouped)


def set_people(design: Design, ids: Sequence[str]) -> Design:
    """Return the design with the clerk's own order of these people."""
    return replace(design, order=None, people=tuple(ids))
