"""What the import preview shows of one person or unit: item, stored value, file's value, and the choice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ganbu_desktop.kernel.describe import Record, fields_of, shown_fields
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.modules.intake.plan import (
    FieldChange,
    ImportPlan,
    PersonPlan,
    RowChange,
    Status,
    UnitPlan,
    changes_between,
)

UnitNames = Mapping[str, str]
_NEVER_LEFT_OUT = "name"


@dataclass
class Line:
    """One line of the preview. ``choice``: the change that the check box stands for; None: nothing to choose."""

    label: str
    before: str = ""
    after: str = ""
    choice: FieldChange | RowChange | None = None
    children: list[Line] = field(default_factory=list)
    is_new: bool = False

    def choices(self) -> Iterator[FieldChange | RowChange]:
        """Yield every change at or below this line."""
        if self.choice is not None:
            yield self.choice
        for child in self.children:
            yield from child.choices()

    def state(self) -> bool | None:
        """Return whether all (True), none (False) or some (None) of the changes here are taken."""
        fields = [c for c in self.choices() if not (isinstance(c, RowChange) and c.fields)]
        taken = sum(c.accepted for c in fields)
        return None if 0 < taken < len(fields) else bool(taken)

    def is_open_to_choice(self) -> bool:
        """Tell whether there is anything to choose here."""
        return next(self.choices(), None) is not None

    def is_replaced(self) -> bool:
        """Tell whether a stored value would give way."""
        return bool(self.before) and bool(self.state())

    def take(self, taken: bool) -> None:
        """Take or leave everything at and below this line."""
        for change in self.choices():
            change.accepted = taken
            for field_change in change.fields if isinstance(change, RowChange) else ():
                field_change.accepted = taken


def unit_names(office: Office, plan: ImportPlan) -> dict[str, str]:
    """Return the names of all units by id: stored ones, and those that the import would add."""
    names = {u.id: u.name or "" for u in office.find(Unit)}
    names |= {u.incoming.values["id"]: u.incoming.values["name"] for u in plan.units if u.target is None}
    return names


def lines_of_person(plan: PersonPlan, names: UnitNames) -> list[Line]:
    """Return what the import would do to one person, by information set."""
    offer_new_fields(plan)
    groups = [_person_group(plan, names)] if plan.fields else []
    rows: dict[type[Record], list[Line]] = {}
    for row in plan.rows:
        rows.setdefault(row.cls, []).append(_row_line(row, names))
    groups += [Line(f"{cls.label}（{len(lines)} 条）", children=lines) for cls, lines in rows.items()]
    return groups


def offer_new_fields(plan: PersonPlan) -> None:
    """List a new person's values as changes from nothing, so that each can be left out."""
    if plan.status is Status.NEW and not plan.fields:
        plan.fields = changes_between(Person, Person(), plan.incoming.row.values, ("id", "position"))


def lines_of_unit(plan: UnitPlan) -> list[Line]:
    """Return what the import would do to one unit."""
    if plan.target is not None:
        return [_field_line(change, {}) for change in plan.fields]
    return [Line(label, "", text, is_new=True) for label, text in _texts(Unit, plan.incoming.values, {})]


def _person_group(plan: PersonPlan, names: UnitNames) -> Line:
    children = [_field_line(change, names) for change in plan.fields]
    if plan.status is Status.NEW:
        for child, change in zip(children, plan.fields, strict=True):
            child.is_new = True
            child.choice = None if change.name == _NEVER_LEFT_OUT else change
    return Line(f"干部基本信息（{len(children)} 项）", children=children)


def _field_line(change: FieldChange, names: UnitNames) -> Line:
    before, after = change.before_text, change.after_text
    if change.name == "unit_id":
        before, after = names.get(change.before, ""), names.get(change.after, "")
    return Line(change.label, before, after, change)


def _row_line(row: RowChange, names: UnitNames) -> Line:
    if row.old is None:
        children = [Line(label, "", text) for label, text in _texts(row.cls, row.values, names)]
        return Line("新增一条", "", _summary(child.after for child in children), row, children, is_new=True)
    old = {name: getattr(row.old, name) for name in fields_of(row.cls)}
    known = _summary(text for _, text in _texts(row.cls, old, names))
    shown = [change for change in row.fields if change.name in shown_fields(row.cls) or change.name == "unit_id"]
    fields = [_field_line(change, names) for change in shown or row.fields]
    return Line(f"修改：{_short(known)}", "", "", row, fields)


def _texts(cls: type[Record], values: Mapping[str, Any], names: UnitNames) -> list[tuple[str, str]]:
    found = []
    for name, entry in fields_of(cls).items():
        value = values.get(name)
        if value is None or name == "parent_id":
            continue
        if name == "unit_id":
            found.append((entry.label, names.get(value, "")))
        elif name in shown_fields(cls):
            found.append((entry.label, entry.format(value)))
    return found


def _summary(texts: Iterable[str]) -> str:
    return "　".join(text.replace("\n", " ") for text in texts if text)


def _short(text: str, most: int = 24) -> str:
    return text if len(text) <= most else text[:most] + "…"


def outline(plan: PersonPlan) -> str:
    """Return in a few words what would change for a person."""
    if plan.status is Status.DOUBTFUL:
        return plan.reason
    if plan.status is Status.UNCHANGED:
        return "与库中一致"
    fields = len(plan.fields)
    if plan.status is Status.NEW:
        fields = sum(n in shown_fields(Person) or n == "unit_id" for n in plan.incoming.row.values)
    changed = sum(1 for r in plan.rows if r.old is not None)
    parts = [
        f"{fields} 项" if fields else "",
        f"新增 {len(plan.rows) - changed} 条记录" if len(plan.rows) > changed else "",
        f"修改 {changed} 条记录" if changed else "",
        "照片" if plan.photo_is_new else "",
    ]
    return "，".join(part for part in parts if part)


def unit_of(plan: PersonPlan, names: UnitNames) -> str:
    """Return the unit that the file or the store gives a person."""
    unit_id = plan.incoming.row.values.get("unit_id") or (plan.target.unit_id if plan.target else None)
    return names.get(unit_id or "", "") or plan.incoming.unit_name
