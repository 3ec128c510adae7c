"""Official forms and rosters as placed cells, drawn to PDF and Excel. Knows no store."""
