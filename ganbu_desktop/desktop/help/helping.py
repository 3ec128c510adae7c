"""Help around the pages: the manual, the card of keys, the tour of the demo store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from ganbu_desktop.desktop.window.page import Desk

if TYPE_CHECKING:
    from ganbu_desktop.desktop.help.help_window import HelpWindow
    from ganbu_desktop.desktop.help.tour import Tour

Samples = Callable[[Path], Sequence[Path]]
"""Writes files as units hand them in into a folder and returns them."""
_PDF = "PDF 文件 (*.pdf)"


class Helper:
    """One a window. What it shows is made when it is first asked for, so that starting stays quick."""

    def __init__(self, desk: Desk, place: QVBoxLayout, samples: Samples | None, *, is_demo: bool) -> None:
        """``place``: the layout under whose page the tour stands; ``is_demo``: only there is it offered."""
        self._desk, self._place, self._samples, self._is_demo = desk, place, samples, is_demo
        self._window: HelpWindow | None = None
        self.tour: Tour | None = None
        if is_demo:
            self._make_tour()

    # ---- the manual

    def show_manual(self, page: str) -> None:
        """Show the page of the manual that belongs to a screen."""
        if self._window is None:
            from ganbu_desktop.desktop.help.help_window import HelpWindow

            assert self._desk.window is not None
            self._window = HelpWindow(self._desk.window, self.print_manual, self._desk.manual())
        self._window.show_page(page)

    def manual(self) -> HelpWindow | None:
        """Return the window of the manual, if it was ever opened."""
        return self._window

    def print_manual(self) -> None:
        """Write the manual to a PDF of the clerk's choice."""
        from ganbu_desktop.kernel.manual import print_manual

        self._write("手册.pdf", "打印手册", lambda target: print_manual(target, made=self._desk.manual()))

    def print_card(self, keys: Sequence[tuple[str, str]]) -> None:
        """Write the card of keys to a PDF of the clerk's choice."""
        from ganbu_desktop.kernel.manual import print_card

        self._write("快捷键.pdf", "打印快捷键", lambda target: print_card(keys, target))

    def _write(self, name: str, title: str, write: Callable[[Path], int]) -> None:
        target = self._desk.messages.save_file(self._desk.window, title, name, _PDF)
        if target is None:
            return
        self._desk.tasks.run(
            lambda progress: write(target),
            title=title,
            writes=False,
            context=self._desk.window,
            done=lambda pages: self._desk.notify(f"已写出 {pages} 页：{target}"),
        )

    # ---- the tour

    def _make_tour(self) -> None:
        from ganbu_desktop.desktop.help.tour import Tour

        self.tour = Tour(
            self._desk.settings, str(self._desk.office.path), go=self._desk.go, prepare_samples=self._prepare_samples
        )
        self._place.addWidget(self.tour)

    def begin_tour(self) -> None:
        """Take the tour up; on a store of real people only say where it is to be had."""
        if self.tour is None:
            text = "导览只在演示数据上走，免得动到真数据。请在“文件”菜单选“打开其他数据文件…”，再选“演示数据”。"
            self._desk.messages.info(self._desk.window, "导览", text)
        else:
            self.tour.resume()

    def _prepare_samples(self) -> None:
        folder = self._desk.messages.folder(self._desk.window, "样例文件放在哪个文件夹")
        if folder is None or self._samples is None:
            return
        write, place = self._samples, folder / "样例"
        self._desk.tasks.run(
            lambda progress: write(place),
            title="准备样例文件",
            writes=False,
            context=self._desk.window,
            done=lambda files: self._desk.go("import", [files[0]]),
        )

    # ---- what the window tells

    def page_shown(self, name: str) -> None:
        """Take note that a page came on show."""
        if self.tour is not None:
            self.tour.page_shown(name)

    def changed(self, tables: frozenset[str], kind: str = "") -> None:
        """Take note that a step was committed."""
        if self.tour is not None:
            self.tour.changed(tables, kind)

    def dress(self) -> None:
        """Take on another look or size of text."""
        if self._window is not None:
            self._window.dress()
        if self.tour is not None:
            self._place.removeWidget(self.tour)
            self.tour.deleteLater()
            self._make_tour()
