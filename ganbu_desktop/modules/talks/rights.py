"""Who may do and read what in the talks room."""

from __future__ import annotations

from typing import TypeVar

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.talks.records import HomeVisit, Talk
from ganbu_desktop.modules.talks.rules import people_in
from ganbu_desktop.store.record import replace

T = TypeVar("T", Talk, HomeVisit)
EDIT, CLOSE, READ = "talks.edit", "talks.close", "talks.read_content"
HIDDEN = "（无权查看）"
_TALK = ("outline", "content", "mood", "appeals", "answer", "person_words", "refusal_reason")
_VISIT = ("situation", "difficulties", "answer", "person_words", "refusal_reason")
CONTENT: dict[type[Talk] | type[HomeVisit], tuple[str, ...]] = {Talk: _TALK, HomeVisit: _VISIT}
"""The fields that only those see who may read what was said."""


def may_read(office: Office, entry: Talk | HomeVisit) -> bool:
    """Return whether the acting account sees what was said: by its right, and named where the entry names accounts."""
    named = people_in(entry.visible_to)
    return office.account.may(READ) and (not named or office.account.name in named)


def veiled(office: Office, entry: T) -> T:
    """Return an entry as the acting account may see it: without what was said when it may not read that."""
    if may_read(office, entry):
        return entry
    fields = CONTENT[type(entry)]
    return replace(entry, {name: HIDDEN for name in fields if getattr(entry, name)})
