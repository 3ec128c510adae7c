"""Who stands behind the numbers of one unit on the units page, read when a number is opened."""

from __future__ import annotations

import sqlalchemy as sa

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person, Tenure
from ganbu_desktop.kernel.people.person_index import person_index
from ganbu_desktop.kernel.people.posts import held_on
from ganbu_desktop.kernel.report.spec import Figure
from ganbu_desktop.modules.units import quotas
from ganbu_desktop.modules.units.staffing import LEADING, STAFFING, read_county

_PEOPLE_FORMULA = "所在单位是本单位的全部人员，不含下级单位"
_POSTS_FORMULA = "本单位没有免职时间的任职，同一人可以有几个"
_QUOTA_FORMULA = "实配人数，按职数台账的口径；核定数、空缺和超配见“职数台账”"


def people_in(office: Office, unit_id: str) -> Figure:
    """Return everybody whose unit this is."""
    at = Person.table.c
    found = _ordered(office, sa.select(at.id).where(at.unit_id == unit_id), at.id)
    return Figure(len(found), f"{len(found):,} 人", _PEOPLE_FORMULA, people=found)


def posts_in(office: Office, unit_id: str) -> Figure:
    """Return the posts held in a unit, with who holds them."""
    at = Tenure.table.c
    statement = sa.select(at.id, at.person_id).where(at.unit_id == unit_id, held_on(office.today()))
    with office.reading() as connection:
        rows = connection.execute(statement.order_by(at.person_id, at.position, at.id)).all()
    people = tuple(dict.fromkeys(person_id for _, person_id in rows))
    records = tuple((Tenure.table.name, tenure_id) for tenure_id, _ in rows)
    return Figure(len(rows), f"{len(rows):,} 个", _POSTS_FORMULA, people=people, records=records)


def staff_in(office: Office, unit_id: str) -> Figure:
    """Return who fills the staffing (编制) of a unit, of all kinds together."""
    return _filling(office, unit_id, tuple(STAFFING.values()))


def leaders_in(office: Office, unit_id: str) -> Figure:
    """Return who fills the leading posts of a unit."""
    return _filling(office, unit_id, LEADING)


def _filling(office: Office, unit_id: str, kinds: tuple[str, ...]) -> Figure:
    lines = quotas.lines(read_county(office), office.parameters(), (unit_id,))
    found = quotas.total([line for line in lines if line.kind in kinds], "filled")
    return Figure(len(found.people), "", _QUOTA_FORMULA, people=found.people, left_out=found.left_out)


def _ordered(office: Office, statement: sa.Select[tuple[str]], person_id: sa.ColumnElement[str]) -> tuple[str, ...]:
    joined = statement.join(person_index, person_index.c.person_id == person_id, isouter=True)
    with office.reading() as connection:
        return tuple(str(row[0]) for row in connection.execute(joined.order_by(person_index.c.default_key, person_id)))
