"""People away, leaving, village cadres and reminders, each worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.builders import add, make_office, make_person, make_unit
from support.unit_county import SmallCounty, day, hold

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.log import sealed
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.attendance import AttendanceState, lawful_absences
from ganbu_desktop.kernel.people.leaving import ExitEvent
from ganbu_desktop.kernel.people.person import Person, Supplement
from ganbu_desktop.kernel.people.service import ServiceSpell
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.report.samples import TOO_FEW
from ganbu_desktop.kernel.report.spec import Figure, Period
from ganbu_desktop.kernel.spine import actions as spine
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.evidence import Evidence
from ganbu_desktop.kernel.spine.statement import Statement
from ganbu_desktop.modules.units import entry_actions, leaving, reminders, rows, villages
from ganbu_desktop.modules.units.absences import absent
from ganbu_desktop.modules.units.records import (
    AbsenceFinding,
    PostProfile,
    SurveyVisit,
    TeamReview,
    VillageCadre,
)
from ganbu_desktop.modules.units.reports import people as reports
from ganbu_desktop.modules.units.reports import villages as village_reports

TODAY = date(2026, 3, 2)
MARCH = Period.parse("2026-03")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.file.close()


def state(office: Office, person: Person, kind: str, starts_on: str, **values: Any) -> AttendanceState:
    made = AttendanceState(person_id=person.id, kind=kind, starts_on=day(starts_on), **values)
    rows.STATES.save(office, [(None, made)], title="在岗状态")
    return made


def groups(office: Office) -> dict[str, str]:
    with office.reading() as connection:
        names = {p.id: p.name for p in office.find(Person)}
        return {names[a.state.person_id] or "": a.group for a in absent(connection, TODAY)}


def test_lawful_leave_and_unexplained_stand_apart(office: Office) -> None:
    """甲 is lent out past the approved end, 乙 sick, 丙 away, 丁 back since February, 戊 begins next week."""
    people = {name: make_person(office, name) for name in "甲乙丙丁戊"}
    state(office, people["甲"], "2", "2025.09.01", ends_on=day("2026.02.01"), approval_document="青组借1号")
    state(office, people["乙"], "5", "2026.01.01")
    state(office, people["丙"], "7", "2026.02.20")
    state(office, people["丁"], "3", "2025.12.01", returned_on=day("2026.02.10"))
    state(office, people["戊"], "6", "2026.03.09")
    assert groups(office) == {"甲": "有合法事由", "乙": "病休产假", "丙": "待核实"}
    with office.reading() as connection:
        first = absent(connection, TODAY)[0]
    assert (first.days, first.is_past_end, first.lacks_approval) == (183, True, False)


def verify(office: Office, person: Person, finding: str) -> AbsenceFinding:
    entry = AbsenceFinding(
        person_id=person.id,
        finding=finding,
        occurred_on=day("2026.02.25"),
        facts="2 月 25 日未到岗，电话联系不上。",
        source_kind="1",
        source="青组核〔2026〕1号",
        reviewed_by="钱副部长",
        ends_on=day("2027.02.25"),
    )
    rows.FINDINGS.save(office, [(None, entry)], title="核实")
    return office.find(AbsenceFinding)[0]


def hear(office: Office, entry: AbsenceFinding) -> None:
    spine.add_evidence(
        office, entry, Evidence(**place_of(entry), kind="1", document="考勤记录", dated_on=day("2026.02.26"))
    )
    heard = {"informed_on": day("2026.02.26"), "informed_by": "1", "stated_on": day("2026.02.27"), "is_signed": True}
    spine.add_statement(office, entry, Statement(**place_of(entry), words="家中有急事。", **heard))


def test_no_ground_is_said_only_of_a_verified_absence(office: Office) -> None:
    person = make_person(office, "丙")
    state(office, person, "7", "2026.02.20")
    entry = verify(office, person, "2")
    assert groups(office) == {"丙": "待核实"}
    with pytest.raises(CheckFailed, match="没有佐证材料"):
        spine.make_effective(office, entry)
    hear(office, entry)
    spine.make_effective(office, entry)
    assert groups(office) == {"丙": "无事由"}
    table = reports.off_post(office, MARCH).tables[0]
    assert [c.value for c in table.rows[0] if isinstance(c, Figure)] == [0, 0, 0, 0, 1]
    spine.void(office, office.find(AbsenceFinding)[0], reason="核实有误")
    assert groups(office) == {"丙": "待核实"}


def test_a_finding_needs_a_recorded_absence(office: Office) -> None:
    entry = verify(office, make_person(office, "丙"), "1")
    assert "“在岗状态”里没有这一天的脱岗记录" in spine.missing(office, entry)


def test_lawful_absences_are_offered_to_other_rooms(office: Office) -> None:
    person = make_person(office, "甲")
    state(office, person, "7", "2026.01.01")
    later = state(office, person, "6", "2026.02.01", ends_on=day("2026.06.30"))
    with office.reading() as connection:
        found = lawful_absences(connection)
        assert found == lawful_absences(connection, [person.id])
        assert lawful_absences(connection, ["nobody"]) == {}
    assert [s.id for s in found[person.id]] == [later.id]
    assert later.last_day_away() is None, "an approved end is no return"


def test_dates_that_run_backwards_are_refused(office: Office) -> None:
    with pytest.raises(CheckFailed, match="截止日期早于起始日期"):
        state(office, make_person(office), "2", "2026.02.01", ends_on=day("2026.01.01"))


def leave(office: Office, person: Person, kind: str, on: str) -> None:
    event = ExitEvent(person_id=person.id, kind=kind, happened_on=day(on))
    rows.EXITS_OF_PEOPLE.save(office, [(None, event)], title="流动")


def serve(office: Office, name: str, unit: Unit, **values: Any) -> Person:
    return make_person(office, name, unit_id=unit.id, **{"work_began_on": day("2010.07"), **values})


def test_the_rate_of_leaving(office: Office) -> None:
    """财政局 had 7 on 1 January 2025, of whom 走 left once and 回 twice: 3/7 is 42.9 %.

    Who was recruited in 2025.01 was not there when the year began; who left in 2024.12 neither.
    统计局 had two and stands with 三合镇: one retired with an event, one's service ended without one.
    """
    finance, statistics, town = (make_unit(office, name) for name in ("财政局", "统计局", "三合镇"))
    for number in range(5):
        serve(office, f"留{number}", finance)
        serve(office, f"镇{number}", town)
    new = serve(office, "新", finance)
    add(office, Supplement(person_id=new.id, recruited_on=day("2025.01")))
    leave(office, serve(office, "走", finance, management_state="调出人员"), "1", "2025.08.01")
    leave(office, serve(office, "早", finance, management_state="调出人员"), "1", "2024.12")
    back = serve(office, "回", finance)
    leave(office, back, "3", "2025.03")
    hold(office, back, finance, None, appointed_on=day("2025.05"))
    leave(office, back, "1", "2025.10")
    leave(office, new, "3", "2025.11")
    small = [serve(office, name, statistics) for name in ("小甲", "小乙")]
    leave(office, small[0], "5", "2025")
    ended = {"person_id": small[1].id, "unit_id": statistics.id, "basis": "1", "source": "退休文件"}
    with office.operation("准备", right="test") as current:
        for spell in current.find(ServiceSpell, ServiceSpell.table.c.person_id == small[1].id):
            current.delete(spell)
        current.insert(ServiceSpell(**ended, state="现职人员", from_on=day("2010.07"), until_on=day("2025.06.01")))
        current.insert(ServiceSpell(**ended, state="离退人员", from_on=day("2025.06.01")))
    make_person(office, "不明", management_state="离退人员")
    found = leaving.year_of(office, 2025, date(2025, 12, 31))
    assert (found.whole.base.value, found.whole.left.value, found.whole.rate.shown()) == (14, 5, "35.7%")
    joined = "三合镇、统计局"
    units = {g.name: (g.base.value, g.left.value, g.rate.shown(), g.unit_id) for g in found.units}
    assert units == {
        "财政局": (7, 3, "42.9%", finance.id),
        joined: (7, 2, "28.6%", None),
    }
    assert found.joined == {statistics.id, town.id}
    assert dict(found.kinds) == {"1": 2, "3": 2, "5": 1}
    assert (found.came_and_left, found.unknown) == (1, 1)
    ages = {g.name: g.base.value for g in found.ages}
    assert ages == {"41—45岁": 14}
    report = reports.exit_statistics(office, Period.parse("2025"))
    assert not any(c.people or c.records for t in report.tables for r in t.rows for c in r if isinstance(c, Figure))
    next_year = leaving.year_of(office, 2026, date(2026, 3, 2))
    assert (next_year.whole.base.value, next_year.whole.left.value) == (10, 0)
    middle = leaving.year_of(office, 2025, date(2025, 6, 30))
    assert (middle.whole.base.value, dict(middle.kinds)) == (14, {"3": 1, "5": 1})


def test_a_county_that_is_too_small_has_no_rate(office: Office) -> None:
    leave(office, serve(office, "小甲", make_unit(office, "统计局")), "5", "2026.01")
    report = reports.exit_statistics(office, Period.parse("2026"))
    (whole,) = report.tables[0].rows
    assert [c if isinstance(c, str) else c.shown() for c in whole] == ["1", TOO_FEW, TOO_FEW]
    assert report.tables[2].rows == report.tables[3].rows == ()


def village(office: Office, town_id: str, name: str, **values: Any) -> VillageCadre:
    given = {"village": "柳溪村", "post": "1", "term_from": day("2021.03"), "term_until": day("2026.06"), **values}
    made = VillageCadre(unit_id=town_id, name=name, **given)
    rows.VILLAGE.save(office, [(None, made)], title="村干部")
    return made


def test_village_figures(office: Office) -> None:
    """Three secretaries of three villages, two of them both; of two whose system is known one is outside.

    Insured for pensions: 1 of 2 recorded; one who left does not count.
    """
    town = make_unit(office, "三合镇")
    village(office, town.id, "赵建华", is_both=True, system="2", has_pension=True)
    village(office, town.id, "钱秀兰", village="石桥村", is_both=True, system="1", has_pension=False)
    village(office, town.id, "孙志强", village="青山村", is_both=False)
    village(office, town.id, "李春梅", post="6")
    village(office, town.id, "周国栋", left_on=day("2025.01"))
    row, total = villages.townships(office, date(2026, 3, 31))
    assert (row.villages.value, row.people.value, row.secretaries.value, row.both.value) == (3, 4, 3, 2)
    assert (row.both_share.shown(), row.outside_share.shown(), row.pension_share.shown()) == ("66.7%", "50.0%", "50.0%")
    assert row.medical_share.shown() == "无记录"
    assert (total.name, total.people.value) == ("合计", 4)
    terms = village_reports.village_terms(office, MARCH).tables[0].rows
    assert len(terms) == 4
    last = terms[0][5]
    assert isinstance(last, Figure)
    assert last.value == 3


def test_only_leaders_of_a_village_can_hold_both_posts(office: Office) -> None:
    town = make_unit(office, "三合镇")
    with pytest.raises(CheckFailed, match="一肩挑"):
        village(office, town.id, "李春梅", post="6", is_both=True)


def test_a_village_cadre_leaves_after_coming(office: Office) -> None:
    town = make_unit(office, "三合镇")
    for later, said in (("left_on", "离任日期早于任职日期"), ("term_until", "任期届满早于任职日期")):
        with pytest.raises(CheckFailed, match=said):
            village(office, town.id, "李春梅", term_from=day("2024.03"), **{later: day("2024.02")})


def test_pay_is_never_stored_as_typed(office: Office) -> None:
    town = make_unit(office, "三合镇")
    with pytest.raises(CheckFailed, match="须加密保存"):
        village(office, town.id, "赵建华", monthly_pay="3800")
    kept = village(office, town.id, "赵建华", monthly_pay=sealed.sealed(office, "3800"))
    assert sealed.unsealed(office, kept.monthly_pay or "", of=kept) == "3800"


def titles(office: Office, rule: str, on: date = TODAY) -> list[str]:
    (found,) = [r for r in reminders.RULES if r.name == rule]
    return [reminder.title for reminder in found.find(office, on)]


def test_reminders_of_quotas_point_at_units(office: Office) -> None:
    county = SmallCounty(office)
    gone = make_person(office, "辛", unit_id=county.statistics.id, management_state="调出人员")
    hold(office, gone, county.statistics, "正职", removed_on=day("2025.09"), state="已免")
    assert titles(office, "over-quota") == ["财政局：行政编制超 1 名"]
    assert titles(office, "vacant-post") == ["统计局：领导正职空缺 1 名，最长 6个月"]
    assert titles(office, "vacant-post", date(2026, 2, 28)) == []
    (over,) = [list(r.find(office, TODAY)) for r in reminders.RULES if r.name == "over-quota"]
    assert all(reminder.person_id is None for reminder in over)


def test_reminders_of_people_away(office: Office) -> None:
    person = make_person(office, "甲")
    state(office, person, "2", "2025.09.01", ends_on=day("2026.03.17"), approval_document="青组借1号")
    state(office, make_person(office, "乙", work_began_on=day("2010.07")), "3", "2026.02.01")
    state(office, make_person(office, "丙"), "7", "2026.02.20")
    state(office, make_person(office, "丁"), "5", "2026.01.01", ends_on=day("2026.02.01"))
    assert titles(office, "attendance-end") == ["甲：借调将到期", "乙：抽调没有批准文号"]
    assert titles(office, "attendance-end", date(2026, 3, 1)) == ["乙：抽调没有批准文号"]
    assert "甲：借调已到期，没有登记返岗" in titles(office, "attendance-end", date(2026, 3, 18))
    assert titles(office, "absence") == ["丙：脱岗待核实"]


def test_reminders_of_teams(office: Office) -> None:
    county = SmallCounty(office)
    assert titles(office, "team-review") == []
    review = TeamReview(unit_id=county.finance.id, held_on=day("2025.09.02"))
    entry_actions.save_reviews(office, [(None, review)], title="研判")
    assert titles(office, "team-review") == ["财政局：班子该研判了", "统计局：班子该研判了"]
    assert titles(office, "team-review", date(2026, 2, 28)) == ["统计局：班子该研判了"]
    visit = SurveyVisit(unit_id=county.finance.id, held_on=day("2026.02.02"), kind="1")
    rows.SURVEYS.save(office, [(None, visit)], title="调研")
    assert titles(office, "survey") == []
    assert titles(office, "survey", date(2026, 10, 1)) == ["2026 年还有 1 个单位没有调研：统计局"]
    changed = {"decided_on": day("2025.01.01"), "duties_changed_on": day("2026.01.01")}
    profile = PostProfile(unit_id=county.finance.id, post_name="局长", post_class="3", **changed)
    rows.PROFILES.save(office, [(None, profile)], title="难度")
    assert titles(office, "post-profile") == ["局长：岗位职责变了，难度没有复评"]


def test_reminders_of_village_terms_and_leaving(office: Office) -> None:
    town = make_unit(office, "三合镇")
    village(office, town.id, "赵建华", term_until=day("2026.09"))
    village(office, town.id, "钱秀兰", village="石桥村", term_until=day("2026.10"))
    assert titles(office, "village-term") == ["三合镇柳溪村赵建华：2026.09 任期届满"]
    people = [serve(office, f"人{n}", town) for n in range(10)]
    assert titles(office, "exit-rate") == []
    rows.EXITS_OF_PEOPLE.save(
        office, [(None, ExitEvent(person_id=people[0].id, kind="3", happened_on=day("2026.02.01")))], title="流动"
    )
    assert titles(office, "exit-rate") == ["三合镇：2026 年流失率 10.0%"]
