"""The register of challenges: what was asked of which entry, how far it is, by when the next stage is due."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from ganbu_desktop.foundation.fields import Choice
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.correction import Correction
from ganbu_desktop.modules.corrections import actions
from ganbu_desktop.modules.corrections.rules import course
from ganbu_desktop.store.record import Record, fields_of, record_type

Column = Callable[[Office, Sequence[Record]], Sequence[str]]


def _fresh(office: Office) -> Mapping[str, Any]:
    return {"entry_table": "", "entry_id": "", "asked": "", "asked_by": "本人"}


def _stages(office: Office, rows: Sequence[Record]) -> list[str]:
    figures = office.parameters()
    return [course(cast("Correction", row), figures).stage.value for row in rows]


def _dues(office: Office, rows: Sequence[Record]) -> list[str]:
    figures, today = office.parameters(), office.today()
    found = []
    for row in rows:
        how = course(cast("Correction", row), figures)
        day = f"{how.due_on:%Y.%m.%d}" if how.due_on else ""
        day = f"{day} 已超期" if how.is_overdue(today) else day
        found.append(f"{day}（法定最迟 {how.legal_by:%Y.%m.%d}）" if how.legal_by else day)
    return found


def _subjects(office: Office, rows: Sequence[Record]) -> list[str]:
    return [subject(cast("Correction", row)) for row in rows]


def _conclusions(office: Office, rows: Sequence[Record]) -> list[str]:
    kind = cast("Choice", fields_of(Correction)["conclusion"])
    return [kind.format(cast("Correction", row).conclusion) for row in rows]


def subject(correction: Correction) -> str:
    """Return what kind of entry a challenge is about, and which of its fields; an appeal says that it is one."""
    cls = record_type(correction.entry_table)
    described = fields_of(cls).get(correction.field_name or "")
    what = f"{cls.label}：{described.label}" if described is not None else cls.label
    return f"{what}（申诉）" if correction.appeal_of_id else what


LEDGERS = (
    LedgerSpec(
        name="corrections",
        title="更正申诉登记",
        record=Correction,
        fields=(
            "number",
            "person_id",
            "asked",
            "materials",
            "asked_by",
            "asked_on",
            "accepted_on",
            "checked_on",
            "concluded_on",
            "receipt_on",
            "old_text",
            "new_text",
        ),
        key=("number",),
        save=actions.save_corrections,
        newest_by="asked_on",
        listed=("number", "asked", "asked_on"),
        required=("person_id", "asked"),
        new=_fresh,
        forms=("correction-request", "correction-receipt", "appeal-record"),
        derived={"环节": _stages, "办理时限": _dues, "申请更正": _subjects, "结论": _conclusions},
        may_import=False,
        help="还没有更正申请。任何条目都可以在它的右边栏发起“更正”；对干部基本信息的更正在这里新增。",
    ),
)
