"""Evidence (佐证材料): what an entry rests on, as a document number, an attached file or the paper's place."""

from __future__ import annotations

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.fields import Choice, Date, Hidden, LongText, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.spine.entry import Hanging
from ganbu_desktop.store.record import Integer, column


class Evidence(Hanging, table="evidence", label="佐证材料", owner="person_id"):
    """One piece of evidence. ``blob`` names the attached file's content by its SHA-256."""

    position: int = column(Integer(label="排序"), not_null=True, default=0)
    kind: str | None = column(
        Choice(label="材料种类", table="evidence_kind", wanted=True, help="匿名反映、未查结的线索不是佐证材料")
    )
    document: str | None = column(Text(label="文号或来源", wanted=True, max_length=120))
    dated_on: PartialDate | None = column(Date(label="材料日期", wanted=True))
    secrecy: str | None = column(Choice(label="密级", table="secrecy"))
    place: str | None = column(Text(label="纸质存放位置", help="如“组织部档案室 2026-3 卷 12 页”"))
    file_name: str | None = column(Text(label="附件", by_program=True))
    blob: str | None = column(Hidden(label="附件内容"))
    note: str | None = column(LongText(label="说明"))

    @property
    def is_complete(self) -> bool:
        """Whether the piece can carry an entry: a kind that there is, its date, and where it can be found.

        Anonymous letters and leads that nobody has settled are of no kind, however they were written into the store.
        """
        is_of_a_kind = self.kind is not None and codes.table("evidence_kind").entry_for(self.kind) is not None
        return bool(is_of_a_kind and self.dated_on and (self.document or self.blob or self.place))
