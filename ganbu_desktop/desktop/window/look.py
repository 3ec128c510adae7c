"""How the window looks: the size of its text and light, dark or high contrast; changed at once and remembered."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtWidgets import QApplication

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.colours import LOOK_TITLES
from ganbu_desktop.desktop.kit.settings import Settings

SCALES = (0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
SIZES = {"小号文字": 0.9, "中号文字": 1.0, "大号文字": 1.25}
"""The three sizes of text by their word."""


class Look:
    """Dresses the program anew. Qt takes long over every widget there is: few are left when it begins.

    ``take_down`` keeps what is on the pages and lets them go; ``build_up`` makes the one on show again and says a
    sentence, the others follow when they are next shown.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        may_change: Callable[[], bool],
        take_down: Callable[[], object],
        build_up: Callable[[str], object],
    ) -> None:
        """``may_change`` tells whether every page can be kept."""
        self._settings, self._may_change = settings, may_change
        self._take_down, self._build_up = take_down, build_up

    def scale_by(self, step: int) -> None:
        """Make all text one step larger (+1) or smaller (-1)."""
        nearest = min(range(len(SCALES)), key=lambda i: abs(SCALES[i] - theme.scale()))
        self.set_scale(SCALES[min(len(SCALES) - 1, max(0, nearest + step))])

    def set_scale(self, scale: float) -> None:
        """Make all text larger or smaller: 0.9 to 2.0."""
        if scale != theme.scale():
            self._dress("scale", scale, theme.look(), f"文字大小：{scale:.0%}")

    def choose(self, name: str) -> None:
        """Dress the window light, dark or in high contrast."""
        if name != theme.look():
            self._dress("look", theme.scale(), name, f"已换成{LOOK_TITLES[name]}")

    def _dress(self, key: str, scale: float, look: str, sentence: str) -> None:
        if not self._may_change():
            return
        self._settings.set(key, scale if key == "scale" else look)
        self._take_down()
        theme.apply(cast("QApplication", QApplication.instance()), scale, look)
        self._build_up(sentence)
