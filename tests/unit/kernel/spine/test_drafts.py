"""What drafts lack is known by person, and nothing of an entry that counts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.builders import make_office, make_person
from support.limiting_entries import bare_entry, effective_entry, evidence, whole_entry
from support.stand_in import standing_in

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine import actions
from ganbu_desktop.kernel.spine.drafts import drafts
from ganbu_desktop.modules.checks.checking import check_everyone


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    with standing_in(made):
        yield made


def test_only_what_is_missing_of_drafts_is_told(office: Office) -> None:
    lacking, whole = make_person(office, "甲"), make_person(office, "乙")
    entry = bare_entry(office, lacking.id, ends_on=None)
    whole_entry(office, whole.id)
    effective_entry(office, whole.id)
    with office.reading() as connection:
        (found,) = drafts(connection, hand=None)[lacking.id]
        assert set(drafts(connection, hand=None)) == {lacking.id}
        assert drafts(connection, hand=None, person_id=whole.id) == {}
    assert (found.lacks_evidence, found.lacks_statement, found.lacks_end) == (True, True, True)
    actions.add_evidence(office, entry, evidence())
    with office.reading() as connection:
        (found,) = drafts(connection, hand=None, person_id=lacking.id)[lacking.id]
    assert (found.lacks_evidence, found.lacks_statement) == (False, True)
    assert found.named() == "限制性条目草稿（2026.01.05）"


def test_the_data_check_tells_them(office: Office) -> None:
    person = make_person(office)
    bare_entry(office, person.id)
    told = [f.message for f in check_everyone(office).findings if "草稿" in f.message]
    assert told == [
        "限制性条目草稿（2026.01.05）没有佐证材料",
        "限制性条目草稿（2026.01.05）没有本人说明，也没有写明未告知的法定理由",
    ]
