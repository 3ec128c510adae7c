"""What a report run keeps: the whole report as plain values, and the fingerprint of what it says.

The fingerprint (SHA-256 of canonical JSON) covers the template's name, the period, the rule versions and everything
that stands on the paper, with the people each figure counts; not how it is laid out, and nothing of time or account.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any

from ganbu_desktop.kernel.report.spec import Cell, Figure, Report, ReportTable

Plain = dict[str, Any]
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
_FAST = 1


def fingerprint(name: str, period: str, report: Report) -> str:
    """Return the SHA-256 of what the report called ``name`` says of ``period``."""
    said = {
        "report": name,
        "period": period,
        "rules": dict(report.rule_versions),
        "title": report.title,
        "line": [report.left, report.right],
        "tables": [[t.title, t.header, [[_said(cell) for cell in row] for row in t.rows]] for t in report.tables],
        "remarks": report.remarks,
        "boxes": report.boxes,
        "signatures": report.signatures,
    }
    return hashlib.sha256(_encode(said).encode()).hexdigest()


def _said(cell: Cell) -> object:
    if isinstance(cell, str):
        return cell
    return [cell.value, cell.shown(), cell.rule, sorted(cell.people), sorted(cell.left_out)]


def pack(report: Report) -> bytes:
    """Return a report as the bytes that a run keeps."""
    plain = {
        "title": report.title,
        "left": report.left,
        "right": report.right,
        "remarks": report.remarks,
        "boxes": report.boxes,
        "signatures": report.signatures,
        "landscape": report.landscape,
        "rules": dict(report.rule_versions),
        "tables": [_plain_table(table) for table in report.tables],
        "inputs": _grouped((table, (record_id, digest)) for table, record_id, digest in report.inputs),
    }
    return zlib.compress(_encode(plain).encode(), _FAST)


def unpack(content: bytes) -> Report:
    """Return the report that ``pack`` made ``content`` of."""
    plain = json.loads(zlib.decompress(content))
    return Report(
        title=plain["title"],
        tables=tuple(_table(table) for table in plain["tables"]),
        left=plain["left"],
        right=plain["right"],
        remarks=tuple(plain["remarks"]),
        boxes=tuple((title, text) for title, text in plain["boxes"]),
        signatures=tuple(plain["signatures"]),
        landscape=plain["landscape"],
        rule_versions=plain["rules"],
        inputs=tuple((table, record_id, digest) for table, (record_id, digest) in _flat(plain["inputs"])),
    )


def _plain_table(table: ReportTable) -> Plain:
    return {
        "title": table.title,
        "header": table.header,
        "rows": [[cell if isinstance(cell, str) else _plain_figure(cell) for cell in row] for row in table.rows],
        "widths": table.widths,
        "aligns": table.aligns,
    }


def _table(plain: Plain) -> ReportTable:
    return ReportTable(
        title=plain["title"],
        header=tuple(tuple(row) for row in plain["header"]),
        rows=tuple(tuple(cell if isinstance(cell, str) else _figure(cell) for cell in row) for row in plain["rows"]),
        widths=tuple(plain["widths"]),
        aligns=plain["aligns"],
    )


def _plain_figure(figure: Figure) -> Plain:
    plain = {
        "value": figure.value,
        "text": figure.text,
        "formula": figure.formula,
        "rule": figure.rule,
        "people": figure.people,
        "left_out": figure.left_out,
        "records": _grouped(figure.records),
    }
    return {name: value for name, value in plain.items() if value or name == "value"}


def _figure(plain: Plain) -> Figure:
    return Figure(
        value=plain["value"],
        text=plain.get("text", ""),
        formula=plain.get("formula", ""),
        rule=plain.get("rule", ""),
        people=tuple(plain.get("people", ())),
        left_out=tuple((person, reason) for person, reason in plain.get("left_out", ())),
        records=tuple(_flat(plain.get("records", ()))),
    )


def _grouped(pairs: Iterable[tuple[str, Any]]) -> list[tuple[str, list[Any]]]:
    """Return what stands together of one table, in order; a table's name is not written again for each."""
    return [(table, [rest for _, rest in group]) for table, group in groupby(pairs, key=itemgetter(0))]


def _flat(groups: Iterable[tuple[str, list[Any]]]) -> Iterable[tuple[str, Any]]:
    return ((table, rest) for table, rests in groups for rest in rests)
