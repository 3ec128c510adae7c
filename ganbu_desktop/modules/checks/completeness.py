"""待完善 of everybody: which wanted fields are still empty, person by person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ganbu_desktop.kernel.office.office import Office, Progress, SilentProgress
from ganbu_desktop.kernel.people import person_list
from ganbu_desktop.kernel.people.dossier import dossiers
from ganbu_desktop.kernel.people.gaps import Gap, gaps
from ganbu_desktop.store.record import fields_of, record_type

_STEP = 100


@dataclass(frozen=True)
class Incomplete:
    """One person with what is still missing."""

    person_id: str
    name: str
    unit: str
    gaps: tuple[Gap, ...]


def item_of(gap: Gap) -> str:
    """Return what a gap lacks, the same for every row of a set: ``学历学位：学校（单位）名称``."""
    cls = record_type(gap.record_type)
    if gap.field is None:
        return f"{cls.label}（还没有一条）"
    label = fields_of(cls)[gap.field].label
    return label if cls.owner is None else f"{cls.label}：{label}"


def incomplete_people(
    office: Office, progress: Progress | None = None, ids: Sequence[str] | None = None
) -> list[Incomplete]:
    """Return everybody (or those of ``ids``) who lacks something, in the order of the units."""
    progress = progress or SilentProgress()
    found = []
    with office.reading() as connection:
        wanted = person_list.ids(connection, person_list.ListQuery()) if ids is None else list(ids)
        for number, dossier in enumerate(dossiers(connection, wanted), 1):
            if number % _STEP == 0:
                progress.step(number, len(wanted), "查找待完善的内容")
            missing = gaps(dossier)
            if missing:
                person = dossier.person
                unit = dossier.unit_name(person.unit_id)
                found.append(Incomplete(person.id, person.name or "", unit, tuple(missing)))
    return found
