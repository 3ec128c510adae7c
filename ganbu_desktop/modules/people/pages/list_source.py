"""The rows of the cadres list: every field of a person can be a column."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from decimal import Decimal

from ganbu_desktop.desktop.tables import CONDITIONS, Column, Query, Row, RowGroup, Sort
from ganbu_desktop.foundation import person_name
from ganbu_desktop.foundation.ages import age_at
from ganbu_desktop.foundation.fields import Date, Field, Flag, LongText
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.describe import shown_fields
from ganbu_desktop.kernel.forms.person_values import month_text
from ganbu_desktop.kernel.identity_mask import masked
from ganbu_desktop.kernel.list.conditions.catalogue import Catalogue, people_catalogue
from ganbu_desktop.kernel.list.conditions.reckoning import Moment
from ganbu_desktop.kernel.list.conditions.tree import Group
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people import looking, person_groups
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.person_list import ListQuery, Order, PersonRow
from ganbu_desktop.modules.people import queries

WITHOUT_UNIT = "none"
_FIRST = (
    "name",
    "sex",
    "born_on",
    "current_post",
    "unit",
    "ethnicity",
    "political_status",
    "post_level",
    "post_level_since",
    "rank",
    "education",
    "work_began_on",
    "id_number",
)
_HIDDEN_AT_FIRST = ("education",)
_WIDTHS = {
    "name": 92,
    "sex": 56,
    "born_on": 132,
    "ethnicity": 76,
    "political_status": 104,
    "unit": 150,
    "current_post": 250,
    "post_level": 112,
    "post_level_since": 122,
    "rank": 124,
    "work_began_on": 112,
    "id_number": 172,
}
_TITLES = {
    "born_on": "出生年月（年龄）",
    "post_level": "职务层次",
    "post_level_since": "任现层次时间",
    "rank": "职级",
    "work_began_on": "参加工作",
}
_CENTRED = ("sex", "ethnicity", "id_number")
_ORDERS = {"order": Order.DEFAULT, "level": Order.LEVEL, "strokes": Order.STROKES, "pinyin": Order.PINYIN}


def _columns() -> tuple[Column, ...]:
    described = shown_fields(Person)
    made = {name: _column(name, field) for name, field in described.items()}
    made["unit"] = Column("unit", "单位", width=_WIDTHS["unit"], groupable=True)
    made["education"] = Column("education", "学历学位", 220, sortable=False, filterable=False, visible=False)
    return tuple(made[name] for name in [*_FIRST, *(n for n in described if n not in _FIRST)])


def _column(name: str, field: Field) -> Column:
    centred = name in _CENTRED or isinstance(field, Date | Flag)
    width = 240 if isinstance(field, LongText) else 120
    return Column(
        name,
        _TITLES.get(name, field.label),
        _WIDTHS.get(name, width),
        align="center" if centred else "left",
        visible=name in _FIRST and name not in _HIDDEN_AT_FIRST,
        help=field.help,
        groupable=person_groups.can_group(name),
    )


class CadreRows:
    """The source of the list: pages from the store, without state."""

    columns: Sequence[Column] = _columns()
    sorts: Sequence[Sort] = (
        Sort("order", "单位与班子顺序"),
        Sort("level", "职务层次"),
        Sort("strokes", "姓氏笔画"),
        Sort("pinyin", "拼音"),
    )

    def __init__(self, office: Office, catalogue: Callable[[], Catalogue] = people_catalogue) -> None:
        """Read from ``office``; ``catalogue``: what can be asked of people."""
        self._office = office
        self._catalogue = catalogue
        self._fields = shown_fields(Person)

    def _asked(self, query: Query) -> ListQuery:
        asked = list_query(query)
        tree = query.extra.get(CONDITIONS)
        if isinstance(tree, Group):
            asked = dataclasses.replace(asked, where=self._catalogue().where(tree, Moment.of(self._office)))
        return asked

    def ids(self, query: Query, limit: int | None = None) -> list[str]:
        """Return the ids of the people asked for."""
        return looking.ids(self._office, self._asked(query), limit)

    def groups(self, query: Query, by: str) -> list[RowGroup]:
        """Return the groups of the people asked for."""
        return [RowGroup(g.key, g.label, g.count) for g in queries.groups(self._office, self._asked(query), by)]

    def group_ids(self, query: Query, by: str, key: object) -> list[str]:
        """Return the ids of one group's people."""
        return queries.group_ids(self._office, self._asked(query), by, key)

    def longest(self, key: str) -> list[str]:
        """Return the longest names, as they are shown; of other columns nothing is known."""
        return [person_name.padded(name) for name in queries.longest_names(self._office)] if key == "name" else []

    def totals(self, query: Query) -> dict[str, tuple[Decimal, int]]:
        """Return nothing: no column of people is added up."""
        return {}

    def rows(self, ids: Sequence[str]) -> list[Row]:
        """Return the cells of some people."""
        found = looking.rows(self._office, ids)
        education = queries.education_texts(self._office, [row.person for row in found])
        month = self._office.month()
        return [self._row(row, education[row.person.id], month) for row in found]

    def _row(self, found: PersonRow, education: str, month: PartialDate) -> Row:
        person = found.person
        own = {
            "unit": found.unit_name,
            "education": education,
            "name": person_name.padded(person.name or "") or "（未填姓名）",
            "born_on": born_text(person, month),
            "id_number": masked(person.id_number),
        }
        cells = tuple(self._cell(person, column.key, own) for column in self.columns)
        return Row(person.id, cells)

    def _cell(self, person: Person, key: str, own: dict[str, str]) -> str:
        return own[key] if key in own else self._fields[key].format(getattr(person, key))


def list_query(query: Query) -> ListQuery:
    """Return what a table asks for in the terms of the store."""
    filters = [(key, text) for key, text in query.filters.items() if text.strip()]
    unit = query.extra.get("unit")
    if unit == WITHOUT_UNIT:
        filters.append(("unit_id", "空"))
    return ListQuery(
        typed=query.search,
        unit_id=str(unit) if unit and unit != WITHOUT_UNIT else None,
        filters=tuple(filters),
        order=_ORDERS.get(query.sort, query.sort or Order.DEFAULT),
        descending=query.descending,
    )


def born_text(person: Person, month: PartialDate) -> str:
    """Return ``1970.01（55岁）``; the age only where it can be worked out."""
    age = age_at(person.born_on, month)
    return month_text(person.born_on) + (f"（{age}岁）" if age is not None else "")
