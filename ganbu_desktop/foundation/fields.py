"""What one field of a record is, said once.

A ``Field`` has four jobs: label, ``parse`` (text to value), ``format`` (value to text) and ``check``. It has no Qt,
SQL, Excel or PDF in it: each consumer keeps one table from the kind of field to its own thing. Conditions, formulas
and widths do not belong here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from ganbu_desktop.foundation import codes, identity_number, party, person_name
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.foundation.text import clean_line, clean_text, half_width

SEALED_WORDS = "（已加密，仅有权限者可看）"
_DECIMAL = re.compile(r"(?P<whole>[0-9]+)(?:\.(?P<decimals>[0-9]*))?")
_COUNTED = re.compile(r"(?<=\d)\s*(?:年度?|人|名|个)$")


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column of a record, described once.

    ``label``: what the clerk reads. ``header``: the column of the 2017 collection workbook where it differs from the
    label. ``group``: the block of a form it stands in. ``wanted``: should be filled (a gap is listed under 待完善 and
    never blocks saving). ``help``: one sentence on how to fill it. ``max_length``: longest text in characters that the
    official editor takes; a longer one is a finding, never a refusal. ``by_program``: set by actions only, shown
    everywhere and typed nowhere.
    """

    label: str
    header: str | None = None
    group: str = ""
    wanted: bool = False
    help: str = ""
    max_length: int | None = None
    by_program: bool = False
    empty: ClassVar[Any] = None

    def parse(self, text: str) -> Any:
        """Turn what a person typed (or a cell's text) into the stored value; empty text is None.

        Raises FieldError with a sentence when the text cannot be taken.
        """
        cleaned = self.clean(text)
        if not cleaned:
            return None
        return self.read(cleaned)

    def clean(self, text: str) -> str:
        """Return ``text`` without what can carry no meaning in this field."""
        return clean_line(text)

    def read(self, text: str) -> Any:
        """Turn cleaned, non-empty text into the value."""
        return text

    def format(self, value: Any) -> str:
        """Turn a stored value into the text that people read; ``parse(format(v)) == v``."""
        return "" if value is None else str(value)


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """One line of text."""


@dataclass(frozen=True, kw_only=True)
class PartyText(Text):
    """入党时间 as forms hold it: a month, names of parties, or both (see ``party``)."""

    def read(self, text: str) -> str:
        """Keep the text as typed; a month that may be January or October is refused like any other date."""
        party.refuse_cut_months(text)
        return text


@dataclass(frozen=True, kw_only=True)
class LongText(Field):
    """Text with line breaks, kept as typed except for line ends and trailing blanks."""

    def clean(self, text: str) -> str:
        """Normalise line ends; keep inner blanks, which carry layout in a résumé."""
        return clean_text(text)


@dataclass(frozen=True, kw_only=True)
class Name(Field):
    """A person's name, stored unpadded."""

    def clean(self, text: str) -> str:
        """Strip padding and unify the middle dot."""
        return person_name.normalise(text)


@dataclass(frozen=True, kw_only=True)
class Identity(Field):
    """A citizen's identity number (GB 11643), stored as 18 (or old 15) characters."""

    def clean(self, text: str) -> str:
        """Unify width and case and drop blanks; what remains is judged by ``read``."""
        return identity_number.normalise(text)

    def read(self, text: str) -> str:
        """Keep any text that could have been meant as a number; wrong check digits are findings, not refusals.

        Only a number damaged by a spreadsheet (a float such as 5.1E+17) is refused: its digits are gone.
        """
        identity_number.refuse_damaged(text)
        return text


@dataclass(frozen=True, kw_only=True)
class Date(Field):
    """A date known to the year, month or day."""

    def read(self, text: str) -> PartialDate:
        """Read every unambiguous spelling; refuse the ambiguous ones."""
        return PartialDate.parse(text)

    def format(self, value: Any) -> str:
        """Return ``YYYY``, ``YYYY.MM`` or ``YYYY.MM.DD``."""
        return "" if value is None else str(value)


@dataclass(frozen=True, kw_only=True)
class Number(Field):
    """A whole number, zero or more."""

    def clean(self, text: str) -> str:
        """Unify the width of digits and drop the word that says what was counted (2021年, 3名)."""
        return _COUNTED.sub("", half_width(clean_line(text)))

    def read(self, text: str) -> int:
        """Read digits; a spreadsheet's ``12.0`` counts as 12."""
        head, _, tail = text.partition(".")
        if not head.isascii() or not head.isdigit() or tail.strip("0"):
            raise FieldError(f"{self.label}应为整数，现为“{text}”")
        if len(head) > 15:
            raise FieldError(f"{self.label}的数字过大：“{text}”")
        return int(head)


@dataclass(frozen=True, kw_only=True)
class Scaled(Field):
    """A number with ``places`` decimals, stored exactly as a whole number of its smallest step.

    7.5 hours of a field with one place are stored as 75; whoever reckons with the value says so in its name
    (``hours_tenths``, ``cost_cents``).
    """

    places: int = 1

    def clean(self, text: str) -> str:
        """Unify the width of digits and drop separators of thousands."""
        return half_width(clean_line(text)).replace(",", "")

    def read(self, text: str) -> int:
        """Read a decimal number, zero or more; more decimals than ``places`` are refused, never rounded."""
        match = _DECIMAL.fullmatch(text)
        if match is None:
            raise FieldError(f"{self.label}应为数字，现为“{text}”")
        decimals = match["decimals"] or ""
        if decimals[self.places :].strip("0"):
            raise FieldError(f"{self.label}最多 {self.places} 位小数，现为“{text}”")
        if len(match["whole"]) > 12:
            raise FieldError(f"{self.label}的数字过大：“{text}”")
        return int(match["whole"] + decimals[: self.places].ljust(self.places, "0"))

    def format(self, value: Any) -> str:
        """Return the number without needless zeros: 75 of one place is ``7.5``, 80 is ``8``."""
        if value is None:
            return ""
        whole, rest = divmod(int(value), 10**self.places)
        decimals = f"{rest:0{self.places}d}".rstrip("0")
        return f"{whole}.{decimals}" if decimals else str(whole)


@dataclass(frozen=True, kw_only=True)
class Sealed(LongText):
    """Private text that the store keeps under a second key; ``kernel.sealed`` opens it for those who may read it."""

    def format(self, value: Any) -> str:
        """Return whether there is something, never what."""
        return "" if value is None else SEALED_WORDS


@dataclass(frozen=True, kw_only=True)
class Flag(Field):
    """Yes or no; unknown is None."""

    yes: str = "是"
    no: str = "否"

    def read(self, text: str) -> bool:
        """Read 是/否 and the usual marks of a spreadsheet."""
        if text in {self.yes, "是", "有", "1", "√", "✓", "Y", "y", "true", "True", "TRUE"}:
            return True
        if text in {self.no, "否", "无", "没有", "0", "×", "N", "n", "false", "False", "FALSE"}:
            return False
        raise FieldError(f"{self.label}应填“{self.yes}”或“{self.no}”，现为“{text}”")

    def format(self, value: Any) -> str:
        """Return the field's own words for yes and no."""
        if value is None:
            return ""
        return self.yes if value else self.no


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One entry of a code table; the code is stored, the label is shown.

    An ``open`` choice keeps a text that the table does not have (and the data check reports it): real files hold more
    words for 健康状况 or 称谓 than the standard, and losing them would be worse.
    """

    table: str
    open: bool = False

    def read(self, text: str) -> str:
        """Return the code of a label or alias."""
        code = codes.table(self.table).code_for(text)
        if code is not None:
            return code
        if self.open:
            return text
        raise FieldError(f"{self.label}“{text}”不在代码表中，请从下拉列表选取")

    def format(self, value: Any) -> str:
        """Return the label; retired codes still print."""
        return "" if value is None else codes.table(self.table).label_for(str(value))


@dataclass(frozen=True, kw_only=True)
class Hidden(Field):
    """A value kept for the program itself (order, unknown elements of a file); no screen offers it."""
