"""Workbooks of ledgers that were dropped on the import page: each is read and shown in its own preview."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ganbu_desktop.desktop.ledger.importing import ImportDialog
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.kernel.ledger.batch import LedgerFile
from ganbu_desktop.kernel.ledger.plan import LedgerPlan
from ganbu_desktop.kernel.ledger.sheet import read_ledger


def import_ledgers(desk: Desk, files: Sequence[LedgerFile], page: QWidget) -> None:
    """Show the preview of each workbook, one after the other; nothing is written before its own button is pressed."""
    if not files:
        return
    first, rest = files[0], files[1:]
    desk.notify(f"“{first.name}”是“{first.spec.title}”台账的表格，按台账导入", "hint")

    def show(plan: LedgerPlan) -> None:
        dialog = ImportDialog(desk, plan, first.path)
        dialog.finished.connect(lambda _code: import_ledgers(desk, rest, page))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    desk.tasks.run(
        lambda _progress: read_ledger(desk.office, first.spec, first.path, book=first.book),
        title=f"读取{first.spec.title}",
        writes=False,
        context=page,
        done=show,
    )
