"""Are the tables of a store those of its version number?

A number alone does not prove it: a program that was never released may have raised a store by an early draft of a
migration that was changed afterwards. Such a store would be opened and then fail at the first statement that wants what
the draft did not make. So the tables, columns, references and indexes are compared with what the steps up to the number
make; for released steps the answer is kept beside them, for others an empty store is made in memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import sqlalchemy as sa
from sqlcipher3 import dbapi2

from ganbu_desktop.store.driver import Driver
from ganbu_desktop.store.errors import StoreUnlike
from ganbu_desktop.store.migrations import Migration, installed
from ganbu_desktop.store.migrations.released import TABLES
from ganbu_desktop.store.sql import raw_connection

_OURS = "m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND m.tbl_name NOT LIKE 'search\\_%' ESCAPE '\\'"
_PARTS = (
    "SELECT '表 ' || m.name || ' 的列 ' || p.name, p.type || ' ' || p.\"notnull\" || ' ' || p.pk"
    f" FROM sqlite_master AS m, pragma_table_xinfo(m.name) AS p WHERE m.type = 'table' AND {_OURS}",
    "SELECT '表 ' || m.name || ' 的引用 ' || p.\"from\", p.\"table\" || ' ' || coalesce(p.\"to\", '')"
    f" FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS p WHERE m.type = 'table' AND {_OURS}",
    f"SELECT '索引 ' || m.name, m.tbl_name FROM sqlite_master AS m WHERE m.type = 'index' AND {_OURS}",
)
_NAMED = 3

Shape = frozenset[tuple[str, str]]
"""Each column, reference and index by its name for people, with what it is; SQLite's and the search's own left out."""


def shape_of(connection: Driver) -> Shape:
    """Return what tables a store has, as one moment sees them."""
    return frozenset((name, kind) for statement in _PARTS for name, kind in connection.execute(statement).fetchall())


def fingerprint(shape: Shape) -> str:
    """Return the SHA-256 of a shape in hex; equal shapes have equal ones."""
    return hashlib.sha256(repr(sorted(shape)).encode()).hexdigest()


@lru_cache(maxsize=8)
def shape_after(steps: tuple[Migration, ...]) -> Shape:
    """Return the shape of a new store that went through ``steps``; made in memory."""
    engine = sa.create_engine("sqlite://", module=dbapi2)
    try:
        with engine.begin() as connection:
            for step in steps:
                step.upgrade(connection)
            return shape_of(raw_connection(connection))
    finally:
        engine.dispose()


def refuse_unlike(connection: Driver, version: int, steps: Sequence[Migration]) -> None:
    """Raise StoreUnlike when a store of ``version`` has other tables than ``steps`` up to it make; writes nothing."""
    found = shape_of(connection)
    done = tuple(step for step in steps if step.version <= version)
    if done == installed()[:version] and TABLES.get(version) == fingerprint(found):
        return
    wanted = shape_after(done)
    if found != wanted:
        raise StoreUnlike(
            f"这个数据文件标着数据版本 {version}，里面的表却与这一版不同（{_differences(found, wanted)}）。"
            "它多半由尚未发布的试用程序保存。没有打开，文件没有任何改变。"
            "请用当初保存它的程序打开并导出，再导入新建的数据文件；或恢复升级前自动留下的备份。"
        )


def _differences(found: Shape, wanted: Shape) -> str:
    has, wants = dict(found), dict(wanted)
    said = [f"缺{name}" for name in sorted(wants.keys() - has.keys())]
    said += [f"多{name}" for name in sorted(has.keys() - wants.keys())]
    said += [f"{name}不同" for name in sorted(has.keys() & wants.keys()) if has[name] != wants[name]]
    return "、".join(said[:_NAMED]) + ("等" if len(said) > _NAMED else "")
