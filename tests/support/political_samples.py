"""Whole entries of the political room for tests: drafts that lack nothing, and what hangs on them."""

from __future__ import annotations

from typing import Any, TypeVar

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine import actions as spine
from ganbu_desktop.kernel.spine.decision import Decision
from ganbu_desktop.kernel.spine.evidence import Evidence
from ganbu_desktop.kernel.spine.limiting import LimitingRecord
from ganbu_desktop.kernel.spine.statement import Statement
from ganbu_desktop.modules.political import actions
from ganbu_desktop.modules.political.records import FORWARD, REVERSE, PoliticalEntry, VetoDecision

L = TypeVar("L", bound=LimitingRecord)
HANDS: dict[str, Any] = {
    "source_kind": "10",
    "source": "核〔2026〕3号",
    "recorded_by": "张三",
    "reviewed_by": "李四",
}


def bare(cls: type[L], person_id: str, **values: Any) -> L:
    """Return a draft whose own fields are whole; evidence and statement are still to be hung on it."""
    given: dict[str, Any] = {
        **HANDS,
        "occurred_on": PartialDate(2026, 1, 5),
        "facts": "2026年1月5日值班期间擅自离岗两小时",
        **values,
    }
    return cls(person_id=person_id, **given)


def forward(person_id: str, dimension: str = "1", **values: Any) -> PoliticalEntry:
    return bare(PoliticalEntry, person_id, direction=FORWARD, dimension=dimension, **values)


def reverse(person_id: str, dimension: str = "1", **values: Any) -> PoliticalEntry:
    return bare(PoliticalEntry, person_id, direction=REVERSE, dimension=dimension, **values)


def supported(office: Office, entry: L) -> L:
    """Hang evidence and the person's statement on a stored draft."""
    spine.add_evidence(
        office,
        entry,
        Evidence(kind="8", document="核〔2026〕3号", dated_on=PartialDate(2026, 1, 9), entry_table="", entry_id=""),
    )
    spine.add_statement(
        office,
        entry,
        Statement(
            words="情况属实，已改正",
            informed_on=PartialDate(2026, 1, 10),
            informed_by="1",
            stated_on=PartialDate(2026, 1, 11),
            is_signed=True,
            entry_table="",
            entry_id="",
        ),
    )
    return entry


def effective_entry(office: Office, entry: PoliticalEntry) -> PoliticalEntry:
    """Store an entry and let it count."""
    actions.save_entries(office, [(None, entry)], title="登记")
    if entry.is_limiting:
        supported(office, entry)
    standing = office.get(PoliticalEntry, entry.id)
    assert standing is not None
    return spine.make_effective(office, standing)


def whole_decision(**values: Any) -> Decision:
    """Return a decision that lacks nothing."""
    given: dict[str, Any] = {
        "entry_table": "",
        "entry_id": "",
        "matter": "一票否决",
        "body": "县委",
        "met_on": PartialDate(2026, 1, 20),
        "document": "县委〔2026〕8号",
        "participants": "县委常委会组成人员",
        "conclusion": "按一票否决处理",
        "handled_by": "甲",
        "checked_by": "乙",
        "told_on": PartialDate(2026, 1, 22),
        "effective_on": PartialDate(2026, 1, 21),
        **values,
    }
    return Decision(**given)


def veto_draft(office: Office, person_id: str) -> VetoDecision:
    """Store a veto that lacks its decision only."""
    veto = bare(
        VetoDecision,
        person_id,
        clause="某办法第五条第二项",
        evidence_list="核实报告一份",
        source_kind="11",
        no_end_ground="某办法第九条",
    )
    actions.save_vetoes(office, [(None, veto)], title="登记")
    return supported(office, veto)
