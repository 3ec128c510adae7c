"""The records of the political room.

Whatever can count against a person stands on ``LimitingRecord``: it is a draft until evidence, the person's statement,
two hands and an end are there. None of these records has room for a score, a grade or a type of person.
"""

from __future__ import annotations

import sqlalchemy as sa

from ganbu_desktop.foundation.fields import Choice, Date, Flag, LongText, Number, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.spine.decision import Decision
from ganbu_desktop.kernel.spine.entry import hanging
from ganbu_desktop.kernel.spine.hands import people_in
from ganbu_desktop.kernel.spine.limiting import LimitingRecord
from ganbu_desktop.modules.political import conditions
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Record, column, reference

FORWARD, REVERSE = "1", "2"
"""The codes of table ``political_direction``: 正向, 反向."""
VERIFIED = "1"
"""The code of table ``political_verification`` for 已核实; nothing else makes a hit count."""
REVOKED = "3"
"""The code of table ``veto_review`` for 撤销: the decision was wrong and is void from the start."""
SELF_FOUND = ("1", "2")
"""The codes of table ``rectification_source`` for 个人自查 and 班子查摆: what was owned up to harms nobody."""
_FACTS = "事实、评价与建议"
_HANDLED = "来源与经办"
LIMITING_FIELDS = (
    "facts",
    "judgement",
    "suggestion",
    "source_kind",
    "source",
    "recorded_by",
    "recorded_on",
    "reviewed_by",
    "reviewer_is_leader",
    "reviewed_on",
    "ends_on",
    "no_end_ground",
)
"""What every limiting record has, in the order of its form: fact, judgement and suggestion apart, then who handled."""


class PoliticalArchive(Record, table="political_archive", label="政治素质档案", owner="person_id"):
    """The archive of one person: there is one or none."""

    person_id: str = reference("person", label="干部", not_null=True)
    number: str | None = column(Text(label="档案编号", wanted=True), indexed=True)
    opened_on: PartialDate | None = column(Date(label="建档时间", wanted=True), indexed=True)
    status: str | None = column(Choice(label="档案状态", table="political_archive_state", wanted=True))
    kept_by: str | None = column(Text(label="保管人"))
    note: str | None = column(LongText(label="备注"))


class YearSummary(Record, table="political_year_summary", label="年度综述", owner="person_id"):
    """What the year showed of one person, in words, checked by another hand than the author's."""

    person_id: str = reference("person", label="干部", not_null=True)
    year: int = column(Number(label="年度", wanted=True), not_null=True, indexed=True)
    text: str | None = column(LongText(label="综述", wanted=True, help="先写事实，再写评价；不写等次和分数"))
    author: str | None = column(Text(label="撰写人", wanted=True))
    written_on: PartialDate | None = column(Date(label="撰写日期", wanted=True), indexed=True)
    checked_by: str | None = column(Text(label="审核人", wanted=True, help="不能与撰写人是同一人"))
    checked_on: PartialDate | None = column(Date(label="审核日期"))


class PoliticalLimiting(LimitingRecord):
    """Base of the room's limiting records: what a person said of himself is never turned against him."""

    def own_gaps(self, connection: sa.Connection) -> list[str]:
        """Refuse what was taken from self-criticism or rectification, by its origin or by its words."""
        if not self.is_limiting:
            return []
        if self.origin_table in {SelfCheck.table.name, PartyMeeting.table.name, Rectification.table.name}:
            return [conditions.FROM_SELF_CRITICISM]
        own = Rectification.table.c
        said: list[Working] = [*find(connection, SelfCheck, SelfCheck.table.c.person_id == self.person_id)]
        said += find(connection, Rectification, own.person_id == self.person_id, own.found_by.in_(SELF_FOUND))
        texts = [self.facts, self.judgement, self.suggestion]
        return [conditions.FROM_SELF_CRITICISM] if conditions.repeats(texts, [s.problem for s in said]) else []


class PoliticalEntry(PoliticalLimiting, table="political_entry", label="政治素质条目", owner="person_id"):
    """One entry of the archive: a fact of one dimension, for the person (正向) or against (反向)."""

    dimension: str | None = column(Choice(label="维度", table="political_dimension", wanted=True), indexed=True)
    direction: str | None = column(Choice(label="方向", table="political_direction", wanted=True))
    occurred_on: PartialDate | None = column(Date(label="发生日期", group=_FACTS, wanted=True), indexed=True)
    consented_on: PartialDate | None = column(
        Date(label="本人同意转入日期", group=_HANDLED, help="由政治家访转入的条目，须本人同意并写明日期")
    )

    @property
    def is_limiting(self) -> bool:
        """Whether the entry counts against the person: everything that is not plainly 正向."""
        return self.direction != FORWARD

    def own_gaps(self, connection: sa.Connection) -> list[str]:
        """Ask for dimension and direction, and refuse party life as the source of an entry against somebody."""
        found = super().own_gaps(connection)
        if not self.dimension or not self.direction:
            found.append("没有维度或方向")
        if self.is_limiting and self.source_kind == conditions.PARTY_LIFE:
            found.append(conditions.PARTY_LIFE_SOURCE)
        if self.origin_table == conditions.HOME_VISIT and self.consented_on is None:
            found.append(conditions.WITHOUT_CONSENT)
        return found


class PoliticalInspection(Record, table="political_inspection", label="政治素质考察", owner="person_id"):
    """One inspection of one person by two or more; concrete examples by focus, the judgement apart.

    Nobody who was asked is named here or printed: only how many they were.
    """

    person_id: str = reference("person", label="干部", not_null=True)
    held_on: PartialDate | None = column(Date(label="考察日期", group="基本情况", wanted=True), indexed=True)
    way: str | None = column(Choice(label="考察方式", group="基本情况", table="inspection_way", wanted=True))
    examiners: str | None = column(
        Text(label="考察人", group="基本情况", wanted=True, help="两人以上，用顿号分开，如“张三、李四”")
    )
    interviewed: int | None = column(
        Number(label="谈话人数", group="基本情况", help="只记人数；谈话对象是谁不录入，也不打印")
    )
    stance: str | None = column(LongText(label="政治立场（事例）", group="具体事例", help="时间、地点、做了什么"))
    attitude: str | None = column(LongText(label="政治态度（事例）", group="具体事例"))
    awareness: str | None = column(LongText(label="政治觉悟（事例）", group="具体事例"))
    discernment: str | None = column(LongText(label="政治判断力（事例）", group="具体事例"))
    comprehension: str | None = column(LongText(label="政治领悟力（事例）", group="具体事例"))
    execution: str | None = column(LongText(label="政治执行力（事例）", group="具体事例"))
    judgement: str | None = column(LongText(label="评价", group="评价与佐证", wanted=True, help="与事例分开写"))
    evidence: str | None = column(
        Text(label="佐证材料", group="评价与佐证", wanted=True, help="材料名称、文号或存放位置")
    )


class BallotSum(Record, table="political_ballot", label="政治素质测评", owner="person_id", named_by="title"):
    """The sums of one unsigned vote about one person; single ballots are never kept."""

    person_id: str = reference("person", label="干部", not_null=True)
    title: str | None = column(Text(label="测评", by_program=True))
    occasion: str | None = column(Text(label="测评名称", wanted=True, help="如“2026年年度测评”"))
    direction: str | None = column(Choice(label="测评表", table="ballot_direction", wanted=True))
    held_on: PartialDate | None = column(Date(label="测评日期", wanted=True), indexed=True)
    handed_out: int | None = column(Number(label="发出票数", wanted=True))
    counted: int | None = column(Number(label="有效票数", wanted=True))
    counted_by: str | None = column(Text(label="计票人", wanted=True, help="两人以上，用顿号分开"))


class BallotItem(Record, table="political_ballot_item", label="测评分项票数", owner="ballot_id"):
    """How often each answer to one item was given; ``answer_4`` is unused where an item has three answers."""

    ballot_id: str = reference("political_ballot", label="测评", not_null=True)
    item: str = column(Choice(label="测评要点", table="political_ballot_item"), not_null=True, indexed=True)
    answer_1: int | None = column(Number(label="好（无）"))
    answer_2: int | None = column(Number(label="较好（轻微）"))
    answer_3: int | None = column(Number(label="一般（明显）"))
    answer_4: int | None = column(Number(label="差"))


class TeamInspection(Record, table="team_inspection", label="班子政治建设考察", root=True):
    """One inspection of a unit's team. What it finds is the unit's; its problems hang on it as loops."""

    unit_id: str = reference("unit", label="单位", not_null=True)
    year: int | None = column(Number(label="年度", wanted=True), indexed=True)
    inspected_on: PartialDate | None = column(Date(label="考察日期", wanted=True), indexed=True)
    examiners: str | None = column(Text(label="考察组", wanted=True, help="组长和成员，两人以上，用顿号分开"))
    findings: str | None = column(LongText(label="总体情况", wanted=True, help="写班子的情况；涉及个人的另做个人考察"))
    fed_back_on: PartialDate | None = column(Date(label="反馈日期", wanted=True))
    fed_back_to: str | None = column(Text(label="反馈范围"))


class FrontlineRecord(Record, table="frontline_record", label="一线表现", owner="person_id"):
    """What one person did at one front-line task. Who could not take part has no record, and that is no fault.

    Its evaluations have no negative word: a fault is an entry of the archive with all an entry needs.
    """

    person_id: str = reference("person", label="干部", not_null=True)
    task: str | None = column(Text(label="任务", wanted=True, help="如“防汛抢险”“驻村帮扶”“社区双报到”"))
    started_on: PartialDate | None = column(Date(label="开始日期", wanted=True), indexed=True)
    ended_on: PartialDate | None = column(Date(label="结束日期"), indexed=True)
    post: str | None = column(Text(label="岗位", wanted=True))
    leave_kind: str | None = column(
        Choice(label="中途离开原因", table="frontline_leave", help="病、孕产哺乳、照护等离开不作负面记载，天数照计")
    )
    facts: str | None = column(LongText(label="表现事实", wanted=True))
    evaluation: str | None = column(Choice(label="评价", table="frontline_evaluation"))
    evaluated_by: str | None = column(Text(label="评价单位", wanted=True))
    evaluated_on: PartialDate | None = column(Date(label="评价日期"))
    proof: str | None = column(Text(label="证明材料", wanted=True))
    recorded_by: str | None = column(Text(label="记录人", wanted=True))


class PartyMeeting(Record, table="party_meeting", label="党内政治生活", root=True, named_by="topic"):
    """One 民主生活会 or meeting of 三会一课 of a unit; absences as numbers with their reasons in sum."""

    unit_id: str = reference("unit", label="单位", not_null=True)
    kind: str | None = column(Choice(label="类型", table="party_meeting_kind", wanted=True), indexed=True)
    held_on: PartialDate | None = column(Date(label="召开日期", wanted=True), indexed=True)
    topic: str | None = column(Text(label="主题", wanted=True))
    expected: int | None = column(Number(label="应到人数", wanted=True))
    absent: int | None = column(Number(label="缺席人数", wanted=True))
    absence_reasons: str | None = column(Text(label="缺席事由", help="只写事由和人数，如“病假1人、出差2人”"))
    recorded_by: str | None = column(Text(label="记录人"))


class Working(Record):
    """Base of one problem that is to be put right: what its loop item was made from, and follows while open."""

    problem: str | None = column(LongText(label="问题", wanted=True))
    measure: str | None = column(LongText(label="整改措施", wanted=True))
    responsible: str | None = column(Text(label="责任人", wanted=True))
    due_on: PartialDate | None = column(Date(label="完成时限", wanted=True), indexed=True)


class SelfCheck(Working, table="self_check", label="对照检查", owner="person_id"):
    """One problem that a person found in himself; it serves putting it right and nothing else."""

    person_id: str = reference("person", label="干部", not_null=True)
    meeting_id: str | None = reference("party_meeting", label="会议")
    checked_on: PartialDate | None = column(Date(label="查摆日期", wanted=True), indexed=True)


class Rectification(Working, table="rectification", label="查摆整改", owner="person_id", root=True, named_by="matter"):
    """One problem of a unit's or a person's way of working, to be settled on papers by another hand."""

    unit_id: str | None = reference("unit", label="责任单位")
    person_id: str | None = reference("person", label="干部")
    matter: str | None = column(Text(label="整改事项", wanted=True))
    found_by: str | None = column(Choice(label="问题来源", table="rectification_source", wanted=True))
    found_on: PartialDate | None = column(Date(label="查摆日期", wanted=True), indexed=True)


class NegativeListVersion(Record, table="negative_list", label="负面清单版本", root=True, named_by="title"):
    """One edition of the negative list; it counts for conduct from ``effective_from`` on until the next begins."""

    title: str = column(Text(label="清单名称", wanted=True), not_null=True)
    document: str | None = column(Text(label="印发文号", wanted=True))
    effective_from: PartialDate | None = column(Date(label="施行日期", wanted=True), indexed=True)
    ended_on: PartialDate | None = column(Date(label="废止日期", help="废止当天起不再适用；被新版代替时填新版施行日期"))
    studied_on: PartialDate | None = column(Date(label="组织学习日期"))
    studied_as: str | None = column(Text(label="学习方式"))

    def counts_on(self, day: PartialDate) -> bool:
        """Return whether the edition was in force when something happened; never before its first day."""
        begun = self.effective_from is not None and self.effective_from <= day
        return begun and (self.ended_on is None or day < self.ended_on)


class NegativeListClause(Record, table="negative_clause", label="负面清单条款", owner="version_id", named_by="title"):
    """One clause of one edition."""

    version_id: str = reference("negative_list", label="清单版本", not_null=True)
    title: str = column(Text(label="条款", wanted=True, help="编号和名称，如“第三条 推诿扯皮”"), not_null=True)
    situation: str | None = column(LongText(label="情形", wanted=True))
    basis: str | None = column(Text(label="依据", wanted=True))
    effective_from: PartialDate | None = column(Date(label="施行日期", by_program=True), indexed=True)


class NegativeHit(PoliticalLimiting, table="negative_hit", label="负面清单命中", owner="person_id"):
    """One verified hit on a clause of the edition that was in force when the conduct happened."""

    clause_id: str | None = reference("negative_clause", label="条款")
    occurred_on: PartialDate | None = column(Date(label="发生日期", group=_FACTS, wanted=True), indexed=True)
    verification: str | None = column(
        Choice(label="核实结论", table="political_verification", wanted=True, help="只有“已核实”的才能生效")
    )
    verified_in: str | None = column(Text(label="核实材料", wanted=True))
    handling: str | None = column(LongText(label="处理", help="已作出的处理，写明文号"))

    def own_gaps(self, connection: sa.Connection) -> list[str]:
        """Ask for a verified conclusion and for a clause that was in force then."""
        found = super().own_gaps(connection)
        if self.verification != VERIFIED or not self.verified_in:
            found.append("核实结论不是“已核实”，或没有核实材料")
        clauses = find(connection, NegativeListClause, NegativeListClause.table.c.id == self.clause_id)
        if not clauses:
            return [*found, "没有写明负面清单条款"]
        wanted = NegativeListVersion.table.c.id == clauses[0].version_id
        for version in find(connection, NegativeListVersion, wanted):
            if self.occurred_on is not None and not version.counts_on(self.occurred_on):
                found.append(f"“{version.title}”在行为发生时（{self.occurred_on}）不适用，不溯及既往")
        return found


class VetoDecision(PoliticalLimiting, table="veto_decision", label="一票否决", owner="person_id"):
    """A body's decision that a person does not meet the political condition; the program never makes one.

    The decision itself hangs on it as a ``Decision``; lifting hangs on it as another.
    """

    occurred_on: PartialDate | None = column(Date(label="发生日期", group=_FACTS, wanted=True), indexed=True)
    clause: str | None = column(Text(label="情形条款", wanted=True, help="写明文件名称、文号和条款"))
    evidence_list: str | None = column(LongText(label="证据清单", wanted=True))

    def own_gaps(self, connection: sa.Connection) -> list[str]:
        """Ask for the clause, the list of evidence, and a whole decision that the person was told of."""
        found = super().own_gaps(connection)
        if not self.clause or not self.evidence_list:
            found.append("没有情形条款或证据清单")
        decisions = hanging(connection, Decision, VetoDecision.table.name, self.id)
        if not decisions:
            return [*found, "没有决定（机关、会议、文号、双人）"]
        if not any(not d.gaps() for d in decisions):
            return [*found, f"决定不完整：缺{'、'.join(decisions[0].gaps())}"]
        if not any(d.told_on for d in decisions if not d.gaps()):
            found.append("没有告知本人的日期")
        return found


class VetoReview(Record, table="veto_review", label="一票否决复核", owner="veto_id"):
    """One review that the person asked for, and its conclusion."""

    veto_id: str = reference("veto_decision", label="一票否决", not_null=True)
    asked_on: PartialDate | None = column(Date(label="申请复核日期", wanted=True))
    asked: str | None = column(LongText(label="申请理由", wanted=True))
    body: str | None = column(Text(label="复核机关", wanted=True))
    reviewed_by: str | None = column(Text(label="复核人", wanted=True, help="两人以上，不能是原经办人"))
    findings: str | None = column(LongText(label="复核情况", wanted=True))
    conclusion: str | None = column(Choice(label="复核结论", table="veto_review", wanted=True))
    document: str | None = column(Text(label="文号", wanted=True))
    concluded_on: PartialDate | None = column(Date(label="复核日期", wanted=True))
    told_on: PartialDate | None = column(Date(label="告知本人日期"))


class DutyAssessment(PoliticalLimiting, table="duty_assessment", label="担当作为分析研判", owner="person_id"):
    """What a meeting made of facts about one person's work: facts, its opinion (评价) and the measure; no types."""

    occurred_on: PartialDate | None = column(Date(label="发生日期", group=_FACTS, wanted=True), indexed=True)
    meeting: str | None = column(Text(label="研判会议", wanted=True))
    met_on: PartialDate | None = column(Date(label="研判日期", wanted=True))
    participants: str | None = column(Text(label="参加人", wanted=True))
    measure: str | None = column(LongText(label="适用措施"))

    def own_gaps(self, connection: sa.Connection) -> list[str]:
        """Ask for the meeting and its opinion, and refuse the words that label people."""
        found = super().own_gaps(connection)
        if not self.meeting or not self.met_on or not self.judgement:
            found.append("没有研判会议、日期或研判意见（评价）")
        texts = [self.facts, self.judgement, self.suggestion, self.measure]
        return [*found, *conditions.labels_in(texts)]


class RecommendReason(Record, table="recommend_reason", label="推荐理由", owner="person_id"):
    """Why a unit recommends a person: what he did, and nothing he is called."""

    person_id: str = reference("person", label="干部", not_null=True)
    recommended_on: PartialDate | None = column(Date(label="推荐日期", wanted=True), indexed=True)
    recommended_by: str | None = column(Text(label="推荐单位", wanted=True))
    facts: str | None = column(LongText(label="实绩事实", wanted=True, help="写做了什么、结果怎样，不写口号和类型"))
    papers: str | None = column(Text(label="证明材料", wanted=True))
    recorded_by: str | None = column(Text(label="记录人", wanted=True))


class OffHoursNote(PoliticalLimiting, table="off_hours_note", label="八小时外走访", owner="person_id"):
    """What a formal visit by two or more brought to light; valid for the figure ``off_hours_months``."""

    occurred_on: PartialDate | None = column(Date(label="走访日期", group=_FACTS, wanted=True), indexed=True)
    way: str | None = column(
        Choice(
            label="了解方式", table="off_hours_way", wanted=True, help="只收正式走访的结果；不收行踪、通信和社交账号"
        )
    )
    visitors: str | None = column(Text(label="了解人", wanted=True, help="两人以上，用顿号分开"))
    place: str | None = column(Text(label="地点", help="写社区或单位，不写他人住址"))
    checked: str | None = column(LongText(label="核实情况", wanted=True))
    is_formal: bool | None = column(Flag(label="由组织安排的正式走访", wanted=True))

    def own_gaps(self, connection: sa.Connection) -> list[str]:
        """Ask for a formal visit by two, checked, and for an end no later than the figure allows."""
        found = super().own_gaps(connection)
        if not self.way or not self.is_formal:
            found.append("不是由组织安排的正式走访，或没有了解方式")
        if len(people_in(self.visitors)) < 2:
            found.append("了解人不足两人")
        if not self.checked:
            found.append("没有核实情况")
        if self.occurred_on is not None and self.ends_on is None:
            found.append("走访记录必须有失效日期")
        return [*found, *conditions.later_than_allowed(connection, self.occurred_on, self.ends_on)]
