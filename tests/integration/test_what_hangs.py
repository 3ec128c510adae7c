"""What hangs on an entry goes with it, comes back with it and is wiped with it, whatever kind of record it hangs on."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from support.builders import add, make_office, make_person
from support.ledger_rows import Filler
from support.sanctions import registered

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.ledger.entry import remove
from ganbu_desktop.kernel.office import recycle_bin
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.correction import Correction
from ganbu_desktop.kernel.spine.decision import Decision
from ganbu_desktop.kernel.spine.effect_period import EffectPeriod
from ganbu_desktop.kernel.spine.entry import Hanging, place_of
from ganbu_desktop.kernel.spine.evidence import Evidence
from ganbu_desktop.kernel.spine.frozen import FrozenRecord
from ganbu_desktop.kernel.spine.limiting import DRAFT, LimitingRecord
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.kernel.spine.procedure import Procedure, ProcedureStep
from ganbu_desktop.kernel.spine.report_run import ReportRun
from ganbu_desktop.kernel.spine.statement import Statement
from ganbu_desktop.modules import load_records
from ganbu_desktop.modules.supervision.rows import SANCTIONS
from ganbu_desktop.modules.units.records import TeamReview
from ganbu_desktop.store.audit import change_table
from ganbu_desktop.store.audit_chain import broken_lines
from ganbu_desktop.store.record import Record, hanging_types, record_types

load_records()
_KEPT = Hanging | FrozenRecord | ReportRun
KINDS = [c for c in record_types() if not issubclass(c, _KEPT) and c is not ProcedureStep and c.derived is None]
"""All but what hangs itself, what no operation deletes, and what a deriver makes anew."""


@pytest.fixture(scope="module")
def filler(tmp_path_factory: pytest.TempPathFactory) -> Filler:
    return Filler(make_office(tmp_path_factory.mktemp("hangs")))


def hung(entry: Record) -> list[Record]:
    """Return one of each kind that hangs on an entry, and what hangs on those in turn."""
    place = place_of(entry)
    item = LoopItem(**place, kind="1", problem="一")
    run = Procedure(**place, name="veto_review", version="1")
    return [
        Evidence(**place, document="文"),
        Statement(**place, words="话"),
        Decision(**place, body="县委"),
        EffectPeriod(**place, kind="1"),
        item,
        Evidence(**place_of(item), document="销号材料"),
        run,
        ProcedureStep(procedure_id=run.id, stage="apply"),
    ]


def left(office: Office, pieces: list[Record]) -> list[str]:
    """Return the kinds of which something still stands."""
    return [type(p).__name__ for p in pieces if office.get(type(p), p.id) is not None]


def test_the_list_is_every_kind_that_hangs_but_the_register_of_challenges() -> None:
    hanging = {cls for cls in record_types() if issubclass(cls, Hanging)}
    assert hanging - set(hanging_types()) == {Correction}
    assert {type(p) for p in hung(TeamReview(unit_id="u"))} >= set(hanging_types())


@pytest.mark.parametrize("cls", KINDS, ids=lambda c: c.table.name)
def test_all_goes_and_comes_back_with_its_entry(filler: Filler, cls: type[Record]) -> None:
    office = filler.office
    (entry_id,) = filler.rows(cls, 1)
    if issubclass(cls, LimitingRecord):
        with office.file.writer() as connection:
            connection.execute(sa.update(cls.table).where(cls.table.c.id == entry_id).values(state=DRAFT))
    entry = office.get(cls, entry_id)
    assert entry is not None
    pieces = hung(entry)
    asked = Correction(**place_of(entry), asked="有误")
    with office.file.writer() as connection:
        for piece in [*pieces, asked]:
            connection.execute(type(piece).table.insert(), piece.__dict__)
    with office.operation("删除", right="x") as current:
        current.delete(entry)
    assert left(office, [entry, *pieces]) == []
    gone_with_the_person = asked.person_id is not None and office.get(Correction, asked.id) is None
    assert gone_with_the_person or left(office, [asked]) == ["Correction"]
    office.undo()
    assert left(office, [entry, *pieces]) == [type(p).__name__ for p in [entry, *pieces]]


def test_deleting_a_draft_of_a_sanction_leaves_nothing_behind(tmp_path: Path) -> None:
    """By the room's own verb, and by the list's."""
    office = make_office(tmp_path)
    for delete in (
        lambda entry: SANCTIONS.save(office, [(entry, None)], title="删除"),
        lambda entry: remove(office, SANCTIONS.ledger, [entry]),
    ):
        entry = registered(office)
        assert office.find(Evidence)
        assert office.find(Statement)
        delete(entry)
        assert office.find(Evidence) == []
        assert office.find(Statement) == []


def test_the_bin_gives_back_what_hung_on_it(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    filler = Filler(office)
    (entry_id,) = filler.rows(TeamReview, 1)
    entry = office.get(TeamReview, entry_id)
    assert entry is not None
    pieces = hung(entry)
    add(office, *pieces)
    with office.operation("删除", right="x") as current:
        current.delete(entry)
    (deleted,) = [d for d in recycle_bin.deleted(office) if d.record_id == entry_id]
    recycle_bin.restore(office, deleted)
    assert left(office, pieces) == [type(p).__name__ for p in pieces]


def test_purging_wipes_what_hung_on_it_and_the_audit_still_holds(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    filler = Filler(office)
    (entry_id,) = filler.rows(TeamReview, 1)
    entry = office.get(TeamReview, entry_id)
    assert entry is not None
    pieces = hung(entry)
    add(office, *pieces)
    with office.operation("删除", right="x") as current:
        current.delete(entry)
    (deleted,) = [d for d in recycle_bin.deleted(office) if d.record_id == entry_id]
    recycle_bin.purge(office, deleted, typed=deleted.title)
    at = change_table.c
    with office.reading() as connection:
        ids = [p.id for p in pieces]
        images = connection.execute(sa.select(at.before, at.after).where(at.record_id.in_(ids))).all()
        assert list(broken_lines(connection)) == []
    assert images
    assert {tuple(row) for row in images} == {(None, None)}


def test_an_accepted_challenge_does_not_fall_with_its_entry(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    person = make_person(office)
    (entry_id,) = Filler(office).rows(TeamReview, 1)
    day = PartialDate(2026, 3, 1)
    asked = Correction(
        entry_table="team_review",
        entry_id=entry_id,
        asked="有误",
        person_id=person.id,
        accepted_on=day,
        accepted_by="甲",
    )
    add(office, asked)
    entry = office.get(TeamReview, entry_id)
    assert entry is not None
    with office.operation("删除", right="x") as current:
        current.delete(entry)
    assert left(office, [asked]) == ["Correction"]
    with pytest.raises(CheckFailed, match="不能删除"), office.operation("删除", right="x") as current:
        current.delete(asked)
