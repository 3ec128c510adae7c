"""Reports: tables of figures with title, boxes, remarks and signatures, placed for PDF or written as a workbook."""

from ganbu_desktop.paper.report.excel import write_report_excel
from ganbu_desktop.paper.report.layout import lay_out
from ganbu_desktop.paper.report.model import PaperReport, PaperTable, PaperValue

__all__ = ["PaperReport", "PaperTable", "PaperValue", "lay_out", "write_report_excel"]
