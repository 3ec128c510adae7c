"""The look: contrast, icons, sizes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.paths import resource


def luminance(colour: str) -> float:
    channels = QColor(colour).getRgbF()[:3]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pairs(c: theme.Colours) -> list[tuple[str, str]]:
    """Return every text with the grounds that it stands on."""
    return [
        *((c.text, ground) for ground in (c.surface, c.ground, c.stripe, c.accent_soft, c.idle)),
        *((c.muted, ground) for ground in (c.surface, c.ground, c.stripe, c.accent_soft)),
        *((c.accent, ground) for ground in (c.surface, c.ground, c.stripe)),
        (c.accent_dark, c.accent_soft),
        (c.on_accent, c.accent),
        (c.on_accent, c.accent_dark),
        (c.side_text, c.side),
        (c.side_muted, c.side),
        (c.side_text, c.side_current),
        *(
            (full, ground)
            for tone in ("error", "warning", "hint", "ok")
            for full, soft in [c.tone(tone)]
            for ground in (soft, c.surface, c.ground, c.stripe)
        ),
        *((c.text, c.tone(tone)[1]) for tone in ("error", "warning", "hint", "ok")),
    ]


@pytest.mark.parametrize(
    ("name", "least", "text", "ground"),
    [(name, 7.0 if name == "contrast" else 4.5, *pair) for name, look in theme.LOOKS.items() for pair in pairs(look)],
)
def test_every_pair_of_text_and_ground_is_easy_to_read(name: str, least: float, text: str, ground: str) -> None:
    """U19: WCAG AA in every look, AAA in high contrast."""
    assert contrast(text, ground) >= least


@pytest.mark.parametrize("name", theme.LOOKS)
def test_what_has_the_keyboard_is_ringed_visibly(name: str) -> None:
    c = theme.LOOKS[name]
    assert min(contrast(c.focus, ground) for ground in (c.surface, c.ground, c.accent_soft)) >= 3
    assert min(contrast(c.side_focus, ground) for ground in (c.side, c.side_current)) >= 3


@pytest.mark.parametrize("name", theme.LOOKS)
def test_style_sheet_signs_exist_in_every_look(qapp: QApplication, name: str) -> None:
    theme.apply(qapp, 1.0, name)
    try:
        signs = re.findall(r"url\(([^)]+)\)", qapp.styleSheet())
        assert len(signs) >= 6
        assert all(Path(sign).is_file() for sign in signs)
        assert ("on-dark" in signs[0]) == (name == "dark")
    finally:
        theme.apply(qapp)


NAMED_COLOUR_FILES = {
    "ganbu_desktop/desktop/kit/colours.py": "the colours of the looks",
    "ganbu_desktop/desktop/charts/look.py": "the series of a chart, alike on screen and on paper",
}
BLACK_OF_ICONS = '"#000"'


def test_no_other_file_of_the_interface_names_a_colour_by_number(root: Path) -> None:
    """A colour written elsewhere would stay as it is when the look changes."""
    files = [*(root / "ganbu_desktop/desktop").rglob("*.py"), *(root / "ganbu_desktop/modules").glob("*/pages/**/*.py")]
    strays = {
        path.relative_to(root).as_posix(): found
        for path in files
        if (found := re.findall(r"[\"' ]#[0-9a-fA-F]{3,8}\b", path.read_text("utf-8").replace(BLACK_OF_ICONS, "")))
    }
    strays.pop("ganbu_desktop/desktop/kit/icons.py", None)  # the black in the drawings, which it replaces by a tone
    assert set(strays) == set(NAMED_COLOUR_FILES), strays


def test_icons_take_the_tone_of_the_look(qapp: QApplication) -> None:
    def darkest() -> int:
        image = icons.pixmap("add", 24).toImage()
        return min(
            image.pixelColor(x, y).lightness()
            for x in range(24)
            for y in range(24)
            if image.pixelColor(x, y).alpha() > 200
        )

    light = darkest()
    theme.apply(qapp, 1.0, "dark")
    try:
        assert darkest() > light + 60
    finally:
        theme.apply(qapp)


def test_every_icon_draws_something() -> None:
    for path in resource("icons").rglob("*.svg"):
        image = icons.svg_pixmap(path.read_bytes(), 24).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24)), path.name


def test_every_icon_named_in_the_code_exists(root: Path) -> None:
    there = {path.stem for path in resource("icons").glob("*.svg")}
    code = "\n".join(p.read_text("utf-8") for p in (root / "ganbu_desktop").rglob("*.py"))
    named = set(re.findall(r'icons\.(?:icon|pixmap)\(\s*"([^"]+)"', code)) | set(re.findall(r'icon="([^"]+)"', code))
    assert len(named) > 10
    assert not named - there


def test_text_is_at_least_14_pixels_and_grows(qapp: QApplication, qtbot: QtBot) -> None:
    assert theme.font().pixelSize() >= 14
    button = QPushButton("保存")
    qtbot.addWidget(button)
    button.ensurePolished()
    before = button.sizeHint().height()
    theme.apply(qapp, 2.0)
    try:
        assert theme.font().pixelSize() == 28
        button.ensurePolished()
        assert button.sizeHint().height() > 1.5 * before
    finally:
        theme.apply(qapp, 1.0)


@pytest.mark.parametrize(("asked", "got"), [(0.1, 0.9), (1.25, 1.25), (9.0, 2.0)])
def test_the_scale_stays_between_90_and_200_percent(qapp: QApplication, asked: float, got: float) -> None:
    theme.apply(qapp, asked)
    try:
        assert theme.scale() == got
    finally:
        theme.apply(qapp, 1.0)
