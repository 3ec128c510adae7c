"""Whole sanctions for tests: drafts with evidence and the person's words, of which nothing is lacking."""

from __future__ import annotations

from support.builders import make_person

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine import actions as spine
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.evidence import Evidence
from ganbu_desktop.kernel.spine.statement import Statement
from ganbu_desktop.modules.supervision.records import Sanction
from ganbu_desktop.modules.supervision.rows import SANCTIONS

DECIDED = PartialDate(2026, 1, 15)


def registered(office: Office, **values: object) -> Sanction:
    """Store a draft of a 记过 that could be made effective, with whatever ``values`` say otherwise."""
    person = make_person(office)
    given: dict[str, object] = {
        "kind": "22",
        "decided_by": "青禾县监察委员会",
        "document": "青监〔2026〕3号",
        "decided_on": DECIDED,
        "occurred_on": PartialDate(2025, 6, 1),
        "facts": "违规审批一笔专项资金",
        "source_kind": "11",
        "source": "青监〔2026〕3号",
        "recorded_by": "甲",
        "reviewed_by": "乙",
        **values,
    }
    SANCTIONS.save(office, [(None, Sanction(person_id=person.id, **given))], title="登记")  # type: ignore[arg-type]
    (entry,) = office.find(Sanction)
    evidence = Evidence(**place_of(entry), kind="1", document="青监〔2026〕3号", dated_on=DECIDED)
    spine.add_evidence(office, entry, evidence)
    words = Statement(**place_of(entry), words="服从决定", stated_on=DECIDED, informed_on=DECIDED, is_signed=True)
    spine.add_statement(office, entry, words)
    return entry
