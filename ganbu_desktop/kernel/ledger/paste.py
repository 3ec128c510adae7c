"""A block from the clipboard of Excel or WPS against a ledger's fields: what each cell would become, what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ganbu_desktop.exchange.free_roster.columns import title_key
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.fields import SEALED_WORDS, Field, Hidden
from ganbu_desktop.foundation.identity_number import normalise
from ganbu_desktop.kernel.ledger.columns import NAME_TITLE, NUMBER_TITLE
from ganbu_desktop.kernel.ledger.finding import Candidate, Found, NameFinder, PeopleFinder, narrowed
from ganbu_desktop.kernel.ledger.names import MAIN, PERSON, name_column
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.store.record import Integer, Reference, fields_of

MOST_ROWS = 5_000


@dataclass(frozen=True)
class PastedCell:
    """One cell: its text as pasted, the value it becomes, or what is wrong; ``candidates`` it could mean."""

    text: str
    value: Any = None
    error: str = ""
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class Pasted:
    """What a block becomes: one mapping of field to cell a row. ``notices``: what was left out, in sentences."""

    rows: list[dict[str, PastedCell]]
    notices: list[str] = field(default_factory=list)

    @property
    def cells(self) -> int:
        """Return how many cells were pasted."""
        return sum(map(len, self.rows))

    @property
    def errors(self) -> int:
        """Return how many cells cannot be taken."""
        return sum(bool(cell.error) for row in self.rows for cell in row.values())


def read_block(text: str) -> list[list[str]]:
    """Return the cells of tab-separated text; a quoted cell may hold tabs, line ends and doubled quotes.

    Quotes count only where they open a cell and close it: ``"`` within a text stays what it is.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    rows: list[list[str]] = [[]]
    at, end = 0, len(text)
    while at <= end:
        cell, at = _cell(text, at)
        rows[-1].append(cell)
        if at >= end:
            break
        if text[at] == "\n":
            rows.append([])
        at += 1
    if rows and rows[-1] == [""] and len(rows) > 1:
        rows.pop()
    return rows


def _cell(text: str, start: int) -> tuple[str, int]:
    """Return the cell that begins at ``start`` and the place behind it."""
    if text.startswith('"', start):
        at = start + 1
        while (at := text.find('"', at)) != -1:
            if text.startswith('"', at + 1):
                at += 2
                continue
            if at + 1 == len(text) or text[at + 1] in "\t\n":
                return text[start + 1 : at].replace('""', '"'), at + 1
            break
    stops = [found for mark in "\t\n" if (found := text.find(mark, start)) != -1]
    stop = min(stops, default=len(text))
    return text[start:stop], stop


def pasted(office: Office, spec: LedgerSpec, text: str, columns: Sequence[str], first: str) -> Pasted:
    """Return what a block becomes when it is pasted into a grid of ``columns`` (field names) from column ``first`` on.

    A first row of nothing but titles of the ledger says itself which columns follow. Nothing is written.
    """
    block, notices = read_block(text), list[str]()
    targets = _titled(spec, block[0])
    if targets is not None:
        block = block[1:]
    else:
        targets = list(columns[list(columns).index(first) :])
    widest = max(map(len, block), default=0)
    if widest > len(targets):
        notices.append(f"粘贴的内容有 {widest} 列，从这一列起只有 {len(targets)} 列，多出的没有粘贴")
    if len(block) > MOST_ROWS:
        notices.append(f"一次最多粘贴 {MOST_ROWS} 行，多出的 {len(block) - MOST_ROWS} 行没有粘贴，请改用导入")
        block = block[:MOST_ROWS]
    while block and not any(cell.strip() for cell in block[-1]):
        block.pop()
    cells = [{n: cell.strip("\n") for n, cell in zip(targets, row, strict=False) if n} for row in block]
    return Pasted(_read(office, spec, cells), notices)


def _titled(spec: LedgerSpec, row: Sequence[str]) -> list[str] | None:
    """Return the fields that a row of titles names (empty for one to leave out), None when it is a row of values."""
    described = fields_of(spec.record)
    titles = {title_key(described[name].label): name for name in spec.fields}
    titles |= {title_key(NAME_TITLE): MAIN} if MAIN in spec.fields else {}
    keys = [title_key(cell) for cell in row]
    known = [titles.get(key, "") for key in keys]
    own = sum(bool(name) for name in known)
    number = title_key(NUMBER_TITLE)
    if own >= 2 and all(name or key in ("", number) for name, key in zip(known, keys, strict=True)):
        return known
    return None


def _read(office: Office, spec: LedgerSpec, rows: Sequence[Mapping[str, str]]) -> list[dict[str, PastedCell]]:
    described = fields_of(spec.record)
    finders = _Finders(office, described, rows)
    read = []
    for row in rows:
        found = {name: finders.find(name, text) for name, text in row.items()}
        certain = {
            entry.target: one.id
            for name, one in found.items()
            if isinstance(entry := described[name], Reference) and one is not None and one.id is not None
        }
        read.append({n: _pasted_cell(described[n], found[n], text, certain) for n, text in row.items()})
    return read


def _pasted_cell(entry: Field, found: Found | None, text: str, certain: Mapping[str, str]) -> PastedCell:
    if not text.strip():
        return PastedCell("")
    if entry.by_program:
        return PastedCell(text, error=f"{entry.label}由程序填写，不能粘贴")
    if found is not None:
        one = narrowed(found, certain)
        return PastedCell(text, one.id, "" if one.id else one.problem, one.candidates)
    if isinstance(entry, Reference) or (isinstance(entry, Hidden) and not isinstance(entry, Integer)):
        return PastedCell(text, error=f"{entry.label}不能粘贴")
    if text.strip() == SEALED_WORDS:
        return PastedCell(text, error=f"这是加密内容的代替文字，不是{entry.label}的内容")
    try:
        return PastedCell(text, entry.parse(text))
    except FieldError as error:
        return PastedCell(text, error=str(error))


class _Finders:
    """Finds what the reference cells of a block mean, all read at once."""

    def __init__(self, office: Office, described: Mapping[str, Field], rows: Sequence[Mapping[str, str]]) -> None:
        self._references = {n: e for n, e in described.items() if isinstance(e, Reference)}
        texts: dict[str, set[str]] = {}
        for row in rows:
            for name in row.keys() & self._references.keys():
                if row[name].strip():
                    texts.setdefault(name, set()).add(row[name])
        with office.reading() as connection:
            people = {t for n, found in texts.items() if self._references[n].target == PERSON for t in found}
            self._people = PeopleFinder(connection, filter(_is_number, people), people)
            self._others = {
                name: NameFinder(connection, self._references[name].target, found)
                for name, found in texts.items()
                if self._references[name].target != PERSON and name_column(self._references[name].target) is not None
            }

    def find(self, name: str, text: str) -> Found | None:
        """Return what a reference's text means; None for other fields and for empty cells."""
        reference = self._references.get(name)
        if reference is None or not text.strip():
            return None
        if reference.target == PERSON:
            return self._people.find("", text) if _is_number(text) else self._people.find(text)
        return self._others[name].find(text) if name in self._others else None


def _is_number(text: str) -> bool:
    plain = normalise(text)
    return len(plain) in (15, 18) and plain[:-1].isdigit()
