"""The manual: a page for every screen, words that the program really uses, one PDF."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from ganbu_desktop.app import room_pages
from ganbu_desktop.cli.program import main
from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel import manual
from ganbu_desktop.modules import manual_pages
from ganbu_desktop.paths import resource

QUOTED = re.compile(r"“([^”]{1,20})”")


def test_the_contents_name_every_page_once() -> None:
    names = [page.name for page in manual.pages()]
    assert len(names) == len(set(names))
    assert set(names) == {path.stem for path in resource("manual").glob("*.md")}


def test_every_screen_has_its_page() -> None:
    missing = {spec.name for spec in room_pages()} - {page.name for page in manual.pages(manual_pages())}
    assert not missing, f"write resources/manual/<name>.md and name it in contents.txt: {missing}"


def test_pages_begin_with_a_title_and_are_short_enough_to_read() -> None:
    for page in manual.pages():
        assert page.text.startswith(f"# {page.title}\n"), page.name
        assert 100 < len(page.text) < 1800, (page.name, len(page.text))


def test_no_page_names_a_command_that_does_not_exist(root: Path) -> None:
    """What stands in “…” is a word of the program: of its code or of what it ships."""
    texts = [path.read_text("utf-8") for path in (root / "ganbu_desktop").rglob("*.py")]
    texts += [path.read_text("utf-8") for path in (root / "resources").rglob("*.toml")]
    known = "\n".join(texts)
    unknown = {
        page.name: strange
        for page in manual.pages()
        if (strange := [word for word in QUOTED.findall(page.text) if word.rstrip("…") not in known])
    }
    assert not unknown, unknown


def test_searching_finds_every_word_and_titles_first() -> None:
    hits = manual.find("恢复密钥")
    assert {"start", "about"} <= {hit.page.name for hit in hits}
    assert all("恢复密钥" in hit.line for hit in hits)
    assert manual.find("备份")[0].page.name == "backups"
    assert manual.find("恢复密钥 花名册不会有的词") == []
    assert manual.find("  ") == []


def test_an_unknown_screen_gets_the_first_steps() -> None:
    assert manual.page_for("nowhere").name == manual.FIRST
    assert manual.page_for("talks").title == "谈心谈话"


def test_the_command_line_prints_the_whole_manual(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "手册.pdf"
    assert main(["manual", "--to", str(target)]) == 0
    assert str(target) in capsys.readouterr().out
    reader = PdfReader(target)
    texts = [page.extract_text() for page in reader.pages]
    every = manual.pages(manual_pages())
    assert len(texts) > len(every) > len(manual.pages())
    assert "目录" in texts[0]
    first = next(n for n, text in enumerate(texts) if text.lstrip().startswith(every[0].title))
    contents = " ".join(texts[:first]).replace("\n", " ")
    for page in every:
        heads = (text.lstrip().partition("\n")[0].strip() for text in texts[first:])
        number = next(n for n, head in enumerate(heads, first + 1) if head == page.title)
        assert re.search(rf"{page.title}.{{1,6}}第\s*{number}\s*页", contents), page.name


def test_only_a_pdf_is_written(tmp_path: Path) -> None:
    with pytest.raises(CheckFailed, match="没有写出文件"):
        manual.print_manual(tmp_path / "手册.docx")
    assert not list(tmp_path.iterdir())


def test_the_card_of_keys_is_one_sheet(tmp_path: Path) -> None:
    keys = [(f"某一页：第{number}个命令", "Ctrl+Shift+N") for number in range(90)]
    target = tmp_path / "card.pdf"
    assert manual.print_card(keys, target) == 1
    text = PdfReader(target).pages[0].extract_text()
    assert "第89个" in text
