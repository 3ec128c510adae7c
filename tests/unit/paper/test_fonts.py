"""Fonts: every name has its glyph, widths are those of the official fonts, and text can be copied out of the PDF."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from ganbu_desktop.foundation.errors import DocumentError
from ganbu_desktop.paper.font_embedding import to_unicode
from ganbu_desktop.paper.font_file import FontFile
from ganbu_desktop.paper.fonts import FAMILIES, MISSING_MARK, FontBook
from ganbu_desktop.paths import resource

RARE_NAMES = "𠮷䶮㛃堃燚喆𫘜𪚥翀垚赟珺媖"
SIGNS = "ⅠⅫ①⑳〔〕·—……“”☑☐√□×℃㎡￥‰《》"


@pytest.fixture(scope="module")
def book() -> FontBook:
    return FontBook.bundled()


def drawn(book: FontBook, text: str, family: str) -> bytes:
    target = BytesIO()
    canvas = Canvas(target, invariant=1, initialFontName="Helvetica")
    book.register([family])
    across = 40.0
    for run in book.runs(text, family):
        canvas.setFont(run.font_name, 12)
        canvas.drawString(across, 700, run.text)
        across += book.width(run.text, family, 12)
    canvas.save()
    return target.getvalue()


def extracted(pdf: bytes) -> str:
    return "".join(PdfReader(BytesIO(pdf)).pages[0].extract_text().split())


@pytest.mark.parametrize("family", FAMILIES)
def test_rare_names_and_signs_have_glyphs(book: FontBook, family: str) -> None:
    assert book.missing(RARE_NAMES + SIGNS, family) == []


@pytest.mark.parametrize("family", FAMILIES)
def test_widths_are_whole_and_half_ems(book: FontBook, family: str) -> None:
    assert set(book.widths("县委１２３　—〔①“", family)) == {1.0}
    assert set(book.widths("0123456789.- abcXYZ()", family)) == {0.5}
    assert book.width("张三2025.03", family, 14) == pytest.approx((2 + 3.5) * 14)


def test_every_character_of_the_national_standards_is_there(book: FontBook) -> None:
    unified = "".join(map(chr, range(0x4E00, 0x9FA6)))
    extension_a = "".join(map(chr, range(0x3400, 0x4DB6)))
    assert book.missing(unified, "song") == []
    assert book.missing(extension_a, "song") == []


@pytest.mark.parametrize("family", FAMILIES)
def test_text_comes_back_out_of_the_pdf(book: FontBook, family: str) -> None:
    text = f"{RARE_NAMES}{SIGNS}张三２０２５abc123<b>&amp;".replace("…", "")
    assert extracted(drawn(book, text, family)) == text


def test_text_of_many_subsets_comes_back_in_order(book: FontBook) -> None:
    text = "".join(map(chr, [*range(0x4E00, 0x5100), *range(0x20000, 0x20200)]))
    text = "".join(character for character in text if not book.missing(character, "song"))
    assert len(text) > 1000
    assert extracted(drawn(book, text, "song")) == text


def test_runs_change_font_only_where_they_must(book: FontBook) -> None:
    runs = book.runs("王𪚥强", "kaiti")
    assert [run.text for run in runs] == ["王", "𪚥", "强"]
    assert runs[0].font_name == runs[2].font_name != runs[1].font_name
    assert len(book.runs("中共某县委员会组织部", "heiti")) == 1


def test_a_character_without_glyph_is_named_and_marked(book: FontBook) -> None:
    text = "李\ue000明\U0003ffff\ue000"
    assert book.missing(text, "song") == ["\ue000", "\U0003ffff"]
    assert "".join(run.text for run in book.runs(text, "song")) == f"李{MISSING_MARK}明{MISSING_MARK * 2}"
    assert book.missing(MISSING_MARK, "song") == []


def test_invisible_characters_take_no_room(book: FontBook) -> None:
    text = "张\u200b三\ufeff\x07葛\U000e0100"
    assert book.width(text, "song", 10) == 30
    assert "".join(run.text for run in book.runs(text, "song")) == "张三葛"
    assert book.missing(text, "song") == []


def test_a_lone_surrogate_is_missing_and_can_be_drawn(book: FontBook) -> None:
    assert book.missing("张\ud842", "song") == ["\ud842"]
    assert extracted(drawn(book, "张\ud842", "song")) == f"张{MISSING_MARK}"


def test_the_same_text_makes_the_same_pdf(book: FontBook) -> None:
    assert drawn(book, RARE_NAMES, "song") == drawn(FontBook.bundled(), RARE_NAMES, "song")


def test_the_bundled_book_names_what_stands_for_what(book: FontBook) -> None:
    found = {each.family: (each.wanted, each.used) for each in book.substitutions()}
    assert found["title"] == ("方正小标宋简体", "Noto 粗宋体")
    assert found["kaiti"] == ("楷体_GB2312", "霞鹜文楷")
    assert book.office_name("fangsong") == "仿宋_GB2312"
    assert book.is_bold("song-bold")
    assert not book.is_bold("title")


def test_an_unknown_family_is_refused_with_a_sentence(book: FontBook) -> None:
    with pytest.raises(DocumentError, match="隶书"):
        book.width("张三", "隶书", 10)


def test_ascent_is_the_upper_part_of_the_em(book: FontBook) -> None:
    assert all(8 < book.ascent(family, 10) < 9.2 for family in FAMILIES)


def installed(folder: Path, name: str, *, flags: int = 0, file: str = "font.ttf") -> FontBook:
    """A PC that has one official font: a renamed copy of the smallest bundled one."""
    font = TTFont(resource("fonts", "heiti.ttf"))
    for identifier in (1, 4, 6):
        font["name"].setName(name, identifier, 3, 1, 0x804)
    font["OS/2"].fsType = flags
    folder.mkdir(exist_ok=True)
    font.save(folder / file)
    return FontBook([folder])


def test_an_official_font_of_the_pc_comes_first(tmp_path: Path) -> None:
    book = installed(tmp_path, "仿宋_GB2312")
    runs = book.runs("张三𪚥", "fangsong")
    assert runs[0].font_name.startswith("System-fangsong")
    assert book.location(runs[0].font_name) == (tmp_path / "font.ttf", 0)
    assert runs[1].font_name == "Ganbu-rare"
    assert "fangsong" not in {each.family for each in book.substitutions()}
    assert extracted(drawn(book, "张三𪚥", "fangsong")) == "张三𪚥"


@pytest.mark.parametrize("flags", [0x0002, 0x0100, 0x0200])
def test_a_font_that_forbids_embedding_is_not_used(tmp_path: Path, flags: int) -> None:
    book = installed(tmp_path, "黑体", flags=flags)
    assert book.runs("张", "heiti")[0].font_name == "Ganbu-heiti"
    (substitution,) = book.substitutions(["heiti"])
    assert "不许嵌入" in substitution.reason


@pytest.mark.parametrize("flags", [0x0000, 0x0004, 0x0008])
def test_a_font_that_allows_embedding_is_used(tmp_path: Path, flags: int) -> None:
    assert installed(tmp_path, "SimHei", flags=flags).substitutions(["heiti"]) == []


def test_extension_fonts_are_not_taken_for_the_main_one(tmp_path: Path) -> None:
    assert installed(tmp_path, "SimSun-ExtB").runs("张", "song")[0].font_name == "Ganbu-song"


def test_damaged_font_files_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "empty.ttf").touch()
    (tmp_path / "text.ttc").write_bytes(b"ttcf" + b"\xff" * 40)
    (tmp_path / "cut.ttf").write_bytes(resource("fonts", "heiti.ttf").read_bytes()[:200])
    assert FontBook([tmp_path, tmp_path / "none"]).runs("张", "song")[0].font_name == "Ganbu-song"


def test_own_reading_of_the_character_map_agrees_with_fonttools() -> None:
    for name in ("song", "kaiti", "rare"):
        path = resource("fonts", f"{name}.ttf")
        font = TTFont(path, lazy=True)
        cmap, metrics, units = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
        file = FontFile(path)
        assert all(file.advance(code) == metrics[glyph][0] / units for code, glyph in cmap.items())
        assert file.advance(0x0E01) is None


def test_every_shipped_font_may_be_embedded_and_has_its_licence() -> None:
    files = sorted(resource("fonts").glob("*.ttf"))
    licences = "\n".join(path.read_text("utf-8") for path in resource("fonts").glob("OFL-*.txt"))
    assert len(files) == 5
    for path in files:
        assert FontFile(path).may_be_embedded
        assert path.name in licences
    assert sum(path.stat().st_size for path in files) <= 60_000_000


def test_opening_the_book_reads_no_font_and_imports_no_reportlab() -> None:
    program = (
        "import sys; from ganbu_desktop.paper.fonts import FontBook; book = FontBook.bundled(); "
        "book.width('张三', 'song', 10); assert 'reportlab' not in sys.modules and 'fontTools' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=resource().parent)


def test_the_first_width_is_quick() -> None:
    start = time.perf_counter()
    FontBook.bundled().width("张三", "song", 10)
    assert time.perf_counter() - start < 3  # a tenth of it is usual; the limit only tells parsing from reading


def test_the_tounicode_table_is_utf_16() -> None:
    table = to_unicode("X", [0, ord("A"), ord("𠮷")])
    assert "<01> <0041>" in table
    assert "<02> <D842DFB7>" in table
    assert "<00> <0000>" not in table


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not here")
def test_another_reader_finds_the_rare_names_too(book: FontBook, tmp_path: Path) -> None:
    path = tmp_path / "names.pdf"
    path.write_bytes(drawn(book, RARE_NAMES, "song"))
    found = subprocess.run(["pdftotext", str(path), "-"], check=True, capture_output=True, text=True).stdout
    assert "".join(found.split()) == RARE_NAMES
