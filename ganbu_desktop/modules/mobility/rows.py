"""The rows of the room: 5.01 实践锻炼."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ganbu_desktop.foundation.ages import full_months
from ganbu_desktop.foundation.fields import Choice, Date, LongText, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.reminder import Nature
from ganbu_desktop.kernel.report import Figure
from ganbu_desktop.kernel.row.checks import in_order, not_ahead, not_without
from ganbu_desktop.kernel.row.reminders import Due, Owed
from ganbu_desktop.kernel.row.report_run import Gathered
from ganbu_desktop.kernel.row.reports import CountBy, Figures, Listing, PeriodReport
from ganbu_desktop.kernel.row.row import County, Now, Row
from ganbu_desktop.kernel.row.sheets import Sheet
from ganbu_desktop.kernel.spine.statement import NOT_HEARD
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


def heard_before_sent(practice: Practice, now: Now) -> Iterator[str]:
    """Yield what keeps a time of practice from being saved: nobody is sent unheard, nor a hardship left unanswered."""
    yield from in_order(practice, "starts_on", "ends_on")
    yield from in_order(practice, "heard_on", "starts_on", "returned_on")
    yield from not_ahead(practice, now.day, "heard_on", "returned_on", "appraised_on")
    yield from not_without(practice, "document", "heard_on", "own_view")
    if practice.document and practice.hardship and not practice.hardship_answer:
        yield "本人说明了家庭特殊困难，请先写明对困难的回应，再填派出文号"
    yield from not_without(practice, "appraisal", "appraised_by", "appraised_on")
    yield from not_without(practice, "own_reply", "appraisal")


def months(practice: Practice, day: PartialDate) -> int | None:
    """Return the full months of a time of practice until a day, None while its beginning is unknown."""
    ends = [moment for moment in (practice.returned_on or practice.ends_on, day) if moment is not None]
    return full_months(practice.starts_on, min(ends)) if practice.starts_on is not None else None


def in_practice(found: Gathered) -> Figure:
    """Return who is away in practice on the last day of the period."""
    away = [p for p in found.entries if not any(d and d.is_past(found.day) for d in (p.returned_on, p.ends_on))]
    return found.figure(away, "期末没有期满、没有返回的人")


def in_hard_places(found: Gathered) -> Figure:
    """Return the months that people of the list have spent in hard places, all told."""
    hard = [p for p in found.entries if p.kind == HARD_PLACE]
    known = [m for p in hard if (m := months(p, PartialDate.of(found.day))) is not None]
    people = found.figure(hard, "").people
    return Figure(sum(known), formula="在困难艰苦地区锻炼的整月数之和", people=people, left_out=found.left_out)


def lasted(found: Gathered, practice: Practice) -> str:
    """Return the months of one time of practice."""
    number = months(practice, PartialDate.of(found.day))
    return "无记录" if number is None else str(number)


def _said(office: object, connection: object, practice: Practice) -> Mapping[str, Any]:
    return {"own_view": practice.own_view or NOT_HEARD}


def _demo(county: County) -> Iterator[Record]:
    for number, person in enumerate(county.people[:12]):
        is_over, began = number < 4, 460 - 30 * number
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
            hardship="家中老人需要照顾。" if number % 4 == 0 else None,
            hardship_answer="安排在邻近乡镇，每周可回家。" if number % 4 == 0 else None,
            document=f"青组派〔{county.day.year}〕{number + 1}号（演示）",
            appraisal="驻点接访 120 次，化解积案 4 件；工作踏实。" if number in (0, 1, 2) else None,
            appraised_by="县信访局（演示）" if number in (0, 1, 2) else None,
            appraised_on=county.ago(began - 366) if number in (0, 1, 2) else None,
            own_reply="没有意见。" if number in (0, 1) else None,
        )


ROWS = (
    Row(
        Practice,
        "practice",
        key=("person_id", "kind", "starts_on"),
        right="mobility.edit",
        help="还没有实践锻炼。派出以前先听取本人意见；有家庭特殊困难的，先回应。",
        listed=("kind", "unit_id", "post", "starts_on", "ends_on", "document", "appraised_on"),
        guarded=("hardship", "hardship_answer"),
        check=heard_before_sent,
        reminders=(
            Due("practice-end", "ends_on", "实践锻炼期满", "practice_reminder_days", until="returned_on"),
            Owed("practice-appraisal", "appraised_on", "实践锻炼鉴定未交", after="ends_on", nature=Nature.RIGHT),
        ),
        sheets=(Sheet("practice-dispatch", values=_said), Sheet("practice-appraisal")),
        reports=(
            PeriodReport(
                "practice-people",
                "实践锻炼花名册",
                within=("starts_on", "ends_on"),
                parts=(
                    Figures((("期末在锻炼人数", in_practice), ("艰苦地区累计月数", in_hard_places))),
                    CountBy("kind"),
                    Listing(
                        ("name", "unit", "kind", "unit_id", "post", "starts_on", "ends_on", "document", "appraised_on"),
                        own=(("已满整月", lasted),),
                    ),
                ),
            ),
        ),
        demo=_demo,
        manual="按“派出前听取意见→派出→期满→鉴定→本人意见”逐项登记。填派出文号以前要有本人意见和对困难的回应。",
    ),
)
