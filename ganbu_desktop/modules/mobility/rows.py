"""5.01 实践锻炼: who is sent to learn where work is hard, asked before they go and heard on what is said of them."""

from __future__ import annotations

from collections.abc import Iterator

from ganbu_desktop.foundation.fields import Choice, Date, LongText, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel import row
from ganbu_desktop.store.record import Record, column, reference

HARD_PLACE = "4"
"""The code of table ``practice_kind`` for 困难艰苦地区."""
_SENT, _HEARD, _APPRAISED = "派出", "派出前听取意见", "鉴定"


class Practice(Record, table="practice", label="实践锻炼", owner="person_id", root=True):
    """One time of practice in a demanding post, at the grassroots or in a hard place."""

    person_id: str = reference("person", label="干部", not_null=True)
    kind: str = column(Choice(label="类型", group=_SENT, table="practice_kind"), not_null=True)
    unit_id: str | None = reference("unit", label="锻炼单位")
    place: str | None = column(Text(label="地点或库外单位", group=_SENT))
    post: str | None = column(Text(label="锻炼岗位", group=_SENT, wanted=True))
    starts_on: PartialDate | None = column(Date(label="起", group=_SENT), indexed=True)
    ends_on: PartialDate | None = column(Date(label="止", group=_SENT, wanted=True, help="派出时定的期满日期"))
    returned_on: PartialDate | None = column(Date(label="实际返回", group=_SENT))
    task: str | None = column(LongText(label="锻炼任务", group=_SENT, wanted=True))
    heard_on: PartialDate | None = column(Date(label="听取意见日期", group=_HEARD, wanted=True))
    own_view: str | None = column(LongText(label="本人意见（原话）", group=_HEARD, wanted=True))
    hardship: str | None = column(LongText(label="家庭特殊困难", group=_HEARD, help="本人愿意说的才记；不写病情"))
    hardship_answer: str | None = column(LongText(label="对困难的回应", group=_HEARD))
    document: str | None = column(Text(label="派出文号", group=_SENT, wanted=True, max_length=60))
    appraisal: str | None = column(LongText(label="鉴定意见", group=_APPRAISED, help="先写做了什么，再写评价"))
    appraised_by: str | None = column(Text(label="鉴定单位", group=_APPRAISED))
    appraised_on: PartialDate | None = column(Date(label="鉴定日期", group=_APPRAISED))
    own_reply: str | None = column(LongText(label="本人对鉴定的意见（原话）", group=_APPRAISED))


def heard_before_sent(practice: Practice, now: row.Now) -> Iterator[str]:
    """Yield what keeps an entry from being saved: nobody is sent unheard, no hardship is left without an answer."""
    yield from row.in_order(practice, "starts_on", "ends_on")
    yield from row.in_order(practice, "heard_on", "starts_on", "returned_on")
    yield from row.not_ahead(practice, now.day, "heard_on", "returned_on", "appraised_on")
    yield from row.not_without(practice, "document", "heard_on", "own_view")
    if practice.document and practice.hardship and not practice.hardship_answer:
        yield "本人说明了家庭特殊困难，请先写明对困难的回应，再填派出文号"
    yield from row.not_without(practice, "appraisal", "appraised_by", "appraised_on")
    yield from row.not_without(practice, "own_reply", "appraisal")


def in_hard_places(found: row.Gathered) -> row.Figure:
    """Return the months that the people of the list have spent in hard places, all told."""
    hard = [practice for practice in found.entries if practice.kind == HARD_PLACE]
    return found.sum_of_months(hard, "在困难艰苦地区锻炼的月数之和")


def invented(county: row.County) -> Iterator[Record]:
    """Yield times of practice that are over and appraised, over, and running."""
    for number, person in enumerate(county.people[:12]):
        began, is_over, is_appraised, is_hard = 460 - 30 * number, number < 4, number < 3, number % 4 == 0
        yield Practice(
            person_id=person.id,
            kind=str(number % 5 + 1),
            unit_id=county.units[number % len(county.units)].id,
            place="信访接待中心（演示）",
            post="综治专干（演示）",
            starts_on=county.ago(began),
            ends_on=county.ago(began - 365),
            returned_on=county.ago(began - 365) if is_over else None,
            task="参与积案化解，熟悉基层治理。",
            heard_on=county.ago(began + 20),
            own_view="服从安排，希望就近。",
            hardship="家中老人需要照顾。" if is_hard else None,
            hardship_answer="安排在邻近乡镇，每周可回家。" if is_hard else None,
            document=f"青组派〔{county.day.year}〕{number + 1}号（演示）",
            appraisal="驻点接访 120 次，化解积案 4 件；工作踏实。" if is_appraised else None,
            appraised_by="县信访局（演示）" if is_appraised else None,
            appraised_on=county.ago(began - 366) if is_appraised else None,
            own_reply="没有意见。" if is_appraised else None,
        )


PRACTICE = row.Row(
    Practice,
    "practice",
    key=("person_id", "kind", "starts_on"),
    right="mobility.edit",
    help="派出以前先听取本人意见；有家庭特殊困难的，先回应，再填派出文号。期满写鉴定，本人可以写意见。",
    listed=("kind", "unit_id", "post", "starts_on", "ends_on", "document", "appraised_on"),
    guarded=("hardship", "hardship_answer"),
    check=heard_before_sent,
    heard="own_view",
    reminders=(
        row.Due("practice-end", "ends_on", "实践锻炼期满", "practice_reminder_days", until="returned_on"),
        row.Owed("practice-appraisal", "appraised_on", "实践锻炼鉴定未交", after="ends_on", nature=row.Nature.RIGHT),
    ),
    sheets=(row.Sheet("practice-dispatch"), row.Sheet("practice-appraisal")),
    reports=(
        row.PeriodReport(
            "practice-people",
            "实践锻炼花名册",
            within=("starts_on", "returned_on", "ends_on"),
            parts=(
                row.Figures((("期末在锻炼人数", row.Gathered.running), ("艰苦地区累计月数", in_hard_places))),
                row.CountBy("kind"),
                row.Listing(("name", "unit", "kind", "unit_id", "starts_on", "ends_on", "months", "grassroots")),
            ),
        ),
    ),
    demo=invented,
)
ROWS = (PRACTICE,)
