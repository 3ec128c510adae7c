"""Rosters of the office's own making: designs kept in the store, every saved version of them.

What a design says is JSON that ``paper.roster.design`` reads; a version is one record and is never rewritten. The
newest version of a name is the one in use.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ganbu_desktop.foundation.errors import CheckFailed, DocumentError
from ganbu_desktop.foundation.fields import Hidden, Number, Text
from ganbu_desktop.foundation.nearest import offered as nearest_of
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person_list import Order
from ganbu_desktop.paper.roster import Column, RosterSpec, spec_from_plain, spec_to_plain
from ganbu_desktop.store.record import Record, column

EDIT = "designs.edit"
_LONGEST_NAME = 40


class RosterDesign(Record, table="roster_design", label="名册设计", root=True, named_by="name"):
    """One version of a design. ``content`` is JSON: the layout, the order of the people, grouping."""

    name: str = column(Text(label="名称", by_program=True), not_null=True, indexed=True)
    version: int = column(Number(label="版本", by_program=True), not_null=True)
    content: str = column(Hidden(label="内容"), not_null=True)
    made_by: str = column(Text(label="保存人", by_program=True), not_null=True)
    made_at: str = column(Text(label="保存时间", by_program=True), not_null=True)


@dataclass(frozen=True)
class Design:
    """A roster as designed: its layout, in which order the people stand, whether under their units.

    ``order`` None: as they are given, or, where ``people`` names some, in the clerk's own order, others after them.
    """

    spec: RosterSpec
    order: Order | None = Order.DEFAULT
    is_grouped: bool = True
    people: tuple[str, ...] = field(default=(), repr=False)

    def arranged(self, ids: Sequence[str]) -> list[str]:
        """Return these people in the clerk's own order; whoever it does not name stays behind, in the given order."""
        places = {person_id: number for number, person_id in enumerate(self.people)}
        return sorted(ids, key=lambda person_id: places.get(person_id, len(places)))

    def to_json(self) -> str:
        """Return what the store keeps; the same design gives the same text."""
        plain = {
            "spec": spec_to_plain(self.spec),
            "order": self.order.name if self.order else "",
            "grouped": self.is_grouped,
            "people": list(self.people),
        }
        return json.dumps(plain, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str, offered: Sequence[Column]) -> Design:
        """Read a design; ``offered`` are all columns there are. Raises DocumentError for what cannot be understood."""
        try:
            plain: dict[str, Any] = json.loads(text)
            order = Order[plain["order"]] if plain["order"] else None
            people = tuple(str(each) for each in plain["people"])
            return cls(spec_from_plain(plain["spec"], offered), order, bool(plain["grouped"]), people)
        except (ValueError, KeyError, TypeError) as error:
            raise DocumentError("这个名册设计的内容读不懂，没有打开；数据没有改动，请打开它的上一个版本") from error


@dataclass(frozen=True)
class DesignVersion:
    """One saved version as a list shows it."""

    id: str
    name: str
    version: int
    made_by: str
    made_at: str


def designs(office: Office) -> list[DesignVersion]:
    """Return the newest version of every design, by name."""
    newest: dict[str, DesignVersion] = {}
    for found in _versions(office):
        newest.setdefault(found.name, found)
    return [newest[name] for name in sorted(newest)]


def versions(office: Office, name: str) -> list[DesignVersion]:
    """Return all versions of one design, the newest first."""
    return [found for found in _versions(office) if found.name == name]


def _versions(office: Office) -> list[DesignVersion]:
    kept = sorted(office.find(RosterDesign), key=lambda record: -record.version)
    return [DesignVersion(r.id, r.name, r.version, r.made_by, r.made_at) for r in kept]


def design_called(office: Office, name: str, offered: Sequence[Column], version: int | None = None) -> Design:
    """Return a design, its newest version unless one is named; CheckFailed where there is none."""
    kept = office.find(RosterDesign, RosterDesign.table.c.name == name)
    wanted = [r for r in kept if version is None or r.version == version]
    if not wanted:
        known = [found.name for found in designs(office)]
        there = nearest_of(name, known) if known else "还没有保存过名册设计"
        raise CheckFailed(f"没有名为“{name}”的名册设计，{there}；没有写出任何文件")
    return Design.from_json(max(wanted, key=lambda record: record.version).content, offered)


def save_design(office: Office, name: str, design: Design) -> DesignVersion:
    """Keep a design as the next version of its name; saving what is already kept changes nothing."""
    name = name.strip()
    if not name or len(name) > _LONGEST_NAME:
        raise CheckFailed(f"名册设计要有名称，不超过 {_LONGEST_NAME} 个字；没有保存")
    content, kept = design.to_json(), versions(office, name)
    if kept and (newest := office.get(RosterDesign, kept[0].id)) is not None and newest.content == content:
        return kept[0]
    record = RosterDesign(
        name=name,
        version=kept[0].version + 1 if kept else 1,
        content=content,
        made_by=office.account.name,
        made_at=office.clock().isoformat(" ", "minutes"),
    )
    with office.operation(f"保存名册设计“{name}”第 {record.version} 版", right=EDIT) as current:
        current.insert(record)
    return DesignVersion(record.id, name, record.version, record.made_by, record.made_at)


def delete_design(office: Office, name: str) -> int:
    """Put a design with all its versions into the recycle bin; return how many versions there were."""
    kept = versions(office, name)
    if not kept:
        raise CheckFailed(f"没有名为“{name}”的名册设计；数据未改动")
    with office.operation(f"删除名册设计“{name}”", right=EDIT) as current:
        for record in current.find(RosterDesign, RosterDesign.table.c.name == name):
            current.delete(record)
    return len(kept)
