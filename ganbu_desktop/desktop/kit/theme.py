"""The look of the window: one accent colour on calm greys, an even grid, text of at least 14 px.

Light, dark and high contrast are the ``LOOKS`` of ``desktop.colours``; ``apply`` dresses the program in one of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from ganbu_desktop.desktop.kit.colours import INK, LIGHT, LOOKS, PAPER, Colours
from ganbu_desktop.paths import resource

__all__ = [
    "INK",
    "LIGHT",
    "LOOKS",
    "PAPER",
    "Colours",
    "apply",
    "colours",
    "font",
    "look",
    "on_paper",
    "pixels",
    "scale",
    "sign",
    "space",
]

BASE_PIXELS = 14
FAMILIES = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "Droid Sans Fallback",
)
BUNDLED = {"heiti": "Ganbu Hei", "song": "Ganbu Song", "rare": "Ganbu Rare"}
"""The program's own fonts, file and family: last in line, for computers without Chinese fonts and for rare names."""


@dataclass
class _Look:
    name: str = "light"
    scale: float = 1.0
    has_fonts: bool = False


_look = _Look()


def colours() -> Colours:
    """Return the colours of the look in use."""
    return LOOKS[_look.name]


def on_paper() -> Colours:
    """Return the colours of marks on paper, which stays white in every look."""
    return LIGHT


def look() -> str:
    """Return the name of the look in use: light, dark or contrast."""
    return _look.name


def sign(name: str) -> str:
    """Return the path of an arrow or tick that a style sheet draws, in the tone of the look in use."""
    return resource("icons", colours().signs, f"{name}.svg").as_posix()


def scale() -> float:
    """Return the font scale in use (1.0 = 14 px text)."""
    return _look.scale


def pixels(length: float) -> int:
    """Return a length given for 100 % at the scale in use."""
    return max(1, round(length * _look.scale))


def space(steps: float) -> int:
    """Return ``steps`` of the 8 px grid; gaps grow more slowly than text, so that large text keeps its room."""
    return max(1, round(steps * 8 * (1 + (_look.scale - 1) * 0.5)))


def font(*, steps: int = 0, bold: bool = False) -> QFont:
    """Return the interface font, ``steps`` sizes of 2 px above (or below) the base."""
    result = QFont()
    result.setFamilies([*FAMILIES, *BUNDLED.values()])
    result.setPixelSize(pixels(BASE_PIXELS + 2 * steps))
    result.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return result


def apply(app: QApplication, scale: float = 1.0, look: str = "light") -> None:
    """Dress the whole program; may be called again when scale or look change (an unknown look is the light one)."""
    _look.scale = min(2.0, max(0.9, scale))
    _look.name = look if look in LOOKS else "light"
    if not app.styleSheet():  # with a sheet Fusion is in use already, and setting it dresses every widget once more
        app.setStyle("Fusion")
    _load_fonts()
    app.setFont(font())
    app.setPalette(_palette(colours()))
    app.setStyleSheet(style_sheet(colours()))


def _load_fonts() -> None:
    """Give Qt the program's own fonts, once: 25 ms, and no character of the window is an empty box."""
    if not _look.has_fonts:
        for file in BUNDLED:
            QFontDatabase.addApplicationFont(str(resource("fonts", f"{file}.ttf")))
        _look.has_fonts = True


def _palette(c: Colours) -> QPalette:
    palette = QPalette()
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    for which, value in (
        (role.Window, c.ground),
        (role.WindowText, c.text),
        (role.Base, c.surface),
        (role.AlternateBase, c.stripe),
        (role.Text, c.text),
        (role.Button, c.surface),
        (role.ButtonText, c.text),
        (role.Highlight, c.accent),
        (role.HighlightedText, c.on_accent),
        (role.ToolTipBase, c.surface),
        (role.ToolTipText, c.text),
        (role.PlaceholderText, c.muted),
        (role.Link, c.accent),
        (role.Mid, c.line),
        (role.Dark, c.line_strong),
        (role.Accent, c.accent),
    ):
        palette.setColor(which, QColor(value))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, which, QColor(c.disabled))
    return palette


def style_sheet(c: Colours) -> str:
    """Return the style sheet of a theme at the scale in use."""
    p = pixels
    parts = (
        _ground(c),
        _buttons(c),
        _fields(c),
        _views(c),
        _menus(c),
        _side(c),
        f"QToolTip {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.line_strong};"
        f" padding: {p(4)}px {p(6)}px; }}",
    )
    return "\n".join(parts)


def _ground(c: Colours) -> str:
    p = pixels
    return f"""
QWidget {{ color: {c.text}; }}
QMainWindow, QDialog, QWidget[role="ground"] {{ background: {c.ground}; }}
QLabel {{ background: transparent; }}
QLabel[role="title"] {{ font-size: {p(20)}px; font-weight: 600; }}
QLabel[role="heading"] {{ font-size: {p(16)}px; font-weight: 600; }}
QLabel[role="muted"] {{ color: {c.muted}; }}
QLabel[role="label"] {{ color: {c.muted}; }}
QLabel[role="error"] {{ color: {c.error}; }}
QLabel[role="warning"] {{ color: {c.warning}; }}
QLabel[role="hint"] {{ color: {c.hint}; }}
QLabel[role="code"] {{ font-size: {p(18)}px; font-weight: 600; letter-spacing: 1px; }}
QLabel:disabled {{ color: {c.disabled}; }}
QFrame[role="card"] {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: 6px; }}
QFrame[role="bar"] {{ background: {c.surface}; border: none; border-bottom: 1px solid {c.line}; }}
QFrame[role="tour"] {{ background: {c.hint_soft}; border: none; border-top: 2px solid {c.hint}; }}
QFrame[role="divider"] {{ background: {c.line_strong}; border: none; }}
QFrame[role="line"] {{ background: {c.line}; border: none; max-height: 1px; min-height: 1px; }}
QScrollArea, QScrollArea > QWidget > QWidget[role="scrolled"] {{ background: transparent; border: none; }}
QStatusBar {{ background: {c.surface}; border-top: 1px solid {c.line}; }}
QStatusBar::item {{ border: none; }}
QSplitter::handle {{ background: {c.ground}; }}
QSplitter::handle:hover {{ background: {c.accent_soft}; }}
QGroupBox {{ font-weight: 600; border: none; margin-top: {p(26)}px; }}
QGroupBox::title {{ subcontrol-origin: margin; left: 0; }}
"""


def _buttons(c: Colours) -> str:
    p = pixels
    return f"""
QPushButton, QToolButton {{ qproperty-iconSize: {p(16)}px {p(16)}px; }}
QPushButton {{ background: {c.surface}; border: 1px solid {c.line_strong}; border-radius: 4px;
  padding: {p(5)}px {p(14)}px; min-height: {p(20)}px; }}
QPushButton:hover {{ background: {c.accent_soft}; border-color: {c.accent}; }}
QPushButton:pressed {{ background: {c.accent_soft}; border-color: {c.accent_dark}; }}
QPushButton:focus {{ border: 2px solid {c.focus}; padding: {p(5) - 1}px {p(14) - 1}px; outline: none; }}
QPushButton:disabled {{ color: {c.disabled}; border-color: {c.line}; background: {c.ground}; }}
QPushButton[role="primary"] {{ background: {c.accent}; border-color: {c.accent}; color: {c.on_accent}; }}
QPushButton[role="primary"]:hover {{ background: {c.accent_dark}; }}
QPushButton[role="primary"]:focus {{ border: 2px solid {c.text}; }}
QPushButton[role="primary"]:disabled {{ background: {c.idle}; border-color: {c.idle}; color: {c.text}; }}
QPushButton[role="danger"] {{ color: {c.error}; border-color: {c.error}; }}
QPushButton[role="danger"]:hover {{ background: {c.error_soft}; }}
QPushButton[role="danger"]:disabled {{ color: {c.disabled}; border-color: {c.line}; }}
QPushButton[role="link"] {{ border: 1px solid transparent; background: transparent; color: {c.accent};
  padding: {p(3)}px {p(6)}px; }}
QPushButton[role="link"]:hover {{ background: {c.accent_soft}; }}
QPushButton[role="link"]:focus {{ border: 2px solid {c.focus}; padding: {p(3) - 1}px {p(6) - 1}px; }}
QPushButton[role="choice"] {{ text-align: left; min-height: {p(64)}px;
  padding: {p(14)}px {p(18)}px; border-color: {c.line}; }}
QPushButton[role="choice"]:hover {{ border-color: {c.accent}; }}
QPushButton[role="choice"]:focus {{ border: 2px solid {c.focus}; }}
QToolButton {{ border: 1px solid transparent; border-radius: 4px; padding: {p(4)}px {p(8)}px;
  background: transparent; }}
QToolButton:hover {{ background: {c.accent_soft}; }}
QToolButton:checked {{ background: {c.accent_soft}; color: {c.accent_dark}; }}
QToolButton:focus {{ border: 2px solid {c.focus}; padding: {p(4) - 1}px {p(8) - 1}px; }}
QToolButton:disabled {{ color: {c.disabled}; }}
QToolButton::menu-indicator {{ image: none; }}
QCheckBox, QRadioButton {{ spacing: {p(8)}px; padding: {p(3)}px; border: 2px solid transparent; border-radius: 4px; }}
QCheckBox:focus, QRadioButton:focus {{ border-color: {c.focus}; }}
QCheckBox::indicator, QRadioButton::indicator, QTableView::indicator, QTreeView::indicator, QListView::indicator {{
  width: {p(14)}px; height: {p(14)}px; border: 1px solid {c.muted}; background: {c.surface}; }}
QCheckBox::indicator, QTableView::indicator, QTreeView::indicator, QListView::indicator {{ border-radius: 3px; }}
QRadioButton::indicator {{ border-radius: {p(7)}px; }}
QCheckBox::indicator:checked, QTableView::indicator:checked, QTreeView::indicator:checked,
QListView::indicator:checked {{ background: {c.accent}; border-color: {c.accent}; image: url({sign("tick")}); }}
QCheckBox::indicator:indeterminate, QTableView::indicator:indeterminate, QTreeView::indicator:indeterminate,
QListView::indicator:indeterminate {{ background: {c.accent_soft}; border: 2px solid {c.accent}; }}
QRadioButton::indicator:checked {{ background: {c.accent}; border-color: {c.accent}; image: url({sign("dot")}); }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {c.line};
  background: {c.ground}; }}
"""


def _fields(c: Colours) -> str:
    p = pixels
    return f"""
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox {{ background: {c.surface}; border: 1px solid {c.line_strong};
  border-radius: 4px; padding: {p(4)}px {p(7)}px; selection-background-color: {c.accent};
  selection-color: {c.on_accent}; }}
QLineEdit, QComboBox, QSpinBox {{ min-height: {p(22)}px; }}
QLineEdit:hover, QPlainTextEdit:hover, QComboBox:hover {{ border-color: {c.muted}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QSpinBox:focus {{
  border: 2px solid {c.focus}; padding: {p(4) - 1}px {p(7) - 1}px; }}
QLineEdit:read-only, QPlainTextEdit[readOnly="true"] {{ background: {c.ground}; border-color: {c.line}; }}
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled {{ background: {c.ground}; color: {c.disabled};
  border-color: {c.line}; }}
QLineEdit[tone="error"], QPlainTextEdit[tone="error"], QComboBox[tone="error"] {{ border: 2px solid {c.error};
  padding: {p(4) - 1}px {p(7) - 1}px; }}
QLineEdit[gap="true"], QPlainTextEdit[gap="true"] {{ placeholder-text-color: {c.warning}; }}
QComboBox {{ padding-right: {p(26)}px; }}
QComboBox:focus {{ padding-right: {p(26) - 1}px; }}
QComboBox::drop-down {{ border: none; width: {p(24)}px; subcontrol-origin: padding;
  subcontrol-position: right center; }}
QComboBox::down-arrow {{ image: url({sign("arrow-down")}); width: {p(14)}px; height: {p(14)}px; }}
QComboBox QLineEdit, QAbstractItemView QLineEdit {{ border: none; min-height: 0; padding: 0; background: transparent; }}
QComboBox QAbstractItemView {{ background: {c.surface}; border: 1px solid {c.line_strong}; outline: none;
  selection-background-color: {c.accent_soft}; selection-color: {c.text}; }}
QSpinBox::up-button, QSpinBox::down-button {{ width: {p(20)}px; border: none; }}
QSpinBox::up-arrow {{ image: url({sign("arrow-up")}); width: {p(10)}px; height: {p(10)}px; }}
QSpinBox::down-arrow {{ image: url({sign("arrow-down")}); width: {p(10)}px; height: {p(10)}px; }}
QProgressBar {{ border: none; border-radius: {p(4)}px; background: {c.idle}; height: {p(8)}px; text-align: center; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: {p(4)}px; }}
"""


def _views(c: Colours) -> str:
    p = pixels
    return f"""
QTableView, QTreeView, QListView {{ background: {c.surface}; alternate-background-color: {c.stripe};
  border: 1px solid {c.line}; border-radius: 4px; gridline-color: {c.line}; outline: none;
  selection-background-color: {c.accent_soft}; selection-color: {c.text}; }}
QTableView:focus, QTreeView:focus, QListView:focus {{ border: 1px solid {c.focus}; }}
QTableView, QTreeView {{ qproperty-iconSize: {p(16)}px {p(16)}px; }}
QTableView QWidget[role="empty"] {{ background: {c.surface}; }}
QTableView::item {{ padding: 0 {p(5)}px; border: none; }}
QTableView::item:selected {{ background: {c.accent_soft}; color: {c.text}; }}
QTreeView::item, QListView::item {{ padding: {p(5)}px {p(6)}px; border: none; }}
QTreeView::item:hover, QListView::item:hover {{ background: {c.ground}; }}
QTreeView::item:selected, QListView::item:selected {{ background: {c.accent_soft}; color: {c.text}; }}
QHeaderView {{ background: {c.ground}; border: none; }}
QHeaderView::section {{ background: {c.ground}; color: {c.text}; font-weight: 600; border: none;
  border-right: 1px solid {c.line}; border-bottom: 1px solid {c.line_strong}; padding: {p(6)}px {p(8)}px; }}
QHeaderView::section:vertical {{ font-weight: 400; color: {c.muted}; border-bottom: 1px solid {c.line};
  padding: 0 {p(8)}px; }}
QLineEdit[role="filter"] {{ background: {c.surface}; border: 1px solid {c.line}; min-height: 0;
  padding: {p(2)}px {p(6)}px; }}
QLineEdit[role="filter"]:focus {{ border: 2px solid {c.focus}; padding: {p(2) - 1}px {p(6) - 1}px; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QHeaderView::up-arrow {{ image: url({sign("arrow-up")}); width: {p(12)}px; height: {p(12)}px; }}
QHeaderView::down-arrow {{ image: url({sign("arrow-down")}); width: {p(12)}px; height: {p(12)}px; }}
QTableCornerButton::section {{ background: {c.ground}; border: none; border-bottom: 1px solid {c.line_strong}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {c.line}; }}
QTabBar {{ qproperty-drawBase: 0; }}
QTabBar::tab {{ padding: {p(8)}px {p(14)}px; border: none; border-bottom: 3px solid transparent; color: {c.muted}; }}
QTabBar::tab:hover {{ color: {c.text}; }}
QTabBar::tab:selected {{ color: {c.accent_dark}; border-bottom-color: {c.accent}; font-weight: 600; }}
QTabBar::tab:focus {{ background: {c.accent_soft}; border-bottom-color: {c.focus}; }}
QScrollBar:vertical {{ background: transparent; width: {p(12)}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {p(12)}px; margin: 0; }}
QScrollBar::handle {{ background: {c.line_strong}; border-radius: {p(4)}px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: {p(32)}px; }}
QScrollBar::handle:horizontal {{ min-width: {p(32)}px; }}
QScrollBar::handle:hover {{ background: {c.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def _menus(c: Colours) -> str:
    p = pixels
    return f"""
QMenuBar {{ background: {c.surface}; border-bottom: 1px solid {c.line}; padding: {p(1)}px {p(4)}px; }}
QMenuBar::item {{ padding: {p(5)}px {p(10)}px; background: transparent; border-radius: 4px; }}
QMenuBar::item:selected {{ background: {c.accent_soft}; }}
QMenu {{ background: {c.surface}; border: 1px solid {c.line_strong}; padding: {p(4)}px; }}
QMenu::item {{ padding: {p(6)}px {p(28)}px {p(6)}px {p(12)}px; border-radius: 4px; }}
QMenu::icon {{ padding-left: {p(8)}px; }}
QMenu::item:selected {{ background: {c.accent_soft}; color: {c.text}; }}
QMenu::item:disabled {{ color: {c.disabled}; }}
QMenu::separator {{ height: 1px; background: {c.line}; margin: {p(4)}px {p(8)}px; }}
"""


def _side(c: Colours) -> str:
    p = pixels
    return f"""
QFrame[role="side"] {{ background: {c.side}; border: none; }}
QFrame[role="side"] QLabel {{ color: {c.side_text}; }}
QFrame[role="side"] QLabel[role="muted"] {{ color: {c.side_muted}; }}
QFrame[role="side"] QScrollBar:vertical {{ width: {p(6)}px; }}
QFrame[role="side"] QScrollBar::handle:vertical {{ background: {c.side_muted}; margin: 1px; border-radius: 2px; }}
QFrame[role="side"] QScrollBar::handle {{ background: {c.side_muted}; }}
QFrame[role="side"] QToolButton {{ qproperty-iconSize: {p(20)}px {p(20)}px; color: {c.side_text};
  border: none; border-left: 4px solid transparent;
  border-radius: 0; text-align: left; padding: {space(0.5)}px {p(12)}px; }}
QFrame[role="side"] QToolButton[part="section"] {{ qproperty-iconSize: {p(12)}px {p(12)}px; color: {c.side_muted};
  padding: {space(0.25)}px {p(12)}px; font-size: {p(12)}px; }}
QFrame[role="side"] QToolButton:hover {{ background: {c.side_current}; }}
QFrame[role="side"] QToolButton:checked {{ background: {c.side_current}; border-left-color: {c.side_mark};
  font-weight: 600; }}
QFrame[role="side"] QToolButton:focus {{ border: 2px solid {c.side_focus}; border-left: 4px solid {c.side_focus}; }}
"""
