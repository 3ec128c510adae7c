"""Makes the fonts under ``resources/fonts`` out of pinned Debian packages.

PDF embedding by reportlab needs TrueType outlines, and Debian's Noto CJK has cubic ones; so every face is cut down to
the characters that a county needs, converted once, renamed (a changed font may not keep a reserved name) and kept in
the repository together with its licence. The result depends on the sources alone: the same packages give the same
bytes.

Usage: ``python installer/make_fonts.py [NAME...]`` on Debian 12 with fontTools. A package that is not installed is
fetched by ``apt-get download`` into a temporary folder; each source file must have the SHA-256 written below.
"""

from __future__ import annotations

import bz2
import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

TARGET = Path(__file__).resolve().parent.parent / "resources" / "fonts"
NOTO, HANAZONO, WENKAI = "opentype/noto", "truetype/hanazono", "truetype/lxgw-wenkai"
BOX, ROOT_SIGN, EMPTY_BALLOT, TICKED_BALLOT = 0x25A1, 0x221A, 0x2610, 0x2611
MAX_ERROR = 1.0  # of a 1000-unit em: below what a 1200 dpi printer shows at 24 pt
SIGNS = (
    (0x20, 0x17F),
    (0x1CD, 0x1DC),
    (0x1F8, 0x1F9),
    (0x251, 0x251),
    (0x261, 0x261),
    (0x2C6, 0x2DD),
    (0x391, 0x3C9),
    (0x401, 0x451),
    (0x2010, 0x203F),
    (0x20AC, 0x20AC),
    (0x2100, 0x218F),
    (0x2190, 0x21FF),
    (0x2200, 0x22FF),
    (0x2312, 0x2312),
    (0x2460, 0x24FF),
    (0x2500, 0x266F),
    (0x2700, 0x27BF),
    (0x2E80, 0x2FDF),
    (0x2FF0, 0x2FFB),
    (0x3000, 0x312F),
    (0x31C0, 0x31E3),
    (0x3200, 0x33FF),
    (0xFE10, 0xFE1F),
    (0xFE30, 0xFE6F),
    (0xFF01, 0xFFEF),
)
HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2EBEF), (0x30000, 0x323AF))
RARE = (0x20000, 0x2EBEF)


@dataclass(frozen=True)
class Face:
    """One font to make: its source and which of the character sets below it carries."""

    name: str
    family: str
    package: str
    version: str
    source: str
    sha256: str
    characters: str
    number: int = -1


NOTO_VERSION = "1:20220127+repack1-1"
FACES = (
    Face(
        "song",
        "Ganbu Song",
        "fonts-noto-cjk",
        NOTO_VERSION,
        f"{NOTO}/NotoSerifCJK-Regular.ttc",
        "a04178ec485dffdff7cc0c0c20e1fce9202d7e2160d805e8e44a4c8841c58481",
        "han",
        2,
    ),
    Face(
        "song-bold",
        "Ganbu Song Bold",
        "fonts-noto-cjk",
        NOTO_VERSION,
        f"{NOTO}/NotoSerifCJK-Bold.ttc",
        "a5d4b046c127da3d7c72f98b46c41489cd29bf52abfdf18aba920903e920d4ac",
        "common",
        2,
    ),
    Face(
        "heiti",
        "Ganbu Hei",
        "fonts-noto-cjk",
        NOTO_VERSION,
        f"{NOTO}/NotoSansCJK-Regular.ttc",
        "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a",
        "common",
        2,
    ),
    Face(
        "kaiti",
        "Ganbu Kai",
        "fonts-lxgw-wenkai",
        "1.250+repack-1",
        f"{WENKAI}/LXGWWenKaiMono-Regular.ttf",
        "1246e5a3711145c4abdb462f4de260f93b6fc934ddbadfd91d12af5474179992",
        "common",
    ),
    Face(
        "rare",
        "Ganbu Rare",
        "fonts-hanazono",
        "20170904-2.1",
        f"{HANAZONO}/HanaMinB.ttf",
        "829543436cdf7b4c6730e2af5806fa406f8ddf0d4b656e0cd49c58d4db1c8d3c",
        "rare",
    ),
)
UNIHAN = ("unicode-data", "15.0.0-1", "/usr/share/unicode")


def spread(ranges: Iterable[tuple[int, int]]) -> set[int]:
    """Return every code point of the inclusive ranges."""
    return {code for first, last in ranges for code in range(first, last + 1)}


def unihan(root: Path, file: str, key: str) -> set[int]:
    """Return the code points for which Unihan's ``file`` has a value under ``key``."""
    with bz2.open(root / f"Unihan_{file}.txt.bz2", "rt", encoding="utf-8") as lines:
        return {int(line.split("\t", 1)[0][2:], 16) for line in lines if f"\t{key}\t" in line}


def gb2312() -> set[int]:
    """Return all characters of GB 2312."""
    pairs = (bytes([high, low]) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    return {ord(character) for pair in pairs for character in pair.decode("gb2312", "ignore")}


def wanted(kind: str, unicode_data: Path) -> set[int]:
    """Return the code points of one of the sets ``han``, ``common`` and ``rare``.

    han: signs, and every Han character of GB 18030-2022 that the source has. common: signs, GB 2312 and
    通用规范汉字表. rare: what China has put into extensions B to F.
    """
    if kind == "han":
        return spread(SIGNS) | spread(HAN)
    if kind == "common":
        return spread(SIGNS) | gb2312() | unihan(unicode_data, "OtherMappings", "kTGH")
    first, last = RARE
    return {code for code in unihan(unicode_data, "IRGSources", "kIRG_GSource") if first <= code <= last}


def left_out(face: Face) -> set[int]:
    """Return the characters that another font draws better: those 宋体 has, and quotes that 文楷 makes too narrow."""
    if face.name == "rare":
        return set(TTFont(TARGET / "song.ttf", lazy=True).getBestCmap())
    return {0x2018, 0x2019, 0x201C, 0x201D} if face.name == "kaiti" else set()


def fetch(package: str, version: str, path: Path, into: Path) -> Path:
    """Return ``path`` if installed, else the same file out of the pinned package."""
    if path.exists():
        return path
    unpacked = into / package
    if not unpacked.exists():
        subprocess.run(["apt-get", "download", f"{package}={version}"], cwd=into, check=True)
        deb = next(into.glob(f"{package}_*.deb"))
        subprocess.run(["dpkg-deb", "-x", str(deb), str(unpacked)], check=True)
    return unpacked / path.relative_to("/")


def checked(path: Path, sha256: str) -> Path:
    """Return ``path`` after comparing its digest with the pinned one."""
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != sha256:
        raise SystemExit(f"{path}: SHA-256 is {found}, pinned is {sha256}")
    return path


def cut(font: TTFont, codes: set[int]) -> None:
    """Leave only the glyphs of ``codes``, without layout tables and hints."""
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 13, 14]
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx", "DSIG", "FFTM", "gasp", "meta"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes & set(font.getBestCmap()))
    cutter.subset(font)


def outlines(font: TTFont) -> Iterator[tuple[str, Any]]:
    """Yield name and quadratic outline of every glyph of a font with cubic ones."""
    glyphs = font.getGlyphSet()
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
        yield name, pen.glyph()


def to_truetype(font: TTFont) -> None:
    """Replace the CFF outlines by quadratic ones."""
    glyf = newTable("glyf")
    glyf.glyphOrder = font.getGlyphOrder()
    glyf.glyphs = dict(outlines(font))
    font["loca"], font["glyf"] = newTable("loca"), glyf
    del font["CFF "]
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for name in (
        "maxTwilightPoints",
        "maxStorage",
        "maxFunctionDefs",
        "maxInstructionDefs",
        "maxStackElements",
        "maxSizeOfInstructions",
        "maxPoints",
        "maxContours",
        "maxCompositePoints",
        "maxCompositeContours",
        "maxComponentElements",
        "maxComponentDepth",
    ):
        setattr(maxp, name, 0)
    maxp.maxZones = 1
    font.sfntVersion = "\x00\x01\x00\x00"


def feature(font: TTFont, tag: str) -> dict[str, str]:
    """Return which glyph a single-substitution feature puts in the place of which."""
    table = font["GSUB"].table
    used = {
        number
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == tag
        for number in record.Feature.LookupListIndex
    }
    subtables = [sub for number in sorted(used) for sub in table.LookupList.Lookup[number].SubTable]
    plain = [getattr(sub, "ExtSubTable", sub) for sub in subtables]
    return {old: new for sub in plain if hasattr(sub, "mapping") for old, new in sub.mapping.items()}


def set_official_widths(font: TTFont) -> None:
    """Make Latin letters and digits half an em wide and — and · a whole one, as they are in the official fonts.

    Columns of an official form are aligned by counting half-width characters.
    """
    for tag, codes in (("hwid", range(0x20, 0x7F)), ("fwid", (0x2014, 0x00B7))):
        replaced = feature(font, tag)
        for table in font["cmap"].tables:
            if table.isUnicode() and table.format in (4, 12):
                table.cmap.update({c: replaced[table.cmap[c]] for c in codes if table.cmap.get(c) in replaced})


def add_ballot_boxes(font: TTFont) -> None:
    """Draw ☑ out of □ and √, and let ☐ be □: hardly any Chinese font has them."""
    cmap = font.getBestCmap()
    box, tick = cmap[BOX], cmap[ROOT_SIGN]
    glyphs, pen = font.getGlyphSet(), TTGlyphPen(None)
    glyphs[box].draw(pen)
    glyphs[tick].draw(TransformPen(pen, (0.62, 0, 0, 0.62, 190, 120)))
    name = "ballot"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphs[name] = pen.glyph()
    font["hmtx"].metrics[name] = font["hmtx"].metrics[box]
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format in (4, 12):
            table.cmap.setdefault(EMPTY_BALLOT, box)
            table.cmap.setdefault(TICKED_BALLOT, name)


def rename(font: TTFont, face: Face) -> None:
    """Give the font our own names; copyright and licence notices stay."""
    names = font["name"]
    post_script = face.family.replace(" ", "")
    texts = {
        1: face.family,
        2: "Regular",
        3: f"{post_script} from {face.package} {face.version}",
        4: face.family,
        5: f"Version 1.000; from {face.package} {face.version}",
        6: post_script,
    }
    names.names = [record for record in names.names if record.platformID == 3 and record.langID == 0x409]
    for identifier, text in texts.items():
        names.setName(text, identifier, 3, 1, 0x409)


def keep_plain_cmaps(font: TTFont) -> None:
    """Leave one format 12 table (and 4 for older readers)."""
    font["cmap"].tables = [t for t in font["cmap"].tables if t.platformID == 3 and t.format in (4, 12)]


def make(face: Face, codes: set[int], source: Path) -> Path:
    """Write one font file and return its path."""
    font = TTFont(source, fontNumber=face.number, recalcTimestamp=False)
    if face.package == "fonts-noto-cjk":
        set_official_widths(font)
    cut(font, codes)
    if "CFF " in font:
        to_truetype(font)
    if face.name == "song":
        add_ballot_boxes(font)
    keep_plain_cmaps(font)
    rename(font, face)
    font["post"].formatType = 3.0
    font["OS/2"].fsType = 0
    target = TARGET / f"{face.name}.ttf"
    font.save(target)
    return target


def main(names: list[str]) -> None:
    """Make all fonts, or those named."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        into = Path(folder)
        unicode_data = fetch(*UNIHAN[:2], Path(UNIHAN[2]), into)
        for face in FACES:
            if names and face.name not in names:
                continue
            source = fetch(face.package, face.version, Path("/usr/share/fonts") / face.source, into)
            codes = wanted(face.characters, unicode_data)
            codes -= left_out(face)
            target = make(face, codes, checked(source, face.sha256))
            print(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
