"""The references that a record's fields offer by themselves: people, units, and records named by a field of theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from ganbu_desktop.desktop.kit.editors.people import People
from ganbu_desktop.desktop.kit.editors.references import References
from ganbu_desktop.kernel.describe import Record, Reference, fields_of, needed_fields, record_type
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.options import record_options, unit_options


def references_for(
    office: Office, cls: type[Record], names: Sequence[str], given: Mapping[str, References] | None = None
) -> dict[str, References]:
    """Return what each reference among ``names`` may refer to; ``given`` stands instead of what follows by itself."""
    found = dict(given or {})
    described = fields_of(cls)
    for name in names:
        field = described[name]
        if isinstance(field, Reference) and name not in found:
            found[name] = _references(office, field, wanted=name in needed_fields(cls))
    return found


def _references(office: Office, field: Reference, *, wanted: bool) -> References:
    if field.target == "person":
        return People(field.label, office, wanted=wanted)
    if field.target == "unit":
        return References(field.label, partial(unit_options, office), wanted=wanted)
    return References(field.label, partial(record_options, office, record_type(field.target)), wanted=wanted)
