"""A sanction counts from its decision for as long as the rule of the day of the conduct says, and then no longer."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from support.builders import make_office, make_person

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office import Office
from ganbu_desktop.kernel.spine import actions as spine
from ganbu_desktop.kernel.spine.effect_period import AFFECTED, EffectPeriod
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.evidence import Evidence
from ganbu_desktop.kernel.spine.limiting import Standing, in_force, standing
from ganbu_desktop.kernel.spine.statement import Statement
from ganbu_desktop.modules.supervision.actions import save_sanctions
from ganbu_desktop.modules.supervision.records import Sanction
from ganbu_desktop.store.record import replace

DECIDED = PartialDate(2026, 1, 15)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def registered(office: Office, **values: object) -> Sanction:
    person = make_person(office)
    given: dict[str, object] = {
        "kind": "22",
        "decided_by": "青禾县监察委员会",
        "document": "青监〔2026〕3号",
        "decided_on": DECIDED,
        "occurred_on": PartialDate(2025, 6, 1),
        "facts": "违规审批一笔专项资金",
        "source_kind": "11",
        "source": "青监〔2026〕3号",
        "recorded_by": "甲",
        "reviewed_by": "乙",
        **values,
    }
    save_sanctions(office, [(None, Sanction(person_id=person.id, **given))], title="登记")  # type: ignore[arg-type]
    (entry,) = office.find(Sanction)
    evidence = Evidence(**place_of(entry), kind="1", document="青监〔2026〕3号", dated_on=DECIDED)
    spine.add_evidence(office, entry, evidence)
    words = Statement(**place_of(entry), words="服从决定", stated_on=DECIDED, informed_on=DECIDED, is_signed=True)
    spine.add_statement(office, entry, words)
    return entry


def test_a_demerit_limits_for_twelve_months_from_the_decision(office: Office) -> None:
    entry = spine.make_effective(office, registered(office))
    assert entry.ends_on == PartialDate(2027, 1, 15)
    (period,) = office.find(EffectPeriod)
    assert (period.kind, period.starts_on, period.ends_on) == (AFFECTED, DECIDED, PartialDate(2027, 1, 15))
    assert "12个月" in (period.rule_version or "")


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2027, 1, 14), Standing.IN_FORCE), (date(2027, 1, 15), Standing.OVER)],
)
def test_it_leaves_default_output_on_the_day_it_ends(office: Office, day: date, expected: Standing) -> None:
    entry = spine.make_effective(office, registered(office))
    with office.reading() as connection:
        assert standing(connection, entry, day) is expected
    assert bool(office.find(Sanction, in_force(Sanction, day))) is (expected is Standing.IN_FORCE)


def test_without_a_document_number_it_stays_a_draft(office: Office) -> None:
    with pytest.raises(CheckFailed, match="没有决定文号"):
        spine.make_effective(office, registered(office, document=None))
    assert office.find(EffectPeriod) == []


def test_expulsion_has_no_figure_and_needs_its_ground(office: Office) -> None:
    entry = registered(office, kind="26")
    with pytest.raises(CheckFailed, match="长期有效的依据"):
        spine.make_effective(office, entry)


def test_a_rule_made_after_the_conduct_never_reaches_back(office: Office) -> None:
    entry = registered(office, kind="11", occurred_on=PartialDate(2020, 3, 1))
    assert entry.ends_on is None
    with pytest.raises(CheckFailed, match="还没有施行"):
        spine.make_effective(office, entry)
    save_sanctions(office, [(entry, replace(entry, {"ends_on": PartialDate(2027, 1, 15)}))], title="补填失效日期")
    (ended,) = office.find(Sanction)
    spine.make_effective(office, ended)
    (period,) = office.find(EffectPeriod)
    assert (period.rule, period.ends_on) == (None, PartialDate(2027, 1, 15))
