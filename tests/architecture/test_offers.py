"""What rooms offer is called by names that no other room uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from ganbu_desktop import modules

modules.load_records()
OFFERS: dict[str, Iterable[object]] = {
    "ledgers": modules.ledgers(),
    "reports": modules.reports(),
    "entry forms": modules.entry_forms(),
    "reminders": modules.reminder_rules(),
}


@pytest.mark.parametrize("kind", OFFERS)
def test_no_name_is_offered_twice(kind: str) -> None:
    """The command line, page targets and stored runs know a thing by its name alone."""
    counted = Counter(str(offer.name) for offer in OFFERS[kind])  # type: ignore[attr-defined]
    assert counted
    assert not [name for name, number in counted.items() if number > 1]


def test_no_title_of_a_ledger_or_report_is_offered_twice() -> None:
    """A clerk chooses by the title."""
    for kind in ("ledgers", "reports"):
        counted = Counter(str(offer.title) for offer in OFFERS[kind])  # type: ignore[attr-defined]
        assert not [title for title, number in counted.items() if number > 1]
