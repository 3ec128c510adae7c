"""Onto real paper: the printer's dialog, both sides or one, and the pages of the preview painted at its resolution."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QRadioButton, QWidget

from ganbu_desktop.desktop.kit.widgets import Notice, PlainDialog, dialog_buttons
from ganbu_desktop.desktop.paper.preview.paint import PaperFonts, paint_page
from ganbu_desktop.foundation.errors import Cancelled, DocumentError
from ganbu_desktop.kernel.forms.sheets import FontBook, PageFrame, PlacedPage
from ganbu_desktop.kernel.office.office import Progress


class Sides(Enum):
    """Which sides of the sheets are printed; the value is what the clerk reads."""

    BOTH = "双面打印（沿长边翻页）"
    SINGLE = "单面打印，每页一张纸"
    FRONTS = "只打正面（单数页）"
    BACKS = "只打反面（双数页）"


_HINTS = {
    Sides.BOTH: "一张纸正反两面。打印机不能自动双面时，先选“只打正面”，把纸翻过来放回纸盒，再选“只打反面”。",
    Sides.SINGLE: "每页一张纸。要求正反两面的表（如任免审批表）不能这样上报。",
    Sides.FRONTS: "打完后不要打乱顺序，按打印机的说明把纸翻面放回。",
    Sides.BACKS: "请先用一张纸试一次放纸的方向。",
}


class SidesDialog(PlainDialog):
    """Asks for the sides before the printer's own dialog comes."""

    def __init__(self, parent: QWidget | None, pages: int, *, two_sided: bool) -> None:
        """``two_sided``: the form is made for both sides of a sheet."""
        super().__init__(parent, "打印", f"共 {pages:,} 页")
        self._buttons = {sides: QRadioButton(sides.value) for sides in Sides}
        self._hint = Notice()
        for sides, button in self._buttons.items():
            button.toggled.connect(lambda on, s=sides: self._hint.say("hint", _HINTS[s]) if on else None)
            self.body.addWidget(button)
        self.body.addWidget(self._hint)
        self._buttons[Sides.BOTH if two_sided else Sides.SINGLE].setChecked(True)
        if not two_sided:
            self._hint.clear()
        buttons, _ = dialog_buttons(self, ok="选择打印机…")
        self.body.addWidget(buttons)

    def sides(self) -> Sides:
        """Return the choice."""
        return next(sides for sides, button in self._buttons.items() if button.isChecked())


def has_printer() -> bool:
    """Return whether this PC knows any printer."""
    return bool(QPrinterInfo.availablePrinterNames())


def ask_printer(printer: QPrinter, parent: QWidget | None) -> bool:
    """Show the printer's dialog; False when the person backs out."""
    return bool(QPrintDialog(printer, parent).exec())


def make_printer(frame: PageFrame, sides: Sides, title: str) -> QPrinter:
    """Return a printer set up for the first page's paper."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setPageLayout(_layout(frame))
    printer.setFullPage(True)
    printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide if sides is Sides.BOTH else QPrinter.DuplexMode.DuplexNone)
    return printer


def _layout(frame: PageFrame) -> QPageLayout:
    across = frame.width_mm > frame.height_mm
    short, long = sorted((frame.width_mm, frame.height_mm))
    size = QPageSize(QSizeF(short, long), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    turned = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
    return QPageLayout(size, turned, QMarginsF(0, 0, 0, 0))


def print_pages(
    printer: QPrinter, pages: Sequence[PlacedPage], sides: Sides, book: FontBook, progress: Progress
) -> int:
    """Paint pages onto a printer and return how many; stopping takes the job back from the printer.

    Raises DocumentError when the printer does not take the job.
    """
    wanted = _chosen(pages, sides)
    fonts = PaperFonts(book)
    painter = QPainter()
    if not painter.begin(printer):
        raise DocumentError("打印机没有接受打印任务。数据没有改动。请检查打印机是否联机、有纸，再打印一次。")
    try:
        for number, page in enumerate(wanted, 1):
            progress.step(number, len(wanted), "送往打印机")
            if number > 1:
                printer.setPageLayout(_layout(page.frame))
                printer.newPage()
            paint_page(painter, page, fonts, printer.resolution() / 25.4)
    except Cancelled:
        printer.abort()
        raise
    finally:
        painter.end()
    return len(wanted)


def _chosen(pages: Sequence[PlacedPage], sides: Sides) -> list[PlacedPage]:
    if sides is Sides.FRONTS:
        return list(pages[0::2])
    return list(pages[1::2] if sides is Sides.BACKS else pages)
