"""Procedures (程序): stages declared as data, and the dates of one instance of them."""

from __future__ import annotations

from ganbu_desktop.foundation.fields import Date, Hidden, LongText, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.spine.entry import Hanging
from ganbu_desktop.store.record import Integer, Record, column, reference


class Procedure(Hanging, table="procedure", label="程序", owner="person_id", root=True, named_by="title"):
    """One instance of a procedure whose stages stand in ``resources/procedures``."""

    name: str = column(Hidden(label="程序名称"), not_null=True)
    version: str = column(Text(label="版本", by_program=True), not_null=True)
    title: str | None = column(Text(label="程序", by_program=True))
    started_on: PartialDate | None = column(Date(label="启动日期", wanted=True))
    ended_on: PartialDate | None = column(Date(label="终结日期", by_program=True))


class ProcedureStep(Record, table="procedure_step", label="程序环节", owner="procedure_id"):
    """One stage of an instance: when it was due, when it was done, by whom, on which papers."""

    procedure_id: str = reference("procedure", label="程序", not_null=True)
    position: int = column(Integer(label="次序"), not_null=True, default=0)
    stage: str = column(Hidden(label="环节"), not_null=True)
    title: str | None = column(Text(label="环节名称", by_program=True))
    due_on: PartialDate | None = column(Date(label="应办日期", by_program=True))
    legal_due_on: PartialDate | None = column(Date(label="法定最迟日期", by_program=True))
    extended_reason: str | None = column(Text(label="延长的理由"))
    done_on: PartialDate | None = column(Date(label="实办日期"))
    done_by: str | None = column(Text(label="经办人"))
    papers: str | None = column(LongText(label="材料"))
    note: str | None = column(LongText(label="备注"))

    @property
    def last_day(self) -> PartialDate | None:
        """The day by which the stage has to be done: the office's own or the law's, whichever comes first."""
        return min((day for day in (self.due_on, self.legal_due_on) if day is not None), default=None)
