"""The ledgers of the talks room: what goes out to Excel comes back unchanged, and nobody sees what is not for them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from support.builders import make_office, make_person
from support.talks import day, make_talk, visit_of

from ganbu_desktop import modules
from ganbu_desktop.kernel.ledger import listing as ledger_list
from ganbu_desktop.kernel.ledger import sheet as ledger_sheet
from ganbu_desktop.kernel.ledger.plan import LineStatus
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.log.sealed import RIGHT as READ_SEALED
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.modules.talks import actions, rights
from ganbu_desktop.modules.talks.records import (
    Forum,
    ForumOpinion,
    HomeVisit,
    MoodReport,
    Need,
    Talk,
    TalkExemption,
    TalkOutline,
)
from ganbu_desktop.modules.talks.rows import EXEMPTIONS, FORUMS, MOODS, NEEDS, OPINIONS, OUTLINES, TALKS, VISITS


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


LEDGERS = [spec for spec in modules.ledgers() if modules.ledger_rooms()[spec.name] == "talks"]


def _fill(office: Office) -> None:
    """One row in every ledger."""
    person = make_person(office)
    talk = make_talk(office, person, "2026.02.01", content="第一行\n第二行", confirmation="1", problem_count=0)
    VISITS.save(office, [(None, visit_of(person))], title="家访")
    need = Need(person_id=person.id, kind="4", raised_on=day("2026.02.01"), talk_id=talk.id, description="药费")
    NEEDS.save(office, [(None, need)], title="诉求")
    forum = Forum(title="基层座谈", held_on=day("2026.02.11"), attendance=9)
    FORUMS.save(office, [(None, forum)], title="座谈会")
    opinion = ForumOpinion(forum_id=forum.id, opinion="减少报表", kind="4", due_on=day("2026.04"))
    OPINIONS.save(office, [(None, opinion)], title="意见")
    mood = MoodReport(year=2026, quarter="1", theme="1", group_size=12, people=6, written_on=day("2026.03.01"))
    MOODS.save(office, [(None, mood)], title="思想状况")
    away = TalkExemption(person_id=person.id, reason="3", starts_on=day("2025.06"))
    EXEMPTIONS.save(office, [(None, away)], title="借出")
    outline = TalkOutline(kind="01", title="本部日常提纲", text="一、工作")
    OUTLINES.save(office, [(None, outline)], title="提纲")


@pytest.mark.parametrize("spec", LEDGERS, ids=lambda spec: spec.name)
def test_what_goes_out_comes_back_the_same(office: Office, spec: LedgerSpec, tmp_path: Path) -> None:
    _fill(office)
    target = tmp_path / "out.xlsx"
    assert ledger_sheet.export_ledger(office, spec, target) == 1
    plan = ledger_sheet.read_ledger(office, spec, target)
    assert [line.status for line in plan.lines] == [LineStatus.SAME], [t.message for t in plan.troubles()]


def test_a_filled_sheet_of_talks_becomes_talks(office: Office, tmp_path: Path) -> None:
    """Typed in Excel with the words people use; the number and the post are the program's to add."""
    make_person(office, "王小明", current_post_short="科长")
    target = tmp_path / "in.xlsx"
    ledger_sheet.export_ledger(office, TALKS.ledger, target, template=True)
    book = openpyxl.load_workbook(target)
    sheet = book.worksheets[0]
    header = next(row for row in sheet.iter_rows() if any(cell.value == "谈话类型" for cell in row))
    places = {cell.value: cell.column for cell in header}
    for title, value in (("姓名", "王小明"), ("谈话类型", "提醒"), ("谈话日期", "2026.02.03"), ("谈话人", "李部长")):
        sheet.cell(header[0].row + 1, places[title], value)
    book.save(target)
    plan = ledger_sheet.read_ledger(office, TALKS.ledger, target)
    assert [line.status for line in plan.lines] == [LineStatus.NEW]
    ledger_sheet.apply_plan(office, plan)
    stored = office.find(Talk)[0]
    assert (stored.number, stored.kind, stored.post) == ("2026-0001", "05", "科长")


def test_who_may_not_read_sees_no_words_in_list_or_workbook(office: Office, tmp_path: Path) -> None:
    _fill(office)
    held = frozenset({rights.EDIT, ledger_sheet.EXPORT_RIGHT})
    other = Office(office.file, Account("小周", held), clock=office.clock)
    for spec, field in ((TALKS.ledger, "content"), (VISITS.ledger, "family_present")):
        wanted = [record.id for record in office.find(spec.record)]
        row = ledger_list.rows(other, spec, wanted)[0]
        assert ledger_list.rows(office, spec, wanted)[0].texts[field] not in ("", rights.HIDDEN)
        if field == "content":
            assert row.texts[field] == row.record.__dict__[field] == rights.HIDDEN
        target = tmp_path / f"{spec.name}.xlsx"
        ledger_sheet.export_ledger(other, spec, target)
        words = [str(c.value) for row_ in openpyxl.load_workbook(target).worksheets[0].iter_rows() for c in row_]
        assert not any("第一行" in word or rights.HIDDEN in word for word in words)


def test_sealed_words_leave_only_with_the_right(office: Office, tmp_path: Path) -> None:
    _fill(office)
    target = tmp_path / "needs.xlsx"
    held = frozenset({rights.EDIT, ledger_sheet.EXPORT_RIGHT})
    ledger_sheet.export_ledger(Office(office.file, Account("小周", held), clock=office.clock), NEEDS.ledger, target)
    assert "药费" not in str([[c.value for c in r] for r in openpyxl.load_workbook(target).worksheets[0].iter_rows()])
    full = Office(office.file, Account("小周", held | {READ_SEALED}), clock=office.clock)
    ledger_sheet.export_ledger(full, NEEDS.ledger, tmp_path / "full.xlsx")
    book = openpyxl.load_workbook(tmp_path / "full.xlsx")
    assert "药费" in str([[c.value for c in r] for r in book.worksheets[0].iter_rows()])


def test_derived_columns_say_how_things_stand(office: Office) -> None:
    _fill(office)
    talk, visit, need = (office.find(cls)[0] for cls in (Talk, HomeVisit, Need))
    actions.promise(office, talk, what="协调", unit_id=None, responsible="陈科长", due_on=day("2026.02.10"))
    assert ledger_list.rows(office, TALKS.ledger, [talk.id])[0].texts["承诺事项"] == "已销号 0/1，超期 1"
    assert ledger_list.rows(office, VISITS.ledger, [visit.id])[0].texts["进展"] == "已家访"
    assert ledger_list.rows(office, NEEDS.ledger, [need.id])[0].texts["进展"] == "办理中"
