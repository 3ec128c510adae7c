"""Every check finds what it is for, and nothing else: a table of one case that fires and one that stays quiet."""

from __future__ import annotations

import re

import pytest
from support.dossiers import Case, Change, added, changed, clean, day, given, person, row, unit, without

from ganbu_desktop.foundation.findings import Level
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.person import (
    AnnualResult,
    AppointmentSheet,
    Education,
    LevelHistory,
    Photo,
    Relative,
    Reward,
    Supplement,
    Tenure,
)
from ganbu_desktop.kernel.people.service import INFERRED, ServiceSpell
from ganbu_desktop.kernel.spine.drafts import Draft
from ganbu_desktop.modules.checks.rules import CHECKS, PERSON_CHECKS, UNIT_CHECKS, UnitCounts
from ganbu_desktop.store.record import Record

LINES = "2002.08--2010.03  青禾县民政局科员\n"
LAST = "2010.03--         青禾县民政局局长"


def resume(text: str) -> Change:
    return person(resume=text)


def post(**values: object) -> Change:
    return added(Tenure, unit_id="u1", appointed_on=day("2018.05"), appointment_document="文", **values)


def draft(**lacks: bool) -> Draft:
    return Draft(
        "限制性条目", day("2026.01"), **{"lacks_evidence": False, "lacks_statement": False, "lacks_end": False, **lacks}
    )


CASES: dict[str, tuple[tuple[Change, ...], tuple[Change, ...]]] = {
    "id-check-digit": ((person(id_number="339901198003150045"),), (person(id_number=None),)),
    "id-birth": ((person(born_on=day("1980.04")),), (person(born_on=day("1980")),)),
    "id-sex": ((person(sex="1"),), (person(sex=None),)),
    "id-duplicate": (
        (given(same_number={"339901198003150044": 2}),),
        (given(same_number={"339901198003150044": 1}),),
    ),
    "name-birth-duplicate": (
        (given(same_name={("陈静", "198003"): 2}),),
        (given(same_name={("陈静", "198004"): 2}),),
    ),
    "work-after-birth": ((person(work_began_on=day("1980.02")),), (person(work_began_on=day("1980")),)),
    "work-age": ((person(work_began_on=day("1996.02")),), (person(work_began_on=day("1996.03")),)),
    "party-age": ((person(party_joined_on=day("1998.02")),), (person(party_joined_on=day("1998.03")),)),
    "education-order": ((row(Education, left_on=day("1998.09")),), (row(Education, left_on=day("1998.10")),)),
    "appointed-after-work": (
        (row(Tenure, 1, appointed_on=day("2002.07")),),
        (row(Tenure, 1, appointed_on=day("2002.08")),),
    ),
    "removed-after-appointed": (
        (row(Tenure, 1, removed_on=day("2010.02")),),
        (row(Tenure, 1, removed_on=day("2010.03")),),
    ),
    "level-step": (
        (row(LevelHistory, 1, approved_on=day("2012.02")),),
        (row(LevelHistory, 1, approved_on=day("2012.03")),),
    ),
    "form-date": (
        (row(AppointmentSheet, filled_on=day("2018.04")),),
        (row(AppointmentSheet, filled_on=day("2025")),),
    ),
    "resume-line-format": (
        (resume(LINES + "2010.03--2009.01  青禾县民政局科员\n2010.03--         青禾县民政局局长"),),
        (resume(LINES + "2010.03--2010.03  青禾县民政局科员\n2010.03--         青禾县民政局局长"),),
    ),
    "resume-gap": (
        (resume("2002.08--2009.11  青禾县民政局科员\n" + LAST),),
        (resume("2002.08--2009.12  青禾县民政局科员\n" + LAST),),
    ),
    "resume-overlap": (
        (resume("2002.08--2010.04  青禾县民政局科员\n" + LAST),),
        (resume("2002.08--2010.03  青禾县民政局科员\n" + LAST),),
    ),
    "resume-open-line": ((resume(LINES),), (resume(LINES), person(management_state="离退人员"))),
    "resume-current-post": (
        (resume(LINES + "2010.03--         云溪市某某公司经理"),),
        (resume(LINES + "2010.03--         民政局局长"),),
    ),
    "resume-first-line": (
        (resume(LINES + LAST),),
        (resume("1998.09--2002.07  大学学习\n" + LINES + LAST),),
    ),
    "resume-separator": (
        (resume("2002.08—2010.03  青禾县民政局科员\n" + LAST),),
        (resume(LINES + LAST),),
    ),
    "current-post-tenure": (
        (post(post_name="县总工会主席", state="在任"),),
        (post(post_name="县总工会主席", state="在任", output="不输出"),),
    ),
    "over-posts": (
        (given(counts={"u1": UnitCounts(chiefs=2, deputies=0)}),),
        (given(counts={"u1": UnitCounts(chiefs=1, deputies=3)}),),
    ),
    "staffing-unit": ((person(statistics_unit="青禾县财政局"),), (person(statistics_unit="民政局"),)),
    "probation-end": (
        (person(current_post="青禾县民政局局长（试用期一年）"),),
        (person(current_post="青禾县民政局局长（试用期至2026.08）"),),
    ),
    "main-post": (
        (post(post_name="书记", is_main=True, state="在任"),),
        (post(post_name="书记", is_main=False, state="在任"),),
    ),
    "document-missing": (
        (row(Tenure, 1, removal_document=None),),
        (row(Tenure, 0, appointed_on=None, appointment_document=None),),
    ),
    "education-mode": ((row(Education, school="云溪省委党校"),), (row(Education, school="云溪党史大学"),)),
    "education-degree": ((row(Education, level="31"),), (row(Education, level="21", degree="349"),)),
    "education-school": ((row(Education, school=None),), (row(Education, level="61", school=None),)),
    "annual-earlier-years": (
        (without(AnnualResult, 0), person(annual_text="2025年年度考核为优秀。")),
        (without(AnnualResult, 0),),
    ),
    "annual-dictionary": ((row(AnnualResult, result="良"),), (row(AnnualResult, result="合格"),)),
    "punishment-end": (
        (added(Reward, name="警告", code="警告（公务员）", approved_on=day("2025.01")),),
        (added(Reward, name="警告", code="警告（公务员）", approved_on=day("2026.01")),),
    ),
    "promoted-in-punishment": (
        (added(Reward, name="记过", code="记过（公务员）", approved_on=day("2021.02")),),
        (added(Reward, name="记过", code="记过（公务员）", approved_on=day("2021.01")),),
    ),
    "relative-relation": ((row(Relative, relation="邻居"),), (row(Relative, relation="10"),)),
    "relative-birth": ((row(Relative, 2, born_on=day("1965.01")),), (row(Relative, 2, born_on=day("1964.03")),)),
    "relative-wording": (
        (row(Relative, 2, employer_and_post="青禾县粮食局退休干部"),),
        (row(Relative, 2, employer_and_post="青禾县粮食局干部（已去世）"),),
    ),
    "relatives-printed": (
        tuple(added(Relative, relation="71", name=f"陈{n}", employer_and_post="务农") for n in "甲乙丙丁戊"),
        tuple(added(Relative, relation="71", name=f"陈{n}", employer_and_post="务农") for n in "甲乙丙丁"),
    ),
    "person-required": ((person(health=None),), (person(note=None),)),
    "place-missing": ((person(birthplace="云"),), (person(birthplace="云溪"),)),
    "place-short": ((person(native_place="云溪"),), (person(native_place="北京"),)),
    "age-range": ((person(born_on=day("1960.05")),), (person(born_on=day("1960.07")),)),
    "resume-work-start": ((person(work_began_on=day("2002.09")),), (person(work_began_on=day("2002.07")),)),
    "second-party": (
        (person(political_status="13", second_party="05"),),
        (person(political_status="01", second_party="05"),),
    ),
    "service-undated": (
        (row(ServiceSpell, 1, from_on=None, from_first="20180501", from_last="20180630"),),
        (row(ServiceSpell, 1, from_on=day("2018")),),
    ),
    "service-gap": (
        (row(ServiceSpell, 0, until_on=day("2018.04")),),
        (row(ServiceSpell, 0, until_on=day("2018.05.20")),),
    ),
    "service-overlap": (
        (row(ServiceSpell, 0, until_on=day("2018.06")),),
        (row(ServiceSpell, 0, until_on=day("2018.06"), basis=INFERRED),),
    ),
    "service-against-record": (
        (person(management_state="离退人员"),),
        (person(management_state=None),),
    ),
    "annual-latest-year": (
        (without(AnnualResult, 2), person(annual_text=None)),
        (without(AnnualResult, 2),),
    ),
    "tenure-required": ((row(Tenure, 1, unit_id=None),), (row(Tenure, 1, appointment_document=None),)),
    "level-missing": ((person(post_level=None, rank=None),), (person(post_level=None),)),
    "appointed-in-future": (
        (row(Tenure, appointed_on=day("2026.07")),),
        (row(Tenure, appointed_on=day("2026.06.30")),),
    ),
    "removal-state": ((row(Tenure, 1, removed_on=None),), (row(Tenure, 1, state=None),)),
    "level-after-appointment": (
        (person(post_level_since=day("2018.06")),),
        (person(post_level_since=day("2018.05")),),
    ),
    "member-kind": ((row(Tenure, member_kind=None),), (row(Tenure, member_kind=None, is_team_member=False),)),
    "resume-appointment": (
        (row(Tenure, appointed_on=day("2019.01")),),
        (row(Tenure, appointed_on=day("2018.05.20")),),
    ),
    "level-above-unit": ((person(post_level="1A32"),), (person(post_level="1A32"), unit(level="县、处级"))),
    "education-age": (
        (row(Education, entered_on=day("1992.09")),),
        (row(Education, entered_on=day("1993.09")),),
    ),
    "degree-date": (
        (row(Education, degree_on=None),),
        (row(Education, degree_on=None, degree=None, degree_name=None),),
    ),
    "education-major": ((row(Education, major=None),), (row(Education, level="71", major=None),)),
    "recruited-before-work": (
        (row(Supplement, recruited_on=day("2002.07")),),
        (row(Supplement, recruited_on=day("2002.08")),),
    ),
    "registered-too-early": (
        (person(registered_on=day("2006.06")),),
        (person(registered_on=day("2006.07")),),
    ),
    "relative-required": ((row(Relative, employer_and_post=None),), (row(Relative, born_on=None),)),
    "relative-birth-missing": (
        (row(Relative, 2, born_on=None),),
        (row(Relative, 2, born_on=None, employer_and_post="务农（已去世）"),),
    ),
    "relative-status-missing": (
        (row(Relative, 0, political_status=None),),
        (row(Relative, 1, political_status=None, born_on=day("2008.07")),),
    ),
    "relative-party-age": (
        (row(Relative, 1, political_status="01", born_on=day("2008.07")),),
        (row(Relative, 1, political_status="01", born_on=day("2008.06")),),
    ),
    "photo-missing": ((without(Photo),), ()),
    "photo-old": ((row(Photo, taken_on=day("2023.05")),), (row(Photo, taken_on=day("2023.06")),)),
    "text-too-long": ((person(native_place="云" * 19),), (person(native_place="云" * 18),)),
    "name-rare-character": ((person(name="陈䶮"),), (person(name="陈垚"),)),
    "invisible-characters": ((person(note="甲\u200b乙"),), (person(note="甲\u3000乙\n丙"),)),
    "annual-text-rows": (
        (row(AnnualResult, 2, result="2"),),
        (row(AnnualResult, 2, year=2022, result="2"),),
    ),
    "party-text": ((person(party_text="2004.07"),), (person(party_text="2004.06；民盟"),)),
    "outside-dictionary": ((person(health="尚可"),), (person(health="3"),)),
    "retirement-category": (
        (person(staffing_type="工勤编制"),),
        (person(staffing_type="工勤编制", person_category="机关工勤人员", post_level=None, rank=None),),
    ),
    "retirement-due": (
        (row(AppointmentSheet, retirement_due_on=day("2037.09")),),
        (row(AppointmentSheet, retirement_due_on=day("2037.10")),),
    ),
    "entry-evidence": (
        (given(drafts={"p1": [draft(lacks_evidence=True)]}),),
        (given(drafts={"p2": [draft(lacks_evidence=True)], "p1": [draft(lacks_end=True)]}),),
    ),
    "entry-statement": (
        (given(drafts={"p1": [draft(lacks_statement=True)]}),),
        (given(drafts={"p1": [draft(lacks_evidence=True)]}),),
    ),
    "entry-end": (
        (given(drafts={"p1": [draft(lacks_end=True)]}),),
        (given(drafts={"p1": [draft(lacks_statement=True)]}),),
    ),
    "unit-required": ((unit(short_name=None),), (unit(level=None, kind="机构分组"),)),
    "unit-staffing": ((unit(staff_administrative=None),), (unit(staff_administrative=None, staff_other=0),)),
    "unit-chief-posts": ((unit(chief_posts=3),), (unit(chief_posts=2),)),
    "over-staffing": (
        (given(counts={"u1": UnitCounts(staff={"行政编制": 11})}),),
        (given(counts={"u1": UnitCounts(staff={"行政编制": 10})}),),
    ),
}


def test_every_check_is_described_and_has_both_cases() -> None:
    """Number, title, help and a Chinese title stand with every check, and no check goes untested."""
    assert sorted(CASES) == sorted(check.key for check in CHECKS)
    numbers = [check.number for check in CHECKS]
    assert len(set(numbers)) == len(numbers)
    assert set(range(1, 41)) <= set(numbers)
    for check in CHECKS:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", check.key)
        assert all(re.search("[\u4e00-\u9fff]", text) for text in (check.title, check.help, check.group)), check.key


@pytest.mark.parametrize("key", CASES)
def test_the_check_fires(key: str) -> None:
    """The planted fault is found, at the check's own level, with a sentence and a place to jump to."""
    findings = changed(*CASES[key][0]).findings(key)
    assert findings
    check = next(c for c in CHECKS if c.key == key)
    for finding in findings:
        assert finding.rule == key
        assert finding.level is check.level
        assert finding.message
        assert finding.record_type
        assert finding.record_id


@pytest.mark.parametrize("key", CASES)
def test_the_check_stays_quiet(key: str) -> None:
    """What is just within bounds is no finding."""
    assert changed(*CASES[key][1]).findings(key) == []


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    """All checks together leave the clean person and her unit alone."""
    case = clean()
    found = [f.message for check in PERSON_CHECKS for f in check.run(case.dossier(), case.check_context())]
    found += [f.message for check in UNIT_CHECKS for f in check.run(case.unit_record(), case.check_context())]
    assert found == []


def test_an_empty_person_can_be_checked() -> None:
    """Somebody of whom only a name is known gives findings, never an error."""
    case = Case({"name": "王小明"}, {}, {"name": "青禾县民政局"})
    found = {f.rule for check in PERSON_CHECKS for f in check.run(case.dossier(), case.check_context())}
    assert "person-required" in found


def test_the_office_sets_levels() -> None:
    """A level of the office's own counts, and a check can be switched off."""
    spoilt = person(health=None)
    assert (
        changed(spoilt, given(levels={"person-required": Level.HINT})).findings("person-required")[0].level
        is Level.HINT
    )
    assert changed(spoilt, given(levels={"person-required": None})).findings("person-required") == []


@pytest.mark.parametrize(
    ("held", "text", "agrees"),
    [
        ("党组书记、局长", "青禾县民政局党组书记、局长", True),
        ("民政局局长", "青禾县民政局党组书记、局长", True),
        ("民政局党组书记，局长", "中共青禾县委委员，青禾县民政局党组书记、局长", True),
        ("副镇长", "青禾县柳林镇镇长", False),
        ("党组书记、局长", "青禾县民政局党组副书记、副局长", False),
        ("二级主任科员", "青禾县民政局三级主任科员", False),
    ],
)
def test_posts_and_text_are_compared_part_by_part(held: str, text: str, agrees: bool) -> None:
    """A deputy is not taken for a chief, and naming the unit or not makes no difference."""
    findings = changed(row(Tenure, post_name=held), person(current_post=text)).findings("current-post-tenure")
    assert (findings == []) is agrees


def _every_field() -> list[tuple[type[Record] | None, str]]:
    case = clean()
    places: list[tuple[type[Record] | None, str]] = [(None, name) for name in case.person]
    return places + [(cls, name) for cls, rows in case.sets.items() for name in rows[0]]


def _run_all(case: Case) -> None:
    dossier, context = case.dossier(), case.check_context()
    for check in PERSON_CHECKS:
        check.run(dossier, context)


@pytest.mark.parametrize("value", [None, "year", "text"])
def test_no_field_breaks_a_check(value: str | None) -> None:
    """Any field may be empty, a date may be known to the year, a text may be odd: findings at most, never an error."""
    for cls, name in _every_field():
        case = clean()
        place = case.person if cls is None else case.sets[cls][0]
        if value == "year" and isinstance(place[name], PartialDate):
            place[name] = PartialDate(place[name].year)
        elif value == "text" and isinstance(place[name], str):
            place[name] = "\u202e=1（(其间：2011.13--\n2001--1999 x"
        elif value is None and name not in ("unit_id", "blob"):
            place[name] = None
        _run_all(case)
