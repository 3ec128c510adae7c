"""What a description of a row fills in, and what it refuses with a word on what to write instead."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.builders import make_office, make_person

from ganbu_desktop.exchange.workbook import read_workbook
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel import row
from ganbu_desktop.kernel.ledger.plan import LineStatus
from ganbu_desktop.kernel.ledger.reading import recognised
from ganbu_desktop.kernel.ledger.sheet import export_ledger, read_ledger
from ganbu_desktop.kernel.people.person import Relative, Reward
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.mobility.rows import Practice
from ganbu_desktop.modules.supervision.records import Sanction

GOOD: dict[str, Any] = {"key": ("person_id", "kind"), "right": "mobility.edit"}


def described(**values: Any) -> row.Row:
    return row.Row(Practice, "practice", **{**GOOD, **values})


def test_what_the_record_says_is_not_said_again() -> None:
    made = described()
    assert made.title == "实践锻炼"
    assert made.newest_by == "starts_on"
    assert made.required == ("person_id", "kind")
    assert made.fields[:3] == ("person_id", "kind", "unit_id")
    assert described(key=("person_id", "starts_on")).required == ("person_id", "kind", "starts_on")
    assert described(key=("person_id", "starts_on"), may_lack=("starts_on",)).required == ("person_id", "kind")
    assert described(required=("post",)).required == ("person_id", "kind", "post")


def test_a_limiting_entry_shows_its_own_fields_before_the_common_ones() -> None:
    made = row.Row(Sanction, "sanctions", key=("person_id", "document"), right="supervision.edit")
    assert made.fields[0] == "person_id"
    assert made.fields.index("kind") < made.fields.index("facts")
    assert not {"state", "reviewed_on", "effective_on", "origin_id"} & {*made.fields}


DUE = row.Due("practice-end", "ends_on", "期满", "practice_reminder_days")
LISTING = row.Listing(("name",))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"key": ()}, "give key="),
        ({"key": ("person_id", "place_there")}, "key names 'place_there'"),
        ({"right": "edit"}, "room.verb"),
        ({"reads": "see it"}, "room.verb"),
        ({"fields": ("person_id",)}, "add it to fields"),
        ({"fields": ("person_id", "kind", "nothing")}, "fields names 'nothing'"),
        ({"may_lack": ("post",)}, "no part of the key"),
        ({"newest_by": "post"}, "declare a date"),
        ({"numbered": "starts_on"}, "a field 'number'"),
        ({"guarded": ("secret",)}, "guarded names 'secret'"),
        ({"heard": "voice"}, "heard names 'voice'"),
        ({"new": {"came_on": row.today}}, "new names 'came_on'"),
        ({"from_person": {"rank": "rank"}}, "from_person names 'rank'"),
        ({"was": {"posts": ("岗位",)}}, "was names 'posts'"),
        ({"reminders": (row.Due("practice-end", "post", "期满", "practice_reminder_days"),)}, "which is no date"),
        ({"reminders": (row.Due("practice-end", "ends_on", "期满", "x", until="back"),)}, "names 'back'"),
        ({"reminders": (row.Owed("owed", "appraisal", "鉴定", after="task"),)}, "which is no date"),
        ({"reminders": (row.Owed("owed", "verdict", "鉴定", after="ends_on"),)}, "names 'verdict'"),
        ({"reminders": (row.Missing("gone", "starts_on", "没有", "week", "x"),)}, "every is one of"),
        ({"reports": (row.PeriodReport("list", "表", (), (LISTING,)),)}, "within names"),
        ({"reports": (row.PeriodReport("list", "表", ("post",), (LISTING,)),)}, "within names"),
        ({"reports": (row.PeriodReport("list", "表", ("starts_on",), ()),)}, "no parts"),
        ({"reports": (row.PeriodReport("list", "表", ("starts_on",), (row.Listing(("age",)),)),)}, "names 'age'"),
        ({"reports": (row.PeriodReport("list", "表", ("starts_on",), (row.CountBy("post"),)),)}, "wants a choice"),
        ({"reports": (row.PeriodReport("list", "表", ("starts_on",), (row.Figures(()),)),)}, "wants sums"),
        ({"reports": (row.PeriodReport("list", "表", ("starts_on",), (row.Coverage("谈", "now"),)),)}, "basis is"),
    ],
)
def test_what_cannot_be_is_refused(values: dict[str, Any], words: str) -> None:
    with pytest.raises(row.DescriptionError, match=words) as caught:
        described(**values)
    assert "Row 'practice' of Practice" in str(caught.value)


def test_guarded_parts_are_in_no_report() -> None:
    for part in (row.Listing(("hardship",)), row.CountBy("kind")):
        reports = (row.PeriodReport("list", "表", ("starts_on",), (part,)),)
        with pytest.raises(row.DescriptionError, match="guarded"):
            described(guarded=("hardship", "kind"), key=("person_id", "starts_on"), reports=reports)


def test_a_record_about_nobody_covers_nobody() -> None:
    """What a part needs of its record is asked of every record."""
    about_units = {"key": ("kind",), "right": "loops.edit", "fields": ("kind", "due_on")}
    row.Row(LoopItem, "loops", **about_units)
    assert list(row.Coverage("办", "last").faults(Reward, set())) == []
    with pytest.raises(row.DescriptionError, match="lower case"):
        row.Row(LoopItem, "Loops", **about_units)
    with pytest.raises(row.DescriptionError, match="declare a date"):
        row.Row(Relative, "relatives", key=("person_id", "name"), right="cadres.edit")


def test_old_titles_are_still_read(tmp_path: Path) -> None:
    """A workbook that went out before a field was renamed comes back."""
    office = make_office(tmp_path)
    person, path = make_person(office, "王小明", id_number="110101199003070011"), tmp_path / "老表.xlsx"
    key = ("person_id", "starts_on")
    before, now = described(key=key), described(key=key, was={"starts_on": ("何时派出",)})
    entry = Practice(person_id=person.id, kind="1", starts_on=PartialDate(2026, 2))
    before.save(office, [(None, entry)], title="试")
    assert export_ledger(office, before.ledger, path) == 1
    book = openpyxl.load_workbook(path)
    (cell,) = (c for line in book.worksheets[0].iter_rows() for c in line if c.value == "起")
    cell.value = "何时派出"
    book.save(path)
    assert recognised(read_workbook(path), [before.ledger]) is None
    assert recognised(read_workbook(path), [now.ledger]) is now.ledger
    (line,) = read_ledger(office, now.ledger, path).lines
    assert line.status is LineStatus.SAME
    office.file.close()
