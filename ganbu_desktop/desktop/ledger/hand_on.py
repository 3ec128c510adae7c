"""Handing a ledger on: the Excel workbook of what the list shows, or the empty one that is filled in and imported."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import PlainDialog, column, dialog_buttons, labelled
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.kernel.ledger import listing as ledger_list
from ganbu_desktop.kernel.ledger import sheet as ledger_sheet
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.log.sealed_guard import sealed_fields

KINDS = "Excel 文件 (*.xlsx)"


class ExportDialog(PlainDialog):
    """Asks which rows are written: all of the list, the chosen ones, or none (空白模板)."""

    def __init__(self, parent: QWidget | None, spec: LedgerSpec, listed: int, chosen: int, *, noted: bool) -> None:
        """``noted``: the export leaves a line in the access log, so its purpose is asked for."""
        super().__init__(parent, f"导出{spec.title}", "导出的 Excel 可以改好再导回来；没有动过的行不会改变。")
        self._group = QButtonGroup(self)
        self.all_rows = QRadioButton(f"列表中的全部 {listed:,} 条")
        self.chosen_rows = QRadioButton(f"选中的 {chosen:,} 条")
        self.template = QRadioButton("空白模板（只有表头和填表说明，填好后导入）")
        for number, button in enumerate((self.all_rows, self.chosen_rows, self.template)):
            self._group.addButton(button, number)
        self.all_rows.setEnabled(listed > 0)
        self.chosen_rows.setVisible(chosen > 1)
        self.template.setVisible(spec.may_import)
        first = self.chosen_rows if chosen > 1 else self.all_rows if listed else self.template
        first.setChecked(True)
        self.body.addWidget(column(self.all_rows, self.chosen_rows, self.template))
        self.purpose = QLineEdit()
        self.purpose.setPlaceholderText("如：报市委组织部")
        purpose_row = labelled("用途（记入查阅记录）", self.purpose)
        purpose_row.setVisible(noted)
        self.body.addWidget(purpose_row)
        self.body.addSpacing(theme.space(1))
        buttons, _good = dialog_buttons(self, ok="导出")
        self.body.addWidget(buttons)
        first.setFocus()


def export(desk: Desk, spec: LedgerSpec, listed: Sequence[str], chosen: Sequence[str], context: QWidget) -> None:
    """Ask what is wanted and where, and write it."""
    noted = ledger_list.is_limiting(spec) or bool(sealed_fields(spec.record))
    dialog = ExportDialog(desk.window, spec, len(listed), len(chosen), noted=noted)
    wanted = dialog.exec()
    template, some = dialog.template.isChecked(), dialog.chosen_rows.isChecked()
    purpose = dialog.purpose.text().strip()
    dialog.deleteLater()
    if not wanted:
        return
    ids = () if template else chosen if some else listed
    name = f"{spec.title}{'_空白模板' if template else f'_{desk.office.today():%Y%m%d}'}.xlsx"
    found = desk.messages.save_file(desk.window, f"导出{spec.title}", name, KINDS)
    if found is None:
        return
    target = found.with_name(found.name.removesuffix(".xlsx") + ".xlsx")
    desk.tasks.run(
        lambda progress: ledger_sheet.export_ledger(
            desk.office, spec, target, ids, template=template, progress=progress, purpose=purpose
        ),
        title=f"导出{spec.title}",
        context=context,
        done=lambda count: desk.notify(_said(count, len(ids), template, target)),
    )


def _said(count: int, wanted: int, template: bool, target: Path) -> str:
    if template:
        return f"已写出空白模板：{target}"
    left = f"（{wanted - count:,} 条是草稿，不导出）" if wanted > count else ""
    return f"已写出 {count:,} 条{left}：{target}"
