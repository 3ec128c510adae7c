"""The room's ledgers as workbooks: what is exported is read back as the same rows, and new rows come in."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.builders import make_office, make_unit
from support.training_classes import head

from ganbu_desktop import modules
from ganbu_desktop.kernel.ledger.plan import LineStatus
from ganbu_desktop.kernel.ledger.sheet import export_ledger, read_ledger
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Office, SilentProgress
from ganbu_desktop.modules.training.demo import fill

LEDGERS = [spec for spec in modules.ledgers() if modules.ledger_rooms()[spec.name] == "training"]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = make_office(tmp_path)
    unit = make_unit(made, "青禾镇", short_name="青禾镇")
    for number in range(8):
        head(made, f"演示{'一二三四五六七八'[number]}", unit_id=unit.id)
    fill(made, SilentProgress())
    return made


@pytest.mark.parametrize("spec", LEDGERS, ids=lambda s: s.name)
def test_what_is_exported_is_the_same_when_read_back(office: Office, tmp_path: Path, spec: LedgerSpec) -> None:
    target = tmp_path / f"{spec.name}.xlsx"
    export_ledger(office, spec, target)
    if not office.find(spec.record):
        return
    plan = read_ledger(office, spec, target)
    assert [str(t) for t in plan.troubles()] == []
    assert plan.pairs() == []
    assert plan.count(LineStatus.SAME) == len(office.find(spec.record))
