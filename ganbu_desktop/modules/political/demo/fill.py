"""Filling the political room: archives for some, entries mostly for and a few against, one of everything else."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office, Progress
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.evidence import Evidence
from ganbu_desktop.kernel.spine.limiting import EFFECTIVE, LimitingRecord
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.kernel.spine.statement import Statement
from ganbu_desktop.modules.political import records, rules
from ganbu_desktop.modules.political.actions.saving import EDIT
from ganbu_desktop.modules.political.demo import words
from ganbu_desktop.modules.political.demo.negative_list import negative_list
from ganbu_desktop.modules.political.loops import RECTIFYING
from ganbu_desktop.store.operations import Operation
from ganbu_desktop.store.record import Record

SEED = 20260302
_MOST = 60
"""People with a full archive: enough to look at, whatever the size of the county."""
_CLERK, _CHECKER = "演示经办", "演示复核"


def fill(office: Office, progress: Progress) -> int:
    """Write the room's invented records as one step and return how many; the same store and day give the same."""
    people, units = _serving(office)
    if not people or not units:
        return 0
    filler = Filler(office, random.Random(SEED), people, units)
    with office.operation("装入演示的政治素质档案", right=EDIT, kind="import") as current:
        made = list(filler.everything())
        progress.step(1, 2, "政治素质档案")
        current.insert_many(made)
        _count_them(current, filler)
        progress.step(2, 2, "政治素质档案")
    return len(made)


def _serving(office: Office) -> tuple[list[tuple[str, str | None]], list[str]]:
    serving, at = codes.table("management_state").code_for("现职人员"), Person.table.c
    with office.reading() as connection:
        chosen = sa.select(at.id, at.unit_id).where(at.management_state == serving).order_by(at.id)
        people = [(row[0], row[1]) for row in connection.execute(chosen)]
        units = [row[0] for row in connection.execute(sa.select(Unit.table.c.id).order_by(Unit.table.c.id))]
    return people, units


def _count_them(current: Operation, filler: Filler) -> None:
    """Let the entries that lack nothing count, as their reviewer would."""
    for entry in filler.whole:
        current.change(entry, state=EFFECTIVE, effective_on=filler.day(1))


class Filler:
    """Makes the records; ``whole`` are the limiting ones that are to count."""

    def __init__(
        self, office: Office, rng: random.Random, people: Sequence[tuple[str, str | None]], units: Sequence[str]
    ) -> None:
        self.today, self._rng, self._units = office.today(), rng, units
        self.people = sorted(rng.sample(list(people), min(_MOST, len(people))))
        self._figures = office.parameters()
        self.whole: list[LimitingRecord] = []

    def day(self, ago: int) -> PartialDate:
        """Return the day so many days ago."""
        return PartialDate.of(self.today - timedelta(days=ago))

    def everything(self) -> Iterator[Record]:
        """Yield everything, owners before what hangs on them."""
        for number, (person_id, unit_id) in enumerate(self.people, 1):
            yield from self._archive(number, person_id)
            yield from self._materials(number, person_id)
            if number % 6 == 0:
                yield from self._against(number, person_id)
            if number % 5 == 0 and unit_id is not None:
                yield from self._rectification(number, unit_id, person_id if number % 3 == 0 else None)
        yield from self._party_life()
        yield from negative_list(self)
        yield from self._team()
        yield from self._visit()

    # ---- one person

    def _archive(self, number: int, person_id: str) -> Iterator[Record]:
        year = self.today.year
        yield records.PoliticalArchive(
            person_id=person_id,
            number=f"政档〔{year - 1}〕{number:04d}",
            opened_on=PartialDate(year - 1, 3, 1),
            status="1",
            kept_by=_CLERK,
        )
        if number % 3:
            yield records.YearSummary(
                person_id=person_id,
                year=year - 1,
                text=words.SUMMARY,
                author=_CLERK,
                written_on=PartialDate(year - 1, 12, 20),
                checked_by=_CHECKER,
                checked_on=PartialDate(year - 1, 12, 25),
            )
        for dimension in self._rng.sample(sorted(words.FACTS), 2 + number % 3):
            yield self._forward(number, person_id, dimension)

    def _forward(self, number: int, person_id: str, dimension: str) -> records.PoliticalEntry:
        kind, document = self._rng.choice(words.SOURCES)
        entry = records.PoliticalEntry(
            person_id=person_id,
            dimension=dimension,
            direction=records.FORWARD,
            occurred_on=self.day(self._rng.randrange(20, 500)),
            facts=self._rng.choice(words.FACTS[dimension]),
            source_kind=kind,
            source=document.format(year=self.today.year - 1, number=number),
            recorded_by=_CLERK,
            recorded_on=self.day(10),
        )
        self.whole.append(entry)
        return entry

    def _materials(self, number: int, person_id: str) -> Iterator[Record]:
        if number % 2:
            focus, example = self._rng.choice(words.EXAMPLES)
            yield records.PoliticalInspection(
                person_id=person_id,
                held_on=self.day(self._rng.randrange(30, 600)),
                way="2",
                examiners=f"{_CLERK}、{_CHECKER}",
                interviewed=6 + number % 5,
                judgement=self._rng.choice(words.JUDGEMENTS),
                evidence=f"考察材料〔{self.today.year - 1}〕{number}号",
                **(dict(words.EXAMPLES) if number == 1 else {focus: example}),
            )
        if number % 3 == 0:
            yield self._frontline(number, person_id)
        if number % 10 == 0:
            yield from self._ballot(number, person_id)

    def _frontline(self, number: int, person_id: str) -> records.FrontlineRecord:
        began = self._rng.randrange(60, 300)
        is_evaluated = number % 2 == 0
        return records.FrontlineRecord(
            person_id=person_id,
            task=self._rng.choice(words.TASKS),
            started_on=self.day(began),
            ended_on=self.day(began - self._rng.randrange(5, 20)),
            post=self._rng.choice(words.DUTIES),
            leave_kind="1" if number == 9 else None,
            facts=self._rng.choice(words.DEEDS),
            evaluation=self._rng.choice("123") if is_evaluated else None,
            evaluated_by="任务专班" if is_evaluated else None,
            evaluated_on=self.day(30) if is_evaluated else None,
            proof=f"专班花名册第{number}页",
            recorded_by=_CLERK,
        )

    def _ballot(self, number: int, person_id: str) -> Iterator[Record]:
        occasion = f"{self.today.year - 1}年年度测评"
        is_small = number % 20 == 0
        counted = 3 if is_small else 28
        ballot = records.BallotSum(
            person_id=person_id,
            title=f"演示{number} {occasion}（正向测评）",
            occasion=occasion,
            direction=rules.POSITIVE,
            held_on=PartialDate(self.today.year - 1, 12, 10),
            handed_out=counted + 2,
            counted=counted,
            counted_by=f"{_CLERK}、{_CHECKER}",
        )
        yield ballot
        for code, _text, _dimension in () if is_small else rules.ballot_items(rules.POSITIVE):
            good = self._rng.randrange(counted // 2, counted + 1)
            yield records.BallotItem(
                ballot_id=ballot.id, item=code, answer_1=good, answer_2=counted - good, answer_3=0, answer_4=0
            )

    def _against(self, number: int, person_id: str) -> Iterator[Record]:
        """Yield a 反向 entry: whole for most, one that still lacks the person's statement, one that has ended."""
        dimension, facts = words.AGAINST[number // 6 % len(words.AGAINST)]
        occurred = self.day(800 if number % 30 == 0 else self._rng.randrange(60, 300))
        entry = records.PoliticalEntry(
            dimension=dimension,
            direction=records.REVERSE,
            ends_on=occurred.plus_months(self._figures.integer("political_entry_months", occurred)),
            **self.common(person_id, number, occurred, facts),
        )
        yield entry
        yield self.evidence(entry, number)
        if number % 12:
            yield self.statement(entry)
            self.whole.append(entry)

    def common(self, person_id: str, number: int, occurred: PartialDate, facts: str) -> dict[str, Any]:
        """Return what every entry of a person about something that happened has."""
        return {
            "person_id": person_id,
            "occurred_on": occurred,
            "facts": facts,
            "source_kind": "10",
            "source": f"核〔{occurred.year}〕{number}号",
            "recorded_by": _CLERK,
            "recorded_on": self.day(20),
            "reviewed_by": _CHECKER,
            "reviewed_on": self.day(15),
            "reviewer_is_leader": False,
            "suggestion": "由所在单位党组织继续了解",
        }

    def evidence(self, entry: LimitingRecord, number: int) -> Evidence:
        """Return a paper that an entry rests on."""
        return Evidence(**place_of(entry), kind="8", document=f"核查报告{number}号", dated_on=entry.occurred_on)

    def statement(self, entry: LimitingRecord) -> Statement:
        """Return what the person said to it."""
        return Statement(
            **place_of(entry),
            informed_on=self.day(40),
            informed_by="1",
            words=words.WORDS,
            stated_on=self.day(38),
            is_signed=True,
        )

    # ---- units

    def _rectification(self, number: int, unit_id: str, person_id: str | None) -> Iterator[Record]:
        problem, measure = words.PROBLEMS[number // 5 % len(words.PROBLEMS)]
        ago = 40 - number
        due = PartialDate.of(self.today - timedelta(days=ago))
        row = records.Rectification(
            unit_id=unit_id,
            person_id=person_id,
            matter="不严不实问题查摆",
            found_by="2",
            found_on=self.day(120),
            problem=problem,
            measure=measure,
            responsible=f"演示责任人{number}",
            due_on=due,
        )
        yield row
        yield self._loop(row, row, unit_id, is_closed=number % 10 == 0)

    def _loop(self, owner: Record, row: records.Working, unit_id: str | None, *, is_closed: bool) -> LoopItem:
        closed: dict[str, Any] = {
            "closed_by": _CHECKER,
            "closed_on": self.day(5),
            "result": "已按措施办结，材料齐全",
            "finished_on": self.day(8),
        }
        return LoopItem(
            **place_of(owner),
            kind=RECTIFYING,
            problem=row.problem,
            measure=row.measure,
            responsible=row.responsible,
            due_on=row.due_on,
            unit_id=unit_id,
            **(closed if is_closed else {}),
        )

    def _party_life(self) -> Iterator[Record]:
        year = self.today.year - 1
        for number, unit_id in enumerate(self._units[:12]):
            meeting = records.PartyMeeting(
                unit_id=unit_id,
                kind="1",
                held_on=PartialDate(year, 12, 5 + number),
                topic=f"{year}年度民主生活会",
                expected=9,
                absent=number % 3,
                absence_reasons="出差" if number % 3 else None,
                recorded_by=_CLERK,
            )
            yield meeting
            here = [person_id for person_id, unit in self.people if unit == unit_id][:2]
            for person_id, (problem, measure) in zip(here, words.CHECKS, strict=False):
                row = records.SelfCheck(
                    person_id=person_id,
                    meeting_id=meeting.id,
                    checked_on=meeting.held_on,
                    problem=problem,
                    measure=measure,
                    responsible=f"演示责任人{number}",
                    due_on=PartialDate.of(self.today + timedelta(days=10 + 30 * (number % 2))),
                )
                yield row
                yield self._loop(row, row, unit_id, is_closed=False)
            yield records.PartyMeeting(
                unit_id=unit_id, kind="3", held_on=PartialDate(year, 9, 20), topic="学习讨论", expected=12, absent=1
            )

    def _team(self) -> Iterator[Record]:
        inspection = records.TeamInspection(
            unit_id=self._units[0],
            year=self.today.year - 1,
            inspected_on=PartialDate(self.today.year - 1, 11, 6),
            examiners=f"{_CLERK}、{_CHECKER}",
            findings="班子团结，议事规则执行较好；学习制度落实不够经常。",
            fed_back_on=PartialDate(self.today.year - 1, 11, 20),
            fed_back_to="班子成员会",
        )
        yield inspection
        for number, (problem, measure) in enumerate(words.PROBLEMS):
            yield LoopItem(
                **place_of(inspection),
                position=number,
                kind=RECTIFYING,
                unit_id=self._units[0],
                problem=problem,
                measure=measure,
                responsible="班子办公室",
                due_on=PartialDate.of(self.today + timedelta(days=12 * number - 5)),
            )

    def _visit(self) -> Iterator[Record]:
        person_id, occurred = self.people[-1][0], self.day(90)
        note = records.OffHoursNote(
            way="1",
            is_formal=True,
            visitors=f"{_CLERK}、{_CHECKER}",
            place="演示社区居委会",
            checked="向社区党组织核对，情况一致",
            judgement="群众认可",
            ends_on=occurred.plus_months(self._figures.integer("off_hours_months", occurred)),
            **self.common(person_id, 90, occurred, "到社区双报到三次，参加清洁和夜间巡查；邻里反映和睦"),
        )
        yield note
        yield self.evidence(note, 90)
        yield self.statement(note)
        self.whole.append(note)
        yield records.RecommendReason(
            person_id=person_id,
            recommended_on=self.day(30),
            recommended_by="演示推荐单位",
            facts="两年完成三个重点项目征地，未发生一起上访",
            papers="项目验收表三份",
            recorded_by=_CLERK,
        )
        until = PartialDate.of(date(self.today.year + 1, 12, 31))
        yield self._assessment(person_id, ends_on=until)
        yield self._assessment(self.people[0][0], no_end_ground=words.LONG_TERM)

    def _assessment(self, person_id: str, **end: Any) -> records.DutyAssessment:
        return records.DutyAssessment(
            meeting="干部队伍分析研判会",
            met_on=self.day(25),
            participants="部务会成员",
            judgement="能打硬仗，建议多压担子",
            measure="安排到重点项目锻炼",
            **end,
            **self.common(person_id, 25, self.day(60), "牵头的征地项目提前完成，协调解决历史遗留问题两件"),
        )
