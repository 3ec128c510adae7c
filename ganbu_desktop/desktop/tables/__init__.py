"""Tables that page their rows: sources of rows, the model over them, and the view with frozen columns and filters."""

from ganbu_desktop.desktop.tables.model import PagedTableModel
from ganbu_desktop.desktop.tables.source import (
    CONDITIONS,
    Column,
    GroupedSource,
    ListSource,
    Query,
    Row,
    RowGroup,
    RowSource,
    Sort,
)
from ganbu_desktop.desktop.tables.table import DataTable

__all__ = [
    "CONDITIONS",
    "Column",
    "DataTable",
    "GroupedSource",
    "ListSource",
    "PagedTableModel",
    "Query",
    "Row",
    "RowGroup",
    "RowSource",
    "Sort",
]
