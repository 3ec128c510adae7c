"""The page of templates: a heading is changed and printed in a few steps, what is broken is listed with its place."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot
from support.builders import make_person, make_unit
from support.fake_messages import FakeMessages
from support.pages import put_on_screen
from support.template_files import external, paragraph, word_file

from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.kernel.forms.office_templates import template_versions, templates
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.paper.pages import templates_page
from ganbu_desktop.modules.paper.pages.templates_page import TemplatesPage

Ready = Callable[[], None]


@pytest.fixture
def person(office: Office) -> Person:
    return make_person(office, "王小明", unit_id=make_unit(office, "青禾县财政局").id)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, person: Person, monkeypatch: pytest.MonkeyPatch) -> TemplatesPage:
    monkeypatch.setattr(templates_page.ResultDialog, "exec", lambda self: 1)
    return put_on_screen(qtbot, TemplatesPage(desk))


@pytest.fixture
def ready(qtbot: QtBot, page: TemplatesPage) -> Ready:
    def wait() -> None:
        qtbot.waitUntil(lambda: not page.desk.tasks.is_busy(), timeout=30000)

    return wait


def text_of(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return re.sub("<[^>]+>", "", archive.read("word/document.xml").decode()).strip()


def put_in(page: TemplatesPage, messages: FakeMessages, ready: Ready, path: Path, name: str) -> None:
    messages.answers = [path, name]
    page.add_button.click()
    ready()
    ready()


def test_a_heading_is_changed_and_printed_in_a_few_steps(
    page: TemplatesPage, person: Person, messages: FakeMessages, ready: Ready, tmp_path: Path
) -> None:
    put_in(page, messages, ready, word_file(tmp_path / "信.docx", paragraph("介绍信：{{姓名}}")), "介绍信")
    own = tmp_path / "取出.docx"
    messages.answers = [own]
    page.take_out()
    ready()
    assert text_of(own) == "介绍信：{{姓名}}"
    put_in(page, messages, ready, word_file(own, paragraph("干部介绍信：{{姓名}}（{{单位}}）")), "介绍信")
    assert "第 2 版" in page.notice.text()
    page.show_target({"ids": [person.id]})
    messages.answers = [tmp_path / "成品.docx"]
    page.print_button.click()
    ready()
    assert text_of(tmp_path / "成品.docx") == "干部介绍信：王小明（青禾县财政局）"


def test_what_is_broken_is_listed_with_its_place_and_nothing_is_kept(
    page: TemplatesPage, office: Office, messages: FakeMessages, ready: Ready, tmp_path: Path
) -> None:
    messages.answers = [word_file(tmp_path / "信.docx", paragraph("好") + paragraph("{{性名}}{{姓名"))]
    page.add()
    ready()
    told = [page.problems.item(row).text() for row in range(page.problems.count())]
    assert any("正文 第 2 段：没有“性名”这个字段，是不是“" in text for text in told)
    assert len(told) == 2
    assert page.problems.isVisible()
    assert "没有存入" in page.notice.text()
    assert templates(office) == []


def test_a_file_that_leads_outside_is_refused(
    page: TemplatesPage, office: Office, failures: list[Exception], messages: FakeMessages, ready: Ready, tmp_path: Path
) -> None:
    messages.answers = [word_file(tmp_path / "信.docx", paragraph("{{姓名}}"), relations=external())]
    page.add()
    ready()
    assert any("链接" in str(error) for error in failures)
    failures.clear()
    assert templates(office) == []


def test_a_mark_is_found_and_copied(page: TemplatesPage) -> None:
    page.search.setText("任现职年限")
    page.search.searched.emit("任现职年限")
    assert page.marks.count() == 1
    page.copy_mark()
    assert QGuiApplication.clipboard().text() == "{{任现职年限}}"
    page.search.clear()
    page.about.setCurrentIndex(1)
    page.search.searched.emit("")
    assert "{{#名单}}" in [page.marks.item(row).text().strip() for row in range(page.marks.count())]


def test_an_older_version_is_taken_out_and_a_template_deleted(
    page: TemplatesPage, office: Office, messages: FakeMessages, ready: Ready, tmp_path: Path
) -> None:
    for text in ("旧{{姓名}}", "新{{姓名}}"):
        put_in(page, messages, ready, word_file(tmp_path / "信.docx", paragraph(text)), "信")
    assert len(template_versions(office, "信")) == 2
    messages.answers = [1, tmp_path / "旧.docx"]
    page.show_versions()
    ready()
    assert text_of(tmp_path / "旧.docx") == "旧{{姓名}}"
    messages.answers = [True]
    page.delete()
    ready()
    assert page.list.count() == 0
    assert not page.print_button.isEnabled()
