"""增加佐证、说明、决定、期间、闭环、程序、更正与报表."""

from __future__ import annotations

import hashlib
import json

import sqlalchemy as sa

VERSION = 2
TITLE = "增加佐证、说明、决定、期间、闭环、程序、更正与报表"

_STATEMENTS = """
ALTER TABLE operation ADD COLUMN digest TEXT;
ALTER TABLE change ADD COLUMN digest TEXT;
CREATE TABLE access_log ( seq INTEGER NOT NULL, at TEXT NOT NULL, account TEXT NOT NULL, what TEXT NOT NULL, subject
    TEXT NOT NULL, record_id TEXT, person_id TEXT, purpose TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (seq) );
CREATE INDEX ix_access_log_person_id ON access_log (person_id);
CREATE INDEX ix_access_log_record_id ON access_log (record_id);
CREATE TABLE report_run ( id VARCHAR(32) NOT NULL, report TEXT NOT NULL, title TEXT NOT NULL, period TEXT NOT NULL,
    rule_versions TEXT, content_hash TEXT NOT NULL, blob TEXT NOT NULL, generated_by TEXT NOT NULL, generated_at TEXT
    NOT NULL, submitted_on VARCHAR(8), submitted_to TEXT, submitted_by TEXT, acknowledged_on VARCHAR(8),
    acknowledged_by TEXT, note TEXT, PRIMARY KEY (id) ) WITHOUT ROWID;
CREATE INDEX ix_report_run_period ON report_run (period);
CREATE INDEX ix_report_run_report ON report_run (report);
CREATE TABLE correction ( id VARCHAR(32) NOT NULL, person_id TEXT, entry_table TEXT NOT NULL, entry_id TEXT NOT
    NULL, number TEXT, field_name TEXT, asked TEXT NOT NULL, materials TEXT, asked_by TEXT, asked_on VARCHAR(8),
    accepted_on VARCHAR(8), accepted_by TEXT, checked TEXT, checked_by TEXT, checked_on VARCHAR(8), conclusion TEXT,
    reason TEXT, old_text TEXT, new_text TEXT, successor_id TEXT, concluded_on VARCHAR(8), concluded_by TEXT,
    receipt_on VARCHAR(8), receipt_by TEXT, PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES person (id)
    DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_correction_entry_id ON correction (entry_id);
CREATE INDEX ix_correction_person_id ON correction (person_id);
CREATE TABLE decision ( id VARCHAR(32) NOT NULL, person_id TEXT, entry_table TEXT NOT NULL, entry_id TEXT NOT NULL,
    matter TEXT, body TEXT, met_on VARCHAR(8), document TEXT, participants TEXT, conclusion TEXT, handled_by TEXT,
    checked_by TEXT, told_on VARCHAR(8), effective_on VARCHAR(8), ends_on VARCHAR(8), PRIMARY KEY (id), FOREIGN
    KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_decision_entry_id ON decision (entry_id);
CREATE INDEX ix_decision_person_id ON decision (person_id);
CREATE TABLE effect_period ( id VARCHAR(32) NOT NULL, person_id TEXT, entry_table TEXT NOT NULL, entry_id TEXT NOT
    NULL, kind TEXT NOT NULL, matter TEXT, starts_on VARCHAR(8), ends_on VARCHAR(8), ground TEXT, rule TEXT,
    rule_version TEXT, is_void BOOLEAN, PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE
    INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_effect_period_entry_id ON effect_period (entry_id);
CREATE INDEX ix_effect_period_person_id ON effect_period (person_id);
CREATE TABLE evidence ( id VARCHAR(32) NOT NULL, person_id TEXT, entry_table TEXT NOT NULL, entry_id TEXT NOT NULL,
    position BIGINT NOT NULL, kind TEXT, document TEXT, dated_on VARCHAR(8), secrecy TEXT, place TEXT, file_name
    TEXT, blob TEXT, note TEXT, PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY
    DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_evidence_entry_id ON evidence (entry_id);
CREATE INDEX ix_evidence_person_id ON evidence (person_id);
CREATE TABLE loop_item ( id VARCHAR(32) NOT NULL, person_id TEXT, entry_table TEXT NOT NULL, entry_id TEXT NOT NULL,
    position BIGINT NOT NULL, kind TEXT NOT NULL, problem TEXT, measure TEXT, unit_id TEXT, responsible TEXT, due_on
    VARCHAR(8), extended_reason TEXT, result TEXT, finished_on VARCHAR(8), satisfaction TEXT, closed_by TEXT,
    closed_on VARCHAR(8), is_void BOOLEAN, PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE
    INITIALLY DEFERRED, FOREIGN KEY(unit_id) REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_loop_item_due_on ON loop_item (due_on);
CREATE INDEX ix_loop_item_entry_id ON loop_item (entry_id);
CREATE INDEX ix_loop_item_person_id ON loop_item (person_id);
CREATE INDEX ix_loop_item_unit_id ON loop_item (unit_id);
CREATE TABLE procedure ( id VARCHAR(32) NOT NULL, person_id TEXT, entry_table TEXT NOT NULL, entry_id TEXT NOT NULL,
    name TEXT NOT NULL, version TEXT NOT NULL, title TEXT, started_on VARCHAR(8), ended_on VARCHAR(8), PRIMARY KEY
    (id), FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_procedure_entry_id ON procedure (entry_id);
CREATE INDEX ix_procedure_person_id ON procedure (person_id);
CREATE TABLE statement ( id VARCHAR(32) NOT NULL, person_id TEXT, entry_table TEXT NOT NULL, entry_id TEXT NOT NULL,
    informed_on VARCHAR(8), informed_by TEXT, words TEXT, stated_on VARCHAR(8), is_signed BOOLEAN, unsigned_reason
    TEXT, not_heard_ground TEXT, PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE
    INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_statement_entry_id ON statement (entry_id);
CREATE INDEX ix_statement_person_id ON statement (person_id);
CREATE TABLE procedure_step ( id VARCHAR(32) NOT NULL, procedure_id TEXT NOT NULL, position BIGINT NOT NULL, stage
    TEXT NOT NULL, title TEXT, due_on VARCHAR(8), done_on VARCHAR(8), done_by TEXT, papers TEXT, note TEXT, PRIMARY
    KEY (id), FOREIGN KEY(procedure_id) REFERENCES procedure (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_procedure_step_procedure_id ON procedure_step (procedure_id);
"""

_ONLY_ADDED = """
CREATE TRIGGER access_log_keeps_{verb} BEFORE {verb} ON access_log
BEGIN SELECT RAISE(ABORT, 'the access log is only added to'); END
"""


def upgrade(connection: sa.Connection) -> None:
    """Make what the records gained; the access log refuses changes of what stands in it, the audit becomes a chain."""
    for statement in _STATEMENTS.split(";"):
        if statement.strip():
            connection.exec_driver_sql(statement)
    for verb in ("UPDATE", "DELETE"):
        connection.exec_driver_sql(_ONLY_ADDED.format(verb=verb))
    _chain_operations(connection)


def _chain_operations(connection: sa.Connection) -> None:
    """Give what was done before there was a chain its place in it, as it stands today."""
    rows = connection.exec_driver_sql("SELECT seq, before, after FROM change").all()
    digests = [(_images_digest(before, after), seq) for seq, before, after in rows]
    if digests:
        connection.exec_driver_sql("UPDATE change SET digest = ? WHERE seq = ?", digests)
    before = ""
    lines = "SELECT seq, id, title, kind, actor, at, reverses, detail FROM operation ORDER BY seq"
    for line in connection.exec_driver_sql(lines).all():
        changes = "SELECT record_table, record_id, root_id, digest FROM change WHERE operation = ? ORDER BY seq"
        rows = connection.exec_driver_sql(changes, (line.seq,)).all()
        content = hashlib.sha256("".join(f"{t}\x1f{r}\x1f{o}\x1f{d}\n" for t, r, o, d in rows).encode()).hexdigest()
        text = json.dumps((before, *line, content), ensure_ascii=False, separators=(",", ":"))
        before = hashlib.sha256(text.encode()).hexdigest()
        connection.exec_driver_sql("UPDATE operation SET digest = ? WHERE seq = ?", (before, line.seq))


def _images_digest(before: str | None, after: str | None) -> str:
    if before is None and after is None:
        return ""
    if after == "=":
        return "="
    return hashlib.sha256(f"{before or ''}\x1f{after or ''}".encode()).hexdigest()
