"""The forms of the talks room: what is printed of a record, of an empty one, and what is never printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from support.builders import add, make_office, make_person, make_unit
from support.talks import day, make_talk, visit_of

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.forms.form_print import EntryPrinter, print_blank, print_forms
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.modules.talks import actions, forms
from ganbu_desktop.modules.talks.records import Forum, ForumOpinion, HomeVisit, Need
from ganbu_desktop.modules.talks.rows import NEEDS, VISITS
from ganbu_desktop.paper.fonts import FontBook

FORMS = {form.name: form for form in forms.FORMS}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def _text(office: Office, name: str, record_id: str) -> str:
    placed = EntryPrinter(office, FORMS[name], FontBook.bundled()).document(record_id)
    assert placed is not None
    assert not placed.findings
    lines = [line.text for page in placed.pages for cell in page.cells for line in cell.lines]
    return "".join("".join(lines).split())


def test_a_talk_record_holds_what_was_said_and_promised(office: Office) -> None:
    unit = make_unit(office, "教育局")
    person = make_person(office, "王小明", unit_id=unit.id, current_post_short="副局长")
    talk = make_talk(
        office,
        person,
        "2026.02.03",
        kind="05",
        held_at="9:00—9:40",
        content="谈了值班",
        confirmation="3",
        person_words="没有提前告知",
    )
    actions.promise(office, talk, what="调整排班", unit_id=None, responsible="陈科长", due_on=day("2026.04.01"))
    text = _text(office, "talk-record", talk.id)
    for words in ("提醒☑", "日常□", "王小明", "教育局副局长", "2026年2月3日9:00—9:40", "谈了值班"):
        assert words in text
    for words in ("有异议☑", "原话：没有提前告知", "调整排班", "陈科长", "内部资料注意保存"):
        assert words in text


def test_a_type_without_a_box_is_named_behind_others() -> None:
    assert forms.kind_boxes("17").endswith("其他☑（澄清正名谈话）")
    assert forms.kind_boxes("10").count("☑") == 1
    assert "☑" not in forms.kind_boxes("")


def test_who_may_not_read_prints_no_words(office: Office) -> None:
    talk = make_talk(office, make_person(office), "2026.02.03", content="谈了值班")
    other = Office(office.file, Account("小周", frozenset({"forms.print"})), clock=office.clock)
    assert "谈了值班" not in _text(other, "talk-record", talk.id)


def test_a_long_talk_goes_on_where_the_page_is_printed_again(office: Office) -> None:
    talk = make_talk(office, make_person(office), "2026.02.03", content="谈话要点记录。" * 280 + "完")
    text = _text(office, "talk-record", talk.id)
    assert text.count("谈话要点记录。") == 280
    assert "完" in text


def test_a_visit_record_names_kinship_and_the_needs_that_came_up(office: Office) -> None:
    person = make_person(office)
    VISITS.save(office, [(None, visit_of(person, situation="老人同住"))], title="家访")
    visit = office.find(HomeVisit)[0]
    need = Need(person_id=person.id, kind="4", visit_id=visit.id, description="药费", raised_on=day("2026.02.10"))
    NEEDS.save(office, [(None, need)], title="诉求")
    text = _text(office, "home-visit-record", visit.id)
    for words in ("妻子、儿子", "李部长、周科长", "老人同住", "家属重疾", "2026年2月8日同意"):
        assert words in text
    assert "药费" not in text


def test_private_words_stand_in_no_ledger_and_no_receipt(office: Office) -> None:
    unit, person = make_unit(office, "民政局"), make_person(office)
    rows = [
        Need(person_id=person.id, kind=kind, unit_id=unit.id, description=words, raised_on=day("2026.02.10"))
        for kind, words in (("1", "婚恋私事"), ("5", "申请周转房"))
    ]
    NEEDS.save(office, [(None, need) for need in rows], title="诉求")
    ledger = _text(office, "needs-ledger", unit.id)
    assert "婚恋私事" not in ledger
    assert "申请周转房" in ledger
    private, plain = sorted(office.find(Need), key=lambda need: need.kind)
    assert "婚恋类" in _text(office, "need-receipt", private.id)
    assert "住房类：申请周转房" in _text(office, "need-receipt", plain.id)
    assert f"{office.called()}（盖章）" in _text(office, "need-receipt", plain.id)


def test_plans_and_opinions_run_over_pages(office: Office, tmp_path: Path) -> None:
    unit = make_unit(office, "教育局")
    people = [make_person(office, f"王{n}", unit_id=unit.id) for n in range(14)]
    plans = [HomeVisit(person_id=p.id, planned_on=day("2026.05")) for p in people]
    VISITS.save(office, [(None, plan) for plan in plans], title="计划")
    forum = Forum(title="座谈", attendance=20)
    add(office, forum, *(ForumOpinion(forum_id=forum.id, position=n, opinion=f"意见{n}") for n in range(10)))
    assert "第2页共2页" in _text(office, "visit-plan", unit.id)
    assert "共10条，采纳（含部分采纳）0条" in _text(office, "forum-opinions-sheet", forum.id)
    target = tmp_path / "plan.pdf"
    print_forms(office, FORMS["visit-plan"], [unit.id], target)
    assert len(PdfReader(target).pages) == 2


def test_units_without_needs_or_visits_have_no_sheet(office: Office, tmp_path: Path) -> None:
    one, other = make_unit(office, "教育局"), make_unit(office, "水利局")
    person = make_person(office, "王小明", unit_id=one.id)
    VISITS.save(office, [(None, HomeVisit(person_id=person.id, planned_on=day("2026.05")))], title="计划")
    need = Need(person_id=person.id, kind="5", unit_id=one.id, raised_on=day("2026.02.10"))
    NEEDS.save(office, [(None, need)], title="诉求")
    for name in ("needs-ledger", "visit-plan"):
        assert print_forms(office, FORMS[name], [other.id, one.id], tmp_path / f"{name}.docx").sheets == 1
        with pytest.raises(CheckFailed, match="没有"):
            print_forms(office, FORMS[name], [other.id], tmp_path / f"{name}.pdf")
    assert "2026年打印日期：2026年3月2日" in _text(office, "visit-plan", one.id)


@pytest.mark.parametrize("name", ["talk-record", "home-visit-record"])
def test_empty_sheets_are_handed_out(office: Office, tmp_path: Path, name: str) -> None:
    target = tmp_path / f"{name}.pdf"
    print_blank(office, FORMS[name], target)
    assert "读过属实□" in "".join(page.extract_text() for page in PdfReader(target).pages).replace(" ", "")
