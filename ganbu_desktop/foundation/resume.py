"""The résumé: a tolerant reader of the shapes in use, a strict writer of the one official shape.

Official: ``YYYY.MM--YYYY.MM``, two blanks, text; an open period has nine blanks instead of the end and the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.foundation.text import clean_line, clean_text, half_width, trim, trim_end

Kind = Literal["stint", "during", "paragraph", "gap"]

HANGING_INDENT = 18
"""Width of ``YYYY.MM--YYYY.MM`` and its two blanks, in half-width characters: where a text begins."""

_OPEN_BLANKS = 9
_YEAR = r"(?:18|19|20)\d{2}"
_DATE = (
    rf"{_YEAR}\s?年\s?\d{{1,2}}\s?月(?:份|\s?\d{{1,2}}日)?"
    rf"|{_YEAR}[./、·]\s?\d{{1,2}}(?:[./]\d{{1,2}})?(?!\d)"
    rf"|{_YEAR}-\d{{1,2}}(?:-\d{{1,2}}(?=\s|[^\d\s-]|$))?(?!\d)"
    rf"|{_YEAR}(?:0[1-9]|1[0-2])(?:\d{{2}})?(?!\d)"
    rf"|{_YEAR}年?(?!\d)"
)
_RANGE = r"(?:[-—–~―─−‐‑﹣]+|至|到)"
_OPEN_WORD = r"至今|现在|目前|今"
_STINT = re.compile(
    rf"(?P<start>{_DATE})(?:(?P<still>\s?至今)|\s{{0,3}}{_RANGE}(?:\s{{0,3}}(?P<end>{_DATE}|{_OPEN_WORD}))?)"
)
_DURING = re.compile(r"[(（]?\s*(?:其间|期间|其中)")
_BRACKETED_DURING = re.compile(r"[(（]\s*(?:其间|期间)\s*[:：,，]?")
_DATED = re.compile(rf"{_YEAR}(?:[./年\d、-]|\s*[—–~至])")
_PERIOD_LIKE = re.compile(rf"{_YEAR}[./、年月日\d\s]*{_RANGE}")
_INDENTED = 4
_AFTER_PERIOD = "：:，,、"


@dataclass(frozen=True)
class ResumeLine:
    """One line of a résumé.

    ``kind``: "stint" a period of work or study; "during" a bracketed 其间 entry on its own line; "gap" an empty line;
    "paragraph" anything else, kept as it stands, or a dated term (党代表, 人大代表) in the block after the last period.
    ``start`` and ``end`` are known to the month or year; ``end`` is None for an open period. ``raw`` is what was read.
    """

    start: PartialDate | None
    end: PartialDate | None
    text: str
    kind: Kind
    raw: str = field(default="", compare=False)

    @property
    def is_open(self) -> bool:
        """Tell whether this is a period that still lasts."""
        return self.kind == "stint" and self.end is None


@dataclass(frozen=True)
class ResumeGap:
    """Months without an entry between two periods."""

    before: ResumeLine
    after: ResumeLine
    months: int


@dataclass
class _Reader:
    """Builds the lines one by one; knows what stands before."""

    lines: list[ResumeLine] = field(default_factory=list)
    closed: bool = False

    def take(self, raw: str) -> None:
        line = trim(raw)
        if not line:
            self._append(ResumeLine(None, None, "", "gap", raw))
            return
        found = _read_stint(line, raw)
        if found is not None:
            self._append(self._placed(found))
        elif _DURING.match(line):
            self._append(_during_line(line, raw))
        elif self._continues(line, raw):
            self._join(line, raw)
        else:
            self._append(ResumeLine(None, None, trim_end(raw), "paragraph", raw))

    def _append(self, line: ResumeLine) -> None:
        self.lines.append(line)

    def _continues(self, line: str, raw: str) -> bool:
        """Tell whether a line hangs on the one before; further in, only what looks like a period begins anew."""
        previous = self.lines[-1].kind if self.lines else "gap"
        hanging = len(trim_end(raw)) - len(line) >= _INDENTED
        begins_anew = (_PERIOD_LIKE if hanging else _DATED).match(half_width(line))
        return previous in ("stint", "during") and not begins_anew

    def _join(self, line: str, raw: str) -> None:
        previous = self.lines.pop()
        text = _joined(previous.text, line)
        whole = f"{previous.raw}\n{raw}"
        if previous.kind == "during":
            self._append(_during_line(text, whole))
        else:
            self._append(ResumeLine(previous.start, previous.end, text, previous.kind, whole))

    def _placed(self, line: ResumeLine) -> ResumeLine:
        """Return a dated line as a stint, or as a paragraph when it stands in the closing block of terms."""
        self.closed = self.closed or self._begins_closing_block(line)
        if self.closed:
            return ResumeLine(line.start, line.end, line.text, "paragraph", line.raw)
        return line

    def _begins_closing_block(self, line: ResumeLine) -> bool:
        stints = [known for known in self.lines if known.kind == "stint"]
        if not stints or self.lines[-1].kind != "gap" or line.start is None:
            return False
        last = stints[-1]
        return last.is_open or (last.start is not None and line.start < last.start)


def _joined(before: str, after: str) -> str:
    """Join two halves of a broken line; only foreign words get a blank between."""
    apart = before[-1:].isascii() and after[:1].isascii() and before[-1:].isalnum() and after[:1].isalnum()
    return f"{before} {after}" if apart else f"{before}{after}"


def _month(text: str | None) -> PartialDate | None:
    """Read a month of a line; a résumé is typed as text, where 1990.1 can only be January."""
    if text is None or text in _OPEN_WORD.split("|"):
        return None
    return PartialDate.parse(f"{text[:-1]}01" if text[4:] == ".1" else text).to_month()


def _read_stint(line: str, raw: str) -> ResumeLine | None:
    """Return the period a line begins with, or None when it begins with none that is possible."""
    match = _STINT.match(half_width(line))
    if match is None:
        return None
    rest = line[match.end() :]
    is_open = match["end"] is None and match["still"] is None
    bare_years = len(match["start"]) == 4 and len(match["end"] or "") in (0, 4)
    if (is_open and half_width(rest)[:1].isdigit()) or (bare_years and rest[:1] and not rest[0].isspace()):
        return None
    try:
        start, end = _month(match["start"]), _month(match["end"])
    except FieldError:
        return None
    return ResumeLine(start, end, trim(rest.lstrip(_AFTER_PERIOD)), "stint", raw)


def _during_line(text: str, raw: str) -> ResumeLine:
    first = next(iter(_during_parts(text)), None)
    dates = (None, None) if first is None else (first.start, first.end)
    return ResumeLine(*dates, text, "during", raw)


def _bracket_content(text: str, begin: int) -> str:
    """Return what stands from ``begin`` up to the bracket that closes the one before it."""
    depth = 1
    for index in range(begin, len(text)):
        depth += (text[index] in "(（") - (text[index] in ")）")
        if depth == 0:
            return text[begin:index]
    return text[begin:]


def _during_parts(text: str) -> Iterator[ResumeLine]:
    for match in _BRACKETED_DURING.finditer(text):
        for part in re.split("[；;]", _bracket_content(text, match.end())):
            entry = trim(part)
            if entry:
                yield _during_entry(entry)


def _during_entry(entry: str) -> ResumeLine:
    found = _read_stint(entry, entry)
    if found is None:
        return ResumeLine(None, None, entry, "during", entry)
    return ResumeLine(found.start, found.end, found.text, "during", entry)


def read(text: str) -> list[ResumeLine]:
    """Read a résumé of any shape in use; nothing of it is lost, and what cannot be understood stays a paragraph.

    Understood: the separators ``-- - — —— － ～ 至``, dates with dots, strokes, 年月 or of six or eight digits, 至今,
    one-digit months, broken lines (joined), 其间 inside a line or on its own, terms after an empty line.
    """
    cleaned = clean_text(text)
    if not cleaned:
        return []
    reader = _Reader()
    for raw in cleaned.split("\n"):
        reader.take(raw)
    return reader.lines


def write(lines: Iterable[ResumeLine]) -> str:
    """Write the official shape, lines parted by LF; ``read(write(lines)) == lines`` for lines that were read."""
    return "\n".join(_written(line) for line in lines)


def _written(line: ResumeLine) -> str:
    if line.kind == "during":
        return " " * HANGING_INDENT + clean_line(line.text)
    if line.start is None:
        return trim_end(line.text)
    start = str(line.start.to_month())
    text = clean_line(line.text)
    if line.end is None:
        return trim_end(f"{start}--{' ' * _OPEN_BLANKS}{text}")
    return trim_end(f"{start}--{line.end.to_month()}  {text}")


def normalised(text: str) -> str:
    """Return a résumé in the official shape."""
    return write(read(text))


def _stints(lines: Sequence[ResumeLine]) -> list[tuple[PartialDate, ResumeLine]]:
    dated = [(line.start, line) for line in lines if line.kind == "stint" and line.start is not None]
    return sorted(dated, key=lambda pair: pair[0])


def _end_index(line: ResumeLine) -> int | None:
    """Return the month a period ends in; a year alone counts to its December, an open period has none."""
    if line.end is None:
        return None
    return line.end.month_index() + (11 if line.end.month is None else 0)


def gaps(lines: Sequence[ResumeLine], months: int) -> list[ResumeGap]:
    """Return where more than ``months`` pass between the end of all periods so far and the next beginning."""
    found: list[ResumeGap] = []
    latest: tuple[int, ResumeLine] | None = None
    for start, line in _stints(lines):
        if latest is not None and start.month_index() - latest[0] > months:
            found.append(ResumeGap(latest[1], line, start.month_index() - latest[0]))
        end = _end_index(line)
        if end is None:
            return found
        if latest is None or end > latest[0]:
            latest = (end, line)
    return found


def overlaps(lines: Sequence[ResumeLine]) -> list[tuple[ResumeLine, ResumeLine]]:
    """Return neighbouring periods of which the second begins before the first ends; sharing a month is no overlap.

    Years without a month are left out, since they cannot tell.
    """
    ordered = [(start, line) for start, line in _stints(lines) if start.month is not None]
    return [(line, later) for (_, line), (start, later) in pairwise(ordered) if _ends_after(line, start)]


def _ends_after(line: ResumeLine, moment: PartialDate) -> bool:
    if line.end is None:
        return True
    return line.end.month is not None and line.end > moment
