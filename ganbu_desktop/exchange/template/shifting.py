"""References of a sheet after rows were repeated: where a row now stands, and how far a range now reaches."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

_CELL = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d{1,7})")
_RANGE = re.compile(rf"^({_CELL.pattern})(?::({_CELL.pattern}))?$")
_WHOLE_ROWS = re.compile(r"^(\$?)(\d{1,7}):(\$?)(\d{1,7})$")
_DANGEROUS = re.compile(
    r"\b(WEBSERVICE|FILTERXML|HYPERLINK|CALL|REGISTER(?:\.ID)?|EXEC|RTD|DDE|IMAGE|ENCODEURL|IMPORT\w+)\s*\(", re.I
)
_EXTERNAL = re.compile(r"\[[^\]]*\][^!\[\]]*!|\[\d+\]")
_STRINGS = re.compile(r'"(?:[^"]|"")*"')

Move = Callable[[int], int]


@dataclass
class RowMoves:
    """Which rows of a sheet were repeated: (first, last, rows added behind last), in order."""

    blocks: list[tuple[int, int, int]] = field(default_factory=list)

    def start(self, row: int) -> int:
        """Return where a row now stands; one of a repeated block in its first copy."""
        return row + sum(added for _, last, added in self.blocks if last < row)

    def end(self, row: int) -> int:
        """Return the last row of a range that ended at ``row``: a range that ends in a block takes all its copies."""
        return row + sum(added for first, _, added in self.blocks if first <= row)

    def area(self, reference: str) -> str:
        """Return a reference such as ``A1``, ``B2:C5`` or ``$3:$4`` after the moves."""
        return moved(reference, self.start, self.end)

    def areas(self, references: str) -> str:
        """Return references parted by blanks."""
        return " ".join(self.area(each) for each in references.split())


def moved(reference: str, start: Move, end: Move) -> str:
    """Return a reference with its first row moved by ``start`` and its last one by ``end``; others as they are."""
    rows = _WHOLE_ROWS.match(reference)
    if rows:
        return f"{rows[1]}{start(int(rows[2]))}:{rows[3]}{end(int(rows[4]))}"
    found = _RANGE.match(reference)
    if not found:
        return reference
    if found[6] is None:
        return f"{found[2]}{found[3]}{found[4]}{start(int(found[5]))}"
    first = f"{found[2]}{found[3]}{found[4]}{start(int(found[5]))}"
    return f"{first}:{found[7]}{found[8]}{found[9]}{end(int(found[10]))}"


def moved_formula(formula: str, own: Callable[[str], str], of_sheet: Callable[[str, str], str]) -> str:
    """Return a formula (without ``=``) with its references moved.

    ``own`` moves a reference to the formula's own sheet, ``of_sheet`` one to the sheet of a name.
    """
    from openpyxl.formula.tokenizer import Token, Tokenizer

    tokens = Tokenizer(f"={formula}")
    for token in tokens.items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            sheet, mark, reference = token.value.rpartition("!")
            token.value = f"{sheet}!{of_sheet(sheet.strip(chr(39)), reference)}" if mark else own(reference)
    return "".join(token.value for token in tokens.items)


def formula_problem(formula: str) -> str:
    """Return what a formula does that a template's may not, nothing for one that only reckons."""
    bare = _STRINGS.sub('""', formula)
    found = _DANGEROUS.search(bare)
    if found:
        return f"公式里的 {found[1].upper()} 会取用外部内容"
    if "|" in bare:
        return "公式里有 DDE 调用"
    return "公式引用了其他工作簿" if _EXTERNAL.search(bare) else ""
