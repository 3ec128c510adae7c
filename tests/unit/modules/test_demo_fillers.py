"""Every room's invented records are found by their place; the people themselves are made by the cadres room."""

from __future__ import annotations

from pathlib import Path

from support.builders import make_office

from ganbu_desktop import modules
from ganbu_desktop.kernel.office.office import SilentProgress


def test_rooms_that_offer_invented_records_are_found() -> None:
    names = [fill.__module__ for fill in modules.demo_fillers()]
    assert any(name.startswith("ganbu_desktop.modules.talks.demo") for name in names)
    assert not any(name.startswith("ganbu_desktop.modules.people") for name in names)


def test_without_people_nothing_is_invented(tmp_path: Path) -> None:
    modules.load()
    office = make_office(tmp_path)
    assert [fill(office, SilentProgress()) for fill in modules.demo_fillers()] == [0] * len(modules.demo_fillers())
    office.file.close()
