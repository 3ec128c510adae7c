"""The printed forms of the political room; their layouts stand in ``resources/forms/political``.

Facts come before judgement on every sheet, and an entry that was not heard or is over says so beside its title.
"""

from ganbu_desktop.kernel.forms.entry_form import EntryForm
from ganbu_desktop.kernel.spine.showing import Paper
from ganbu_desktop.modules.political import records
from ganbu_desktop.modules.political.forms import archive, ballots, rectifying, sheets, veto
from ganbu_desktop.modules.political.forms.shared import named_for_person, named_for_unit

FORMS = (
    EntryForm(
        "political-archive",
        records.PoliticalArchive,
        archive.archive_values,
        named_for_person(records.PoliticalArchive, "政治素质档案"),
        is_sensitive=True,
    ),
    EntryForm(
        "political-inspection",
        records.PoliticalInspection,
        sheets.inspection_values,
        named_for_person(records.PoliticalInspection, "政治素质考察表"),
        blank=sheets.inspection_blank,
        is_sensitive=True,
    ),
    EntryForm(
        "political-ballot-positive",
        records.BallotSum,
        ballots.positive_values,
        named_for_person(records.BallotSum, "正向测评表"),
        blank=ballots.positive_blank,
    ),
    EntryForm(
        "political-ballot-reverse",
        records.BallotSum,
        ballots.reverse_values,
        named_for_person(records.BallotSum, "反向测评表"),
        blank=ballots.reverse_blank,
    ),
    EntryForm(
        "political-ballot-sum",
        records.BallotSum,
        ballots.sum_values,
        named_for_person(records.BallotSum, "测评汇总表"),
        is_sensitive=True,
    ),
    EntryForm(
        "frontline-record",
        records.FrontlineRecord,
        sheets.frontline_values,
        named_for_person(records.FrontlineRecord, "一线表现登记表"),
        blank=sheets.frontline_blank,
    ),
    EntryForm(
        "off-hours-note",
        records.OffHoursNote,
        sheets.note_values,
        named_for_person(records.OffHoursNote, "走访记录表"),
        blank=sheets.note_blank,
        is_sensitive=True,
    ),
    EntryForm(
        "negative-hit",
        records.NegativeHit,
        sheets.hit_values,
        named_for_person(records.NegativeHit, "负面清单命中核实单"),
        is_sensitive=True,
    ),
    EntryForm(
        "veto-approval",
        records.VetoDecision,
        veto.approval_values,
        named_for_person(records.VetoDecision, "一票否决审批单"),
        is_sensitive=True,
    ),
    EntryForm(
        "veto-notice",
        records.VetoDecision,
        veto.notice_values,
        named_for_person(records.VetoDecision, "一票否决告知书"),
        is_sensitive=True,
        paper=Paper.NOTICE,
    ),
    EntryForm(
        "veto-review",
        records.VetoDecision,
        veto.review_values,
        named_for_person(records.VetoDecision, "一票否决复核结论单"),
        is_sensitive=True,
        paper=Paper.ANSWER,
    ),
    EntryForm(
        "duty-assessment",
        records.DutyAssessment,
        sheets.assessment_values,
        named_for_person(records.DutyAssessment, "担当作为分析研判表"),
        is_sensitive=True,
    ),
    EntryForm(
        "recommend-reason",
        records.RecommendReason,
        sheets.reason_values,
        named_for_person(records.RecommendReason, "推荐理由表"),
        blank=sheets.reason_blank,
    ),
    EntryForm(
        "rectification",
        records.Rectification,
        rectifying.rectification_values,
        rectifying.rectification_name,
    ),
    EntryForm(
        "team-rectification",
        records.TeamInspection,
        rectifying.team_values,
        named_for_unit(records.TeamInspection, "班子考察整改清单"),
    ),
    EntryForm(
        "team-inspection-report",
        records.TeamInspection,
        rectifying.report_values,
        named_for_unit(records.TeamInspection, "班子政治建设考察报告"),
    ),
    EntryForm("negative-list", records.NegativeListVersion, sheets.list_values, sheets.list_name),
    EntryForm(
        "meeting-rectification",
        records.PartyMeeting,
        rectifying.meeting_values,
        named_for_unit(records.PartyMeeting, "整改台账"),
        is_sensitive=True,
    ),
)
