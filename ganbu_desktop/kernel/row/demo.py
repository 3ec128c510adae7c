"""Invented entries of the rows of a room, written by the rows' own verbs so that they meet their own checks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ganbu_desktop.foundation import codes
from ganbu_desktop.kernel.office.office import Office, Progress
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.row.row import County, Row


def filler(rows: Sequence[Row]) -> Callable[[Office, Progress], int]:
    """Return what adds the invented entries of some rows for the invented people in a store, and says how many."""

    def fill(office: Office, progress: Progress) -> int:
        county = _county(office)
        if not county.people or not county.units:
            return 0
        written = 0
        for number, row in enumerate(rows):
            progress.step(number, len(rows), f"编造{row.title}的演示数据")
            written += _fill(office, row, county)
        return written

    return fill


def _fill(office: Office, row: Row, county: County) -> int:
    if row.demo is None:
        return 0
    made = list(row.demo(county))
    title = f"演示数据：{row.title}"
    row.save(office, [(None, record) for record in made if isinstance(record, row.record)], title=title)
    hung = [record for record in made if not isinstance(record, row.record)]
    if hung:
        with office.operation(title, right=row.right) as current:
            current.insert_many(hung)
    return len(made)


def _county(office: Office) -> County:
    serving = codes.table("management_state").code_for("现职人员")
    people = [p for p in office.find(Person) if p.management_state in (None, serving) and p.unit_id is not None]
    by_order = sorted(people, key=lambda person: (person.name or "", person.id))
    return County(office.today(), by_order, sorted(office.find(Unit), key=lambda unit: (unit.position, unit.id)))
