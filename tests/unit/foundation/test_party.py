from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganbu_desktop.foundation import party
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.foundation.party import PartyMembership

AUGUST = PartialDate(2001, 8)


@pytest.mark.parametrize(
    ("text", "joined_on", "parties"),
    [
        ("200108", AUGUST, ("01",)),
        ("2001.08", AUGUST, ("01",)),
        ("（2001.08）", AUGUST, ("01",)),
        ("2001年8月", AUGUST, ("01",)),
        ("2001/08", AUGUST, ("01",)),
        ("20010815", AUGUST, ("01",)),
        ("民建", None, ("06",)),
        ("民建；民盟", None, ("06", "05")),
        ("民建;民盟", None, ("06", "05")),
        ("民建、民盟", None, ("06", "05")),
        ("200108；民建", AUGUST, ("01", "06")),
        ("2001.08 民建", AUGUST, ("01", "06")),
        ("民建；200108", AUGUST, ("06", "01")),
        ("中共党员/2001.08;民盟", AUGUST, ("01", "05")),
        ("2001.08加入中国共产党", AUGUST, ("01",)),
        ("2001.08入党", AUGUST, ("01",)),
        ("2001.08 预备党员", AUGUST, ("02",)),
        ("无党派", None, ("12",)),
        ("群众", None, ("13",)),
        ("中共党员", None, ("01",)),
        ("", None, ()),
    ],
)
def test_shapes(text: str, joined_on: PartialDate | None, parties: tuple[str, ...]) -> None:
    found = party.read(text)
    assert (found.joined_on, found.parties, found.unread) == (joined_on, parties, ())


def test_the_status_is_the_communist_party_first() -> None:
    assert party.read("民建；200108").political_status == "01"
    assert party.read("2024.05预备党员").political_status == "02"
    assert party.read("民建；民盟").political_status == "06"
    assert party.read("").political_status is None


def test_what_is_not_understood_is_kept() -> None:
    found = party.read("200108；青帮；2001.13")
    assert found == PartyMembership(AUGUST, ("01",), ("青帮", "2001.13"))
    assert party.write(found) == "2001.08；青帮；2001.13"


def test_a_second_date_is_not_swallowed() -> None:
    assert party.read("200108；200309").unread == ("200309",)


def test_the_text_of_form_and_file() -> None:
    both = PartyMembership(AUGUST, ("01", "06"))
    assert party.write(both) == "2001.08；民建"
    assert party.write(both, digits=True) == "200108；民建"
    assert party.write(PartyMembership()) == ""


memberships = st.one_of(
    st.builds(PartyMembership, st.none(), st.lists(st.sampled_from(["04", "05", "06", "12"]), unique=True).map(tuple)),
    st.builds(
        lambda year, month, others: PartyMembership(PartialDate(year, month), ("01", *others)),
        st.integers(min_value=1950, max_value=2026),
        st.integers(min_value=1, max_value=12),
        st.lists(st.sampled_from(["04", "05", "06"]), unique=True, max_size=2),
    ),
)


@given(memberships, st.booleans())
def test_what_is_written_is_read_back(membership: PartyMembership, digits: bool) -> None:
    assert party.read(party.write(membership, digits=digits)) == membership
