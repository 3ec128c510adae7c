"""From pages to paper, the same way wherever something is printed: losses are told, sides and printer are asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from ganbu_desktop.desktop.paper.preview.paper import (
    Sides,
    SidesDialog,
    ask_printer,
    has_printer,
    make_printer,
    print_pages,
)
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.kernel.forms.sheets import FontBook, PlacedPage
from ganbu_desktop.kernel.office.office import Progress

Layout = Callable[[Progress], list[PlacedPage]]
_FINDINGS_TOLD = 8


class Sending:
    """Prints what its owner, a page or a dialog, lays out. ``choose_printer`` shows the printer's own dialog."""

    def __init__(self, desk: Desk, owner: QWidget, book: FontBook) -> None:
        """``book`` is the one that the pages were laid out with."""
        self._desk, self._owner, self._book = desk, owner, book
        self.choose_printer: Callable[[QPrinter, QWidget | None], bool] = ask_printer

    def offer(self, layout: Layout, title: str, *, two_sided: bool, writes: bool = False) -> None:
        """Lay everything out off the thread, tell what does not fit, ask for sides and printer, and print.

        ``writes``: laying out leaves a note in the store.
        """
        if self.choose_printer is ask_printer and not has_printer():
            text = "这台电脑没有安装打印机。\n\n数据没有改动。可以先写出 PDF 文件，拿到有打印机的电脑上打印。"
            self._desk.messages.warn(self._owner, "没有打印机", text)
            return
        self._desk.tasks.run(
            layout,
            title="准备打印",
            writes=writes,
            context=self._owner,
            done=lambda pages: self._laid_out(pages, title, two_sided=two_sided),
        )

    def _laid_out(self, pages: Sequence[PlacedPage], title: str, *, two_sided: bool) -> None:
        if not pages:
            return
        lost = sum(cell.overflow for page in pages for cell in page.cells)
        question = f"有 {lost} 个格子放不下全部内容，打印出来会缺字。\n\n仍要打印吗？"
        if lost and not self._desk.messages.question(self._owner, "有内容放不下", question, yes="仍要打印"):
            return
        dialog = SidesDialog(self._owner, len(pages), two_sided=two_sided)
        if dialog.exec():
            self.send(pages, dialog.sides(), title)
        dialog.deleteLater()

    def send(self, pages: Sequence[PlacedPage], sides: Sides, title: str) -> None:
        """Ask for the printer and send the pages off the thread."""
        printer = make_printer(pages[0].frame, sides, title)
        if not self.choose_printer(printer, self._owner):
            return
        self._desk.tasks.run(
            lambda progress: print_pages(printer, pages, sides, self._book, progress),
            title="打印",
            writes=False,
            context=self._owner,
            done=lambda count: self._desk.notify(f"已送往打印机 {count} 页"),
        )


def tell_findings(desk: Desk, owner: QWidget, findings: Sequence[str]) -> None:
    """Tell what 打印前检查 has found, or that all is well."""
    if not findings:
        desk.notify("检查完毕：都放得下，没有缺字")
        return
    told = "\n".join(findings[:_FINDINGS_TOLD])
    more = f"\n……另有 {len(findings) - _FINDINGS_TOLD} 处" if len(findings) > _FINDINGS_TOLD else ""
    advice = "数据没有改动。可以精简内容后再打印，也可以在预览里逐页查看。"
    desk.messages.warn(owner, f"有 {len(findings)} 处要注意", f"{told}{more}\n\n{advice}")
