"""What a page shows is shown anew when it changes: what is reckoned by the day hears of midnight too."""

from __future__ import annotations

from pathlib import Path

from ganbu_desktop import paths

ROOT = Path(paths.__file__).parent
_REFRESH = "def refresh(self, tables: frozenset[str])"
_READS_ALL = {
    "desktop/workbench/page.py",  # whatever is announced, the agenda is worked out anew
    "desktop/ledger/page.py",  # rows are read again whatever is announced
    "desktop/reports/page.py",  # today only proposes the first period; which one stands is the clerk's choice
}
"""Pages that need not name the day."""
_IN_A_FILE_NAME = "today():%Y%m%d"


def _pages_by_the_day() -> dict[str, str]:
    sources = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in ROOT.rglob("*.py")}
    return {
        name: text
        for name, text in sources.items()
        if _REFRESH in text and "today()" in text.replace(_IN_A_FILE_NAME, "")
    }


def test_what_is_reckoned_by_the_day_hears_of_midnight() -> None:
    found = _pages_by_the_day()
    assert len(found) > 5
    deaf = {name for name, text in found.items() if "TODAY" not in text} - _READS_ALL
    assert deaf == set(), "these pages reckon by today and are not told when it is another day"
