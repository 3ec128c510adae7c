"""Random acts on people against two slow models: each day painted by hand, and each day that a partial date can be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from support.builders import add, make_office, make_person, make_unit
from support.laws import examples

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office import recycle_bin
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people import service_derive
from ganbu_desktop.kernel.people.leaving import ExitEvent
from ganbu_desktop.kernel.people.person import Person, Supplement
from ganbu_desktop.kernel.people.service import Basis, ServiceSpell, serving, serving_on
from ganbu_desktop.kernel.people.service_change import Said, save_said
from ganbu_desktop.store.record import replace as changed

HERE, RETIRED = "现职人员", "离退人员"
FIRST, LAST = date(2000, 1, 1), date(2026, 3, 1)
DAYS = [FIRST + timedelta(days=91 * n) for n in range(105)]
dates = st.dates(min_value=FIRST, max_value=LAST)
partial = st.builds(lambda d, known: PartialDate(*(d.year, d.month, d.day)[:known]), dates, st.integers(1, 3))
FEW = settings(max_examples=examples(25), phases=(Phase.reuse, Phase.generate))
Values = tuple[str, str]
"""管理状态 and unit."""


@dataclass(frozen=True)
class Painted:
    """The slow model: from which day on which values held; ``is_decided`` once somebody said when something changed."""

    since: tuple[tuple[date, Values], ...]
    is_decided: bool = False
    left_by_entry: bool = False

    def on(self, day: date) -> Values | None:
        held = [values for begun, values in self.since if begun <= day]
        return held[-1] if held else None


@dataclass
class County:
    """One person in a store, the model beside it, and the way back."""

    office: Office
    person: Person
    model: Painted
    done: list[tuple[Painted, Painted]] = field(default_factory=list)
    undone: list[tuple[Painted, Painted]] = field(default_factory=list)

    def step(self, model: Painted) -> None:
        self.done.append((self.model, model))
        self.model, self.undone = model, []

    def now(self) -> Person:
        found = self.office.get(Person, self.person.id)
        assert found is not None
        return found


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = make_office(tmp_path_factory.mktemp("simulated"))
    yield made
    made.file.close()


@pytest.fixture(scope="module")
def units(office: Office) -> list[str]:
    return [make_unit(office, name).id for name in ("甲局", "乙局", "丙镇")]


def _save(county: County, said: Said, state: str, unit: str) -> bool:
    old = county.now()
    new = changed(old, {"management_state": state, "unit_id": unit})
    if new == old:
        return False
    try:
        save_said(county.office, [(old, new)], said, title="改", right="test")
    except CheckFailed:
        return False
    return True


def _change(county: County, on: date, state: str, unit: str) -> None:
    is_late = on <= county.model.since[-1][0]
    if _save(county, Said(PartialDate.of(on)), state, unit):
        assert not is_late, "a change before the spell that it closes was taken"
        county.step(Painted((*county.model.since, (on, (state, unit))), is_decided=True))


def _correct(county: County, _on: date, state: str, unit: str) -> None:
    """A correction was always so; that somebody is retired says of itself that he served before.

    After a leaving entry it may speak of the time before as well as of the time after: not tried here.
    """
    if county.model.left_by_entry or (not county.model.is_decided and state != HERE):
        return
    if _save(county, Said(None), state, unit):
        *before, (begun, _) = county.model.since
        county.step(replace(county.model, since=(*before, (begun, (state, unit)))))


def _leave(county: County, on: date, _state: str, unit: str) -> None:
    """A leaving entry tells by itself while nothing was decided; a person leaves once here."""
    if county.model.is_decided or len(county.model.since) > 1 or county.now().management_state != HERE:
        return
    if on <= county.model.since[0][0]:
        return
    add(county.office, ExitEvent(person_id=county.person.id, kind="5", happened_on=PartialDate.of(on)))
    own = county.now().unit_id or ""
    county.step(Painted((*county.model.since, (on, (RETIRED, own))), is_decided=True, left_by_entry=True))


def _enter(county: County, on: date, _state: str, _unit: str) -> None:
    """A recorded 录用 moves the beginning, as long as nothing else is known."""
    if county.model.is_decided or len(county.model.since) > 1 or county.office.owned(Supplement, county.person.id):
        return
    add(county.office, Supplement(person_id=county.person.id, recruited_on=PartialDate.of(on)))
    county.step(Painted(((on, county.model.since[0][1]),)))


def _delete_and_restore(county: County, _on: date, _state: str, _unit: str) -> None:
    with county.office.operation("删除", right="test") as current:
        current.delete(current.get(Person, county.person.id))
    recycle_bin.restore(county.office, recycle_bin.deleted(county.office)[0])
    county.done.clear()
    county.undone.clear()


def _undo(county: County, _on: date, _state: str, _unit: str) -> None:
    if county.done:
        before, after = county.done.pop()
        county.office.undo()
        county.undone.append((before, after))
        county.model = before


def _redo(county: County, _on: date, _state: str, _unit: str) -> None:
    if county.undone:
        before, after = county.undone.pop()
        county.office.redo()
        county.done.append((before, after))
        county.model = after


ACTS = (_change, _change, _correct, _leave, _enter, _undo, _redo, _delete_and_restore)
steps = st.lists(
    st.tuples(st.sampled_from(ACTS), dates, st.sampled_from((HERE, RETIRED)), st.integers(0, 2)), max_size=9
)


@FEW
@given(begun=dates, acts=steps)
def test_random_acts_agree_with_painting_every_day(office: Office, units: list[str], begun: date, acts: Any) -> None:
    """Whole dates only, so that every day has one answer; a deletion that was taken back leaves nothing behind."""
    person = make_person(office, unit_id=units[0], management_state=HERE, work_began_on=PartialDate.of(begun))
    county = County(office, person, Painted(((begun, (HERE, units[0])),)))
    for act, on, state, unit in acts:
        act(county, on, state, units[unit])
    with office.reading() as connection:
        assert service_derive.differences(connection) == 0
        boundaries = [d for begin, _ in county.model.since for d in (begin - timedelta(days=1), begin)]
        for day in [*boundaries, *DAYS[:: len(DAYS) // 8]]:
            found = serving(connection, day)
            held = county.model.on(day)
            stay = found.people.get(person.id)
            assert dict(found.unknown).get(person.id) is None, (day, acts)
            assert (stay is not None) == (held is not None and held[0] == HERE), (day, county.model)
            assert stay is None or held is None or stay.unit_id == held[1], (day, county.model)


Range = tuple[date, date]


def _range(spell: ServiceSpell, end: str) -> Range | None:
    """The days that a boundary of a spell can be; None for the end of one that lasts."""
    moment: PartialDate | None = getattr(spell, f"{end}_on")
    if moment is not None:
        return moment.first_day(), moment.last_day()
    told = [getattr(spell, f"{end}_{which}") for which in ("first", "last")]
    if told == [None, None]:
        return None
    first, last = (datetime.strptime(text, "%Y%m%d").date() if text else date(1900, 1, 1) for text in told)
    return first, last


def _answers(spells: list[ServiceSpell], first: date, last: date) -> set[bool]:
    """Whether the person served in a window, for every way in which the boundaries can lie: the slow truth.

    Two spells that meet in one boundary share its day. Only days at which an answer can turn are tried.
    """
    ranges = {(_range(s, end)) for s in spells for end in ("from", "until")} - {None}
    known = [r for r in ranges if r is not None]
    turning = {first, last, first + timedelta(days=1), last + timedelta(days=1)}
    options = [sorted({r[0], r[1], *(d for d in turning if r[0] <= d <= r[1])}) for r in known]
    found: set[bool] = set()
    for choice in product(*options):
        chosen = dict(zip(known, choice, strict=True))
        served = False
        for spell in spells:
            begin = _range(spell, "from")
            end = _range(spell, "until")
            begun = chosen[begin] if begin else date(1900, 1, 1)
            over = chosen[end] if end else date(2200, 1, 1)
            if spell.state in (None, HERE) and begun < over and begun <= last and over > first:
                served = True
        found.add(served)
    return found


@FEW
@given(
    begun=partial,
    changes=st.lists(st.tuples(partial, st.sampled_from((HERE, RETIRED)), st.integers(0, 2)), max_size=2),
    asked=st.lists(dates, min_size=3, max_size=3),
)
def test_partial_dates_are_any_of_their_days(
    office: Office, units: list[str], begun: PartialDate, changes: Any, asked: list[date]
) -> None:
    """Yes where every day that the dates can be says yes, no where none does, 不能确定 else; in SQL the certain yes."""
    person = make_person(office, unit_id=units[0], management_state=HERE, work_began_on=begun)
    county = County(office, person, Painted(((begun.first_day(), (HERE, units[0])),)))
    dated = [begun]
    for on, state, unit in changes:
        if on.first_day() > dated[-1].last_day() and _save(county, Said(on), state, units[unit]):
            dated.append(on)
    spells = sorted(office.owned(ServiceSpell, person.id), key=lambda s: str(s.from_on))
    near = [d for moment in dated for d in (moment.first_day(), moment.last_day())]
    with office.reading() as connection:
        for day in [*asked, *near, *(d - timedelta(days=1) for d in near)]:
            truth = _answers(spells, day, day)
            answer = serving(connection, day)
            told = {person.id in answer.people, person.id not in dict(answer.left_out)}
            assert told == truth, (day, [(s.state, s.from_on, s.until_on) for s in spells])
            served = sa.select(Person.table.c.id).where(Person.table.c.id == person.id, serving_on(day))
            assert (connection.execute(served).first() is not None) == (truth == {True}), day
        first, last = min(asked), max(asked)
        truth = _answers(spells, first, last)
        answer = serving(connection, first, last, basis=Basis.ANY)
        assert {person.id in answer.people, person.id not in dict(answer.left_out)} == truth
