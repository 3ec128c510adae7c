"""A clerk without a mouse: a new person with résumé, schooling and family, found by pinyin, printed."""

from __future__ import annotations

from pathlib import Path

from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from support.fake_messages import FakeMessages
from support.journey import calm, drive, page, press
from support.keyboard import focused, type_text

from ganbu_desktop.desktop.paper.preview.result import ResultDialog
from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.kernel.people.person import Education, Person, Relative
from ganbu_desktop.modules.paper.pages.print_page import PrintPage
from ganbu_desktop.modules.people.pages.list_new import NewPersonDialog
from ganbu_desktop.modules.people.pages.list_page import CadresPage
from ganbu_desktop.modules.people.pages.person_page import PersonPage
from ganbu_desktop.modules.people.pages.person_section import LedgerSection

Key = Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def fill(qtbot: QtBot, *texts: str) -> None:
    """Type into neighbouring cells; an empty text leaves a cell as it is."""
    for number, text in enumerate(texts):
        if number:
            press(qtbot, Key.Key_Tab)
        type_text(text)


def to_tab(qtbot: QtBot, person: PersonPage, title: str) -> None:
    """Walk through the tabs by Ctrl+Tab, then press Alt and its digit for the focus where it has one."""
    titles = [person.tabs.bar.tabText(n) for n in range(person.tabs.bar.count())]
    for _ in titles:
        if titles[person.tabs.bar.currentIndex()] != title:
            press(qtbot, Key.Key_Tab, CTRL)
    assert titles[person.tabs.bar.currentIndex()] == title
    index = titles.index(title)
    if index < 9:
        press(qtbot, Key(Key.Key_1.value + index), ALT)
    else:
        person.focus_first()


def add_row(qtbot: QtBot, person: PersonPage, title: str, values: dict[str, str]) -> None:
    """Add a row to a ledger by Ins and type some of its cells."""
    to_tab(qtbot, person, title)
    press(qtbot, Key.Key_Insert)
    section = person.tabs.section()
    assert isinstance(section, LedgerSection)
    view, names = section.ledger.view, section.ledger.model.names
    press(qtbot, Key.Key_Escape)
    for name in (name for name in names if name in values):
        for _ in names:
            if names[view.currentIndex().column()] != name:
                press(qtbot, Key.Key_Tab)
        assert names[view.currentIndex().column()] == name
        type_text(values[name])
        press(qtbot, Key.Key_Tab)


def test_a_new_person_without_a_mouse(qtbot: QtBot, window: MainWindow, messages: FakeMessages, tmp_path: Path) -> None:
    """U6: a new cadre with three lines of a résumé is entered and saved by keys alone."""
    before = set(page(window, CadresPage).table.all_ids())
    press(qtbot, Key.Key_N, CTRL)
    dialog = window.findChild(NewPersonDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isActiveWindow)
    type_text("欧阳小明")
    press(qtbot, Key.Key_Return)
    person = page(window, PersonPage)
    calm(qtbot, window)
    qtbot.waitUntil(lambda: window.isActiveWindow() and QApplication.focusWidget() is not None)

    press(qtbot, Key.Key_3, ALT)
    fill(qtbot, "1998.09", "2002年7月", "青禾大学农学专业学习")
    press(qtbot, Key.Key_Return)
    fill(qtbot, "", "200806", "青禾县柳林镇科员")
    press(qtbot, Key.Key_Return)
    fill(qtbot, "", "", "青禾县委组织部副部长")
    add_row(qtbot, person, "学历学位", {"level_name": "大学", "school": "青禾大学", "major": "农学"})
    add_row(qtbot, person, "家庭成员", {"name": "李秋菊", "employer_and_post": "青禾县第一中学教师"})
    press(qtbot, Key.Key_S, CTRL)
    calm(qtbot, window)

    (saved,) = (p for p in window.office.find(Person) if p.id not in before)
    assert saved.name == "欧阳小明"
    assert saved.resume == (
        "1998.09--2002.07  青禾大学农学专业学习\n"
        "2002.07--2008.06  青禾县柳林镇科员\n"
        "2008.06--         青禾县委组织部副部长"
    )
    assert [(e.level_name, e.school, e.major) for e in window.office.owned(Education, saved.id)] == [
        ("大学", "青禾大学", "农学")
    ]
    assert [(r.name, r.employer_and_post) for r in window.office.owned(Relative, saved.id)] == [
        ("李秋菊", "青禾县第一中学教师")
    ]

    press(qtbot, Key.Key_Left, ALT)
    home = page(window, CadresPage)
    calm(qtbot, window)
    press(qtbot, Key.Key_F, CTRL)
    assert focused() is home.search
    type_text("oyxm")
    qtbot.waitUntil(lambda: home.table.all_ids() == [saved.id])
    press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_P, CTRL)
    printing = page(window, PrintPage)
    qtbot.waitUntil(lambda: not printing._settle.isActive())
    calm(qtbot, window)
    assert printing.people.ids() == [saved.id]
    target = tmp_path / "欧阳小明.pdf"
    messages.answers = [target]

    def close(widget: QWidget) -> bool:
        if isinstance(widget, ResultDialog) and widget.isActiveWindow():
            qtbot.keyClick(widget.focusWidget(), Key.Key_Return)
        return isinstance(widget, ResultDialog) and not widget.isVisible()

    drive(close)
    press(qtbot, Key.Key_E, CTRL)
    qtbot.waitUntil(target.is_file, timeout=20000)
    calm(qtbot, window)
    text = "".join(sheet.extract_text() for sheet in PdfReader(target).pages).replace("\n", "")
    for words in ("欧阳小明", "柳林镇科员", "李秋菊"):
        assert words in text
