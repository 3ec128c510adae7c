"""Invented people: the field values of a person and of every set, consistent with one life."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from ganbu_desktop.foundation import annual_results, codes
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.person import (
    AnnualResult,
    AppointmentSheet,
    Education,
    LevelHistory,
    Photo,
    Qualification,
    Relative,
    Reward,
    SourceTag,
    Supplement,
    Tenure,
)
from ganbu_desktop.modules.people.demo.county import COUNTY, Body
from ganbu_desktop.modules.people.demo.kin import Kin
from ganbu_desktop.modules.people.demo.life import CHIEF, DEPUTY, Life, Period, Study, month
from ganbu_desktop.modules.people.demo.naming import Names
from ganbu_desktop.modules.people.demo.words import code, words
from ganbu_desktop.store.record import Record

Values = dict[str, Any]
_LEVELS = {CHIEF: "乡科级正职", DEPUTY: "乡科级副职", "staff": "科员"}
_RANKS = {
    CHIEF: ("四级调研员", "一级主任科员"),
    DEPUTY: ("一级主任科员", "二级主任科员", "三级主任科员"),
    "staff": ("四级主任科员", "一级科员", "二级科员"),
}
_REFORM = 2019 * 12 + 5
"""When ranks parallel to posts began: no rank is older."""
_REGISTRATION = 2006 * 12 + 11
_PROBATION_MONTHS = 12
_SEAT, _SEAT_SHARE = "委员", 0.2
_SOURCE_SHARE = 0.3
_SETS: tuple[type[Record], ...] = (
    Tenure,
    LevelHistory,
    Qualification,
    Education,
    Reward,
    AnnualResult,
    Relative,
    Supplement,
    SourceTag,
    AppointmentSheet,
    Photo,
)


@dataclass
class DemoPerson:
    """One person before she is stored: field values by set. ``planted``: the check that a fault was planted for."""

    person: Values
    sets: dict[type[Record], list[Values]] = field(default_factory=lambda: {cls: [] for cls in _SETS})
    planted: str = ""


def _is_town(body: Body) -> bool:
    return body.short_name.endswith(("镇", "乡"))


class People:
    """Makes people of an invented county as of one month."""

    def __init__(self, rng: random.Random, names: Names, now: int, *, results_ready: int, committee: str) -> None:
        """``now``: the month counted from year 0; ``results_ready``: month in which last year's results are known.

        ``committee``: the id of the county committee, in which some chiefs have a seat besides.
        """
        self._rng, self._names, self._now, self._committee = rng, names, now, committee
        self._last_result = now // 12 - (1 if now % 12 + 1 >= results_ready else 2)
        self._kin = Kin(rng, names, now)

    def make(self, person_id: str, life: Life, position: int) -> DemoPerson:
        """Return one person with every set filled in accordance with a life."""
        name, nation = self._names.person(life.sex, life.born)
        made = DemoPerson({"id": person_id, "position": position, **self._who(life, name, nation)})
        made.person |= self._party(life) | self._service(life)
        sets = made.sets
        sets[Tenure] = self._tenures(life)
        sets[LevelHistory] = self._levels(life, made.person)
        sets[Education] = [self._education(study, n) for n, study in enumerate(life.studies, 1)]
        sets[AnnualResult] = self._results(life)
        sets[Reward] = self._rewards(life)
        sets[Relative] = self._kin.relatives(name, life)
        sets[Supplement] = [self._entry(life)]
        sets[SourceTag] = self._sources(life)
        self._title(made, life)
        self._texts(made, life)
        return made

    def _who(self, life: Life, name: str, nation: str) -> Values:
        rng, born = self._rng, month(life.born)
        day = PartialDate(born.year, born.month, life.day)
        native = rng.choice(words("places"))
        return {
            "name": name,
            "sex": life.sex,
            "born_on": day if rng.random() < 0.5 else born,
            "ethnicity": nation,
            "id_number": self._names.number(life.sex, day.digits()),
            "native_place": native,
            "birthplace": native if rng.random() < 0.8 else rng.choice(words("places")),
            "growth_place": native,
            "health": code("health", "健康" if rng.random() < 0.95 else "一般"),
            "work_began_on": month(life.began),
        }

    def _party(self, life: Life) -> Values:
        rng, chance = self._rng, self._rng.random()
        adult = life.born + 20 * 12
        if chance < 0.82:
            joined = min(rng.randrange(adult, adult + 10 * 12), self._now - 24)
            moment = month(max(joined, life.born + 19 * 12))
            return {"political_status": code("political_status", "中共党员"), "party_joined_on": moment} | {
                "party_text": str(moment)
            }
        if chance < 0.88:
            party = rng.choice(("民革", "民盟", "民建", "农工党", "九三学社"))
            return {"political_status": code("political_status", party), "party_text": party}
        return {"political_status": code("political_status", "群众" if chance < 0.97 else "无党派")}

    def _on_probation(self, life: Life) -> bool:
        return self._now - life.began < _PROBATION_MONTHS

    def _service(self, life: Life) -> Values:
        present, rng = life.present, self._rng
        rank_since = max(_REFORM, self._level_start(life) + 12)
        values: Values = {
            "unit_id": present.body.id,
            "statistics_unit": present.body.name,
            "person_category": code("person_category", "公务员"),
            "management_state": code("management_state", "现职人员"),
            "management_class": code("management_class", "其他" if life.role == "staff" else "县级党委管理干部"),
            "tier": code("cadre_tier", "乡级" if _is_town(present.body) else "县级"),
            "authority": code("management_authority", "下级管" if life.role == "staff" else "本级管"),
            "is_principal": life.role == CHIEF,
            "staffing_type": code("staffing_type", "行政编制"),
            "grassroots_two_years": any(_is_town(p.body) for p in life.periods),
        }
        if self._on_probation(life):
            return values | {"post_level": "试用期人员（公务员）", "post_level_since": month(life.began)}
        values |= {
            "post_level": code("post_level", _LEVELS[life.role]),
            "post_level_since": month(self._level_start(life)),
            "grade": code("grade", rng.choice(("十九级", "二十级", "二十一级", "二十二级"))),
            "registered_on": month(max(_REGISTRATION, life.began + _PROBATION_MONTHS)),
        }
        if rank_since < self._now:
            values |= {"rank": rng.choice(_RANKS[life.role]), "rank_since": month(rng.randrange(rank_since, self._now))}
        return values

    def _level_start(self, life: Life) -> int:
        first = next(p for p in life.periods if p.rung == life.role)
        return first.start + (_PROBATION_MONTHS if life.role == "staff" else 0)

    def _tenures(self, life: Life) -> list[Values]:
        found = [self._tenure(period, number) for number, period in enumerate(reversed(life.periods), 1)]
        if life.role == CHIEF and self._rng.random() < _SEAT_SHARE:
            seat = {"unit_id": self._committee, "post_name": _SEAT, "position": len(found) + 1, "is_main": False}
            held = dict.fromkeys(("is_team_member", "is_leading_post"), False) | {"member_kind": None}
            found.append(found[0] | seat | held)
        return found

    def _tenure(self, period: Period, position: int) -> Values:
        leads = period.rung in (CHIEF, DEPUTY)
        kind = {CHIEF: "正职", DEPUTY: "副职"}.get(period.rung)
        values: Values = {
            "unit_id": period.body.id,
            "position": position,
            "post_name": period.post,
            "is_team_member": leads,
            "is_leading_post": leads,
            "member_kind": code("team_member_kind", kind) if kind else None,
            "is_main": True if period.end is None else None,
            "appointed_on": month(period.start),
            "appointment_document": self._document(period.start),
            "selection_method": code("selection_method", "委任"),
            "state": code("tenure_state", "在任" if period.end is None else "已免"),
            "output": code("output_flag", "输出"),
        }
        if period.end is not None:
            values |= {"removed_on": month(period.end), "removal_document": self._document(period.end)}
        return values

    def _document(self, when: int) -> str:
        return f"青组干〔{when // 12}〕{self._rng.randint(1, 90)}号"

    def _levels(self, life: Life, person: Values) -> list[Values]:
        if self._on_probation(life):
            return []
        steps: list[tuple[int, str]] = []
        if life.periods[0].rung == "staff":
            steps.append((life.began + _PROBATION_MONTHS, "staff"))
        for rung in (DEPUTY, CHIEF):
            start = next((p.start for p in life.periods if p.rung == rung), None)
            if start is not None:
                steps.append((start, rung))
        found = [self._level("职务层次", code("post_level", _LEVELS[rung]), month(start)) for start, rung in steps]
        for earlier, later in pairwise(found):
            earlier |= {"ended_on": later["approved_on"], "state": code("tenure_state", "已免")}
        if person.get("rank"):
            found.append(self._level("享受的职级", person["rank"], person["rank_since"]))
        return [{"position": number, **values} for number, values in enumerate(found, 1)]

    def _level(self, kind: str, level: str | None, since: PartialDate) -> Values:
        return {
            "kind": code("level_kind", kind),
            "level": level,
            "approved_on": since,
            "document": self._document(since.year * 12),
            "state": code("tenure_state", "在任"),
        }

    def _education(self, study: Study, position: int) -> Values:
        return {
            "position": position,
            "level_name": codes.table("education").label_for(study.level),
            "level": study.level,
            "entered_on": month(study.start),
            "left_on": month(study.end),
            "school": study.school,
            "major": study.major,
            "mode": code("education_mode", "全日制" if study.full_time else "在职"),
            "years": str(round((study.end - study.start) / 12)),
            "output": code("output_flag", "输出"),
            **(_degree(study) if study.degree else {}),
        }

    def _results(self, life: Life) -> list[Values]:
        first = max(life.began // 12 + 1, self._last_result - 5)
        good, fair = code("annual_result", "优秀"), code("annual_result", "称职")
        return [
            {"year": year, "result": good if self._rng.random() < 0.18 else fair}
            for year in range(first, self._last_result + 1)
        ]

    def _rewards(self, life: Life) -> list[Values]:
        first = life.began + 24
        if self._rng.random() > 0.3 or first >= self._now - 12:
            return []
        name = self._rng.choice(("嘉奖", "嘉奖", "记三等功"))
        return [
            {
                "position": 1,
                "name": name,
                "code": code("reward_name", name),
                "approved_on": month(self._rng.randrange(first, self._now - 6)),
                "body": f"中共{COUNTY}委、{COUNTY}人民政府",
                "body_level": code("unit_level", "县、处级"),
                "body_kind": code("approval_body_kind", "县(市、区、旗)党委"),
            }
        ]

    def _entry(self, life: Life) -> Values:
        examined = life.began >= _REGISTRATION and self._rng.random() < 0.7
        selected = examined and self._rng.random() < 0.1
        return {
            "by_examination": examined,
            "recruited_on": month(life.began) if examined else None,
            "selected_graduate": selected,
            "selected_on": month(life.began) if selected else None,
        }

    def _sources(self, life: Life) -> list[Values]:
        """Return the recognised source of some who lead in a town."""
        if life.role != DEPUTY or not _is_town(life.present.body) or self._rng.random() > _SOURCE_SHARE:
            return []
        when = life.present.start
        category = self._rng.choice(codes.table("source_category").entries).code
        document = f"青组发〔{when // 12}〕{self._rng.randint(1, 40)}号"
        return [{"position": 1, "category": category, "document": document, "recognised_on": month(when)}]

    def _title(self, made: DemoPerson, life: Life) -> None:
        if self._rng.random() > 0.1 or self._now - life.began < 8 * 12:
            return
        title = self._rng.choice(("工程师", "经济师", "会计师", "农艺师"))
        made.person |= {"technical_title": title, "expertise": "熟悉业务管理和基层工作"}
        obtained = month(life.began + 6 * 12)
        row = {"position": 1, "code": code("technical_title", title), "name": title, "obtained_on": obtained}
        made.sets[Qualification] = [row | {"way": code("qualification_way", "考试")}]

    def _texts(self, made: DemoPerson, life: Life) -> None:
        present = life.present
        until = f"（试用期至{month(life.began + _PROBATION_MONTHS)}）" if self._on_probation(life) else ""
        has_seat = made.sets[Tenure][-1]["post_name"] == _SEAT
        seat = f"中共{COUNTY}委{_SEAT}，" if has_seat else ""
        latest = {row["year"]: row["result"] for row in made.sets[AnnualResult][-3:]}
        made.person |= {
            "current_post": f"{seat}{present.body.name}{present.post}{until}",
            "current_post_short": f"{present.body.short_name}{present.post}",
            "resume": resume_text(life),
            "annual_text": annual_results.write(latest) or None,
        }
        if self._rng.random() < 0.4:
            made.sets[AppointmentSheet] = [self._sheet(life)]

    def _sheet(self, life: Life) -> Values:
        now = month(self._now)
        values: Values = {
            "reporting_unit": f"中共{COUNTY}委",
            "age_as_of": now,
            "filled_on": now,
            "filled_by": "陈青禾",
        }
        if life.role == DEPUTY and self._rng.random() < 0.3:
            post = life.present
            values |= {
                "proposed_post": f"{post.body.name}{post.body.chiefs[0]}",
                "proposed_removal": f"{post.body.name}{post.post}",
                "reason": "工作需要。该同志熟悉基层工作，组织协调能力较强，拟任现职。",
            }
        return values


def _degree(study: Study) -> Values:
    return {"degree_name": study.degree, "degree": code("degree", study.degree), "degree_on": month(study.end)}


def resume_text(life: Life) -> str:
    """Return the résumé in the official shape, in-service studies in brackets behind the period they begin in."""
    lines = [_line(s.start, s.end, f"{s.school}{s.major}专业学习") for s in life.studies if s.full_time]
    for period in life.periods:
        meanwhile = [s for s in life.studies if not s.full_time and _within(s, period)]
        notes = "".join(
            f"（其间：{month(s.start)}--{month(s.end)}在{s.school}{s.major}专业在职学习）" for s in meanwhile
        )
        lines.append(_line(period.start, period.end, f"{period.body.name}{period.post}{notes}"))
    return "\n".join(lines)


def _note(study: Study) -> str:
    when = f"{month(study.start)}--{month(study.end)}"
    return f"（其间：{when}在{study.school}{study.major}专业在职学习）"


def _within(study: Study, period: Period) -> bool:
    return period.start <= study.start and (period.end is None or study.start < period.end)


def _line(start: int, end: int | None, text: str) -> str:
    return f"{month(start)}--{month(end)}  {text}" if end is not None else f"{month(start)}--{' ' * 9}{text}"


def placed(person_id: str, sets: Mapping[type[Record], list[Values]], new_id: Callable[[], str]) -> None:
    """Give the rows of every set their ids and their owner."""
    for rows in sets.values():
        for row in rows:
            row["id"], row["person_id"] = new_id(), person_id
