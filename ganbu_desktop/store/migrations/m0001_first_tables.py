"""The first tables: records, audit, derived indexes, search. Frozen as released; never edited."""

from __future__ import annotations

import sqlalchemy as sa

VERSION = 1
TITLE = "建立数据表"

_STATEMENTS = """
CREATE TABLE blob ( sha256 VARCHAR(64) NOT NULL, content BLOB NOT NULL, PRIMARY KEY (sha256) );
CREATE TABLE check_setting ( id VARCHAR(32) NOT NULL, "check" TEXT NOT NULL, level TEXT NOT NULL, PRIMARY KEY (id) )
    WITHOUT ROWID;
CREATE TABLE column_mapping ( id VARCHAR(32) NOT NULL, fingerprint TEXT NOT NULL, title TEXT, columns TEXT NOT NULL,
    PRIMARY KEY (id) ) WITHOUT ROWID;
CREATE TABLE operation ( seq INTEGER NOT NULL, id VARCHAR(32) NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL,
    actor TEXT NOT NULL, at TEXT NOT NULL, reverses INTEGER, detail TEXT, PRIMARY KEY (seq), UNIQUE (id) );
CREATE INDEX ix_operation_reverses ON operation (reverses);
CREATE TABLE parameter_override ( id VARCHAR(32) NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, effective_on
    VARCHAR(8) NOT NULL, document TEXT, set_by TEXT, set_on VARCHAR(8), PRIMARY KEY (id) ) WITHOUT ROWID;
CREATE TABLE person_index ( person_id VARCHAR(32) NOT NULL, pinyin TEXT NOT NULL, stroke_key TEXT NOT NULL,
    level_order INTEGER NOT NULL, default_key TEXT NOT NULL, PRIMARY KEY (person_id) );
CREATE INDEX ix_person_index_default_key ON person_index (default_key);
CREATE INDEX ix_person_index_stroke_key ON person_index (stroke_key);
CREATE TABLE reminder_answer ( id VARCHAR(32) NOT NULL, "key" TEXT NOT NULL, answer TEXT NOT NULL, reason TEXT,
    answered_by TEXT, answered_on VARCHAR(8), until VARCHAR(8), PRIMARY KEY (id) ) WITHOUT ROWID;
CREATE TABLE unit ( id VARCHAR(32) NOT NULL, parent_id TEXT, position BIGINT NOT NULL, name TEXT, short_name TEXT,
    code TEXT, division TEXT, subordination TEXT, level TEXT, category TEXT, kind TEXT, staff_administrative BIGINT,
    staff_civil_service_like BIGINT, staff_institution BIGINT, staff_worker BIGINT, staff_other BIGINT,
    civil_service_like_on VARCHAR(8), civil_service_like_document TEXT, inner_leader_posts BIGINT, chief_posts
    BIGINT, deputy_posts BIGINT, note TEXT, PRIMARY KEY (id), FOREIGN KEY(parent_id) REFERENCES unit (id) DEFERRABLE
    INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_unit_parent_id ON unit (parent_id);
CREATE TABLE unit_index ( unit_id VARCHAR(32) NOT NULL, order_key TEXT NOT NULL, name TEXT NOT NULL, search_text
    TEXT NOT NULL, PRIMARY KEY (unit_id) );
CREATE INDEX ix_unit_index_order_key ON unit_index (order_key);
CREATE TABLE change ( seq INTEGER NOT NULL, operation INTEGER NOT NULL, record_table TEXT NOT NULL, record_id
    VARCHAR(32) NOT NULL, root_id VARCHAR(32), "before" TEXT, "after" TEXT, PRIMARY KEY (seq), FOREIGN
    KEY(operation) REFERENCES operation (seq) );
CREATE INDEX ix_change_operation ON change (operation);
CREATE INDEX ix_change_root_id ON change (root_id);
CREATE TABLE person ( id VARCHAR(32) NOT NULL, unit_id TEXT, position BIGINT NOT NULL, name TEXT, id_number TEXT,
    sex TEXT, born_on VARCHAR(8), ethnicity TEXT, native_place TEXT, birthplace TEXT, growth_place TEXT, health
    TEXT, work_began_on VARCHAR(8), party_text TEXT, political_status TEXT, party_joined_on VARCHAR(8), second_party
    TEXT, third_party TEXT, current_post TEXT, current_post_short TEXT, post_level TEXT, post_level_since
    VARCHAR(8), rank TEXT, rank_since VARCHAR(8), technical_title TEXT, expertise TEXT, person_category TEXT,
    management_state TEXT, management_class TEXT, tier TEXT, authority TEXT, is_principal BOOLEAN,
    grassroots_two_years BOOLEAN, statistics_unit TEXT, grade TEXT, staffing_type TEXT, technical_qualification
    TEXT, registered_on VARCHAR(8), resume TEXT, rewards_text TEXT, annual_text TEXT, note TEXT, PRIMARY KEY (id),
    FOREIGN KEY(unit_id) REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED );
CREATE INDEX ix_person_unit_id ON person (unit_id);
CREATE INDEX person_by_id_number ON person (id_number);
CREATE INDEX person_by_name ON person (name);
CREATE TABLE annual_result ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, result TEXT, year BIGINT, PRIMARY KEY
    (id), FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_annual_result_person_id ON annual_result (person_id);
CREATE TABLE appointment_sheet ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, full_time_education TEXT,
    full_time_degree TEXT, full_time_education_school TEXT, full_time_degree_school TEXT, in_service_education TEXT,
    in_service_degree TEXT, in_service_education_school TEXT, in_service_degree_school TEXT, proposed_post TEXT,
    proposed_removal TEXT, reason TEXT, reporting_unit TEXT, age_as_of VARCHAR(8), filled_on VARCHAR(8), filled_by
    TEXT, retirement_due_on VARCHAR(8), pre_reform_limit TEXT, editor_version TEXT, unknown_elements TEXT, PRIMARY
    KEY (id), FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_appointment_sheet_person_id ON appointment_sheet (person_id);
CREATE TABLE attachment ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, position BIGINT NOT NULL, file_name
    TEXT, note TEXT, added_on VARCHAR(8), blob TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES
    person (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_attachment_person_id ON attachment (person_id);
CREATE TABLE education ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, position BIGINT NOT NULL, level_name
    TEXT, level TEXT, degree_name TEXT, degree TEXT, entered_on VARCHAR(8), left_on VARCHAR(8), degree_on
    VARCHAR(8), school TEXT, major TEXT, major_class TEXT, mode TEXT, years TEXT, output TEXT, PRIMARY KEY (id),
    FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_education_person_id ON education (person_id);
CREATE TABLE level_history ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, position BIGINT NOT NULL, kind TEXT,
    level TEXT, approved_on VARCHAR(8), document TEXT, ended_on VARCHAR(8), state TEXT, PRIMARY KEY (id), FOREIGN
    KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_level_history_person_id ON level_history (person_id);
CREATE TABLE photo ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, blob TEXT NOT NULL, taken_on VARCHAR(8),
    PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_photo_person_id ON photo (person_id);
CREATE TABLE qualification ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, position BIGINT NOT NULL, code TEXT,
    name TEXT, obtained_on VARCHAR(8), way TEXT, body TEXT, output TEXT, PRIMARY KEY (id), FOREIGN KEY(person_id)
    REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_qualification_person_id ON qualification (person_id);
CREATE TABLE relative ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, position BIGINT NOT NULL, name TEXT,
    relation TEXT, born_on VARCHAR(8), political_status TEXT, employer_and_post TEXT, unknown_elements TEXT, PRIMARY
    KEY (id), FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_relative_person_id ON relative (person_id);
CREATE TABLE reward ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, position BIGINT NOT NULL, name TEXT, code
    TEXT, approved_on VARCHAR(8), body TEXT, body_level TEXT, level_then TEXT, revoked_on VARCHAR(8), body_kind
    TEXT, PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT
    ROWID;
CREATE INDEX ix_reward_person_id ON reward (person_id);
CREATE TABLE source_tag ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, position BIGINT NOT NULL, category TEXT
    NOT NULL, document TEXT NOT NULL, recognised_on VARCHAR(8), expires_on VARCHAR(8), note TEXT, PRIMARY KEY (id),
    FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_source_tag_person_id ON source_tag (person_id);
CREATE TABLE supplement ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, by_examination BOOLEAN, recruited_on
    VARCHAR(8), selected_graduate BOOLEAN, selected_on VARCHAR(8), PRIMARY KEY (id), FOREIGN KEY(person_id)
    REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_supplement_person_id ON supplement (person_id);
CREATE TABLE tenure ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, unit_id TEXT, position BIGINT NOT NULL,
    post_name TEXT, is_team_member BOOLEAN, member_kind TEXT, is_leading_post BOOLEAN, team_position BIGINT, is_main
    BOOLEAN, appointed_on VARCHAR(8), appointment_document TEXT, selection_method TEXT, is_exceptional BOOLEAN,
    state TEXT, removed_on VARCHAR(8), removal_document TEXT, change_reason TEXT, output TEXT, PRIMARY KEY (id),
    FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(unit_id) REFERENCES
    unit (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_tenure_person_id ON tenure (person_id);
CREATE INDEX ix_tenure_unit_id ON tenure (unit_id);
CREATE TABLE search_document (number INTEGER PRIMARY KEY, owner_id TEXT NOT NULL UNIQUE);
CREATE TABLE search_key (key TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (key, number)) WITHOUT ROWID;
CREATE INDEX search_key_number ON search_key (number);
CREATE VIRTUAL TABLE search_text USING fts5(body, content='', contentless_delete=1, detail=full);
"""


def upgrade(connection: sa.Connection) -> None:
    """Make every table and index."""
    for statement in _STATEMENTS.split(";"):
        if statement.strip():
            connection.exec_driver_sql(statement)
