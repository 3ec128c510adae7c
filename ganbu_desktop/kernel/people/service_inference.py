"""What one person's records say of the person's service: spells in order, pure and without a clock.

The evidence, the stronger first: leaving entries and posts with their dates; 录用时间, else 参加工作时间, else the
first post, as the beginning; and the values that the store held of 管理状态, unit and 编制 since which day. A change of
these that nothing dates lies somewhere between two days on which they were recorded, and is kept as just that: a
boundary with a first and a last day. Nothing is ever taken from the nearest spell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from ganbu_desktop.kernel.people.leaving import STATES
from ganbu_desktop.store.record import date_of_digits

SERVING = "现职人员"
"""The code of table ``management_state``; a state that was never filled in counts as serving, as on every roster."""
ENTERED, BEGAN_WORK, FIRST_POST = "录用时间", "参加工作时间", "第一次任职"
BY_EXIT, BY_POST, BY_STATE, NO_DATE = "流动记录", "任职记录", "现在的管理状态", "没有变动日期"
Values = tuple[str | None, str | None, str | None]
"""管理状态, unit and 编制类别."""


def serves(state: str | None) -> bool:
    """Return whether a 管理状态 is that of somebody serving."""
    return state is None or state == SERVING


class Boundary(NamedTuple):
    """Where one spell ends and the next begins: as recorded (digits), and the first and last day it can be.

    ``first`` None: nothing says since when.
    """

    on: str | None
    first: str | None
    last: str | None

    def follows(self, other: Boundary) -> bool:
        """Return whether this comes after another, by the first day that each can be."""
        return (self.first or "") > (other.first or "")


@lru_cache(maxsize=20_000)
def dated(digits: str) -> Boundary:
    """Return the boundary of a recorded date."""
    moment = date_of_digits(digits)
    return Boundary(digits, _digits(moment.first_day()), _digits(moment.last_day()))


def _digits(day: date) -> str:
    return f"{day:%Y%m%d}"


def _next(digits: str, days: int = 1) -> str:
    return _digits(date_of_digits(digits).first_day() + timedelta(days=days))


def _between(first: str | None, last: str) -> Boundary:
    return Boundary(None, min(first, last) if first else None, last)


class Post(NamedTuple):
    """One post with a unit and a date, main or not said to be otherwise."""

    unit_id: str
    since: Boundary


class Leaving(NamedTuple):
    """One leaving with a date."""

    kind: str
    on: Boundary
    unit_id: str | None


class Evidence(NamedTuple):
    """What is recorded of one person. ``recorded``: what the store held since which day, the oldest first, never none.

    ``posts`` and ``leavings`` are in order of their dates; dates are digits.
    """

    person_id: str
    recorded: Sequence[tuple[str, Values]]
    recruited_on: str | None = None
    work_began_on: str | None = None
    posts: Sequence[Post] = ()
    leavings: Sequence[Leaving] = ()


class Inferred(NamedTuple):
    """One spell; ``end`` None: it lasts."""

    state: str | None
    unit_id: str | None
    staffing_type: str | None
    begin: Boundary
    end: Boundary | None
    source: str
    leaving_unit: str | None = None


class Decided(NamedTuple):
    """What somebody decided: a spell's boundaries and its values."""

    begin: Boundary
    end: Boundary | None
    values: Values


def infer(known: Evidence) -> list[Inferred]:
    """Return a person's spells in order, without overlap; never none."""
    since, values = known.recorded[0]
    spells = [piece for spell in _states(known, since, values) for piece in _by_units(known, spell, since)]
    for before, changed in zip(known.recorded, known.recorded[1:], strict=False):
        _change(known, spells, before, changed)
    _leave(known, spells)
    return spells


def _states(known: Evidence, since: str, values: Values) -> Iterator[Inferred]:
    """Yield the spells by state up to the day on which the store first held the person."""
    state, unit, staffing = values
    leavings = [one for one in known.leavings if (one.on.first or "") <= since]
    begin, source = _entry(known, leavings, since)
    if not leavings and not serves(state):
        if begin.first is not None:
            left = _between(_next(begin.last or since), since)
            yield Inferred(SERVING, unit, staffing, begin, left, source)
            begin = left
        yield Inferred(state, unit, staffing, begin, None, BY_STATE)
        return
    for place, one in enumerate(leavings):
        following = leavings[place + 1] if place + 1 < len(leavings) else None
        yield Inferred(SERVING, None, staffing, begin, one.on, source, one.unit_id or (None if following else unit))
        back = (
            _return(known, one.on, following.on if following else None, since) if following or serves(state) else None
        )
        if back is None:
            gone = STATES.get(one.kind) if serves(state) else state
            yield Inferred(gone, unit, staffing, one.on, None, BY_EXIT)
            return
        begin, source = back
        yield Inferred(STATES.get(one.kind), None, None, one.on, begin, BY_EXIT)
    yield Inferred(state, None, staffing, begin, None, source, unit)


def _entry(known: Evidence, leavings: Sequence[Leaving], since: str) -> tuple[Boundary, str]:
    """Return when the person entered, and by what that is known."""
    first_post = known.posts[0].since if known.posts else None
    ends = leavings[0].on.first if leavings else None
    for digits, source in ((known.recruited_on, ENTERED), (known.work_began_on, BEGAN_WORK)):
        if digits is None or (ends and (dated(digits).first or "") >= ends):
            continue
        if first_post is not None and dated(digits).follows(first_post):
            return first_post, FIRST_POST
        return dated(digits), source
    if first_post is not None and (not ends or (first_post.first or "") < ends):
        return first_post, FIRST_POST
    return Boundary(None, None, _next(ends, -1) if ends else since), BY_STATE


def _return(known: Evidence, left: Boundary, until: Boundary | None, since: str) -> tuple[Boundary, str] | None:
    """Return when somebody who had left came back: by a post or 录用 after it.

    Who left again must have come back some day in between; for anybody else the roster alone does not say so, since it
    may not have been told of the leaving.
    """
    last = _next(until.first, -1) if until and until.first else since
    found = [(post.since, BY_POST) for post in known.posts]
    if known.recruited_on is not None:
        found.append((dated(known.recruited_on), ENTERED))
    for back, source in sorted(found, key=lambda one: one[0].first or ""):
        if back.follows(left) and (back.first or "") <= last:
            return back, source
    return (_between(left.last, last), NO_DATE) if until else None


def _by_units(known: Evidence, spell: Inferred, since: str) -> list[Inferred]:
    """Cut a time of serving by the posts held in it; its last piece is in the unit that the person's record names."""
    if not serves(spell.state):
        return [spell]
    last = spell.leaving_unit or spell.unit_id
    end = spell.end.first if spell.end else _next(since)
    moves = [p for p in known.posts if (spell.begin.first or "") <= (p.since.first or "") < (end or "")]
    pieces = [spell._replace(unit_id=None, leaving_unit=None)]
    for move in moves:
        if move.unit_id == pieces[-1].unit_id:
            continue
        if not move.since.follows(pieces[-1].begin):
            pieces[-1] = pieces[-1]._replace(unit_id=move.unit_id)
            continue
        pieces[-1] = pieces[-1]._replace(end=move.since)
        pieces.append(spell._replace(unit_id=move.unit_id, begin=move.since, source=BY_POST, leaving_unit=None))
    if last is not None:
        pieces[-1] = pieces[-1]._replace(unit_id=last)
        if len(pieces) > 1 and pieces[-2].unit_id == last:
            pieces[-2:] = [pieces[-2]._replace(end=pieces[-1].end)]
    return pieces


def _change(known: Evidence, spells: list[Inferred], before: tuple[str, Values], now: tuple[str, Values]) -> None:
    """Go on with what the store held from a day on: dated by a leaving or a post, else by the two recordings."""
    standing, (earlier, was), (day, values) = spells[-1], before, now
    found = _dated_change(known, standing, values)
    boundary, source = found or (_between(_next(earlier), day), NO_DATE)
    has_followed = serves(was[0]) and not serves(values[0]) and not serves(standing.state)
    if has_followed or not boundary.follows(standing.begin):
        spells[-1] = standing._replace(state=values[0], unit_id=values[1], staffing_type=values[2])
        return
    spells[-1] = standing._replace(end=boundary)
    spells.append(Inferred(*values, boundary, None, source))


def _dated_change(known: Evidence, standing: Inferred, values: Values) -> tuple[Boundary, str] | None:
    state, unit, _ = values
    if not serves(state):
        dates = [(one.on, BY_EXIT) for one in known.leavings if STATES.get(one.kind) == state or serves(standing.state)]
    elif not serves(standing.state):
        dates = [(post.since, BY_POST) for post in known.posts]
        dates += [(dated(known.recruited_on), ENTERED)] if known.recruited_on else []
    elif unit != standing.unit_id:
        dates = [(post.since, BY_POST) for post in known.posts if post.unit_id == unit]
    else:
        dates = []
    later = [one for one in dates if one[0].follows(standing.begin)]
    return min(later, key=lambda one: one[0].first or "", default=None)


def _leave(known: Evidence, spells: list[Inferred]) -> None:
    """Let a leaving end the last spell that the roster does not know of yet."""
    standing, (since, _) = spells[-1], known.recorded[-1]
    if not serves(standing.state):
        return
    for one in known.leavings:
        if (one.on.first or "") > since and one.on.follows(standing.begin):
            spells[-1] = standing._replace(end=one.on)
            state = STATES.get(one.kind)
            spells.append(Inferred(state, standing.unit_id, standing.staffing_type, one.on, None, BY_EXIT))
            return


def without(spells: Sequence[Inferred], decided: Sequence[Decided]) -> list[Inferred]:
    """Return what the decided spells leave of the inferred ones."""
    left = list(spells)
    for one in decided:
        _answer(left, one)
        left = [piece for spell in left for piece in _cut(spell, one.begin, one.end)]
    return left


def _answer(spells: list[Inferred], decided: Decided) -> None:
    """Let a decided spell that says the same say also since when: nothing stays open before its date.

    A change that nothing dated may even be later than it was recorded: the date was known before its day.
    """
    begin = decided.begin
    if begin.on is None:
        return
    for place, spell in enumerate(spells):
        opening = spell.begin
        is_within = (begin.first or "") <= (opening.last or "") or (opening.on is None and opening.first is not None)
        if not (begin.follows(opening) and is_within and _says_same(spell, decided.values)):
            continue
        spells[place] = spell._replace(begin=begin)
        if place and spells[place - 1].end == opening and begin.follows(spells[place - 1].begin):
            spells[place - 1] = spells[place - 1]._replace(end=begin)


def _says_same(spell: Inferred, values: Values) -> bool:
    """Tell whether both are of one state, and of one unit and 编制 as far as both name them."""
    state, *others = values
    same_state = spell.state == state or (serves(spell.state) and serves(state))
    mine = (spell.unit_id, spell.staffing_type)
    return same_state and all(None in pair or pair[0] == pair[1] for pair in zip(mine, others, strict=True))


def _cut(spell: Inferred, begin: Boundary, end: Boundary | None) -> Iterator[Inferred]:
    """Yield what is left of a spell before and after a decided one; an open boundary ends where that begins."""
    if end and not end.follows(spell.begin):
        yield spell
        return
    if spell.end and not spell.end.follows(begin):
        yield spell._replace(end=_not_after(spell.end, begin))
        return
    if begin.follows(spell.begin):
        yield spell._replace(begin=_not_after(spell.begin, begin), end=begin)
    if end and (spell.end is None or spell.end.follows(end)):
        yield spell._replace(begin=end)


def _not_after(one: Boundary, other: Boundary) -> Boundary:
    if one.on is not None or other.first is None:
        return one
    return one._replace(last=min(one.last or other.first, other.first))
