"""The menus of the main window: every command has an entry, most have a key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from ganbu_desktop.desktop.help.shortcuts import Keys, ShortcutList, keys_of, whole_card
from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.desktop.kit.colours import LOOK_TITLES
from ganbu_desktop.desktop.kit.widgets import timer
from ganbu_desktop.desktop.window.look import SIZES
from ganbu_desktop.desktop.window.page import PageSpec, command
from ganbu_desktop.desktop.window.privacy import LOCK_KEY

if TYPE_CHECKING:
    from ganbu_desktop.desktop.window.main_window import MainWindow


class Menus:
    """Fills the menu bar; ``undo`` and ``redo`` are renamed by the window, ``show_page`` fills 本页."""

    def __init__(self, window: MainWindow, specs: Sequence[PageSpec]) -> None:
        """``specs`` are the pages of the navigation, in order."""
        self._window = window
        self._all: list[QMenu] = []
        self._icons: list[tuple[QAction, str]] = []
        self._reading = timer(window, 0, self._read_next)
        self._fill_file()
        edit = self._menu("编辑(&E)")
        self.undo = self._item(edit, "撤销", window.undo, "undo", "Ctrl+Z")
        self.redo = self._item(edit, "重做", window.redo, "redo", "Ctrl+Y")
        for action in (self.undo, self.redo):
            action.setEnabled(False)  # until the window has read what there is to undo
        self._fill_go(specs)
        self._page = self._menu("本页(&P)")
        self._fill_view()
        self._fill_help()

    def _menu(self, title: str) -> QMenu:
        menu = self._window.menuBar().addMenu(title)
        self._all.append(menu)
        return menu

    def _item(self, menu: QMenu, title: str, run: Callable[[], object], icon: str, keys: str) -> QAction:
        action = command(self._window, title, run=run, icon=icon, shortcut=keys)
        menu.addAction(action)
        if icon:
            self._icons.append((action, icon))
        return action

    def _fill_file(self) -> None:
        window, file = self._window, self._menu("文件(&F)")
        self._item(file, "立即备份", window.backup_now, "backup", "")
        self._item(file, "打开其他数据文件…", window.open_another, "folder", "Ctrl+Shift+O")
        file.addSeparator()
        self._item(file, "遮住屏幕", window.privacy.toggle, "", "F9")
        self._item(file, "锁定", window.lock, "lock", LOCK_KEY)
        self._item(file, "退出", window.close, "close", "Ctrl+Q")

    def _fill_go(self, specs: Sequence[PageSpec]) -> None:
        window, go = self._window, self._menu("前往(&G)")
        for number, spec in enumerate(specs, 1):
            keys = f"Ctrl+{number}" if number < 10 else ""
            self._item(go, spec.title, partial(window.open_page, spec.name), spec.icon, keys)
        go.addSeparator()
        self._item(go, "查找一切…", window.seek, "search", "Ctrl+K")
        self._item(go, "在本页搜索", window.focus_page, "", "Ctrl+F")

    def _fill_view(self) -> None:
        window, view = self._window, self._menu("显示(&V)")
        self._choices: dict[str, QAction] = {}
        self._choose(view, LOOK_TITLES, lambda name: window.look.choose(name))
        view.addSeparator()
        sizes = {str(scale): title for title, scale in SIZES.items()}
        self._choose(view, sizes, lambda scale: window.look.set_scale(float(scale)))
        self._item(view, "放大文字", lambda: window.look.scale_by(1), "zoom", "Ctrl+=")
        self._item(view, "缩小文字", lambda: window.look.scale_by(-1), "", "Ctrl+-")
        self._item(view, "文字恢复为 100%", lambda: window.look.set_scale(1.0), "", "Ctrl+0")
        view.addSeparator()
        self._item(view, "收起或展开导航", window.toggle_navigation, "left", "Ctrl+B")

    def _fill_help(self) -> None:
        window, about = self._window, self._menu("帮助(&H)")
        self._item(about, "这一屏的说明", window.help_on_page, "help", "F1")
        self._item(about, "使用手册", lambda: window.helper.show_manual("start"), "book", "Shift+F1")
        self._item(about, "导览", lambda: window.helper.begin_tour(), "flag", "")
        self._item(about, "快捷键", self.show_shortcuts, "list", "Ctrl+F1")
        about.addSeparator()
        self._item(about, "打印手册…", lambda: window.helper.print_manual(), "pdf", "")
        self._item(about, "打印快捷键…", self.print_card, "print", "")
        about.addSeparator()
        self._item(about, "关于", lambda: window.open_page("about"), "info", "")

    def _choose(self, menu: QMenu, titles: Mapping[str, str], run: Callable[[str], object]) -> None:
        """Offer choices that shut one another out; the one in use is ticked."""
        group = QActionGroup(self._window)
        for name, title in titles.items():
            action = self._item(menu, title, partial(run, name), "", "")
            action.setCheckable(True)
            self._choices[name] = group.addAction(action)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        self._tick()

    def _tick(self) -> None:
        chosen = {theme.look(), str(theme.scale())}
        for name, action in self._choices.items():
            action.setChecked(name in chosen)

    def show_look(self) -> None:
        """Draw the icons and ticks of the look in use."""
        for action, icon in self._icons:
            action.setIcon(icons.icon(icon))
        self._tick()

    def show_page(self, actions: Sequence[QAction | None]) -> None:
        """Offer the commands of the page on show; None is a line between them."""
        self._page.clear()
        for action in actions:
            if action is None:
                self._page.addSeparator()
            else:
                self._page.addAction(action)
        self._page.menuAction().setVisible(not self._page.isEmpty())

    def actions(self) -> list[QAction]:
        """Return every command of the menus that may be given now."""
        return [action for menu in self._all for action in menu.actions() if action.text() and action.isEnabled()]

    def show_shortcuts(self) -> None:
        """List every command of the window and the page on show with its keys."""
        commands = keys_of(action for menu in self._all for action in menu.actions())
        dialog = ShortcutList(self._window, commands, self.print_card)
        dialog.exec()
        dialog.deleteLater()

    def print_card(self) -> None:
        """Write the keys of all pages to a sheet; pages are made one between two events, so that nothing stands."""
        self._unread = self._window.each_page()
        self._read: list[tuple[str, Keys]] = []
        self._window.desk.notify("正在列出各页的按键…", "hint")
        self._reading.start()

    def _read_next(self) -> None:
        made = next(self._unread, None)
        if made is not None:
            self._read.append((made[0], keys_of(made[1].findChildren(QAction))))
            return
        self._reading.stop()
        own = keys_of(action for menu in self._all if menu is not self._page for action in menu.actions())
        self._window.helper.print_card(whole_card(own, self._read))
