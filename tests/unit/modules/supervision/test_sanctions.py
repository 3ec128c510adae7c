"""A sanction counts from its decision for as long as the rule of the day of the conduct says, and then no longer."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from support.builders import make_office
from support.sanctions import DECIDED, registered

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine import actions as spine
from ganbu_desktop.kernel.spine import periods
from ganbu_desktop.kernel.spine.effect_period import (
    AFFECTED,
    NO_HIGHER_POST,
    NO_LEADING_POST,
    NO_PROMOTION,
    ON_PROBATION,
    EffectPeriod,
)
from ganbu_desktop.kernel.spine.limiting import Standing, in_force
from ganbu_desktop.kernel.spine.showing import shown_as
from ganbu_desktop.modules.supervision.actions import extend_probation, restore_rights
from ganbu_desktop.modules.supervision.records import UNTIL_RESTORED, Sanction
from ganbu_desktop.modules.supervision.rows import SANCTIONS
from ganbu_desktop.store.record import replace


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


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
        assert shown_as(connection, entry, day).standing is expected
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
    """Before the oldest edition there is nothing to reckon by: a person writes the end and the paper it stands on."""
    entry = registered(office, kind="11", occurred_on=PartialDate(2003, 3, 1))
    assert entry.ends_on is None
    with pytest.raises(CheckFailed, match="还没有施行"):
        spine.make_effective(office, entry)
    SANCTIONS.save(office, [(entry, replace(entry, {"ends_on": PartialDate(2027, 1, 15)}))], title="补填失效日期")
    (ended,) = office.find(Sanction)
    spine.make_effective(office, ended)
    (period,) = office.find(EffectPeriod)
    assert (period.rule, period.ends_on) == (None, PartialDate(2027, 1, 15))


@pytest.mark.parametrize(
    ("kind", "conduct_on", "ends_on", "said"),
    [
        ("12", PartialDate(2015, 12, 31), PartialDate(2027, 1, 15), "条例（2003）"),
        ("12", PartialDate(2016, 1, 1), PartialDate(2027, 7, 15), "条例（2015）"),
        ("12", PartialDate(2023, 12, 31), PartialDate(2027, 7, 15), "条例（2015）"),
        ("12", PartialDate(2024, 1, 1), PartialDate(2027, 7, 15), "条例（2023）"),
        ("22", PartialDate(2020, 6, 30), PartialDate(2027, 1, 15), "公务员处分条例（2007）"),
        ("22", PartialDate(2020, 7, 1), PartialDate(2027, 1, 15), "政务处分法"),
    ],
)
def test_an_earlier_edition_counts_for_earlier_conduct(
    office: Office, kind: str, conduct_on: PartialDate, ends_on: PartialDate, said: str
) -> None:
    entry = spine.make_effective(office, registered(office, kind=kind, occurred_on=conduct_on))
    assert entry.ends_on == ends_on
    (period,) = office.find(EffectPeriod)
    assert said in (period.rule_version or "")
    assert ("待核对" in (period.rule_version or "")) is (said not in ("条例（2023）", "政务处分法"))


def limits(office: Office) -> list[tuple[str | None, PartialDate | None, PartialDate | None]]:
    found = office.find(EffectPeriod, EffectPeriod.table.c.is_void.is_not(True))
    return sorted(((p.limits, p.starts_on, p.ends_on) for p in found), key=lambda one: one[0] or "")


@pytest.mark.parametrize("kind", ["44", "45"])
def test_losing_a_post_brings_two_limits_of_their_own(office: Office, kind: str) -> None:
    """12 months without any leading post, 24 without a higher one; the entry itself ends with the longer."""
    entry = spine.make_effective(office, registered(office, kind=kind))
    assert limits(office) == [
        (NO_LEADING_POST, DECIDED, PartialDate(2027, 1, 15)),
        (NO_HIGHER_POST, DECIDED, PartialDate(2028, 1, 15)),
    ]
    assert entry.ends_on == PartialDate(2028, 1, 15)
    assert {p.rule_version for p in office.find(EffectPeriod) if "待核对" not in (p.rule_version or "")} == set()
    with office.reading() as connection:
        assert len(periods.within(connection, date(2027, 1, 14))[entry.person_id]) == 2
        assert len(periods.within(connection, date(2027, 1, 15))[entry.person_id]) == 1
        assert periods.within(connection, date(2028, 1, 15)) == {}


class TestProbation:
    """留党察看: the second stage runs from the day the rights are restored, and without that day there is no end."""

    def test_without_the_day_no_end_is_printed(self, office: Office) -> None:
        entry = spine.make_effective(office, registered(office, kind="14"))
        assert (entry.ends_on, entry.no_end_ground) == (None, UNTIL_RESTORED)
        assert limits(office) == [
            (NO_PROMOTION, None, None),
            (ON_PROBATION, DECIDED, PartialDate(2027, 1, 15)),
        ]
        assert SANCTIONS.ledger.derived["影响期"](office, [entry]) == ["恢复党员权利后计算"]
        with office.reading() as connection:
            assert entry.person_id in periods.within(connection, date(2032, 1, 1)), "nobody is let go by a guess"

    def test_it_ends_two_years_after_the_rights_are_restored(self, office: Office) -> None:
        entry = spine.make_effective(office, registered(office, kind="14", decided_on=PartialDate(2025, 2, 1)))
        done = restore_rights(office, entry, restored_on=PartialDate(2026, 2, 20), document="县委〔2026〕9号")
        assert (done.ends_on, done.no_end_ground) == (PartialDate(2028, 2, 20), None)
        assert limits(office) == [
            (NO_PROMOTION, PartialDate(2026, 2, 20), PartialDate(2028, 2, 20)),
            (ON_PROBATION, PartialDate(2025, 2, 1), PartialDate(2026, 2, 20)),
        ]

    @pytest.mark.parametrize(
        ("day", "document", "said"),
        [
            (PartialDate(2026, 3, 3), "文", "不能晚于今天"),
            (PartialDate(2026, 2), "文", "写到日"),
            (PartialDate(2026, 1, 14), "文", "早于处分生效日期"),
            (PartialDate(2026, 3, 2), " ", "文号"),
        ],
    )
    def test_the_day_must_be_one(self, office: Office, day: PartialDate, document: str, said: str) -> None:
        entry = spine.make_effective(office, registered(office, kind="14"))
        with pytest.raises(CheckFailed, match=said):
            restore_rights(office, entry, restored_on=day, document=document)

    def test_it_is_written_once(self, office: Office) -> None:
        entry = spine.make_effective(office, registered(office, kind="15"))
        done = restore_rights(office, entry, restored_on=PartialDate(2026, 3, 1), document="文")
        with pytest.raises(CheckFailed, match="还没有恢复"):
            restore_rights(office, done, restored_on=PartialDate(2026, 3, 2), document="文")
        with pytest.raises(CheckFailed, match="内容不能直接改"), office.operation("改", right="x") as current:
            current.change(done, restored_on=PartialDate(2026, 1, 16))

    def test_a_longer_probation_stays_within_two_years(self, office: Office) -> None:
        entry = spine.make_effective(office, registered(office, kind="14"))
        with pytest.raises(CheckFailed, match="最长不超过 24 个月"):
            extend_probation(office, entry, until=PartialDate(2028, 1, 16))
        extend_probation(office, entry, until=PartialDate(2028, 1, 15))
        assert limits(office)[1] == (ON_PROBATION, DECIDED, PartialDate(2028, 1, 15))

    def test_an_old_case_is_registered_with_its_day(self, office: Office) -> None:
        entry = registered(
            office,
            kind="15",
            decided_on=PartialDate(2023, 5, 1),
            restored_on=PartialDate(2025, 5, 6),
            restored_document="文",
        )
        assert spine.make_effective(office, entry).ends_on == PartialDate(2027, 5, 6)


class TestTheDocumentsOwnPeriod:
    def test_it_goes_before_the_figures(self, office: Office) -> None:
        typed = {"ends_on": PartialDate(2027, 7, 15), "period_document": "青监〔2026〕3号第二项"}
        entry = spine.make_effective(office, registered(office, **typed))
        (period,) = office.find(EffectPeriod)
        assert (entry.ends_on, period.ends_on, period.rule) == (typed["ends_on"], typed["ends_on"], None)
        assert period.ground == "决定书载明：青监〔2026〕3号第二项"

    def test_a_longer_one_needs_its_paper_a_shorter_one_does_not(self, office: Office) -> None:
        entry = registered(office, ends_on=PartialDate(2027, 1, 16))
        with pytest.raises(CheckFailed, match="须写明决定书载明期间的依据"):
            spine.make_effective(office, entry)
        sooner = replace(entry, {"ends_on": PartialDate(2027, 1, 14)})
        SANCTIONS.save(office, [(entry, sooner)], title="改")
        assert spine.make_effective(office, sooner).ends_on == PartialDate(2027, 1, 14)

    def test_of_two_limits_it_sets_the_longer(self, office: Office) -> None:
        spine.make_effective(
            office, registered(office, kind="45", ends_on=PartialDate(2029, 1, 1), period_document="县委决定")
        )
        assert [ends_on for _, _, ends_on in limits(office)] == [PartialDate(2027, 1, 15), PartialDate(2029, 1, 1)]

    def test_an_end_filled_in_follows_the_day_that_is_put_right(self, office: Office) -> None:
        entry = registered(office)
        SANCTIONS.save(office, [(entry, replace(entry, {"decided_on": PartialDate(2026, 2, 1)}))], title="改")
        assert [s.ends_on for s in office.find(Sanction)] == [PartialDate(2027, 2, 1)]


class TestMergedSanctions:
    @pytest.mark.parametrize(
        ("kind", "count", "ends_on", "said"),
        [
            ("22", 2, PartialDate(2028, 1, 15), ""),
            ("22", 2, PartialDate(2028, 1, 16), "各处分期之和"),
            ("22", 2, PartialDate(2027, 1, 14), "一个处分期以上"),
            ("24", 2, PartialDate(2030, 1, 15), ""),
            ("24", 3, PartialDate(2030, 1, 16), "最长不超过 48 个月"),
            ("26", 2, PartialDate(2027, 1, 15), "只有相同的政务处分"),
        ],
    )
    def test_several_equal_ones_make_one_period_within_bounds(
        self, office: Office, kind: str, count: int, ends_on: PartialDate, said: str
    ) -> None:
        entry = registered(office, kind=kind, merged_count=count, ends_on=ends_on, period_document="青监〔2026〕3号")
        if said:
            with pytest.raises(CheckFailed, match=said):
                spine.make_effective(office, entry)
        else:
            assert spine.make_effective(office, entry).ends_on == ends_on

    def test_the_paper_is_needed(self, office: Office) -> None:
        entry = registered(office, merged_count=2, ends_on=PartialDate(2027, 1, 15))
        with pytest.raises(CheckFailed, match="合并确定期间的"):
            spine.make_effective(office, entry)


@pytest.mark.parametrize(("kind", "stands"), [("21", True), ("23", True), ("24", False), ("25", False), ("11", True)])
def test_village_cadres_have_three_kinds_only(office: Office, kind: str, stands: bool) -> None:
    entry = registered(office, kind=kind, is_village=True)
    if stands:
        spine.make_effective(office, entry)
    else:
        with pytest.raises(CheckFailed, match="只有警告、记过、记大过"):
            spine.make_effective(office, entry)


@pytest.mark.parametrize(
    ("ends_on", "day", "left"),
    [
        (PartialDate(2027, 1, 15), date(2027, 1, 14), 1),
        (PartialDate(2027, 1, 15), date(2026, 1, 15), 365),
        (PartialDate(2027, 1, 15), date(2027, 1, 15), 0),
        (PartialDate(2027, 1, 15), date(2028, 1, 1), 0),
        (PartialDate(2027, 2), date(2027, 1, 15), 17),
        (None, date(2027, 1, 15), None),
    ],
)
def test_the_days_that_are_left(ends_on: PartialDate | None, day: date, left: int | None) -> None:
    assert EffectPeriod(entry_table="", entry_id="", kind=AFFECTED, ends_on=ends_on).days_left(day) == left
