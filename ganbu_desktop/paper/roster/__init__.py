"""Rosters: chosen columns, one row a person, groups; placed for PDF and preview, or streamed into a workbook."""

from ganbu_desktop.paper.roster.excel import write_roster_excel
from ganbu_desktop.paper.roster.layout import RosterDocument, lay_out
from ganbu_desktop.paper.roster.pdf import write_roster_pdf
from ganbu_desktop.paper.roster.plain import check_spec, spec_from_plain, spec_to_plain
from ganbu_desktop.paper.roster.rows import Row
from ganbu_desktop.paper.roster.spec import Column, RosterSpec, list_rosters, load_catalogue, load_roster

__all__ = [
    "Column",
    "RosterDocument",
    "RosterSpec",
    "Row",
    "check_spec",
    "lay_out",
    "list_rosters",
    "load_catalogue",
    "load_roster",
    "spec_from_plain",
    "spec_to_plain",
    "write_roster_excel",
    "write_roster_pdf",
]
