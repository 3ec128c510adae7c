"""The submission form of a report run says which report it was, so that the receiver can tell it from another run."""

from __future__ import annotations

from pathlib import Path

from support.builders import add, make_office

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.forms import form_print
from ganbu_desktop.kernel.spine.report_run import ReportRun
from ganbu_desktop.modules import entry_forms


def test_both_halves_name_the_run(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    run = ReportRun(
        report="talk-monthly",
        title="谈心谈话情况月报表",
        period="2026-02",
        content_hash="0123456789abcdef" * 4,
        blob="x",
        generated_by="管理员",
        generated_at="2026-03-02T09:30",
        submitted_on=PartialDate(2026, 3, 2),
        submitted_to="市委组织部",
    )
    add(office, run)
    document = form_print.document(office, entry_forms(), "submission-receipt", run.id)
    (page,) = document.pages
    texts = [cell.text for cell in page.cells]
    assert document.name == "报送单_谈心谈话情况月报表_2026年2月"
    assert texts.count("谈心谈话情况月报表") == 2
    assert {"市委组织部", "2026年3月2日", "2026-03-02 09:30", run.content_hash} <= set(texts)
    assert document.findings == ()
