"""The manual's words on rows: what each is for, its fields and how they are filled, what follows from it."""

from __future__ import annotations

from collections.abc import Sequence

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.fields import Choice, Field
from ganbu_desktop.kernel.manual import ManualPage
from ganbu_desktop.kernel.row.row import Row
from ganbu_desktop.store.record import fields_of

_MANY = 8
"""Words of a choice that are told one by one; of longer lists nobody reads them all here."""


def manual_page(name: str, title: str, intro: str, rows: Sequence[Row]) -> ManualPage:
    """Return the page of a room: ``intro``, then each row; what a page written by hand says goes before it."""
    parts = [f"# {title}", intro, *(section(row) for row in rows)]
    return ManualPage(name, title, "\n\n".join(part for part in parts if part))


def section(row: Row) -> str:
    """Return what the manual says of one row, in Markdown."""
    parts = [f"## {row.title}", row.help, "\n".join(_fields(row)), "\n".join(_follows(row))]
    return "\n\n".join(part for part in parts if part)


def _fields(row: Row) -> list[str]:
    described = fields_of(row.record)
    return [_field(described[name], is_required=name in row.required) for name in row.fields]


def _field(described: Field, *, is_required: bool) -> str:
    words = ["必填"] if is_required else ["由程序填写"] if described.by_program else []
    words += [described.help.rstrip("。")] if described.help else []
    words += [_choices(described)] if isinstance(described, Choice) else []
    told = "；".join(word for word in words if word)
    return f"- **{described.label}**" + (f"：{told}" if told else "")


def _choices(described: Choice) -> str:
    labels = codes.table(described.table).labels()
    return "、".join(labels) if len(labels) <= _MANY else ""


def _follows(row: Row) -> list[str]:
    """Return the lines on reminders, sheets and reports."""
    from ganbu_desktop.kernel.forms.form_print import form_title

    named = (
        ("提醒", [reminder.title for reminder in row.reminders]),
        ("打印", [f"《{form_title(form)}》" for form in row.forms]),
        ("报表", [f"《{report.title}》" for report in row.reports]),
    )
    return [f"- {what}：{'、'.join(titles)}" for what, titles in named if titles]
