"""Periods of effect: by the rule of the day of the conduct, never reaching back; who stands within one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from support.builders import add, make_office, make_person
from support.limiting_entries import effective_entry
from support.stand_in import standing_in

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.parameters import Override, ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.spine import actions, periods
from ganbu_desktop.kernel.spine.effect_period import AFFECTED, PROTECTED, EffectPeriod
from ganbu_desktop.kernel.spine.entry import place_of

WARNING, DEMERIT = "discipline_months_party_warning", "discipline_months_demerit"
DECIDED = PartialDate(2026, 2, 10)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    with standing_in(made):
        yield made


def worked_out(office: Office, measure: str, conduct_on: PartialDate | None, figures: ParameterSet) -> EffectPeriod:
    return periods.affected(effective_entry(office), measure, figures, conduct_on=conduct_on, effective_on=DECIDED)


def test_it_runs_from_the_decision_for_the_months_of_the_figure(office: Office) -> None:
    period = worked_out(office, WARNING, PartialDate(2025, 6, 1), office.parameters())
    assert (period.kind, period.starts_on, period.ends_on) == (AFFECTED, DECIDED, PartialDate(2027, 2, 10))
    assert (period.matter, period.rule) == ("党内警告", WARNING)
    assert "12个月（2024.01 起，中国共产党纪律处分条例（2023）第十条）" in (period.rule_version or "")


def test_the_version_of_the_conduct_counts_though_it_was_decided_later(office: Office) -> None:
    stricter = [Override(WARNING, "24", PartialDate(2026, 1), "新规")]
    figures = ParameterSet.load(stricter)
    before = worked_out(office, WARNING, PartialDate(2025, 12, 31), figures)
    after = worked_out(office, WARNING, PartialDate(2026, 1, 1), figures)
    assert (before.ends_on, after.ends_on) == (PartialDate(2027, 2, 10), PartialDate(2028, 2, 10))


@pytest.mark.parametrize("conduct_on", [PartialDate(2003, 12, 31), PartialDate(2003), PartialDate(2004), None])
def test_no_rule_reaches_back_behind_its_first_day(office: Office, conduct_on: PartialDate | None) -> None:
    with pytest.raises(CheckFailed, match="没有推算"):
        worked_out(office, WARNING, conduct_on, office.parameters())
    assert worked_out(office, WARNING, PartialDate(2004, 1, 1), office.parameters())


def test_a_figure_of_another_kind_carries_no_period(office: Office) -> None:
    with pytest.raises(CheckFailed, match="没有这一种"):
        worked_out(office, "no_such_measure", PartialDate(2025, 6), office.parameters())


def test_where_several_meet_the_longest_runs(office: Office) -> None:
    entry = effective_entry(office)
    values = {**place_of(entry), "kind": AFFECTED}
    short, long = (EffectPeriod(**values, ends_on=PartialDate(year, 1)) for year in (2027, 2028))
    void = EffectPeriod(**values, ends_on=PartialDate(2030, 1), is_void=True)
    assert periods.longest([short, long, void]) is long
    endless = EffectPeriod(**values, ground="第二十条")
    assert periods.longest([short, endless, long]) is endless
    assert periods.longest([]) is None


def test_who_stands_within_one_on_a_day(office: Office) -> None:
    entry = effective_entry(office)
    period = periods.affected(
        entry, DEMERIT, office.parameters(), conduct_on=PartialDate(2025, 6), effective_on=DECIDED
    )
    bystander = make_person(office)
    protecting = EffectPeriod(**{**place_of(entry), "person_id": bystander.id}, kind=PROTECTED, starts_on=DECIDED)
    add(office, period, protecting)

    def found(day: date) -> list[str]:
        with office.reading() as connection:
            listed = connection.execute(
                sa.select(Person.table.c.id).where(Person.table.c.id.in_(periods.is_within(day)))
            )
            assert set(listed.scalars()) == set(periods.within(connection, day))
            return sorted(periods.within(connection, day))

    assert found(date(2026, 2, 9)) == []
    assert found(date(2026, 2, 10)) == [entry.person_id]
    assert found(date(2027, 2, 9)) == [entry.person_id]
    assert found(date(2027, 2, 10)) == [], "the day it ends is free"
    actions.void(office, entry, reason="查明不实")
    assert found(date(2026, 3, 2)) == []
