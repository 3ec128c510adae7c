"""Dialogs that can be made with a desk and a folder alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog

from ganbu_desktop.desktop.people.choose_people import ChoosePeopleDialog
from ganbu_desktop.desktop.start.new_store import NewStoreDialog
from ganbu_desktop.desktop.start.unlock import ChangePasswordDialog, UnlockDialog
from ganbu_desktop.desktop.start.welcome import WelcomeDialog
from ganbu_desktop.desktop.tables import Column
from ganbu_desktop.desktop.tables.columns import ColumnChooser
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.desktop.workbench.answering import AnswerDialog
from ganbu_desktop.kernel.reminders.reminder import Answer
from ganbu_desktop.modules.checks.pages.check_levels import LevelsDialog
from ganbu_desktop.modules.people.pages.list_new import NewPersonDialog

DIALOGS: dict[str, Callable[[Desk, Path], QDialog]] = {
    "new person": lambda desk, folder: NewPersonDialog(desk),
    "choose people": lambda desk, folder: ChoosePeopleDialog(desk),
    "levels": lambda desk, folder: LevelsDialog(desk, {}),
    "answer": lambda desk, folder: AnswerDialog(None, Answer.LATER, 2),
    "columns": lambda desk, folder: ColumnChooser(None, [Column("name", "姓名", 90)], ["name"], 1),
    "welcome": lambda desk, folder: WelcomeDialog([folder / "县.ganbu"]),
    "change password": lambda desk, folder: ChangePasswordDialog(None),
    "unlock": lambda desk, folder: UnlockDialog(
        None, folder / "县.ganbu", tasks=desk.tasks, messages=desk.messages, clock=desk.office.clock
    ),
    "new store": lambda desk, folder: NewStoreDialog(
        None,
        suggested=folder / "新.ganbu",
        tasks=desk.tasks,
        messages=desk.messages,
        clock=desk.office.clock,
        fill=None,
        title="新建数据文件",
    ),
}
