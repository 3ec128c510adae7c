"""Every ready-made condition, asked of people worked out by hand on 2026-03-02."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from support.builders import add, make_office, make_person, make_unit
from support.conditions import found, ready

from ganbu_desktop import modules
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.foundation.retirement import Category, RetirementFigures, statutory_age
from ganbu_desktop.kernel.list.conditions.catalogue import people_catalogue
from ganbu_desktop.kernel.list.conditions.reckoning import Moment
from ganbu_desktop.kernel.list.conditions.tree import Ready
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.office.parameter_deciding import set_override
from ganbu_desktop.kernel.people.person import AnnualResult, AppointmentSheet, Education, Tenure
from ganbu_desktop.kernel.spine.effect_period import AFFECTED, EffectPeriod
from ganbu_desktop.modules.talks.records import HomeVisit, Talk
from ganbu_desktop.modules.talks.rules import GROUP
from ganbu_desktop.modules.training.records import TrainingHours

HELD, OVER = "在任", "已免"


def _period(person_id: str, until: PartialDate | None, *, void: bool = False) -> EffectPeriod:
    return EffectPeriod(
        person_id=person_id,
        entry_table="sanction",
        entry_id=person_id,
        kind=AFFECTED,
        starts_on=PartialDate(2024, 1),
        ends_on=until,
        is_void=void or None,
    )


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """甲 an experienced man of 45, 乙 a woman of 35, 丙 of 36, 丁 nearly retired, 戊 with nothing but a name."""
    opened = make_office(tmp_path_factory.mktemp("ready"))
    town = make_unit(opened, "青禾县柳林镇")
    a = make_person(
        opened,
        "甲",
        resume="2009.01--2015.03  柳林镇党委副书记、副镇长\n2015.03--  柳林镇党委书记",
        post_level_since=PartialDate(2023, 3),
        rank_since=PartialDate(2024, 4),
        political_status="01",
    )
    b = make_person(opened, "乙", born_on=PartialDate(1990, 4), sex="2", ethnicity="06", political_status="13")
    c = make_person(opened, "丙", born_on=PartialDate(1989, 4, 30), ethnicity="02", resume="2012.01--  副镇长，挂职")
    d = make_person(opened, "丁", born_on=PartialDate(1965, 2), post_level_since=PartialDate(2023, 4))
    make_person(opened, "戊", born_on=None, sex=None, ethnicity=None)
    add(
        opened,
        Tenure(person_id=a.id, post_name="县长助理", appointed_on=PartialDate(2021, 3), state=HELD, is_main=True),
        Tenure(person_id=b.id, post_name="科长", appointed_on=PartialDate(2021, 4), state=HELD, is_main=True),
        Tenure(
            person_id=c.id, post_name="主任", appointed_on=PartialDate(2010), removed_on=PartialDate(2011), state=OVER
        ),
        Tenure(person_id=d.id, unit_id=town.id, post_name="镇长", appointed_on=PartialDate(2000), state=OVER),
        *(AnnualResult(person_id=a.id, year=year, result="1") for year in (2023, 2024, 2025)),
        *(AnnualResult(person_id=b.id, year=year, result="1") for year in (2022, 2024, 2025)),
        *(AnnualResult(person_id=c.id, year=year, result="1") for year in (2019, 2020, 2021)),
        AnnualResult(person_id=d.id, year=2023, result="1"),
        AnnualResult(person_id=d.id, year=2025, result="2"),
        Education(person_id=a.id, mode="全日制", level="21"),
        Education(person_id=b.id, mode="全日制", level="31"),
        Education(person_id=b.id, mode="在职", level="1B"),
        AppointmentSheet(person_id=c.id, full_time_education="大学"),
        AppointmentSheet(person_id=d.id, full_time_education="大学专科", pre_reform_limit="60"),
        _period(a.id, PartialDate(2026, 6)),
        _period(a.id, PartialDate(2025, 6)),
        _period(b.id, PartialDate(2026, 3, 2)),
        _period(c.id, PartialDate(2025), void=True),
        Talk(person_id=a.id, kind="1", held_on=PartialDate(2026, 1, 5)),
        Talk(person_id=b.id, kind=GROUP, held_on=PartialDate(2026, 1, 5)),
        Talk(person_id=c.id, kind="1", held_on=PartialDate(2024, 1, 5)),
        HomeVisit(person_id=c.id, visited_on=PartialDate(2025, 9, 1)),
        TrainingHours(person_id=a.id, class_title="春训", year=2026, hours_tenths=200, form="1"),
        TrainingHours(person_id=b.id, class_title="秋训", year=2025, hours_tenths=950, form="1"),
        TrainingHours(person_id=c.id, class_title="秋训", year=2025, hours_tenths=950, is_recognised=False, form="1"),
    )
    yield opened
    opened.file.close()


@pytest.mark.parametrize(
    ("asked", "who"),
    [
        (ready("post-years", years="5"), "甲"),
        (ready("post-years", years="4"), "乙甲"),
        (ready("level-years", years="3"), "甲"),
        (ready("rank-years", years="2"), ""),
        (ready("rank-years", years="1"), "甲"),
        (ready("under-age", age="35"), "乙"),
        (ready("around-age", age="35"), "丙乙"),
        (ready("under-age", age="34"), ""),
        (ready("over-age", age="45"), "丁甲"),
        (ready("excellent-lately", years="3"), "丁乙甲"),
        (ready("excellent-lately", years="1"), "乙甲"),
        (ready("excellent-running", years="3"), "甲"),
        (ready("excellent-running", years="2"), "乙甲"),
        (ready("experience", experience="乡镇党委书记"), "甲"),
        (ready("experience", experience="乡镇长"), "丁"),
        (ready("experience", experience="挂职"), "丙"),
        (ready("experience", experience="副镇长、县长助理"), "丙甲"),
        (ready("education", level="本科", mode="全日制"), "丙甲"),
        (ready("education", level="本科", mode="不限"), "丙乙甲"),
        (ready("education", level="研究生", mode="在职"), "乙"),
        (ready("education", level="大专", mode="全日制"), "丁丙乙甲"),
        (ready("affected"), "甲"),
        (ready("affected-before"), "乙"),
        (ready("outside-party"), "乙"),
        (ready("women"), "乙"),
        (ready("minority"), "丙乙"),
        (ready("no-talk", months="12"), "丁丙乙戊"),
        (ready("no-visit", months="12"), "丁乙戊甲"),
        (ready("short-of-hours", hours="90"), "甲"),
        (ready("short-of-hours", hours="20"), ""),
        (ready("short-of-hours-before", hours="90"), "丙"),
    ],
)
def test_a_ready_made_condition_finds_whom_it_says(office: Office, asked: Ready, who: str) -> None:
    assert found(office, asked) == who


def test_every_ready_made_condition_has_help_and_usual_blanks(office: Office) -> None:
    asked = people_catalogue(modules.ready_conditions())
    moment = Moment.of(office)
    for condition in asked.ready.values():
        assert condition.help
        filled = condition.filled(moment)
        assert "〔" not in asked.words(filled)
        found(office, filled)


def test_the_county_decides_what_under_an_age_means(office: Office) -> None:
    assert found(office, ready("under-age", age="36")) == "丙乙"
    set_override(
        office, name="age_word_under_years", value="0", effective_from=PartialDate(2026), document="青组〔2026〕1号"
    )
    try:
        assert found(office, ready("under-age", age="36")) == "乙"
    finally:
        office.undo()


@pytest.mark.parametrize("months", [0, 3, 6, 12, 24])
def test_retirement_is_reckoned_as_the_law_is(tmp_path_factory: pytest.TempPathFactory, months: int) -> None:
    office = make_office(tmp_path_factory.mktemp("age"))
    figures = RetirementFigures.of(ParameterSet.load(), date(2026, 3, 2))
    now = PartialDate(2026, 3).month_index()
    due = []
    people = [
        (f"{sex}{year}{month:02d}", sex, PartialDate(year, month))
        for sex in ("男", "女")
        for year in (range(1963, 1968) if sex == "男" else range(1968, 1973))
        for month in range(1, 13, 3)
    ]
    for name, sex, born_on in people:
        make_person(office, name, sex="1" if sex == "男" else "2", born_on=born_on)
        when = statutory_age(Category.M60 if sex == "男" else Category.F55, born_on, figures)
        assert when is not None
        if now <= when.month.month_index() <= now + months:
            due.append(name)
    assert found(office, ready("retires-within", months=str(months))) == "".join(sorted(due))
    office.file.close()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (ready("no-such"), "没有现成条件“no-such”"),
        (ready("post-years", years="几"), "应为整数"),
        (ready("post-years", years=""), "“年数”还没有填"),
        (ready("post-years", days="3"), "没有填空“days”"),
        (ready("education", level="博士后", mode="全日制"), "“学历”应为研究生、本科、大专之一"),
    ],
)
def test_a_blank_that_is_not_right_is_named(office: Office, asked: Ready, said: str) -> None:
    with pytest.raises(FieldError, match=said):
        found(office, asked)
