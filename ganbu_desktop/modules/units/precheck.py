"""职数预审: what a planned list of appointments (拟任、拟免) makes of the leading posts, before and after.

The posts stand as words on the appointment forms. They are read against the units' names and the posts that people hold
or held there; what cannot be read is listed to be looked at by hand, and never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ganbu_desktop.foundation import codes
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import AppointmentSheet
from ganbu_desktop.kernel.people.quota import CHIEF, DEPUTY
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.report.spec import Figure
from ganbu_desktop.modules.units.staffing import LEADING, County

_PHRASES = re.compile(r"[，,；;。\n]+")
_PARTS = re.compile(r"[、/]")
_CHIEF_WORDS = (
    "书记",
    "局长",
    "主任",
    "部长",
    "县长",
    "乡长",
    "镇长",
    "院长",
    "检察长",
    "校长",
    "主席",
    "会长",
    "台长",
    "馆长",
)
_SECTION_WORDS = ("股", "科室", "内设", "大队", "中队", "办公室主任")
_DEPUTY_MARK = "副"
_IN_TEAM = re.compile(r"(纪委|纪检|政法|武装|人武|组织|宣传|统战|人大|工会)")
"""Parts that begin so lead a branch inside the unit's own team (纪委书记、武装部长): they are deputies there."""
_MEMBER_ONLY = re.compile(r"(党组|党委|党工委|委员会)?(成员|委员)")


@dataclass(frozen=True)
class Move:
    """One appointment or removal as read: to which unit and kind; both None where it cannot be read."""

    person_id: str
    text: str
    is_removal: bool
    unit_id: str | None
    kind: str | None


@dataclass(frozen=True)
class Preview:
    """One unit and kind before and after a list, with who comes and who goes."""

    unit: Unit
    label: str
    approved: Figure
    before: Figure
    coming: Figure
    going: Figure
    after: Figure
    over: Figure


@dataclass(frozen=True)
class Precheck:
    """What a list does to every line that it touches, and what of it could not be read."""

    rows: tuple[Preview, ...]
    unread: tuple[Move, ...]
    sheets: tuple[AppointmentSheet, ...] = field(repr=False)

    @property
    def over(self) -> list[Preview]:
        """Return the lines that are over after the list."""
        return [row for row in self.rows if row.over.value]


def planned(office: Office, people: Iterable[str] | None = None) -> list[AppointmentSheet]:
    """Return the appointment forms that propose a post or a removal (of ``people`` only, where given)."""
    at = AppointmentSheet.table.c
    wanted = None if people is None else set(people)
    sheets = office.find(AppointmentSheet, at.proposed_post.is_not(None) | at.proposed_removal.is_not(None))
    chosen = [s for s in sheets if wanted is None or s.person_id in wanted]
    return sorted(chosen, key=lambda sheet: (sheet.person_id, sheet.id))


def precheck(county: County, sheets: Sequence[AppointmentSheet]) -> Precheck:
    """Return what a list of appointments does to the leading posts."""
    reader = PostReader(county)
    known = [sheet for sheet in sheets if sheet.person_id in county.workers]
    moves = [move for sheet in known for move in reader.moves(sheet)]
    held = _held(county)
    after = {key: dict.fromkeys(people) for key, people in held.items()}
    for move in sorted(moves, key=lambda move: not move.is_removal):
        if move.unit_id is not None and move.kind in LEADING:
            people = after.setdefault((move.unit_id, move.kind or ""), {})
            if move.is_removal:
                people.pop(move.person_id, None)
            else:
                people[move.person_id] = None
    touched = {(m.unit_id, m.kind) for m in moves if m.unit_id is not None and m.kind in LEADING}
    touched |= {(unit, other) for unit, _ in touched for other in LEADING if (unit, other) in county.approved}
    rows = [
        _preview(county, unit, kind, held, after)
        for unit in county.units
        for kind in LEADING
        if (unit.id, kind) in touched
    ]
    unread = tuple(move for move in moves if move.unit_id is None or move.kind is None)
    return Precheck(tuple(rows), unread, tuple(known))


_Posts = Mapping[tuple[str, str], Mapping[str, None]]


def _held(county: County) -> dict[tuple[str, str], dict[str, None]]:
    """Return who holds which leading posts, each person in every kind held: the counting of both is done later."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for post in county.posts:
        worker = county.workers.get(post.person_id)
        if post.is_held and post.kind in LEADING and worker is not None and worker.is_serving:
            found.setdefault((post.unit_id, post.kind or ""), {})[post.person_id] = None
    return found


def _counted(posts: _Posts, unit_id: str, kind: str) -> tuple[str, ...]:
    """Return who counts in a line: a chief of the unit does not count as its deputy too."""
    people = posts.get((unit_id, kind), {})
    chiefs = posts.get((unit_id, CHIEF), {}) if kind == DEPUTY else {}
    return tuple(person for person in people if person not in chiefs)


def _preview(county: County, unit: Unit, kind: str, held: _Posts, after: _Posts) -> Preview:
    approved = county.approved.get((unit.id, kind))
    number = approved.number if approved else None
    old, new = _counted(held, unit.id, kind), _counted(after, unit.id, kind)
    coming, going = tuple(p for p in new if p not in old), tuple(p for p in old if p not in new)
    over = None if number is None else max(len(new) - number, 0)
    return Preview(
        unit,
        codes.table("quota_kind").label_for(kind),
        Figure(number, formula=f"核定数（{approved.document}）" if approved else "没有核定数"),
        Figure(len(old), formula="现在在任的人数", people=old),
        Figure(len(coming), formula="按拟任职务增加的人", people=coming),
        Figure(len(going), formula="按拟免职务或改任正职减少的人", people=going),
        Figure(len(new), formula="现任 − 减少 + 增加", people=new),
        Figure(over, formula="任后人数 − 核定数，不足为 0", people=new if over else ()),
    )


class PostReader:
    """Reads posts written as words: which unit, and chief or deputy."""

    def __init__(self, county: County) -> None:
        """Learn the units' names, and what the posts that are or were held in them are called."""
        names = [(name, unit.id) for unit in county.units for name in (unit.name, unit.short_name) if name]
        self._names = sorted(names, key=lambda pair: (-len(pair[0]), pair[0], pair[1]))
        self._known: dict[tuple[str, str], str] = {}
        for post in county.posts:
            if post.kind in LEADING and post.post_name:
                self._known.setdefault((post.unit_id, post.post_name), post.kind or "")
        self._home = {worker.id: worker.unit_id for worker in county.workers.values()}

    def moves(self, sheet: AppointmentSheet) -> list[Move]:
        """Return what one form proposes, a move for each phrase."""
        found = []
        for text, is_removal in ((sheet.proposed_removal, True), (sheet.proposed_post, False)):
            unit_id: str | None = None
            for phrase in (p.strip() for p in _PHRASES.split(text or "")):
                if phrase:
                    named, rest = self._unit(phrase)
                    unit_id = named or unit_id or (self._home.get(sheet.person_id) if is_removal else None)
                    found.append(Move(sheet.person_id, phrase, is_removal, unit_id, self.kind(unit_id, rest)))
        return found

    def _unit(self, phrase: str) -> tuple[str | None, str]:
        """Return the unit whose name is the longest that a phrase begins with, and the rest."""
        cleaned = phrase.removeprefix("任").removeprefix("免去") if phrase[:1] in "任免" else phrase
        for name, unit_id in self._names:
            if cleaned.startswith(name):
                return unit_id, cleaned[len(name) :].strip()
        return None, cleaned

    def kind(self, unit_id: str | None, post: str) -> str | None:
        """Return 领导正职 or 领导副职; empty for a post that is neither, None for one that cannot be read."""
        known = self._known.get((unit_id or "", post))
        if known is not None:
            return known
        if any(word in post for word in _SECTION_WORDS):
            return ""
        parts = [part for part in _PARTS.split(post) if part]
        if not parts:
            return None
        leading = [part for part in parts if part.endswith(_CHIEF_WORDS)]
        if any(_DEPUTY_MARK not in part and not _IN_TEAM.match(part) for part in leading):
            return CHIEF
        if leading:
            return DEPUTY
        return "" if all(_MEMBER_ONLY.fullmatch(part) for part in parts) else None
