"""The 2017 collection workbook (公务员管理信息系统 2017 版信息采集表) as rows by column name, both ways.

Knows sheets, columns, widths and drop-down lists; what a value means is decided by whoever owns the records.
"""

from ganbu_desktop.exchange.collection_workbook.layout import LAYOUT, NOTES_SHEET, SheetLayout, sheet_layout
from ganbu_desktop.exchange.collection_workbook.reader import (
    CollectionWorkbook,
    SheetRow,
    from_workbook,
    is_collection_workbook,
    read_collection_workbook,
)
from ganbu_desktop.exchange.collection_workbook.writer import write_collection_workbook

__all__ = [
    "LAYOUT",
    "NOTES_SHEET",
    "CollectionWorkbook",
    "SheetLayout",
    "SheetRow",
    "from_workbook",
    "is_collection_workbook",
    "read_collection_workbook",
    "sheet_layout",
    "write_collection_workbook",
]
