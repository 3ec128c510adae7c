"""One table from the kind of a field to its input."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ganbu_desktop.desktop.kit.editors.inputs import (
    ChoiceEditor,
    DateEditor,
    Editor,
    FlagEditor,
    IdentityEditor,
    LineEditor,
    LongTextEditor,
    SealedEditor,
)
from ganbu_desktop.desktop.kit.editors.people import PersonEditor, PersonField
from ganbu_desktop.desktop.kit.editors.references import ReferenceField
from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.fields import Choice, Date, Field, Flag, Identity, LongText, Sealed


def _choice(field: Choice) -> Editor:
    return ChoiceEditor(field, list(codes.table(field.table).labels()))


def _reference(field: ReferenceField) -> Editor:
    return ChoiceEditor(field, [label for _key, label in field.options()])


_EDITORS: tuple[tuple[type[Field], Callable[[Any], Editor]], ...] = (
    (PersonField, PersonEditor),
    (ReferenceField, _reference),
    (Choice, _choice),
    (Flag, FlagEditor),
    (Date, DateEditor),
    (Identity, IdentityEditor),
    (Sealed, SealedEditor),
    (LongText, LongTextEditor),
    (Field, LineEditor),
)


def editor_for(field: Field) -> Editor:
    """Return the input for a field, by its kind."""
    return next(make(field) for kind, make in _EDITORS if isinstance(field, kind))
