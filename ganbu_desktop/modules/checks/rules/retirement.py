"""What the record says of retirement, against what is worked out of it."""

from __future__ import annotations

from collections.abc import Iterator

from ganbu_desktop.foundation.findings import Level
from ganbu_desktop.kernel.people.dossier import Dossier
from ganbu_desktop.kernel.people.retirement import retirement_of
from ganbu_desktop.modules.checks.rules.model import Check, CheckContext, Found

_GROUP = "退休"


def category(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find women of whom the record says both that they are workers and that they are not."""
    found = retirement_of(dossier.person, dossier.sheet, context.parameters, context.as_of)
    if found is not None and found.doubt:
        message = f"{found.doubt}；现按{found.category.label}推算，{found.month} 到龄"
        yield Found(message, field="retirement_category")


def stated_month(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find a month on the appointment form that is not the one worked out; the form's own is printed."""
    stated = dossier.sheet.retirement_due_on
    found = retirement_of(dossier.person, dossier.sheet, context.parameters, context.as_of)
    if stated is not None and found is not None and stated.to_month() != found.month:
        message = f"任免表上的到龄年月 {stated} 与推算的 {found.text()}不一致（{found.basis}）"
        yield Found(message, dossier.sheet, "retirement_due_on")


CHECKS: tuple[Check[Dossier], ...] = (
    Check(
        "retirement-category",
        77,
        _GROUP,
        Level.HINT,
        "退休年龄类别待核对",
        "职务层次、人员类别、编制类型对是不是工勤人员说法不一的，请核对，或者选定退休年龄类别。",
        category,
    ),
    Check(
        "retirement-due",
        78,
        _GROUP,
        Level.HINT,
        "到龄年月与推算不一致",
        "任免表上填的到龄年月优先打印；与推算不一致的请核对。",
        stated_month,
    ),
)
