"""Joining two records of one person: who is proposed, what is kept, and that one undo brings everything back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.builders import add, make_office, make_person
from support.limiting_entries import effective_entry, now_of, whole_entry
from support.stand_in import StandIn, standing_in

from ganbu_desktop import modules
from ganbu_desktop.foundation.errors import CheckFailed, PermissionDenied, UndoConflict
from ganbu_desktop.foundation.identity_number import modern
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office import recycle_bin
from ganbu_desktop.kernel.office.office import Account, Office, SilentProgress
from ganbu_desktop.kernel.people import person_merge
from ganbu_desktop.kernel.people.person import AppointmentSheet, Education, Person, Photo, Reward, Tenure
from ganbu_desktop.kernel.spine import actions
from ganbu_desktop.kernel.spine.correction import Correction
from ganbu_desktop.kernel.spine.effect_period import EffectPeriod
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.evidence import Evidence
from ganbu_desktop.kernel.spine.limiting import LimitingRecord
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.kernel.spine.statement import Statement
from ganbu_desktop.modules.people.demo import fill_demo
from ganbu_desktop.modules.people.merging import CONFIRMING, Comparison, Joined, compare, join, likely_pairs
from ganbu_desktop.modules.people.merging.likely import Known, doubts_about
from ganbu_desktop.modules.political.records import PoliticalArchive, YearSummary
from ganbu_desktop.modules.training.records import Substitution, TrainingClass
from ganbu_desktop.store.record import Record, record_types, replace

OLD_NUMBER = "110101800501001"
NUMBER, OTHER_NUMBER = modern(OLD_NUMBER), "110101198005010027"
Everything = dict[str, dict[str, Record]]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    found = make_office(tmp_path)
    yield found
    found.file.close()


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The demo with rows in every room."""
    found = make_office(tmp_path_factory.mktemp("county"))
    fill_demo(found, 60, units=6)
    for fill in modules.demo_fillers():
        fill(found, SilentProgress())
    yield found
    found.file.close()


def everything(office: Office) -> Everything:
    return {cls.table.name: {r.id: r for r in office.find(cls)} for cls in record_types()}


def compared(office: Office, kept: Person, left: Person) -> Comparison:
    return compare(office, kept.id, left.id, modules.ledgers())


def proposed(found: Comparison) -> frozenset[tuple[str, str]]:
    return frozenset(pair.key for pair in found.fields if pair.takes_left)


def joined(office: Office, kept: Person, left: Person, **how: Any) -> Joined:
    found = compared(office, kept, left)
    return join(office, found, modules.ledgers(), **{"taken": proposed(found), **how})


def of(office: Office, cls: type[Record], person: Person) -> list[Record]:
    return office.find(cls, cls.table.c.person_id == person.id)


# ---- who is proposed


def reasons(office: Office) -> dict[frozenset[str], tuple[str, tuple[str, ...]]]:
    return {frozenset((p.first_id, p.second_id)): (p.reason, p.doubts) for p in likely_pairs(office)}


def test_likely_pairs_share_a_number_or_name_and_month_or_lack_a_number(office: Office) -> None:
    one = make_person(office, "王小明", id_number=NUMBER)
    same_number = make_person(office, "王晓明", id_number=OLD_NUMBER)
    bare = make_person(office, "王小明", born_on=None)
    make_person(office, "李四", born_on=PartialDate(1980, 5))
    found = reasons(office)
    assert found[frozenset((one.id, same_number.id))] == ("身份证号相同", ("姓名不同",))
    assert found[frozenset((one.id, bare.id))] == ("姓名相同，一方没有身份证号", ())
    assert len(found) == 2


def test_two_of_one_name_and_different_births_are_never_proposed(office: Office) -> None:
    make_person(office, "王伟", born_on=PartialDate(1980, 5))
    make_person(office, "王伟", born_on=PartialDate(1981, 5))
    assert likely_pairs(office) == []


def test_same_name_and_month_with_different_numbers_is_proposed_with_its_doubt(office: Office) -> None:
    make_person(office, "王伟", id_number=NUMBER)
    make_person(office, "王伟", id_number=OTHER_NUMBER)
    assert [(p.reason, p.doubts) for p in likely_pairs(office)] == [("姓名和出生年月相同", ("身份证号不同",))]


DATES = st.none() | st.builds(PartialDate, st.integers(1960, 1963), st.integers(1, 12))
PEOPLE = st.builds(
    Known,
    st.just("x"),
    st.sampled_from(["王伟", "李娜"]),
    st.sampled_from(["", NUMBER, OTHER_NUMBER]),
    DATES,
    st.sampled_from([None, "1", "2"]),
)


@given(PEOPLE, PEOPLE)
def test_doubts_are_there_exactly_when_known_facts_differ(one: Known, other: Known) -> None:
    facts = ("name", "id_number", "born_on", "sex")
    differ = any((a := getattr(one, n)) and (b := getattr(other, n)) and a != b for n in facts)
    assert bool(doubts_about(one, other)) == differ
    assert len(doubts_about(one, other)) == len(doubts_about(other, one))


# ---- what is kept


def test_blanks_are_filled_and_what_both_say_is_the_kept_ones(office: Office) -> None:
    kept = make_person(office, native_place="湖南长沙")
    left = make_person(office, native_place="湖南湘潭", birthplace="湖南湘潭", id_number=NUMBER)
    add(office, AppointmentSheet(person_id=left.id, reason="工作需要"), Photo(person_id=left.id, blob="0" * 64))
    joined(office, kept, left)
    now = office.get(Person, kept.id)
    assert now == replace(kept, {"birthplace": "湖南湘潭", "id_number": NUMBER})
    assert [r.reason for r in office.find(AppointmentSheet)] == ["工作需要"]
    assert [r.person_id for r in office.find(Photo)] == [kept.id]


def test_a_field_can_be_taken_from_the_other(office: Office) -> None:
    kept, left = make_person(office, native_place="甲地"), make_person(office, native_place="乙地")
    joined(office, kept, left, taken=frozenset({("person", "native_place")}))
    assert office.get(Person, kept.id) == replace(kept, {"native_place": "乙地"})


def test_equal_rows_are_kept_once_and_differing_ones_both_unless_unwanted(office: Office) -> None:
    kept, left = make_person(office), make_person(office)
    mine = Tenure(person_id=kept.id, position=1, post_name="科长")
    add(office, mine, Tenure(person_id=left.id, position=9, post_name="科长"))
    theirs = Tenure(person_id=left.id, position=2, post_name="副局长")
    unwanted = Reward(person_id=left.id, name="写错的奖励")
    add(office, theirs, unwanted)
    done = joined(office, kept, left, unwanted=frozenset({unwanted.id}))
    assert [(r.id, r.position) for r in of(office, Tenure, kept)] == [(mine.id, 1), (theirs.id, 2)]
    assert of(office, Reward, kept) == []
    assert (done.moved, done.left_behind) == (1, 2)


def test_the_other_goes_to_the_bin_with_its_own_fields(office: Office) -> None:
    kept, left = make_person(office), make_person(office, native_place="乙地")
    rows = [Education(person_id=p.id, school="省委党校") for p in (kept, left)]
    add(office, *rows)
    joined(office, kept, left)
    (entry,) = recycle_bin.deleted(office)
    recycle_bin.restore(office, entry)
    assert office.get(Person, left.id) == left
    assert of(office, Education, left) == [rows[1]]


def test_a_row_that_others_hang_on_is_never_left_out(office: Office) -> None:
    kept, left = make_person(office), make_person(office)
    rows = [Reward(person_id=p.id, name="通报表扬") for p in (kept, left)]
    add(office, *rows)
    hung = Evidence(person_id=left.id, entry_table="reward", entry_id=rows[1].id, kind="2")
    add(office, hung)
    with pytest.raises(CheckFailed, match="还连着别的记录"):
        joined(office, kept, left, unwanted=frozenset({rows[1].id}))
    joined(office, kept, left)
    assert {r.id for r in of(office, Reward, kept)} == {r.id for r in rows}


# ---- what stands in the way


def test_doubts_want_a_typed_confirmation(office: Office) -> None:
    kept = make_person(office, "王伟", born_on=PartialDate(1980, 5))
    left = make_person(office, "王伟", born_on=PartialDate(1985, 3))
    for typed in ("", "是"):
        with pytest.raises(CheckFailed, match=r"出生年月不同.*可能是两个人"):
            joined(office, kept, left, typed=typed)
    assert len(office.find(Person)) == 2
    joined(office, kept, left, typed=CONFIRMING)
    assert len(office.find(Person)) == 1


def test_two_archives_of_one_person_are_refused_with_what_to_do_first(office: Office) -> None:
    kept, left = make_person(office), make_person(office)
    add(office, *(PoliticalArchive(person_id=p.id) for p in (kept, left)))
    before = everything(office)
    with pytest.raises(CheckFailed, match=r"各有一份政治素质档案.*请先在.*删除另一条"):
        joined(office, kept, left)
    assert everything(office) == before


def test_two_summaries_of_one_year_are_refused_and_of_two_years_are_not(office: Office) -> None:
    kept, left = make_person(office), make_person(office)
    one, other = (YearSummary(person_id=p.id, year=2025) for p in (kept, left))
    add(office, one, other)
    assert "1 条是同一项" in "".join(compared(office, kept, left).obstacles)
    with office.operation("改", right="test") as current:
        current.change(other, year=2024)
    assert compared(office, kept, left).obstacles == ()


def test_one_cannot_come_to_stand_in_for_oneself(office: Office) -> None:
    kept, left = make_person(office), make_person(office)
    course = TrainingClass(title="春季班")
    add(office, course, Substitution(person_id=left.id, class_id=course.id, substitute_id=kept.id, reason="重大任务"))
    assert "同时写着这两人" in "".join(compared(office, kept, left).obstacles)


def test_a_change_after_the_comparison_is_a_refusal(office: Office) -> None:
    kept, left = make_person(office), make_person(office)
    found = compared(office, kept, left)
    add(office, Reward(person_id=left.id, name="新记的奖励"))
    with pytest.raises(UndoConflict, match="比较之后"):
        join(office, found, modules.ledgers(), taken=proposed(found))


def test_the_right_is_asked_for(office: Office) -> None:
    kept, left = make_person(office), make_person(office)
    office.account = Account("录入员", frozenset({"cadres.edit", "cadres.delete"}))
    with pytest.raises(PermissionDenied):
        joined(office, kept, left)


# ---- the guard


@pytest.fixture
def strict(office: Office) -> Iterator[Office]:
    """An office with limiting entries of no room."""
    with standing_in(office):
        yield office


def test_effective_and_void_entries_move_and_come_back_with_what_they_rest_on(strict: Office) -> None:
    kept, left = make_person(strict), make_person(strict)
    effective, void = effective_entry(strict, left.id), effective_entry(strict, left.id)
    actions.void(strict, void, reason="登记错误")
    add(strict, EffectPeriod(**place_of(effective), kind="1", starts_on=PartialDate(2026, 1, 5)))
    before = everything(strict)
    joined(strict, kept, left)
    for entry in (effective, void):
        assert now_of(strict, entry) == replace(before["stand_in"][entry.id], {"person_id": kept.id})
    assert {r.person_id for cls in (Evidence, Statement, EffectPeriod) for r in strict.find(cls)} == {kept.id}
    strict.undo()
    assert everything(strict) == before
    strict.redo()
    assert now_of(strict, effective).person_id == kept.id


def rewrite(office: Office, record: Record, kind: str, **values: Any) -> None:
    with office.operation("改", right="test", kind=kind) as current:
        current.change(record, **values)


@pytest.mark.parametrize("kind", ["edit", "restore", "merge", "undo"])
def test_only_a_merge_in_which_the_person_goes_may_hand_an_effective_entry_on(strict: Office, kind: str) -> None:
    entry, other = effective_entry(strict), make_person(strict)
    (evidence,) = strict.find(Evidence)
    for record in (now_of(strict, entry), evidence):
        with pytest.raises(CheckFailed):
            rewrite(strict, record, kind, person_id=other.id)


def merge_by_hand(office: Office, entry: StandIn, kept: Person, left: Person, **values: Any) -> None:
    with office.operation("合并", right="test", kind="merge") as current:
        rest = [r for r in person_merge.held(current.connection, left.id) if r != entry]
        person_merge.hand_on(current, rest, left.id, kept.id)
        if values:
            current.change(entry, **values)
        current.delete(left)


@pytest.mark.parametrize("make", [effective_entry, whole_entry])
def test_a_merge_may_change_nothing_but_the_person(strict: Office, make: Callable[..., StandIn]) -> None:
    kept, left = make_person(strict), make_person(strict)
    entry = now_of(strict, make(strict, left.id))
    for values in ({"person_id": kept.id, "facts": "另一件事"}, {}):
        with pytest.raises(CheckFailed, match="合并只能把"):
            merge_by_hand(strict, entry, kept, left, **values)
    assert now_of(strict, entry) == entry
    merge_by_hand(strict, entry, kept, left, person_id=kept.id)
    assert now_of(strict, entry) == replace(entry, {"person_id": kept.id})


def test_a_concluded_correction_moves_with_the_person_it_is_about(office: Office) -> None:
    kept, left = make_person(office), make_person(office)
    stages = {f"{stage}_on": PartialDate(2026, 2, 1) for stage in ("asked", "accepted", "checked", "concluded")}
    hands = {"accepted_by": "甲", "checked_by": "甲", "concluded_by": "乙"}
    said = {"asked": "写错了", "checked": "属实", "conclusion": "1", "reason": "有误"}
    done = Correction(person_id=left.id, entry_table="person", entry_id=left.id, **stages, **hands, **said)
    add(office, done)
    joined(office, kept, left)
    assert office.find(Correction) == [replace(done, {"person_id": kept.id, "entry_id": kept.id})]
    office.undo()
    assert office.find(Correction) == [done]


# ---- every room of the demo


def kinds_of(county: Office) -> dict[str, set[type[Record]]]:
    """Return by person the kinds of record that name the person."""
    with county.reading() as connection:
        return {p.id: {type(r) for r in person_merge.held(connection, p.id)} for p in county.find(Person)}


def covering(county: Office) -> list[Person]:
    """Return people who together have a record of every kind that the demo makes about people."""
    kinds = kinds_of(county)
    missing, chosen = set().union(*kinds.values()), []
    while missing:
        best = max(sorted(kinds), key=lambda i: len(kinds[i] & missing))
        chosen.append(best)
        missing -= kinds[best]
    return [p for i in chosen if (p := county.get(Person, i)) is not None]


def test_every_kind_of_record_of_every_room_moves_and_one_undo_restores_everything(county: Office) -> None:
    """Joined into a bare record of the same name: what is theirs is all there then, and one undo takes it back."""
    seen: set[type[Record]] = set()
    for left in covering(county):
        kept = Person(name=left.name, sex=left.sex, born_on=left.born_on)
        add(county, kept)
        with county.reading() as connection:
            theirs = person_merge.held(connection, left.id)
        before = everything(county)
        assert joined(county, kept, left).left_behind == 0
        with county.reading() as connection:
            assert person_merge.held(connection, left.id) == []
            assert {r.id for r in person_merge.held(connection, kept.id)} == {r.id for r in theirs}
        county.undo()
        assert everything(county) == before
        seen |= {type(r) for r in theirs}
    assert len(seen) > 35
    assert any(issubclass(cls, LimitingRecord) for cls in seen)
    assert {Evidence, Statement, LoopItem} <= seen


def test_two_with_rows_in_every_room_are_joined_or_refused_whole(county: Office) -> None:
    """Nothing is ever half done, whoever is put together."""
    people = covering(county)[:8]
    outcomes = set()
    for kept, left in pairwise(people):
        before = everything(county)
        try:
            joined(county, kept, left, typed=CONFIRMING)
        except CheckFailed:
            outcomes.add("refused")
        else:
            outcomes.add("joined")
            county.undo()
        assert everything(county) == before
    assert outcomes
