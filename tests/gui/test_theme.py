"""The look: contrast, icons, sizes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from ganbu_desktop.desktop import icons, theme
from ganbu_desktop.paths import resource


def luminance(colour: str) -> float:
    channels = QColor(colour).getRgbF()[:3]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


c = theme.LIGHT
PAIRS = [
    (c.text, c.surface),
    (c.text, c.ground),
    (c.text, c.stripe),
    (c.text, c.accent_soft),
    (c.text, c.line_strong),
    (c.muted, c.surface),
    (c.muted, c.ground),
    (c.muted, c.accent_soft),
    (c.accent, c.surface),
    (c.accent, c.ground),
    (c.on_accent, c.accent),
    (c.on_accent, c.accent_dark),
    (c.side_text, c.side),
    (c.side_muted, c.side),
    (c.side_text, c.side_current),
    (c.accent_dark, c.accent_soft),
    *(
        (full, ground)
        for tone in ("error", "warning", "hint", "ok")
        for full, soft in [c.tone(tone)]
        for ground in (soft, c.surface, c.ground)
    ),
    *((c.text, c.tone(tone)[1]) for tone in ("error", "warning", "hint", "ok")),
]


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_every_pair_of_text_and_ground_meets_wcag_aa(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


def test_every_icon_draws_something() -> None:
    for path in resource("icons").glob("*.svg"):
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
