"""Measuring the cells of a roster: every text is broken into lines once, at the width of its column."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from ganbu_desktop.foundation.findings import Finding, Level
from ganbu_desktop.foundation.text import visible
from ganbu_desktop.paper.cells import POINTS_PER_MM, CellFrame, Margins
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_spec import IMAGE, Style
from ganbu_desktop.paper.roster.rows import Entry
from ganbu_desktop.paper.roster.spec import Column, RosterSpec
from ganbu_desktop.paper.text_fit import Fitted
from ganbu_desktop.paper.text_place import TextPlacer

LEADING = 1.25
PADDING = Margins(top=0.9, right=0.7, bottom=0.9, left=0.7)
SMALLEST = 5.5
BODY_FAMILY, HEAD_FAMILY = "song", "heiti"
_STEP = 0.5
_KEPT_SHARE = 0.77
"""How small, as a share of its size, a value is set to keep its own lines; below that wrapping reads better."""
_PHOTO_RATIO = 5 / 4
_WIDEST_PHOTO_MM = 40.0
_CACHED_LENGTH = 24


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo's file bytes and its width as a multiple of its height."""

    data: bytes
    ratio: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One value ready to be placed; ``height_mm`` is what it needs with its padding."""

    text: str = ""
    fitted: Fitted | None = None
    picture: Picture | None = None
    height_mm: float = 0.0


class Measurer:
    """Measures rows of one roster; remembers short texts, which come up again and again."""

    def __init__(self, spec: RosterSpec, book: FontBook, placer: TextPlacer, highest_mm: float) -> None:
        """``highest_mm``: no row may be higher; a longer text is set smaller, then cut and reported."""
        self._spec = spec
        self._book = book
        self._placer = placer
        self._frames = [cell_frame(column, highest_mm) for column in spec.columns]
        self._styles = [_styles(column) for column in spec.columns]
        self._known: dict[tuple[int, str], Measured] = {}
        self.findings: list[Finding] = []

    def row(self, entry: Entry) -> tuple[Measured, ...]:
        """Return the values of one person; what does not fit or has no glyph goes to ``findings``."""
        return tuple(
            self._picture(number, value, entry) if isinstance(value, bytes) else self._text(number, value, entry)
            for number, value in enumerate(entry.values)
        )

    def _text(self, number: int, text: str, entry: Entry) -> Measured:
        key = (number, text)
        if key in self._known:
            return self._known[key]
        if not text:
            return Measured()
        fitted = self._fitted(number, text)
        measured = Measured(text, fitted, height_mm=height_of(fitted))
        troubles = troubles_of(text, BODY_FAMILY, fitted, self._book)
        for rule, reason in troubles:
            self._report(rule, number, entry, reason)
        if len(text) <= _CACHED_LENGTH and not troubles:
            self._known[key] = measured
        return measured

    def _fitted(self, number: int, text: str) -> Fitted:
        frame, (free, kept) = self._frames[number], self._styles[number]
        if kept is not None:
            fitted = self._placer.fitted(text, frame, kept)
            if fitted.rows == text.count("\n") + 1:
                return fitted
        return self._placer.fitted(text, frame, free)

    def _picture(self, number: int, data: bytes, entry: Entry) -> Measured:
        column = self._spec.columns[number]
        height = photo_height_mm(column)
        if not data:
            return Measured()
        ratio = picture_ratio(data)
        if ratio is None:
            self._report("paper.image", number, entry, "图片无法读取，没有打印")
            return Measured(height_mm=height)
        return Measured(picture=Picture(data, ratio), height_mm=height)

    def _report(self, rule: str, number: int, entry: Entry, reason: str) -> None:
        column = self._spec.columns[number]
        message = f"{entry.name}的“{column.label}”：{reason}"
        self.findings.append(Finding(rule, Level.WARNING, message, person_id=entry.person_id, field=column.key))


def cell_frame(column: Column, height_mm: float, family: str = BODY_FAMILY) -> CellFrame:
    """Return a cell of the column's measures that stands nowhere yet."""
    width, align = column.width_mm, column.align
    return CellFrame(0, 0, 1, 1, 0.0, 0.0, width, height_mm, family=family, align=align, padding=PADDING)


def _styles(column: Column) -> tuple[Style, Style | None]:
    """Return how a column's values are set freely, and how with their own lines kept, where that is wanted."""
    sizes = sizes_from(column.size_pt)
    free = Style(sizes, LEADING, "shrink", False)
    if column.fit != "shrink":
        return free, None
    return free, Style(tuple(size for size in sizes if size >= column.size_pt * _KEPT_SHARE), LEADING, "shrink", True)


def sizes_from(size_pt: float) -> tuple[float, ...]:
    """Return the sizes to try, from ``size_pt`` down to the smallest that can be read."""
    steps = int(max(0.0, size_pt - SMALLEST) / _STEP)
    return tuple(size_pt - _STEP * step for step in range(steps + 1))


def height_of(fitted: Fitted) -> float:
    """Return the height in millimetres that lines need with the padding of their cell."""
    return fitted.rows * fitted.leading_pt / POINTS_PER_MM + PADDING.top + PADDING.bottom + 0.01


def photo_height_mm(column: Column) -> float:
    """Return the height of a row with a photo of the usual shape that is as wide as its column, within reason."""
    width = min(column.width_mm - PADDING.left - PADDING.right, _WIDEST_PHOTO_MM)
    return width * _PHOTO_RATIO + PADDING.top + PADDING.bottom


def least_height_mm(spec: RosterSpec) -> float:
    """Return the height below which no row goes: with photos, rows are alike whether a photo is there or not."""
    photos = [photo_height_mm(column) for column in spec.columns if column.kind == IMAGE]
    return max([spec.row_height_mm, *photos])


def picture_ratio(data: bytes) -> float | None:
    """Return width by height of a JPEG or PNG, None for bytes that are no picture."""
    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as image:
            width, height = image.size
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return width / height if width and height else None


def troubles_of(text: str, family: str, fitted: Fitted, book: FontBook) -> list[tuple[str, str]]:
    """Return rule and reason of what cannot be drawn of a text: characters without glyph, lines without room."""
    troubles = []
    missing = book.missing(text, family)
    if missing:
        signs = "、".join(f"{visible(sign)}（U+{ord(sign):04X}）" for sign in missing[:10])
        troubles.append(("paper.glyph", f"没有字体能打印 {signs}，纸上以〓代替"))
    if fitted.lost:
        reason = f"最小字号 {fitted.size_pt:g} 磅仍放不下，约有 {fitted.lost} 行没有打印，请精简内容"
        troubles.append(("paper.overflow", reason))
    return troubles
