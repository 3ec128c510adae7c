"""The formulas of a template's sheets: what they may not do, and where they look after rows were repeated."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from lxml import etree

from ganbu_desktop.exchange.template.package import TemplatePackage
from ganbu_desktop.exchange.template.shifting import RowMoves, formula_problem, moved, moved_formula
from ganbu_desktop.foundation.errors import ExchangeError

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OF_BLOCK = "ganbu-block"
"""Noted at formulas of repeated rows while a sheet is filled; never written."""


def by(step: int) -> Callable[[int], int]:
    """Return what adds ``step`` to a row."""
    return lambda row: row + step


def write_out_shared(data: etree._Element) -> None:
    """Write formulas that refer to another cell's out in full."""
    from openpyxl.formula.translate import Translator

    masters: dict[str, tuple[str, str]] = {}
    for formula in data.iter(f"{S}f"):
        if formula.get("t") != "shared":
            continue
        cell = formula.getparent()
        place = cell.get("r", "") if cell is not None else ""
        key = formula.get("si", "")
        if formula.text:
            masters[key] = (f"={formula.text}", place)
        elif key in masters:
            text, origin = masters[key]
            formula.text = Translator(text, origin=origin).translate_formula(place)[1:]
        for name in ("t", "si", "ref"):
            formula.attrib.pop(name, None)


def _own_move(block: str, moves: RowMoves) -> Callable[[str], str]:
    """Return how references to the formula's own sheet move: those of a copied row stay within its own copy."""
    if not block:
        return moves.area
    first, last, step = (int(part) for part in block.split())

    def move(reference: str) -> str:
        rows = [int(each) for each in re.findall(r"(?<=[A-Z$])\d+", reference)]
        if rows and all(first <= row <= last for row in rows):
            return moved(reference, by(step), by(step))
        return moves.area(reference)

    return move


def move_formulas(root: etree._Element, name: str, moves: dict[str, RowMoves]) -> None:
    """Move the references of every formula of a sheet, and forget the values they had."""
    if not any(found.blocks for found in moves.values()):
        return
    for formula in root.iter(f"{S}f", f"{S}formula", f"{S}formula1", f"{S}formula2"):
        formula.text = moved_formula(
            formula.text or "",
            _own_move(formula.attrib.pop(OF_BLOCK, ""), moves[name]),
            lambda sheet, reference: moves[sheet].area(reference) if sheet in moves else reference,
        )
    for cell in root.iter(f"{S}c"):
        value = cell.find(f"{S}v")
        if cell.find(f"{S}f") is not None and value is not None:
            cell.remove(value)
            cell.attrib.pop("t", None)


def finish_workbook(package: TemplatePackage, names: Sequence[str], moves: dict[str, RowMoves]) -> None:
    """Move what the workbook keeps of its sheets, and let Excel reckon anew."""
    book = package.tree("xl/workbook.xml")
    for defined in book.iter(f"{S}definedName"):
        problem = formula_problem(defined.text or "")
        if problem:
            raise ExchangeError(
                f"名称“{defined.get('name', '')}”的{problem}，模板没有存入，数据没有改动；请在“名称管理器”中删去后另存"
            )
        defined.text = ",".join(_moved_place(each, moves) for each in (defined.text or "").split(","))
    if not any(found.blocks for found in moves.values()):
        return
    if "xl/calcChain.xml" in package.parts:
        package.drop("xl/calcChain.xml")
    reckoning = book.find(f"{S}calcPr")
    if reckoning is None:
        reckoning = etree.SubElement(book, f"{S}calcPr")
        after = book.find(f"{S}definedNames")
        if after is None:
            after = next(book.iter(f"{S}sheets"))
        after.addnext(reckoning)
    reckoning.set("fullCalcOnLoad", "1")


def _moved_place(place: str, moves: dict[str, RowMoves]) -> str:
    sheet, mark, reference = place.rpartition("!")
    found = moves.get(sheet.strip("'"))
    return f"{sheet}!{found.area(reference)}" if mark and found is not None else place
