"""Deciding a rule figure for the office, from a date on."""

from __future__ import annotations

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.office.parameter_overrides import ParameterOverride

RIGHT = "parameters.edit"


def set_override(
    office: Office,
    *,
    name: str,
    value: str,
    effective_from: PartialDate,
    document: str,
    checked_by: str = "",
) -> ParameterOverride:
    """Decide a figure from a date on; a second decision for the same date replaces the first.

    ``checked_by``: the second hand, which a value that protects people less than the shipped one asks for.
    """
    parameter = office.parameters().get(name)
    parameter.read_value(value)
    if not document.strip():
        raise CheckFailed("请填写依据文号（或会议名称），再保存参数；数据未改动")
    record = ParameterOverride(
        name=name,
        value=value,
        effective_on=effective_from,
        document=document.strip(),
        set_by=office.account.name,
        checked_by=checked_by.strip() or None,
        set_on=PartialDate.of(office.today()),
    )
    with office.operation(f"设定参数：{parameter.title}", right=RIGHT) as current:
        for old in current.find(
            ParameterOverride,
            ParameterOverride.table.c.name == name,
            ParameterOverride.table.c.effective_on == effective_from,
        ):
            current.delete(old)
        return current.insert(record)
