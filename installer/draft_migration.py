"""What the records say and the migrations do not yet make, and a draft of the migration that closes the gap.

Without arguments this tells the differences (exit code 1 when there are any). With a name and a Chinese title it also
writes the next migration, to be read and finished by hand::

    .venv/bin/python installer/draft_migration.py
    .venv/bin/python installer/draft_migration.py registered_place 增加户籍地

The draft only adds: tables, columns, indexes. What a record no longer has, or has otherwise, is named and left to you.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import ReflectedColumn
from sqlalchemy.schema import CreateColumn, CreateIndex, CreateTable
from sqlcipher3 import dbapi2

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ganbu_desktop.kernel import records  # noqa: E402 - the checkout's own package, wherever this is started
from ganbu_desktop.modules import load_records  # noqa: E402
from ganbu_desktop.store import migrations  # noqa: E402
from ganbu_desktop.store.record import record_type, record_types  # noqa: E402

FOLDER = ROOT / "ganbu_desktop" / "store" / "migrations"
_OF_SEARCH = "search_"
_WIDTH = 115

_TEMPLATE = '''"""{title}."""

from ganbu_desktop.store.migrations.statements import statements

VERSION = {version}
TITLE = "{title}"
upgrade = statements("""
{statements}
""")
'''


@dataclass(frozen=True)
class Drift:
    """The differences: SQL that adds what is missing, and a sentence for each that no addition can mend."""

    statements: tuple[str, ...]
    by_hand: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.statements or self.by_hand)

    def report(self) -> str:
        """Return everything that differs and what to do about it."""
        lines = ["The records and a freshly migrated store differ."]
        if self.statements:
            lines += ["Missing in the store:", *(f"  {s};" for s in self.statements)]
            lines.append("Write the next migration: .venv/bin/python installer/draft_migration.py NAME 中文标题")
        if self.by_hand:
            lines += ["To be settled by hand in a migration:", *(f"  {s}" for s in self.by_hand)]
        lines.append("Never edit a released migration: stores that ran it would stay as they are.")
        return "\n".join(lines)


def drift(steps: Sequence[migrations.Migration] | None = None) -> Drift:
    """Compare all records with a new store made by ``steps`` (default: the program's own)."""
    load_records()
    engine = sa.create_engine("sqlite://", module=dbapi2)
    with engine.begin() as connection:
        for step in migrations.installed() if steps is None else steps:
            step.upgrade(connection)
        return _compared(connection, _program_tables())


def _program_tables() -> list[sa.Table]:
    """Return the program's tables; tests declare record types of their own beside them."""
    foreign = {c.table.name for c in record_types() if not c.__module__.startswith("ganbu_desktop.")}
    return [table for table in records.metadata.sorted_tables if table.name not in foreign]


def _compared(connection: sa.Connection, tables: Sequence[sa.Table]) -> Drift:
    inspector = sa.inspect(connection)
    stored = {name for name in inspector.get_table_names() if not name.startswith(_OF_SEARCH)}
    statements: list[str] = []
    by_hand = [f"table {name} has no record type any more" for name in sorted(stored - {t.name for t in tables})]
    for table in tables:
        if table.name not in stored:
            statements.append(_sql(CreateTable(table)))
            statements += [_sql(CreateIndex(index)) for index in _indexes(table)]
            continue
        columns = {column["name"]: column for column in inspector.get_columns(table.name)}
        statements += [_adding(column) for column in table.columns if column.name not in columns]
        by_hand += [f"{table.name}.{name} stands in no record any more" for name in columns if name not in table.c]
        by_hand += [said for c in table.columns if c.name in columns for said in _changed(c, columns[c.name])]
        known = {index["name"] for index in inspector.get_indexes(table.name)}
        statements += [_sql(CreateIndex(index)) for index in _indexes(table) if index.name not in known]
    return Drift(tuple(statements), tuple(by_hand))


def _indexes(table: sa.Table) -> list[sa.Index]:
    return sorted(table.indexes, key=lambda index: str(index.name))


def _changed(column: sa.Column[object], stored: ReflectedColumn) -> list[str]:
    dialect, found = _dialect(), []
    wanted, kept = column.type.compile(dialect), stored["type"].compile(dialect)
    if wanted != kept:
        found.append(f"{column.table.name}.{column.name} is {wanted} in the record and {kept} in the store")
    if bool(column.nullable) != bool(stored["nullable"]):
        found.append(f"{column.table.name}.{column.name}: not_null differs")
    return found


def _adding(column: sa.Column[object]) -> str:
    text = " ".join(_sql(CreateColumn(column)).split())
    if not column.nullable:
        text = text.replace("NOT NULL", f"NOT NULL DEFAULT {_old_rows_value(column)}")
    for key in column.foreign_keys:
        text += f" REFERENCES {key.target_fullname.replace('.', ' (')}) DEFERRABLE INITIALLY DEFERRED"
    return f"ALTER TABLE {column.table.name} ADD COLUMN {text}"


def _old_rows_value(column: sa.Column[object]) -> str:
    """Return what rows written before get: the record's own default, else nothing or zero."""
    fields = {f.name: f for f in dataclasses.fields(record_type(column.table.name))}
    default = fields[column.name].default
    if isinstance(default, int):
        return str(int(default))
    if isinstance(default, str):
        return "'" + default.replace("'", "''") + "'"
    return "0" if isinstance(column.type, sa.Integer | sa.Boolean) else "''"


def _dialect() -> sa.Dialect:
    return sa.create_engine("sqlite://", module=dbapi2).dialect


def _sql(element: sa.schema.ExecutableDDLElement | CreateColumn) -> str:
    return " ".join(str(element.compile(dialect=_dialect())).split())


def write_draft(found: Drift, name: str, title: str, folder: Path = FOLDER) -> Path:
    """Write the next migration and return its path; what is to be settled by hand is not in it."""
    version = migrations.newest_version(migrations.installed()) + 1
    path = folder / f"m{version:04d}_{name}.py"
    statements = "\n".join(_folded(f"{statement};") for statement in found.statements)
    path.write_text(_TEMPLATE.format(title=title, version=version, statements=statements), encoding="utf-8")
    return path


def _folded(text: str) -> str:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > _WIDTH:
            lines.append("   ")
        lines[-1] += f" {word}" if lines[-1] else word
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Tell the differences; with NAME and TITLE write a draft."""
    if len(arguments) not in (0, 2) or (arguments and not arguments[0].isidentifier()):
        print("usage: draft_migration.py [name_in_english 中文标题]", file=sys.stderr)
        return 2
    found = drift()
    if not found:
        print("The migrations make what the records say; nothing to do.")
        return 0
    print(found.report())
    if arguments and found.statements:
        name, title = arguments
        print(f"\nWritten: {write_draft(found, name, title).relative_to(ROOT)}. Read it, then run the tests.")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
