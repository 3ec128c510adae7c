"""What can be typed into a filter line, over people and over a ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from support.builders import add, make_office, make_person, make_unit
from support.kit_ledgers import REWARDS

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.ledger import listing as ledger_list
from ganbu_desktop.kernel.ledger.listing import LedgerQuery
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people import person_list
from ganbu_desktop.kernel.people.person import Reward
from ganbu_desktop.kernel.people.person_list import ListQuery


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    opened = make_office(tmp_path_factory.mktemp("filters"))
    town, bureau = make_unit(opened, "柳林镇"), make_unit(opened, "财政局")
    a = make_person(opened, "甲", born_on=PartialDate(1985, 1), ethnicity="01", unit_id=town.id, is_principal=True)
    b = make_person(opened, "乙", born_on=PartialDate(1995, 12, 31), ethnicity="06", unit_id=bureau.id)
    c = make_person(opened, "丙", born_on=PartialDate(1990), ethnicity="03", native_place="非洲")
    make_person(opened, "丁", born_on=None, ethnicity=None)
    add(
        opened,
        *(
            Reward(person_id=p.id, name=f"{p.name}的奖", approved_on=PartialDate(2020 + n, 5))
            for n, p in enumerate((a, b, c))
        ),
    )
    yield opened
    opened.file.close()


@pytest.mark.parametrize(
    ("column", "text", "who"),
    [
        ("born_on", "1985–1995", "丙乙甲"),
        ("born_on", "1985-1990", "丙甲"),
        ("born_on", "1985.02－1995.11", "丙"),
        ("born_on", "1990-", "丙乙"),
        ("born_on", "-1989", "甲"),
        ("born_on", "1985-01", "甲"),
        ("born_on", "1985;1990", "丙甲"),
        ("born_on", "非1990", "乙甲"),
        ("born_on", "1985年13月至1990", ""),
        ("born_on", "空", "丁"),
        ("born_on", "非空", "丙乙甲"),
        ("ethnicity", "汉族;苗族", "乙甲"),
        ("ethnicity", "汉族；苗族；", "乙甲"),
        ("ethnicity", "非汉族", "丙乙"),
        ("ethnicity", "非汉族;苗族", "丙"),
        ("unit", "镇;局", "乙甲"),
        ("unit", "非镇", "乙"),
        ("native_place", "非洲", "丙"),
        ("native_place", "不含非", ""),
        ("is_principal", "是", "甲"),
        ("name", "甲;乙", "乙甲"),
        ("name", "不含甲", "丁丙乙"),
    ],
)
def test_a_filter_line_of_people(office: Office, column: str, text: str, who: str) -> None:
    with office.reading() as connection:
        ids = person_list.ids(connection, ListQuery(filters=((column, text),)))
        found = person_list.rows(connection, ids)
    assert "".join(sorted(row.person.name or "" for row in found)) == who


def test_not_han_and_born_in_ten_years_together(office: Office) -> None:
    """U3: what is typed under two headers narrows the list together."""
    query = ListQuery(filters=(("ethnicity", "非汉族"), ("born_on", "1985–1995")))
    with office.reading() as connection:
        assert person_list.count(connection, query) == 2


@pytest.mark.parametrize(
    ("column", "text", "who"),
    [
        ("approved_on", "2020–2021", "乙甲"),
        ("approved_on", "2022-", "丙"),
        ("person.name", "甲;丙", "丙甲"),
        ("person.name", "不含甲", "丙乙"),
        ("person.unit", "非镇", "乙"),
        ("name", "不含甲", "丙乙"),
    ],
)
def test_a_filter_line_of_a_ledger(office: Office, column: str, text: str, who: str) -> None:
    query = LedgerQuery(day=date(2026, 3, 2), filters=((column, text),))
    with office.reading() as connection:
        ids = ledger_list.ids(connection, REWARDS, query)
    rows = ledger_list.rows(office, REWARDS, ids)
    assert "".join(sorted(row.texts["person.name"] for row in rows)) == who
