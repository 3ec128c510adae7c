from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.laws import examples

from ganbu_desktop.store.backup import BackupEntry, RetentionRule, due, superfluous

NOW = datetime(2026, 3, 2, 9, 30)
RULE = RetentionRule()


def entry(number: int, made_at: datetime, verified: bool = True) -> BackupEntry:
    return BackupEntry(Path(f"{number:05}"), made_at, "自动", 1, 1, 1, verified)


moments = st.integers(-60 * 24 * 900, 60 * 24 * 400).map(lambda minutes: NOW + timedelta(minutes=minutes))
histories = st.lists(st.tuples(moments, st.booleans()), max_size=80).map(
    lambda rows: [entry(number, made_at, verified) for number, (made_at, verified) in enumerate(rows)]
)
rules = st.builds(RetentionRule, *[st.integers(0, 12)] * 4, st.integers(3, 5))


@settings(max_examples=examples(100))
@given(histories, rules)
def test_laws_of_retention(entries: list[BackupEntry], rule: RetentionRule) -> None:
    removed = superfluous(entries, NOW, rule)
    kept = [one for one in entries if one not in removed]
    past = sorted((one for one in entries if one.is_verified and one.made_at <= NOW), key=lambda one: one.made_at)
    proved = [one for one in kept if one.is_verified and one.made_at <= NOW]
    assert len(proved) >= min(len(past), rule.at_least_verified)
    assert not past or past[-1].made_at in {one.made_at for one in proved}
    assert all(one.is_verified and one.made_at <= NOW for one in removed), "unproved and future ones are not removed"
    assert superfluous(kept, NOW, rule) == [], "what was kept once is kept"
    assert len(proved) <= max(rule.newest, rule.at_least_verified) + rule.daily + rule.weekly + rule.monthly


def test_ten_newest_seven_days_four_weeks_twelve_months() -> None:
    hourly = [entry(number, NOW - timedelta(hours=number)) for number in range(24 * 500)]
    kept = {one.made_at for one in hourly} - {one.made_at for one in superfluous(hourly, NOW, RULE)}
    assert {NOW - timedelta(hours=number) for number in range(10)} <= kept
    assert {datetime(2026, 2, day, 23, 30) for day in range(24, 29)} <= kept
    assert {datetime(2026, 2, day, 23, 30) for day in (15, 22)} <= kept
    assert {datetime(2025, month, day, 23, 30) for month, day in ((4, 30), (8, 31), (12, 31))} <= kept
    assert datetime(2025, 3, 31, 23, 30) not in kept
    assert len(kept) < 10 + 7 + 4 + 12


def test_a_future_dated_file_blocks_nothing_and_is_not_removed() -> None:
    future = [entry(number, NOW + timedelta(days=number)) for number in range(1, 30)]
    past = [entry(100 + number, NOW - timedelta(minutes=number)) for number in range(40)]
    assert superfluous(future, NOW, RULE) == []
    assert superfluous(future + past, NOW, RULE) == superfluous(past, NOW, RULE) != []


@pytest.mark.parametrize(
    ("minutes", "changed", "wanted"),
    [
        (10, True, False),
        (31, True, True),
        (31, False, False),
        (24 * 60, False, True),
        (-5, True, True),
        (-5, False, False),
    ],
)
def test_when_a_backup_is_due(minutes: int, changed: bool, wanted: bool) -> None:
    assert due(NOW - timedelta(minutes=minutes), changed, NOW) is wanted


def test_a_store_without_a_backup_needs_one() -> None:
    assert due(None, False, NOW)
