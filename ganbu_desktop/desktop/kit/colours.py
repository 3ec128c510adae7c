"""The colours of the three looks of the window; no other file of the interface names a colour by its number.

Every pair of text and ground meets WCAG AA (4.5 : 1), those of the high contrast 7 : 1; a test computes them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Colours:
    """The named colours of one look, as ``#RRGGBB``; a ``_soft`` one is the ground under its full tone.

    ``focus`` rings what has the keyboard; ``idle`` is the ground of the main button while it cannot be pressed;
    ``signs`` is the folder under ``resources/icons`` with the arrows and ticks that style sheets draw.
    """

    accent: str
    accent_dark: str
    accent_soft: str
    on_accent: str
    focus: str
    idle: str
    text: str
    muted: str
    disabled: str
    line: str
    line_strong: str
    surface: str
    ground: str
    stripe: str
    side: str
    side_text: str
    side_muted: str
    side_current: str
    side_mark: str
    side_focus: str
    error: str
    error_soft: str
    warning: str
    warning_soft: str
    hint: str
    hint_soft: str
    ok: str
    ok_soft: str
    signs: str = "on-light"

    def tone(self, name: str) -> tuple[str, str]:
        """Return (full, soft) of a tone: error, warning, hint, ok, accent; any other is plain text on ground."""
        if name in ("error", "warning", "hint", "ok", "accent"):
            return getattr(self, name), getattr(self, f"{name}_soft")
        return self.muted, self.ground


LIGHT = Colours(
    accent="#1D5C86",
    accent_dark="#164866",
    accent_soft="#E3EEF5",
    on_accent="#FFFFFF",
    focus="#1D5C86",
    idle="#AEB9C2",
    text="#1F2A33",
    muted="#55636F",
    disabled="#8A959E",
    line="#DCE2E7",
    line_strong="#AEB9C2",
    surface="#FFFFFF",
    ground="#F3F5F7",
    stripe="#F8FAFB",
    side="#22384A",
    side_text="#E6EDF2",
    side_muted="#A9BBC8",
    side_current="#2F4D64",
    side_mark="#8CC3E8",
    side_focus="#FFFFFF",
    error="#B3261E",
    error_soft="#FBEAE9",
    warning="#8A5300",
    warning_soft="#FDF3E0",
    hint="#2B5F8F",
    hint_soft="#E8F1F9",
    ok="#1E6B3C",
    ok_soft="#E6F4EA",
)

DARK = Colours(
    accent="#7CBDE8",
    accent_dark="#A9D6F5",
    accent_soft="#25425A",
    on_accent="#0D1C27",
    focus="#7CBDE8",
    idle="#4A5761",
    text="#E6ECF1",
    muted="#AEBAC4",
    disabled="#74818C",
    line="#38444E",
    line_strong="#5A6874",
    surface="#20282F",
    ground="#181E24",
    stripe="#242D35",
    side="#11171C",
    side_text="#DFE7ED",
    side_muted="#97A7B3",
    side_current="#263743",
    side_mark="#7CBDE8",
    side_focus="#FFFFFF",
    error="#FFA79F",
    error_soft="#4B2623",
    warning="#F2C06B",
    warning_soft="#433417",
    hint="#94C6F2",
    hint_soft="#203648",
    ok="#8AD6A4",
    ok_soft="#1E3B2A",
    signs="on-dark",
)

CONTRAST = Colours(
    accent="#00308F",
    accent_dark="#001F5C",
    accent_soft="#D3E2FF",
    on_accent="#FFFFFF",
    focus="#A3004A",
    idle="#D0D0D0",
    text="#000000",
    muted="#2B2B2B",
    disabled="#595959",
    line="#767676",
    line_strong="#000000",
    surface="#FFFFFF",
    ground="#FFFFFF",
    stripe="#F4F4F4",
    side="#000000",
    side_text="#FFFFFF",
    side_muted="#E6E6E6",
    side_current="#1F3F8F",
    side_mark="#FFD84D",
    side_focus="#FFD84D",
    error="#8B0000",
    error_soft="#FFE8E8",
    warning="#5A3600",
    warning_soft="#FFF0CC",
    hint="#003A75",
    hint_soft="#E2EEFF",
    ok="#004D1F",
    ok_soft="#DDF7E5",
)

PAPER, INK = "#FFFFFF", "#1A1A1A"
"""Paper is white and its ink black whatever the look."""
LOOKS = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
"""The looks by the name they are remembered under."""
LOOK_TITLES = {"light": "浅色外观", "dark": "深色外观", "contrast": "高对比度外观"}
