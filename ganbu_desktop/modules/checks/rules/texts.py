"""Texts of every set: too long for the official editor, invisible characters, rare characters in names."""

from __future__ import annotations

from collections.abc import Iterator

from ganbu_desktop.foundation import person_name
from ganbu_desktop.foundation.fields import Choice, LongText, Name, Text
from ganbu_desktop.foundation.findings import Level
from ganbu_desktop.foundation.text import invisible_characters, visible
from ganbu_desktop.kernel.people.dossier import ALL_SETS, Dossier
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.checks.rules.model import Check, CheckContext, Found
from ganbu_desktop.store.record import Record, fields_of

_GROUP = "文字"
_ORDINARY = str.maketrans(dict.fromkeys("\n\t\u3000"))


_CLASSES: tuple[type[Record], ...] = (Person, *ALL_SETS)
_LIMITED = {
    cls: tuple((n, f, f.max_length) for n, f in fields_of(cls).items() if f.max_length is not None) for cls in _CLASSES
}
_TEXTS = {
    cls: tuple((n, f) for n, f in fields_of(cls).items() if isinstance(f, Text | LongText | Name)) for cls in _CLASSES
}


def _records(dossier: Dossier) -> Iterator[Record]:
    yield dossier.person
    for cls in ALL_SETS:
        yield from dossier.rows(cls)


def too_long(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find texts longer than the official editor takes."""
    for record in _records(dossier):
        for name, described, most in _LIMITED[type(record)]:
            value = getattr(record, name)
            if value and len(value) > most // 3:
                text = described.format(value) if isinstance(described, Choice) else value
                if len(text) > most:
                    message = f"{described.label}有 {len(text)} 个字，超过官方编辑器上限 {most} 个字"
                    yield Found(message, record, name)


def invisible(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find characters that nobody can see, or that only one machine's font shows."""
    for record in _records(dossier):
        for name, described in _TEXTS[type(record)]:
            value = getattr(record, name)
            if not value or value.isprintable() or value.translate(_ORDINARY).isprintable():
                continue
            found = invisible_characters(value)
            if found:
                shown = visible(value)
                message = f"{described.label}含看不见或不通用的字符 {'、'.join(found)}：{shown[:40]}"
                yield Found(message, record, name)


def rare_name(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find characters of the name whose place by strokes is not known."""
    missing = person_name.missing_sequences(dossier.person.name or "")
    if missing:
        message = f"姓名中“{'、'.join(missing)}”没有笔画资料，按姓氏笔画排序时请人工核对位次"
        yield Found(message, field="name")


CHECKS: tuple[Check[Dossier], ...] = (
    Check("text-too-long", 69, _GROUP, Level.HINT, "超过官方编辑器上限", "各项最多字数见任免审批表编辑器。", too_long),
    Check("name-rare-character", 70, _GROUP, Level.HINT, "姓名有生僻字", "没有笔画资料的字，排序不能确定。", rare_name),
    Check(
        "invisible-characters", 71, _GROUP, Level.HINT, "含看不见的字符", "零宽字符、方向控制符、自造字等。", invisible
    ),
)
