"""Teams worked out by hand: structure, targets, frozen reviews, surveys, load, posts, succession."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from support.builders import add, make_office, make_person
from support.unit_county import SmallCounty, day, hold

from ganbu_desktop.foundation.errors import CheckFailed, PermissionDenied
from ganbu_desktop.kernel.ledger.listing import rows as listed
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.kernel.people.person import Education
from ganbu_desktop.kernel.reminders.reminder import Reminder
from ganbu_desktop.kernel.report.spec import Figure, Period
from ganbu_desktop.kernel.spine import actions as spine
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.evidence import Evidence
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.kernel.spine.statement import Statement
from ganbu_desktop.modules.units import entry_actions, following, reminders, rows, succession, teams
from ganbu_desktop.modules.units.records import (
    REVIEW_LOOP,
    SURVEY_LOOP,
    PostProfile,
    ReviewedPerson,
    SuccessionCandidate,
    SurveyVisit,
    TeamReview,
)
from ganbu_desktop.modules.units.reports import teams as reports
from ganbu_desktop.modules.units.team_page import team_facts
from ganbu_desktop.store.operations import read_blob

TODAY = date(2026, 3, 2)
MARCH = Period.parse("2026-03")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.file.close()


@pytest.fixture
def county(office: Office) -> SmallCounty:
    return SmallCounty(office)


def team(office: Office, county: SmallCounty) -> teams.Team:
    (found,) = teams.teams(office, TODAY, [county.finance.id])
    return found


def test_the_structure_of_a_team(office: Office, county: SmallCounty) -> None:
    """甲乙丙 are 45; with 壬 (born 1991.06, 34) the average is (3×45+34)/4 = 42.25, rounded half up to 42.3."""
    young = make_person(office, "壬", born_on=day("1991.06"), political_status="01", grassroots_two_years=True)
    hold(office, young, county.finance, "其他")
    add(office, Education(person_id=young.id, level="14", major="会计学"), Education(person_id=young.id, level="21"))
    found = team(office, county)
    assert [m.name for m in found.members] == ["甲", "乙", "丙", "壬"]
    assert found.part("人数", "合计").value == 4
    assert found.part("年龄", "平均年龄").shown() == "42.3"
    assert found.part("年龄", "41—45岁").value == 3
    assert found.part("年龄", "31—35岁").people == (young.id,)
    assert (found.part("性别", "男").value, found.part("性别", "女").value) == (3, 1)
    party = found.part("党派", "中共党员")
    assert (party.value, len(party.left_out)) == (1, 3)
    assert found.part("学历", "研究生").people == (young.id,)
    assert found.part("专业", "经济管理").people == (young.id,)
    assert found.part("经历", "有两年以上基层经历").value == 1


def test_what_nobody_has_recorded_is_no_record(office: Office, county: SmallCounty) -> None:
    assert team(office, county).part("学历", "大学").shown() == "无记录"


def test_targets_say_what_is_lacking(office: Office, county: SmallCounty) -> None:
    """Three members: one woman wanted and had; 30 % up to 35 is one, had none; others are not required."""
    found = {t.title: t for t in teams.targets(team(office, county), office.parameters(), TODAY)}
    women, young, outside = found["女干部"], found["35岁及以下"], found["党外干部"]
    assert [f.value for f in (women.wanted, women.actual, women.missing)] == [1, 1, 0]
    assert [f.value for f in (young.wanted, young.actual, young.missing)] == [1, 0, 1]
    assert (outside.wanted.value, outside.missing.value) == (None, None)
    assert women.actual.people == (county.second.id,)
    row = next(r for r in reports.structure_targets(office, MARCH).tables[0].rows if r[0] == "财政局")
    assert row[5] == "无要求"


def make_review(office: Office, county: SmallCounty, held: str) -> TeamReview:
    made = TeamReview(unit_id=county.finance.id, held_on=day(held), kind="1", facts="完成任务 8 项")
    entry_actions.save_reviews(office, [(None, made)], title="研判")
    return next(r for r in office.find(TeamReview) if r.id == made.id)


def test_a_review_freezes_the_structure_of_its_day(office: Office, county: SmallCounty) -> None:
    review = make_review(office, county, "2026.01.10")
    assert review.title == "财政局 2026.01.10 定期研判"
    hold(office, county.fourth, county.finance, "其他")
    with office.reading() as connection:
        frozen = teams.read_snapshot(read_blob(connection, review.snapshot or ""))
    assert frozen.figures["人数", "合计"] == "3"
    assert [m["name"] for m in frozen.members] == ["甲", "乙", "丙"]
    facts = team_facts(office, county.finance.id)
    assert facts is not None
    assert facts.reviewed == "上次研判 2026.01.10。"
    first = facts.tables[2].rows[0]
    assert (first[2].shown() if not isinstance(first[2], str) else "", first[3]) == ("4", "3")
    changed = office.get(TeamReview, review.id)
    assert changed is not None
    entry_actions.save_reviews(office, [(changed, TeamReview(**{**changed.__dict__, "strengths": "好"}))], title="改")
    again = office.get(TeamReview, review.id)
    assert again is not None
    assert again.snapshot == review.snapshot


def test_a_suggestion_to_move_somebody_needs_facts_evidence_and_words(office: Office, county: SmallCounty) -> None:
    review = make_review(office, county, "2026.01.10")
    entry = ReviewedPerson(
        person_id=county.second.id,
        review_id=review.id,
        suggestion_kind="5",
        occurred_on=day("2025.12.01"),
        facts="两次未完成年度任务。",
        source_kind="1",
        source="青组研〔2026〕1号",
        reviewed_by="钱副部长",
        ends_on=day("2027.01.10"),
    )
    rows.REVIEWED.save(office, [(None, entry)], title="人员研判")
    stored = office.find(ReviewedPerson)[0]
    assert stored.recorded_by == "管理员"
    with pytest.raises(CheckFailed, match=r"没有佐证材料.*没有本人说明"):
        spine.make_effective(office, stored)
    words = Statement(
        **place_of(stored),
        informed_on=day("2026.03.02"),
        informed_by="1",
        words="客观原因较多。",
        stated_on=day("2026.03.02"),
        is_signed=True,
    )
    spine.add_evidence(
        office, stored, Evidence(**place_of(stored), kind="1", document="任务对账单", dated_on=day("2026.03.02"))
    )
    spine.add_statement(office, stored, words)
    assert spine.make_effective(office, stored).state == "2"
    praise = ReviewedPerson(person_id=county.third.id, suggestion_kind="1")
    assert not praise.is_limiting
    with pytest.raises(CheckFailed, match="还有人员研判"):
        entry_actions.save_reviews(office, [(review, None)], title="删除")


def test_surveys_cover_units_and_problems_are_settled(office: Office, county: SmallCounty) -> None:
    """Two teams; 财政局 was visited twice: 50 %; of two problems one is closed: 50 %."""
    visits = [
        SurveyVisit(unit_id=county.finance.id, held_on=day("2026.01.05"), kind="1"),
        SurveyVisit(unit_id=county.finance.id, held_on=day("2026.02.05"), kind="2"),
        SurveyVisit(unit_id=county.statistics.id, held_on=day("2025.12.30"), kind="1"),
    ]
    rows.SURVEYS.save(office, [(None, visit) for visit in visits], title="调研")
    problem = {**place_of(visits[0]), "kind": SURVEY_LOOP, "unit_id": county.finance.id, "responsible": "孙科长"}
    add(office, LoopItem(**problem, problem="分工不清"), LoopItem(**problem, problem="会议过多"))
    item = office.find(LoopItem)[0]
    spine.close_loop(office, item, closed_by="李科长", result="已明确分工")
    found = following.surveys_in(office, 2026, TODAY)
    assert (found.expected.value, found.visited.value) == (2, 1)
    assert (found.coverage.shown(), found.settled.shown()) == ("50.0%", "50.0%")
    first = found.units[0]
    assert [f.value for f in (first.daily, first.special, first.problems, first.closed)] == [1, 1, 2, 1]


def test_load_is_of_units_only(office: Office, county: SmallCounty) -> None:
    """财政局 has three open items, two overdue; 统计局 one: most 3, least 1, average 2.0; nobody is named."""
    hang = {"entry_table": "x", "entry_id": "y", "kind": "1", "person_id": county.first.id}
    add(
        office,
        *(LoopItem(**hang, unit_id=county.finance.id, due_on=day(d)) for d in ("2026.01", "2026.02.01", "2026.09")),
        LoopItem(**hang, unit_id=county.statistics.id),
    )
    found = following.loads(office, date(2026, 3, 2))
    assert [(x.unit.short_name, x.open.value, x.overdue.value) for x in found] == [("财政局", 3, 2), ("统计局", 1, 0)]
    assert found[0].overdue_share.shown() == "66.7%"
    assert {name: f.shown() for name, f in following.spread(found).items()} == {"最多": "3", "最少": "1", "平均": "2.0"}
    assert all(not f.people and not f.records for x in found for f in (x.open, x.overdue, x.overdue_share))


def test_posts_are_compared_within_their_class_when_a_meeting_decided(office: Office, county: SmallCounty) -> None:
    decided = {"meeting": "部务会", "decided_on": day("2026.01.01"), "unit_id": county.finance.id}
    profiles = [
        PostProfile(post_name="局长", post_class="3", workload="3", risk="3", remoteness="1", **decided),
        PostProfile(post_name="书记", post_class="1", workload="2", risk="2", remoteness="2", **decided),
        PostProfile(post_name="副局长", post_class="3", workload="5", risk="4", remoteness="1", **decided),
        PostProfile(post_name="科员", post_class="6", workload="5", unit_id=county.finance.id),
    ]
    rows.PROFILES.save(office, [(None, p) for p in profiles], title="岗位难度")
    report = reports.post_difficulty(office, MARCH)
    assert [row[2] for row in report.tables[0].rows] == ["书记", "副局长", "局长"]
    assert "1 个岗位不列入" in report.remarks[1]


def test_posts_that_fall_vacant_and_their_candidates(office: Office, county: SmallCounty) -> None:
    """癸, born 1966.06, retires at 60 and 5 months, before his ten years end in 2027.05; 甲 is there until 2030."""
    older = make_person(office, "癸", born_on=day("1966.06"), unit_id=county.statistics.id)
    hold(office, older, county.statistics, "正职", appointed_on=day("2017.05"))
    add(office, SuccessionCandidate(person_id=county.fourth.id, unit_id=county.statistics.id, post_name="局长"))
    left = {"removed_on": day("2026.01.01")}
    add(office, SuccessionCandidate(person_id=county.third.id, unit_id=county.statistics.id, post_name="局长", **left))
    (found,) = succession.coming_vacancies(office, TODAY).coming
    assert (found.holder, found.is_chief, found.candidates.value, found.lacking.value) == ("癸", True, 1, 1)
    assert (str(found.expected_on), found.reason) == ("2026.11", "到龄")
    assert found.candidates.people == ()


def test_whose_age_is_not_known_is_named_and_not_passed_over(office: Office, county: SmallCounty) -> None:
    """辰 has no month of birth, but ten years in the post end in 2026.05: both tables name him; 巳 has no sex."""
    undated = make_person(office, "辰", born_on=None, unit_id=county.statistics.id)
    hold(office, undated, county.statistics, "正职", appointed_on=day("2016.05"))
    unsexed = make_person(office, "巳", sex=None, unit_id=county.statistics.id)
    hold(office, unsexed, county.statistics, "副职", appointed_on=day("2025.05"))
    found = succession.coming_vacancies(office, TODAY)
    assert [(v.holder, str(v.expected_on), v.reason) for v in found.coming] == [("辰", "2026.05", "任满")]
    assert [(u.holder, u.reason) for u in found.unknown] == [
        ("辰", "出生年月没有填"),
        ("巳", "性别没有填"),
    ]
    coming, unknown = reports.succession_gaps(office, MARCH).tables
    assert [row[3] for row in coming.rows] == ["辰"]
    assert [row[3] for row in unknown.rows] == ["辰", "巳"]
    number = unknown.rows[0][5]
    assert isinstance(number, Figure)
    assert number.people == (undated.id,)


def test_where_every_age_is_known_no_second_table_stands(office: Office, county: SmallCounty) -> None:
    assert len(reports.succession_gaps(office, MARCH).tables) == 1


def reminded(office: Office, name: str) -> list[Reminder]:
    (rule,) = [rule for rule in reminders.RULES if rule.name == name]
    return list(rule.find(office, date(2026, 3, 2)))


def test_a_team_without_those_it_should_have_is_reminded_of(office: Office, county: SmallCounty) -> None:
    """Of three members one is a woman, none is up to 35 (30 % of three is one); 统计局 has nobody."""
    (finance, statistics) = reminded(office, "structure-gap")
    assert finance.title == "财政局班子：35岁及以下缺 1 名"
    assert "35岁及以下应配 1、实配 0" in finance.why
    assert "参数" not in finance.title
    assert (finance.person_id, finance.target) == (None, ("units", ("teams", county.finance.id)))
    assert statistics.title == "统计局班子：女干部缺 1 名"
    hold(office, make_person(office, "壬", born_on=day("1991.06"), sex="1"), county.finance, "其他")
    assert [r.title for r in reminded(office, "structure-gap")] == ["财政局班子：35岁及以下缺 1 名", statistics.title]
    hold(office, make_person(office, "癸", born_on=day("1992.06"), sex="2"), county.finance, "其他")
    assert [r.title for r in reminded(office, "structure-gap")] == [statistics.title]


def test_one_who_has_too_many_open_items_points_to_the_unit_only(office: Office, county: SmallCounty) -> None:
    """Ten open items are the most; 孙 has eleven with the one that he shares with 李; closed ones do not count."""
    hang = {"entry_table": "x", "entry_id": "y", "kind": "1", "unit_id": county.finance.id}
    add(office, *(LoopItem(**hang, responsible="孙科长") for _ in range(10)), LoopItem(**hang, responsible="李科长"))
    add(office, LoopItem(**hang, responsible="孙科长", closed_on=day("2026.02.01"), closed_by="周", result="已办"))
    assert reminded(office, "unit-load") == []
    add(office, LoopItem(**hang, responsible="李科长、孙科长"))
    (found,) = reminded(office, "unit-load")
    assert found.title == "财政局：1 名责任人的在办事项超过 10 件，宜在单位内均衡"
    assert not any(name in found.title + found.why + found.key for name in ("孙", "李"))
    assert (found.person_id, found.target) == (None, ("units", "unit-load"))


def test_candidates_are_for_those_who_may_read_them(office: Office, county: SmallCounty) -> None:
    made = SuccessionCandidate(person_id=county.fourth.id, unit_id=county.statistics.id, post_name="局长")
    rows.CANDIDATES.save(office, [(None, made)], title="备选")
    assert len(listed(office, rows.CANDIDATES.ledger, [made.id])) == 1
    weak = Office(office.file, Account("查询员", frozenset({"teams.edit"})), clock=office.clock)
    with pytest.raises(PermissionDenied):
        listed(weak, rows.CANDIDATES.ledger, [made.id])
    with pytest.raises(PermissionDenied):
        rows.CANDIDATES.save(weak, [(made, None)], title="备选")


def test_suggestions_are_followed_up(office: Office, county: SmallCounty) -> None:
    review = make_review(office, county, "2026.01.10")
    given = {**place_of(review), "kind": REVIEW_LOOP, "unit_id": county.finance.id, "responsible": "孙科长"}
    add(office, LoopItem(**given, problem="补充专业干部", due_on=day("2026.02.01")))
    (row,) = reports.review_follow_up(office, MARCH).tables[0].rows
    assert (row[1], row[2], row[7]) == (review.title, "补充专业干部", "超期")


def test_what_falls_due_later_in_a_running_year_is_not_overdue(office: Office, county: SmallCounty) -> None:
    review = make_review(office, county, "2026.01.10")
    given = {**place_of(review), "kind": REVIEW_LOOP, "unit_id": county.finance.id, "responsible": "孙科长"}
    add(office, LoopItem(**given, problem="补充专业干部", due_on=day("2026.11.02")))
    year = Period.parse("2026").on(TODAY)
    assert reports.review_follow_up(office, year).tables[0].rows[0][7] == "办理中"
    (row,) = reports.unit_load(office, year).tables[0].rows
    assert [figure.value for figure in row[1:3] if isinstance(figure, Figure)] == [1, 0]
