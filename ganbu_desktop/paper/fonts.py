"""The fonts that paper is set in: official ones when the PC has them, bundled stand-ins otherwise, glyph by glyph.

A *family* is a role in an official form (宋体, 小标宋, 仿宋 ...), not a file. ``FontBook`` knows for every character
which font draws it and how wide it is, so that layout, PDF and preview agree; a character that no font has is named
by ``missing`` before anything is printed and drawn as 〓. Nothing is read before it is needed.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from unicodedata import category

from ganbu_desktop.foundation.errors import DocumentError
from ganbu_desktop.paper.font_file import UNREADABLE, FontFile, squeezed
from ganbu_desktop.paths import resource

MISSING_MARK = "〓"


@dataclass(frozen=True)
class Run:
    """A piece of text that one font draws; ``font_name`` is known to reportlab after ``FontBook.register``."""

    font_name: str
    text: str


@dataclass(frozen=True)
class Substitution:
    """Tells that ``used`` stands for the official font ``wanted``, and why."""

    family: str
    wanted: str
    used: str
    reason: str


@dataclass(frozen=True)
class _Family:
    """An official font: its name in office programs, its names in font files, the bundled stand-in."""

    office_name: str
    wanted: tuple[str, ...]
    stand_in: str
    is_bold: bool = False


_FAMILIES = {
    "song": _Family("宋体", ("宋体", "SimSun"), "song"),
    "song-bold": _Family("宋体", (), "song-bold", is_bold=True),
    "title": _Family(
        "方正小标宋简体", ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05"), "song-bold"
    ),
    "fangsong": _Family("仿宋_GB2312", ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong"), "song"),
    "kaiti": _Family("楷体_GB2312", ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi"), "kaiti"),
    "heiti": _Family("黑体", ("黑体", "SimHei"), "heiti"),
}
FAMILIES = tuple(_FAMILIES)
_BUNDLED = {
    "song": "Noto 宋体",
    "song-bold": "Noto 粗宋体",
    "heiti": "Noto 黑体",
    "kaiti": "霞鹜文楷",
    "rare": "花园明朝",
}
_SUFFIXES = {".ttf", ".ttc", ".otf"}
_ZERO_WIDTH = {"Cc", "Cf"}
_VARIATION = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


@dataclass(frozen=True)
class _Face:
    """A font file under the name by which reportlab knows it."""

    name: str
    title: str
    file: FontFile


def _is_invisible(character: str) -> bool:
    code = ord(character)
    return category(character) in _ZERO_WIDTH or any(code in block for block in _VARIATION)


class _Setting(dict[str, tuple[str, float, str]]):
    """For each character of a family: font name, width in ems, and the text that is really drawn."""

    def __init__(self, faces: Sequence[_Face]) -> None:
        super().__init__()
        self.faces = faces

    def __missing__(self, character: str) -> tuple[str, float, str]:
        self[character] = found = self._find(character)
        return found

    def _find(self, character: str) -> tuple[str, float, str]:
        if _is_invisible(character):
            return self.faces[0].name, 0.0, ""
        for face in self.faces:
            width = face.file.advance(ord(character))
            if width is not None:
                return face.name, width, character
        name, width, _ = self[MISSING_MARK]
        return name, width, MISSING_MARK


class FontBook:
    """The fonts of one PC. Make one at start and hand it down; safe to be asked from several threads.

    Widths and sizes are in points; families are those of ``FAMILIES``.
    """

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        """Take fonts from ``folders`` (looked through on first use), then the bundled ones."""
        self._folders = folders
        self._lock = threading.RLock()
        self._settings: dict[str, _Setting] = {}
        self._chosen: dict[str, tuple[_Face | None, str]] = {}
        self._bundled: dict[str, _Face] = {}
        self._system: list[FontFile] | None = None

    @staticmethod
    def default() -> FontBook:
        """Return a book that prefers the official fonts of this PC."""
        return FontBook(system_font_folders())

    @staticmethod
    def bundled() -> FontBook:
        """Return a book of the shipped fonts alone: the same everywhere."""
        return FontBook()

    def width(self, text: str, family: str, size: float) -> float:
        """Return the width of a line of text in points."""
        setting = self._setting(family)
        return sum([setting[character][1] for character in text]) * size

    def widths(self, text: str, family: str) -> list[float]:
        """Return the width of each character in ems, for breaking lines at any size."""
        setting = self._setting(family)
        return [setting[character][1] for character in text]

    def runs(self, text: str, family: str) -> list[Run]:
        """Split a line into pieces of one font each; invisible characters are left out, missing ones become 〓."""
        setting = self._setting(family)
        drawn = [setting[character] for character in text]
        pieces = ((name, "".join([each[2] for each in group])) for name, group in groupby(drawn, itemgetter(0)))
        return [Run(name, piece) for name, piece in pieces if piece]

    def missing(self, text: str, family: str) -> list[str]:
        """Return the characters that no font can draw, each once, in the order of the text."""
        setting = self._setting(family)
        lost = (c for c in text if setting[c][2] == MISSING_MARK and c != MISSING_MARK)
        return list(dict.fromkeys(lost))

    def ascent(self, family: str, size: float) -> float:
        """Return the height of the em box above the baseline in points (the rest of ``size`` hangs below)."""
        return self._setting(family).faces[0].file.ascent * size

    def office_name(self, family: str) -> str:
        """Return the name by which Word and Excel know the official font."""
        return _family(family).office_name

    def is_bold(self, family: str) -> bool:
        """Return whether office programs reach the family by a bold style."""
        return _family(family).is_bold

    def substitutions(self, families: Iterable[str] = FAMILIES) -> list[Substitution]:
        """Return, for the preview, which official fonts are replaced by bundled ones and why."""
        found = []
        for family in families:
            wanted = _family(family)
            face, reason = self._official(family)
            if wanted.wanted and face is None:
                found.append(Substitution(family, wanted.office_name, _BUNDLED[wanted.stand_in], reason))
        return found

    def location(self, font_name: str) -> tuple[Path, int]:
        """Return file and face number of a font named in a run, for a preview that draws with the same glyphs."""
        with self._lock:
            faces = [face for setting in self._settings.values() for face in setting.faces]
        for face in faces:
            if face.name == font_name:
                return face.file.path, face.file.index
        raise KeyError(font_name)

    def first_font(self) -> str:
        """Return the name of a registered font that is embedded: what a PDF begins with before anything is set."""
        return self._setting(FAMILIES[0]).faces[0].name

    def register(self, families: Iterable[str] = FAMILIES) -> None:
        """Make the fonts of ``families`` known to reportlab. Outlines are parsed on the first drawing only."""
        from ganbu_desktop.paper.font_embedding import register_face

        for family in families:
            for face in self._setting(family).faces:
                register_face(face.name, face.file.path, face.file.index)

    def _setting(self, family: str) -> _Setting:
        setting = self._settings.get(family)
        if setting is None:
            with self._lock:
                setting = self._settings[family] = _Setting(self._chain(family))
        return setting

    def _chain(self, family: str) -> list[_Face]:
        stand_in = _family(family).stand_in
        names = dict.fromkeys((stand_in, "song", "rare"))
        official, _ = self._official(family)
        return [*([official] if official else []), *(self._shipped(name) for name in names)]

    def _shipped(self, name: str) -> _Face:
        if name not in self._bundled:
            path = resource("fonts", f"{name}.ttf")
            if not path.is_file():
                raise DocumentError(
                    f"程序自带的字体文件 {path.name} 不见了，无法排版。数据没有改动。请重新安装本程序。"
                )
            self._bundled[name] = _Face(f"Ganbu-{name}", _BUNDLED[name], FontFile(path))
        return self._bundled[name]

    def _official(self, family: str) -> tuple[_Face | None, str]:
        with self._lock:
            if family not in self._chosen:
                self._chosen[family] = self._look_for(family)
            return self._chosen[family]

    def _look_for(self, family: str) -> tuple[_Face | None, str]:
        refused = False
        for wanted in _family(family).wanted:
            for file in self._installed():
                if squeezed(wanted) not in file.names:
                    continue
                if file.may_be_embedded:
                    return _Face(f"System-{family}-{file.path.stem}-{file.index}", wanted, file), ""
                refused = True
        return None, "本机的这种字体不许嵌入文件" if refused else "本机没有这种字体"

    def _installed(self) -> list[FontFile]:
        if self._system is None:
            self._system = list(_usable_faces(self._folders))
        return self._system


def _family(name: str) -> _Family:
    try:
        return _FAMILIES[name]
    except KeyError:
        raise DocumentError(
            f"表单用了不认识的字体类别“{name}”，可用的有：{'、'.join(FAMILIES)}。数据没有改动。"
        ) from None


def _usable_faces(folders: Sequence[Path]) -> Iterator[FontFile]:
    paths = {
        path for folder in folders if folder.is_dir() for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES
    }
    for path in sorted(paths):
        yield from _usable_faces_of(path)


def _usable_faces_of(path: Path) -> list[FontFile]:
    try:
        return [face for face in FontFile.faces(path) if face.has_outlines and face.is_regular and face.names]
    except UNREADABLE:
        return []


def system_font_folders() -> list[Path]:
    """Return the folders in which this operating system keeps fonts, the user's own among them."""
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows"))
        local = Path(os.environ.get("LOCALAPPDATA", str(home)))
        return [windows / "Fonts", local / "Microsoft" / "Windows" / "Fonts"]
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts"]
