"""What must hold in every good store beyond its structure; a backup that breaks one is not called good."""

from __future__ import annotations

import sqlalchemy as sa

from ganbu_desktop.kernel.log.access_log import broken_lines
from ganbu_desktop.kernel.people import service_derive
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.person_index import person_index
from ganbu_desktop.kernel.people.service import ServiceSpell
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.store.audit import change_table, operation_table
from ganbu_desktop.store.operations import blob_table
from ganbu_desktop.store.record import record_types


def broken_invariants(connection: sa.Connection) -> list[str]:
    """Return a sentence for every broken invariant; none in a good store."""
    return [
        *missing_derivations(connection),
        *_blob_problems(connection),
        *_audit_problems(connection),
        *_unit_problems(connection),
        *broken_lines(connection),
    ]


def missing_derivations(connection: sa.Connection) -> list[str]:
    """Return a sentence where something that is derived of everybody is missing of somebody."""
    return [*_index_problems(connection), *_service_problems(connection)]


def wrong_derivations(connection: sa.Connection) -> list[str]:
    """Return a sentence where inferred service spells are not what the records say; reads the whole audit of people."""
    number = service_derive.differences(connection)
    return [f"有 {number} 人推定的服务经历与记录不一致，下次打开数据文件时会重新推定"] if number else []


def _service_problems(connection: sa.Connection) -> list[str]:
    spell = ServiceSpell.table.c
    alone = sa.not_(sa.exists().where(spell.person_id == Person.table.c.id))
    missing = _count(connection, sa.select(sa.func.count()).select_from(Person.table).where(alone))
    return [f"有 {missing} 人没有服务经历，下次打开数据文件时会重新推定"] if missing else []


def _count(connection: sa.Connection, statement: sa.Select[int]) -> int:
    return int(connection.execute(statement).scalar_one())


def _index_problems(connection: sa.Connection) -> list[str]:
    missing = _count(
        connection,
        sa.select(sa.func.count())
        .select_from(Person.table.outerjoin(person_index, person_index.c.person_id == Person.table.c.id))
        .where(person_index.c.person_id.is_(None)),
    )
    people = _count(connection, sa.select(sa.func.count()).select_from(Person.table))
    indexed = _count(connection, sa.select(sa.func.count()).select_from(person_index))
    return ["人员索引与人员记录不一致，下次打开数据文件时会重建"] if missing or people != indexed else []


def _blob_problems(connection: sa.Connection) -> list[str]:
    found = []
    for cls in record_types():
        if "blob" not in cls.table.c:
            continue
        missing = _count(
            connection,
            sa.select(sa.func.count())
            .select_from(cls.table.outerjoin(blob_table, blob_table.c.sha256 == cls.table.c.blob))
            .where(cls.table.c.blob.is_not(None), blob_table.c.sha256.is_(None)),
        )
        if missing:
            found.append(f"有 {missing} 个{cls.label}的内容不在数据文件中")
    return found


def _audit_problems(connection: sa.Connection) -> list[str]:
    orphans = _count(
        connection,
        sa.select(sa.func.count())
        .select_from(change_table.outerjoin(operation_table, operation_table.c.seq == change_table.c.operation))
        .where(operation_table.c.seq.is_(None)),
    )
    return [f"有 {orphans} 条改动没有对应的操作记录"] if orphans else []


def _unit_problems(connection: sa.Connection) -> list[str]:
    parents = {row.id: row.parent_id for row in connection.execute(sa.select(Unit.table.c.id, Unit.table.c.parent_id))}
    for start in parents:
        seen: set[str] = set()
        unit: str | None = start
        while unit is not None:
            if unit in seen:
                return ["单位的上下级关系成了环，请在单位页改正"]
            seen.add(unit)
            unit = parents.get(unit)
    return []
