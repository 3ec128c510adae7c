"""入党时间 as text: a date, names of parties, or both, as exchange files hold it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.partial_date import PartialDate, refuse_cut_month
from ganbu_desktop.foundation.text import clean_line, half_width, trim, without_blanks

TABLE = "political_status"
PARTY_MEMBER = "01"
PROBATIONARY_MEMBER = "02"
_SEPARATORS = re.compile("[；;、，,\n]+")
_INNER_SEPARATORS = re.compile(r"[/\s]+")
_BRACKETS = str.maketrans(dict.fromkeys("()（）", " "))
_DATED_MEMBER = re.compile(r"(.*\d[月日]?)(?:加入|参加)?(中国共产党|中共党员|中共预备党员|预备党员|中共|预备|入党)")


@dataclass(frozen=True)
class PartyMembership:
    """``joined_on``: when the person joined the 中国共产党. ``parties``: codes of political_status, first one first.

    A date stands for the 中国共产党 ("01"). ``unread``: parts that could not be understood, as they stand.
    """

    joined_on: PartialDate | None = None
    parties: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def political_status(self) -> str | None:
        """Return the code of the political status: 中国共产党 before any other; None when nothing is said."""
        for code in (PROBATIONARY_MEMBER, PARTY_MEMBER):
            if code in self.parties:
                return code
        return self.parties[0] if self.parties else None


@dataclass
class _Reading:
    joined_on: PartialDate | None
    parties: list[str]
    unread: list[str]

    def take(self, part: str) -> bool:
        """Take one part when it is a date, a party, or the date of joining with its words."""
        code = codes.table(TABLE).code_for(part)
        if code is not None and not part.isdigit():
            return self._add_party(code)
        dated = _DATED_MEMBER.fullmatch(part)
        moment = _date(dated[1] if dated else part)
        if moment is None or self.joined_on is not None:
            return False
        self.joined_on = moment
        return self._add_party(PROBATIONARY_MEMBER if dated and "预备" in dated[2] else PARTY_MEMBER)

    def _add_party(self, code: str) -> bool:
        if code == PARTY_MEMBER and PROBATIONARY_MEMBER in self.parties:
            return True
        if code == PROBATIONARY_MEMBER and PARTY_MEMBER in self.parties:
            self.parties.remove(PARTY_MEMBER)
        if code not in self.parties:
            self.parties.append(code)
        return True


def _date(text: str) -> PartialDate | None:
    """Read the month of joining; forms give no day."""
    try:
        return PartialDate.parse(text).to_month()
    except FieldError:
        return None


def refuse_cut_months(text: str) -> None:
    """Raise FieldError when a date in the text may be January or October (see ``partial_date``)."""
    for part in _SEPARATORS.split(clean_line(text).translate(_BRACKETS)):
        refuse_cut_month(half_width(without_blanks(part)))


def read(text: str) -> PartyMembership:
    """Read ``200108``, ``（2001.08）``, ``民建``, ``民建；民盟``, ``200108；民建``, ``无党派`` and mixtures."""
    reading = _Reading(None, [], [])
    for part in _SEPARATORS.split(clean_line(text).translate(_BRACKETS)):
        _read_part(trim(part), reading)
    return PartyMembership(reading.joined_on, tuple(reading.parties), tuple(reading.unread))


def _read_part(part: str, reading: _Reading) -> None:
    if not part or reading.take(part):
        return
    pieces = [piece for piece in _INNER_SEPARATORS.split(part) if piece]
    left = [piece for piece in pieces if len(pieces) == 1 or not reading.take(piece)]
    reading.unread += left


def write(membership: PartyMembership, *, digits: bool = False) -> str:
    """Return the text of the form (``2001.08；民建``) or, with ``digits``, of exchange files (``200108；民建``).

    What could not be read stands at the end as it was.
    """
    parts = [_party_text(code, membership.joined_on, digits) for code in membership.parties]
    return "；".join([*parts, *membership.unread])


def _party_text(code: str, joined_on: PartialDate | None, digits: bool) -> str:
    if joined_on is not None and code == PARTY_MEMBER:
        return joined_on.digits() if digits else str(joined_on)
    label = codes.table(TABLE).label_for(code)
    if joined_on is not None and code == PROBATIONARY_MEMBER:
        return f"{joined_on.digits() if digits else joined_on} {label}"
    return label
