"""Pure rules of the political room: ends by the figure of the day, days at a task, sums of votes, problems of rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.fields import Choice
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.spine.hands import people_in
from ganbu_desktop.kernel.spine.limiting import DRAFT
from ganbu_desktop.modules.political.records import (
    BallotItem,
    BallotSum,
    FrontlineRecord,
    OffHoursNote,
    PoliticalEntry,
    PoliticalInspection,
    VetoReview,
)
from ganbu_desktop.store.record import fields_of

FOCUS = ("stance", "attitude", "awareness", "discernment", "comprehension", "execution")
"""The six fields of an inspection that hold examples: 政治立场 … 政治执行力."""
POSITIVE, NEGATIVE = "1", "2"
"""The codes of table ``ballot_direction``: 正向测评, 反向测评."""
ANSWERS = {POSITIVE: ("好", "较好", "一般", "差"), NEGATIVE: ("无", "轻微", "明显")}
ITEMS_A_DIMENSION = 4
MEETINGS_A_YEAR = {
    "1": "democratic_life_meetings",
    "2": "organisation_life_meetings",
    "3": "branch_assemblies",
    "4": "branch_committee_meetings",
    "5": "party_group_meetings",
    "6": "party_lectures",
}
"""By code of table ``party_meeting_kind`` the figure that says how often a year it is to be held."""


def entry_end(entry: PoliticalEntry, figures: ParameterSet) -> PartialDate | None:
    """Return when an entry ends: as typed; one against somebody otherwise after the months of the day it happened."""
    if entry.ends_on or entry.no_end_ground or not entry.is_limiting or entry.occurred_on is None:
        return entry.ends_on
    return entry.occurred_on.plus_months(figures.integer("political_entry_months", entry.occurred_on))


def note_end(note: OffHoursNote, figures: ParameterSet) -> PartialDate | None:
    """Return when a visit's note ends: as typed, otherwise after the months of the day of the visit."""
    if note.ends_on or note.occurred_on is None or note.state != DRAFT:
        return note.ends_on
    return note.occurred_on.plus_months(figures.integer("off_hours_months", note.occurred_on))


def examples(inspection: PoliticalInspection) -> list[tuple[str, str]]:
    """Return (focus, example) of what an inspection found, in the fixed order of the six."""
    described = fields_of(PoliticalInspection)
    found = [(described[name].label.removesuffix("（事例）"), getattr(inspection, name)) for name in FOCUS]
    return [(focus, text) for focus, text in found if text]


def inspection_problems(inspection: PoliticalInspection) -> list[str]:
    """Return what an inspection cannot be saved with: fewer than two examiners, no concrete example."""
    found = []
    if len(people_in(inspection.examiners)) < 2:
        found.append("政治素质考察的考察人不足两人")
    if not examples(inspection):
        found.append("政治素质考察至少写一条具体事例")
    return found


def review_problems(review: VetoReview) -> list[str]:
    """Return what a review's conclusion lacks."""
    needed = {
        "复核机关": review.body,
        "复核情况": review.findings,
        "复核结论": review.conclusion,
        "文号": review.document,
        "复核日期": review.concluded_on,
    }
    found = [f"没有{label}" for label, value in needed.items() if not value]
    if len(people_in(review.reviewed_by)) < 2:
        found.append("复核人不足两人")
    return found


def days_at(record: FrontlineRecord, day: date) -> int | None:
    """Return the days from the first to the last, both counted; a running task until ``day``.

    None unless the beginning is known to the day. Days of leave are not taken off: being ill or caring is no fault.
    """
    first, last = _day_of(record.started_on), _day_of(record.ended_on) if record.ended_on else day
    if first is None or last is None or last < first:
        return None
    return (last - first).days + 1


def _day_of(moment: PartialDate | None) -> date | None:
    if moment is None or not moment.month or not moment.day:
        return None
    return date(moment.year, moment.month, moment.day)


# ---- votes


@dataclass(frozen=True)
class ItemResult:
    """One item of a vote: its code, words, dimension (正向 only) and how often each answer was given."""

    item: str
    text: str
    dimension: str
    answers: tuple[int, ...]

    @property
    def given(self) -> int:
        """Return how many ballots answered."""
        return sum(self.answers)


def ballot_items(direction: str) -> list[tuple[str, str, str]]:
    """Return (code, words, dimension) of a ballot's items in order; 反向 items belong to no dimension."""
    table, letter = codes.table("political_ballot_item"), "P" if direction == POSITIVE else "N"
    dimensions = codes.table("political_dimension").labels()
    found = []
    for number, entry in enumerate(e for e in table.entries if e.code.startswith(letter)):
        dimension = dimensions[number // ITEMS_A_DIMENSION] if direction == POSITIVE else ""
        found.append((entry.code, entry.label, dimension))
    return found


def ballot_problems(ballot: BallotSum, items: Sequence[BallotItem]) -> list[str]:
    """Return what does not agree between a vote and its sums."""
    direction = ballot.direction or POSITIVE
    known = {code: text for code, text, _ in ballot_items(direction)}
    found = []
    for item in items:
        if item.item not in known:
            found.append(f"“{_words(item)}”不是这张测评表的要点")
            continue
        if direction == NEGATIVE and item.answer_4:
            found.append(f"“{known[item.item]}”只有无、轻微、明显三种答案")
        given = sum(answers_of(item))
        if ballot.counted is not None and given > ballot.counted:
            found.append(f"“{known[item.item]}”共 {given} 票，多于有效票 {ballot.counted} 张")
    if len({item.item for item in items}) < len(items):
        found.append("同一测评要点录入了两次")
    return found


def _words(item: BallotItem) -> str:
    field = fields_of(BallotItem)["item"]
    assert isinstance(field, Choice)
    return field.format(item.item)


def answers_of(item: BallotItem) -> tuple[int, int, int, int]:
    """Return the four sums of an item; what was not typed is none given."""
    return item.answer_1 or 0, item.answer_2 or 0, item.answer_3 or 0, item.answer_4 or 0


def results(ballot: BallotSum, items: Iterable[BallotItem], smallest: int) -> list[ItemResult] | None:
    """Return the results by item, or None where fewer than ``smallest`` ballots were valid: nothing is shown then."""
    if ballot.counted is None or ballot.counted < smallest:
        return None
    direction = ballot.direction or POSITIVE
    number, given = len(ANSWERS[direction]), {item.item: answers_of(item) for item in items}
    return [
        ItemResult(code, text, dimension, given[code][:number])
        for code, text, dimension in ballot_items(direction)
        if code in given
    ]


def by_dimension(found: Sequence[ItemResult]) -> Mapping[str, tuple[int, ...]]:
    """Return the sums of the answers by dimension, in the dictionary's order; dimensions are never added up."""
    sums: dict[str, tuple[int, ...]] = {}
    for result in found:
        before = sums.get(result.dimension, (0,) * len(result.answers))
        sums[result.dimension] = tuple(a + b for a, b in zip(before, result.answers, strict=True))
    return sums


def percent(part: int, whole: int) -> str:
    """Return a share with one decimal, rounded half up; 无记录 where there is no whole."""
    if not whole:
        return "无记录"
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%"


def to_be_checked(found: Sequence[ItemResult], threshold: int) -> list[ItemResult]:
    """Return the 反向 items whose share of 明显 has reached ``threshold`` percent: to be looked into, nothing more."""
    return [r for r in found if len(r.answers) == len(ANSWERS[NEGATIVE]) and _reaches(r, threshold)]


def _reaches(result: ItemResult, threshold: int) -> bool:
    return result.given > 0 and 100 * result.answers[2] >= threshold * result.given
