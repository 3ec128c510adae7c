"""Nobody is sent to practice unheard, and what is said of her at its end can be answered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.builders import make_office, make_person

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.modules.mobility.rows import PRACTICE, Practice


def test_heard_before_sent(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    begun = Practice(person_id=make_person(office).id, kind="4", starts_on=PartialDate(2025, 9), hardship="两地分居")
    heard = replace(begun, heard_on=PartialDate(2025, 8), own_view="愿意去")
    for refused, words in ((begun, "听取意见日期、本人意见"), (heard, "对困难的回应")):
        with pytest.raises(CheckFailed, match=words):
            PRACTICE.save(office, [(None, replace(refused, document="青组派〔2025〕1号"))], title="派出")
    sent = replace(heard, document="青组派〔2025〕1号", hardship_answer="安排在邻镇")
    PRACTICE.save(office, [(None, sent)], title="派出")
    assert office.find(Practice) == [sent]
    office.file.close()
