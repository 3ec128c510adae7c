"""The print dialog of entries: the true preview of each sheet, files, the blank sheet, notes of sensitive ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.correction_sheets import LAYOUT, add_corrections, correction_form
from support.fake_messages import FakeMessages
from support.written_files import word_text

from ganbu_desktop.desktop.paper.print_dialog import EXCEL, WORD, PrintDialog, ask_print
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.kernel.forms.form_print import Printed
from ganbu_desktop.kernel.log.access_log import VIEW, accesses
from ganbu_desktop.kernel.office.office import Office

Open = Callable[..., PrintDialog]


@pytest.fixture
def results(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, Printed]]:
    """What the result dialog was asked to show; the dialog itself stays closed."""
    shown: list[tuple[Path, Printed]] = []
    monkeypatch.setattr(PrintDialog, "show_result", lambda _self, target, outcome: shown.append((target, outcome)))
    return shown


@pytest.fixture
def opened(qtbot: QtBot, desk: Desk) -> Open:
    def make(ids: list[str], **form: bool) -> PrintDialog:
        dialog = PrintDialog(desk, "打印更正申请", [correction_form(**form)], ids)
        qtbot.addWidget(dialog)
        dialog.show()
        settle(qtbot, desk)
        return dialog

    return make


def settle(qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: not desk.tasks.is_busy(), timeout=30000)


def texts(dialog: PrintDialog) -> str:
    return "\n".join(cell.text for page in dialog.preview.pages for cell in page.cells)


def test_sheets_are_turned_over_one_after_the_other(qtbot: QtBot, desk: Desk, office: Office, opened: Open) -> None:
    dialog = opened(add_corrections(office, "甲处有误", "乙处有误"))
    assert "甲处有误" in texts(dialog)
    assert dialog.preview.title.text().endswith("（1/2）")
    dialog.preview.turn(1)
    settle(qtbot, desk)
    assert "乙处有误" in texts(dialog)
    dialog.preview.turn(1)
    assert "乙处有误" in texts(dialog)


def test_one_file_or_one_each(
    qtbot: QtBot,
    desk: Desk,
    office: Office,
    opened: Open,
    messages: FakeMessages,
    results: list[tuple[Path, Printed]],
    tmp_path: Path,
) -> None:
    dialog = opened(add_corrections(office, "甲处", "乙处"))
    messages.answers = [tmp_path / "更正"]
    dialog.write_button.click()
    settle(qtbot, desk)
    assert len(PdfReader(tmp_path / "更正.pdf").pages) == 2
    dialog.kind.setCurrentText(EXCEL)
    dialog.each.setChecked(True)
    messages.answers = [tmp_path]
    dialog.write_button.click()
    settle(qtbot, desk)
    assert [path.name for path in results[1][1].files] == ["更正申请_甲处.xlsx", "更正申请_乙处.xlsx"]
    dialog.kind.setCurrentText(WORD)
    dialog.one.setChecked(True)
    messages.answers = [tmp_path / "更正"]
    dialog.write_button.click()
    settle(qtbot, desk)
    assert results[2][1].files == [tmp_path / "更正.docx"]
    assert "甲处" in word_text(tmp_path / "更正.docx")


def test_the_blank_sheet_is_previewed_and_written(
    qtbot: QtBot,
    desk: Desk,
    opened: Open,
    messages: FakeMessages,
    results: list[tuple[Path, Printed]],
    tmp_path: Path,
) -> None:
    dialog = opened([])
    assert dialog.is_blank()
    assert "更 正 申 请 表" in texts(dialog)
    messages.answers = [tmp_path / "空白.pdf"]
    dialog.write_button.click()
    settle(qtbot, desk)
    assert results[0][1].sheets == 1


def test_without_entries_and_blank_sheet_there_is_nothing_to_print(opened: Open) -> None:
    dialog = opened([], has_blank=False)
    assert not dialog.write_button.isEnabled()
    assert "没有选中的条目" in dialog.preview.empty.text()


def test_findings_are_told_before_printing(
    qtbot: QtBot, desk: Desk, office: Office, opened: Open, messages: FakeMessages
) -> None:
    dialog = opened(add_corrections(office, "缺\U000323b0"))
    dialog.check_button.click()
    settle(qtbot, desk)
    assert "U+323B0" in messages.texts()


def test_looking_at_a_sensitive_sheet_leaves_one_note(qtbot: QtBot, desk: Desk, office: Office, opened: Open) -> None:
    dialog = opened(add_corrections(office, "甲处", "乙处"), is_sensitive=True)
    assert "留痕" in dialog.notice.text()
    for step in (1, -1):
        dialog.preview.turn(step)
        settle(qtbot, desk)
    assert [access.what for access in accesses(office)] == [VIEW, VIEW]
    assert dialog.preview.pages[0].watermark is not None


def test_a_record_that_is_gone_is_said(opened: Open) -> None:
    assert "已不在库中" in opened(["不在"]).preview.empty.text()


def test_a_form_nobody_offers_is_said(desk: Desk, messages: FakeMessages) -> None:
    desk.forms = lambda: [correction_form()]
    ask_print(desk, "打印", ["nothing"], [])
    assert "没有名为“nothing”的表格" in messages.texts()


def test_the_forms_of_a_ledger_are_offered(qtbot: QtBot, desk: Desk, office: Office) -> None:
    desk.forms = lambda: [correction_form()]
    ask_print(desk, "打印", [LAYOUT], add_corrections(office, "甲处有误"))
    settle(qtbot, desk)
    (dialog,) = (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, PrintDialog))
    assert "甲处有误" in texts(dialog)
    dialog.reject()
