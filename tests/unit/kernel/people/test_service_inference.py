"""What one person's records say of the person's service: each kind of evidence, and what stays unknown."""

from __future__ import annotations

from typing import Any

from ganbu_desktop.kernel.people.service_inference import (
    Boundary,
    Decided,
    Evidence,
    Inferred,
    Leaving,
    Post,
    Values,
    dated,
    infer,
    without,
)

HERE: Values = ("现职人员", "A", "行政编制")
GONE: Values = ("离退人员", "A", "行政编制")
Told = tuple[str | None, str | None, str | None, str | None]


def told(known: Evidence) -> list[Told]:
    return [(s.state, s.unit_id, _said(s.begin), _said(s.end)) for s in infer(known)]


def _said(boundary: Boundary | None) -> str | None:
    if boundary is None or boundary.on is not None:
        return boundary and boundary.on
    return f"{boundary.first or ''}~{boundary.last}"


def evidence(**values: Any) -> Evidence:
    return Evidence("p", **{"recorded": [("20260302", HERE)], **values})


def test_somebody_entered_when_recruited_else_when_work_began() -> None:
    assert told(evidence(recruited_on="200508", work_began_on="1998")) == [("现职人员", "A", "200508", None)]
    assert told(evidence(work_began_on="199807")) == [("现职人员", "A", "199807", None)]


def test_without_any_date_it_is_known_since_the_store_has_the_person() -> None:
    assert told(evidence()) == [("现职人员", "A", "~20260302", None)]


def test_posts_say_in_which_unit_and_before_the_first_nothing_does() -> None:
    posts = [Post("B", dated("201003")), Post("B", dated("2012")), Post("A", dated("201906"))]
    assert told(evidence(work_began_on="1998", posts=posts)) == [
        ("现职人员", None, "1998", "201003"),
        ("现职人员", "B", "201003", "201906"),
        ("现职人员", "A", "201906", None),
    ]


def test_the_last_time_is_in_the_unit_that_the_roster_names() -> None:
    posts = [Post("A", dated("201003")), Post("committee", dated("201906"))]
    assert told(evidence(work_began_on="201003", posts=posts)) == [("现职人员", "A", "201003", None)]


def test_a_leaving_ends_service_on_its_date() -> None:
    leaving = Leaving("5", dated("202506"), "B")
    found = told(evidence(recorded=[("20260302", GONE)], work_began_on="1985", leavings=[leaving]))
    assert found == [("现职人员", "B", "1985", "202506"), ("离退人员", "A", "202506", None)]


def test_a_leaving_without_a_date_lies_between_the_entry_and_the_record() -> None:
    found = told(evidence(recorded=[("20260302", GONE)], work_began_on="198507"))
    assert found == [
        ("现职人员", "A", "198507", "19850801~20260302"),
        ("离退人员", "A", "19850801~20260302", None),
    ]


def test_who_came_back_has_two_spells() -> None:
    leaving = Leaving("3", dated("201505"), "B")
    back = evidence(recruited_on="201809", work_began_on="2005", leavings=[leaving])
    assert told(back) == [
        ("现职人员", "B", "2005", "201505"),
        ("其他人员", None, "201505", "201809"),
        ("现职人员", "A", "201809", None),
    ]


def test_the_roster_alone_does_not_say_that_somebody_came_back() -> None:
    leaving = Leaving("3", dated("201505"), "B")
    left: list[Told] = [("现职人员", "B", "2005", "201505")]
    assert told(evidence(work_began_on="2005", leavings=[leaving])) == [*left, ("其他人员", "A", "201505", None)]
    told_later = [("20260302", HERE), ("20261101", GONE)]
    found = told(evidence(recorded=told_later, work_began_on="2005", leavings=[leaving]))
    assert found == [*left, ("离退人员", "A", "201505", None)]
    came_back = [("20260302", GONE), ("20261101", HERE)]
    found = told(evidence(recorded=came_back, work_began_on="2005", leavings=[leaving]))
    assert found == [
        *left,
        ("离退人员", "A", "201505", "20260303~20261101"),
        ("现职人员", "A", "20260303~20261101", None),
    ]


def test_two_leavings_are_two() -> None:
    leavings = [Leaving("3", dated("2010"), None), Leaving("2", dated("202001"), "A")]
    posts = [Post("B", dated("201305"))]
    recorded = [("20260302", ("调出人员", "A", None))]
    assert told(evidence(recorded=recorded, work_began_on="2005", leavings=leavings, posts=posts)) == [
        ("现职人员", None, "2005", "2010"),
        ("其他人员", None, "2010", "201305"),
        ("现职人员", "A", "201305", "202001"),
        ("调出人员", "A", "202001", None),
    ]


def test_a_change_that_nothing_dates_lies_between_two_records() -> None:
    recorded = [("20260302", HERE), ("20261101", ("现职人员", "B", "行政编制"))]
    assert told(evidence(recorded=recorded, work_began_on="1998")) == [
        ("现职人员", "A", "1998", "20260303~20261101"),
        ("现职人员", "B", "20260303~20261101", None),
    ]


def test_a_change_is_dated_by_the_post_or_the_leaving() -> None:
    moved = [("20260302", HERE), ("20261101", ("现职人员", "B", "行政编制"))]
    found = told(evidence(recorded=moved, work_began_on="1998", posts=[Post("B", dated("202605"))]))
    assert found == [("现职人员", "A", "1998", "202605"), ("现职人员", "B", "202605", None)]
    left = [("20260302", HERE), ("20261101", GONE)]
    found = told(evidence(recorded=left, work_began_on="1998", leavings=[Leaving("5", dated("202606"), "A")]))
    assert found == [("现职人员", "A", "1998", "202606"), ("离退人员", "A", "202606", None)]


def test_a_leaving_that_the_roster_does_not_know_of_yet_counts() -> None:
    found = told(evidence(work_began_on="1998", leavings=[Leaving("5", dated("202701"), None)]))
    assert found == [("现职人员", "A", "1998", "202701"), ("离退人员", "A", "202701", None)]


def _cut(
    spells: list[Inferred], *decided: tuple[str, str | None], values: Values = ("其他人员", None, None)
) -> list[Told]:
    given = [Decided(dated(begin), dated(end) if end else None, values) for begin, end in decided]
    return [(s.state, s.unit_id, _said(s.begin), _said(s.end)) for s in without(spells, given)]


def test_decided_spells_win_and_the_inferred_keep_the_rest() -> None:
    spells = infer(evidence(work_began_on="1998"))
    assert _cut(spells, ("201003", "201205")) == [
        ("现职人员", "A", "1998", "201003"),
        ("现职人员", "A", "201205", None),
    ]
    assert _cut(spells, ("1998", "201205"), ("201205", None)) == []
    assert _cut(spells, ("1990", "1995")) == [("现职人员", "A", "1998", None)]
    unknown = infer(evidence(recorded=[("20260302", HERE), ("20261101", GONE)], work_began_on="1998"))
    assert _cut(unknown, ("202605", None)) == [
        ("现职人员", "A", "1998", "20260303~20260501"),
        ("离退人员", "A", "20260303~20260501", "202605"),
    ]


def test_a_decided_spell_that_says_the_same_says_since_when() -> None:
    """The date of an open boundary is answered; nothing stays inferred between it and the date."""
    unknown = infer(evidence(recorded=[("20260302", HERE), ("20261101", GONE)], work_began_on="1998"))
    assert _cut(unknown, ("202605", None), values=GONE) == [("现职人员", "A", "1998", "202605")]
    assert _cut(unknown, ("202612", None), values=GONE) == [("现职人员", "A", "1998", "202612")]
    moved = infer(evidence(posts=[Post("A", dated("202001"))], work_began_on="1998"))
    assert _cut(moved, ("20200120", None), values=HERE) == [("现职人员", None, "1998", "20200120")]
    assert _cut(infer(evidence()), ("202612", None), values=HERE) == [("现职人员", "A", "~20260302", "202612")]
    assert _cut(infer(evidence()), ("2001", None), values=(None, None, None)) == []
    assert _cut(infer(evidence()), ("2001", None), values=("现职人员", "B", None)) != []
