"""A ledger's workbook dropped on the import page opens the ledger's own preview instead of being refused."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.builders import make_person
from support.ledgers import REWARDS, TENURES
from support.pages import put_on_screen
from support.workbooks import ROSTER_ROWS, make_xlsx

from ganbu_desktop.desktop.ledger.importing import ImportDialog
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Reward, Tenure
from ganbu_desktop.modules.intake.pages.import_page import COLUMNS, FILES, ImportPage

POSTS = [("姓名", "职务名称", "任职时间"), ("欧阳娜", "局长", "2020.03"), ("无此人", "书记", "2020.03")]
REWARDED = [("姓名", "奖惩名称", "批准机关"), ("欧阳娜", "嘉奖", "县委")]


def shown(qtbot: QtBot, desk: Desk) -> ImportDialog:
    """Wait for a preview and return it."""
    found: list[ImportDialog] = []

    def look() -> bool:
        found[:] = [w for w in QApplication.topLevelWidgets() if isinstance(w, ImportDialog) and w.isVisible()]
        return bool(found) and not desk.tasks.is_busy()

    qtbot.waitUntil(look, timeout=20000)
    return found[0]


def page_of(qtbot: QtBot, desk: Desk) -> ImportPage:
    with_ledgers = dataclasses.replace(desk, ledgers=lambda: (TENURES, REWARDS))
    return put_on_screen(qtbot, ImportPage(with_ledgers))


def test_two_ledgers_are_imported_one_after_the_other(qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path) -> None:
    make_person(office, "欧阳娜")
    page = page_of(qtbot, desk)
    page.files.add([make_xlsx(tmp_path / "甲.xlsx", POSTS), make_xlsx(tmp_path / "乙.xlsx", REWARDED)])
    page.go_on()
    posts = shown(qtbot, desk)
    assert posts.windowTitle() == "导入任职台账"
    posts.apply()
    qtbot.waitUntil(lambda: len(office.find(Tenure)) == 1 and not desk.tasks.is_busy(), timeout=20000)
    assert office.find(Reward) == []
    posts.close()
    rewards = shown(qtbot, desk)
    assert rewards.windowTitle() == "导入奖励台账"
    rewards.close()
    assert page.step() == FILES
    assert office.find(Reward) == [], "closing a preview writes nothing"


def test_a_roster_beside_a_ledger_goes_its_own_way(qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path) -> None:
    make_person(office, "欧阳娜")
    page = page_of(qtbot, desk)
    page.files.add([make_xlsx(tmp_path / "甲.xlsx", POSTS), make_xlsx(tmp_path / "名册.xlsx", ROSTER_ROWS)])
    page.go_on()
    shown(qtbot, desk).close()
    qtbot.waitUntil(lambda: page.step() == COLUMNS and not desk.tasks.is_busy(), timeout=20000)
    assert len(page.columns.choices) == 1
