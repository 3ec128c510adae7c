"""The verb that follows from a row: checked first, prepared inside the operation, numbered, with what hangs on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.builders import add, make_office, make_person, make_unit

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel import row
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.mobility.rows import Practice
from ganbu_desktop.modules.supervision.records import Sanction
from ganbu_desktop.modules.talks.records import Talk
from ganbu_desktop.store.operations import Operation
from ganbu_desktop.store.record import Record


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.file.close()


def talks(**values: Any) -> row.Row:
    post = {"unit_id": "unit_id", "post": "current_post"}
    given: dict[str, Any] = {"numbered": "held_on", "from_person": post, **values}
    return row.Row(Talk, "talks", key=("person_id", "held_on", "kind"), right="talks.edit", **given)


def talk(person_id: str, year: int, **values: Any) -> Talk:
    return Talk(person_id=person_id, kind="01", held_on=PartialDate(year, 1, 5), secrecy=None, **values)


def test_new_entries_are_numbered_by_their_year(office: Office) -> None:
    person, made = make_person(office), talks()
    made.save(office, [(None, talk(person.id, year)) for year in (2025, 2026, 2025)], title="试")
    made.save(office, [(None, talk(person.id, 2025)), (None, talk(person.id, 2024, number="2024-0107"))], title="试")
    made.save(office, [(None, talk(person.id, 2024))], title="试")
    numbers = sorted(t.number or "" for t in office.find(Talk))
    assert numbers == ["2024-0107", "2024-0108", "2025-0001", "2025-0002", "2025-0003", "2026-0001"]
    one = office.find(Talk)[0]
    made.save(office, [(one, replace(one, place="会议室"))], title="改")
    assert sorted(t.number or "" for t in office.find(Talk)) == numbers


def test_a_new_entry_bears_unit_and_post_of_its_day(office: Office) -> None:
    unit = make_unit(office, "青禾县财政局")
    person, made = make_person(office, unit_id=unit.id, current_post="局长"), talks()
    made.save(office, [(None, talk(person.id, 2026)), (None, talk(person.id, 2025, post="科长"))], title="试")
    assert {(t.unit_id, t.post) for t in office.find(Talk)} == {(unit.id, "局长"), (unit.id, "科长")}
    moved = replace(person, current_post="主任")
    with office.operation("换岗", right="test") as current:
        current.update_many([(person, moved)])
    one = next(t for t in office.find(Talk) if t.post == "局长")
    made.save(office, [(one, replace(one, place="会议室"))], title="改")
    one = next(t for t in office.find(Talk) if t.post == "局长")
    made.save(office, [(one, replace(one, unit_id=None))], title="清空")
    assert office.get(Talk, one.id) == replace(one, unit_id=None), "only a new entry is filled in"
    made.save(office, [(replace(one, unit_id=None), None)], title="删")
    assert office.get(Talk, one.id) is None


def faults(practice: Practice, now: row.Now) -> Iterator[str]:
    if not practice.post:
        yield f"{now.actor} {now.day:%Y.%m.%d}：没有岗位"
    if now.figures.integer("practice_reminder_days", now.day) != 60:
        yield "参数没有读到"


def practices(**values: Any) -> row.Row:
    return row.Row(Practice, "practice", key=("person_id", "kind"), right="mobility.edit", **values)


def test_one_faulty_entry_keeps_all_of_them_out(office: Office) -> None:
    person, made = make_person(office), practices(check=faults)
    good, bad = Practice(person_id=person.id, kind="1", post="专干"), Practice(person_id=person.id, kind="2")
    with pytest.raises(CheckFailed, match=r"^第 2 条：管理员 2026\.03\.02：没有岗位。没有保存，数据未改动。$"):
        made.save(office, [(None, good), (None, bad)], title="试")
    with pytest.raises(CheckFailed, match=r"^管理员"):
        made.save(office, [(None, bad)], title="试")
    assert office.find(Practice) == []
    made.save(office, [(None, good)], title="试")
    made.save(office, [(good, None)], title="删")
    assert office.find(Practice) == []


def test_the_rows_own_look_into_the_store(office: Office) -> None:
    """``prepare`` sees what stands there and may change or refuse; ``forget`` may refuse a deletion."""
    seen: list[tuple[object, str]] = []

    def prepare(current: Operation, old: Practice | None, new: Practice) -> Record:
        seen.append((old, new.kind))
        if old is None and current.find(Practice, Practice.table.c.person_id == new.person_id):
            raise CheckFailed("此人已有一条。没有保存，数据未改动。")
        return replace(new, place="由程序填")

    def forget(current: Operation, old: Practice) -> None:
        raise CheckFailed("不能删除；数据未改动")

    person, made = make_person(office), practices(prepare=prepare, forget=forget)
    entry = Practice(person_id=person.id, kind="1")
    made.save(office, [(None, entry)], title="试")
    (standing,) = office.find(Practice)
    assert standing.place == "由程序填"
    with pytest.raises(CheckFailed, match="已有一条"):
        made.save(office, [(None, Practice(person_id=person.id, kind="2"))], title="试")
    made.save(office, [(standing, replace(standing, kind="3"))], title="改")
    assert [(old is not None, kind) for old, kind in seen] == [(False, "1"), (False, "2"), (True, "3")]
    with pytest.raises(CheckFailed, match="不能删除"):
        made.save(office, [(office.find(Practice)[0], None)], title="删")
    assert len(office.find(Practice)) == 1


def test_a_limiting_draft_bears_who_wrote_it_and_when(office: Office) -> None:
    person = make_person(office)
    made = row.Row(Sanction, "sanctions", key=("person_id", "document"), right="supervision.edit", new={"kind": "01"})
    fresh = made.ledger.new(office)
    assert fresh == {"kind": "01", "recorded_by": "管理员", "recorded_on": PartialDate(2026, 3, 2)}
    made.save(office, [(None, Sanction(person_id=person.id, document="青纪〔2026〕1号"))], title="试")
    (entry,) = office.find(Sanction)
    assert (entry.recorded_by, entry.recorded_on) == ("管理员", PartialDate(2026, 3, 2))
    assert entry.kind is None, "only who and when is filled in; what an entry says is nobody's default"


def test_a_fresh_entry_asks_the_office(office: Office) -> None:
    made = practices(new={"starts_on": row.today, "appraised_by": row.acting, "kind": "2"})
    assert made.ledger.new(office) == {"starts_on": PartialDate(2026, 3, 2), "appraised_by": "管理员", "kind": "2"}
    add(office, Practice(person_id=make_person(office).id, **made.ledger.new(office)))
