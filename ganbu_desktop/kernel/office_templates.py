"""Templates of the office's own: the .docx and .xlsx files it already uses, with marks where values belong.

The file is judged before it is kept (``exchange.template``) and again before it is filled. Each saved file is one
version; versions are never rewritten, the newest is the one in use.
"""

from __future__ import annotations

from ganbu_desktop.foundation.fields import Choice, Hidden, Number, Text
from ganbu_desktop.store.record import Record, column

EDIT = "templates.edit"
ABOUT_PERSON, ABOUT_PEOPLE, ABOUT_ENTRY = "person", "people", "entry"


class OfficeTemplate(Record, table="office_template", label="模板", root=True, named_by="name"):
    """One version of a template. ``blob`` names the file's bytes in the store; ``ledger`` whose entries it is about."""

    name: str = column(Text(label="名称", by_program=True), not_null=True, indexed=True)
    version: int = column(Number(label="版本", by_program=True), not_null=True)
    about: str = column(Choice(label="一份是", table="template_subject", by_program=True), not_null=True)
    ledger: str | None = column(Text(label="台账", by_program=True))
    file_name: str = column(Text(label="文件名", by_program=True), not_null=True)
    blob: str = column(Hidden(label="内容"), not_null=True)
    made_by: str = column(Text(label="存入人", by_program=True), not_null=True)
    made_at: str = column(Text(label="存入时间", by_program=True), not_null=True)
