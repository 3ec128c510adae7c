"""增加职数编制、班子研判、在岗状态、村干部和流动."""

from __future__ import annotations

import sqlalchemy as sa

VERSION = 7
TITLE = "增加职数编制、班子研判、在岗状态、村干部和流动"

_STATEMENTS = """
ALTER TABLE person ADD COLUMN staffing_unit_id TEXT REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX ix_person_staffing_unit_id ON person (staffing_unit_id);
CREATE TABLE post_profile ( id VARCHAR(32) NOT NULL, unit_id TEXT NOT NULL, post_name TEXT NOT NULL, post_class TEXT
    NOT NULL, workload TEXT, risk TEXT, remoteness TEXT, pay_band TEXT, ground TEXT, meeting TEXT, decided_on
    VARCHAR(8), published_on VARCHAR(8), duties_changed_on VARCHAR(8), PRIMARY KEY (id), FOREIGN KEY(unit_id)
    REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_post_profile_decided_on ON post_profile (decided_on);
CREATE INDEX ix_post_profile_unit_id ON post_profile (unit_id);
CREATE TABLE quota ( id VARCHAR(32) NOT NULL, unit_id TEXT NOT NULL, kind TEXT NOT NULL, approved BIGINT NOT NULL,
    document TEXT, effective_from VARCHAR(8), note TEXT, PRIMARY KEY (id), FOREIGN KEY(unit_id) REFERENCES unit (id)
    DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_quota_effective_from ON quota (effective_from);
CREATE INDEX ix_quota_unit_id ON quota (unit_id);
CREATE TABLE survey_visit ( id VARCHAR(32) NOT NULL, unit_id TEXT NOT NULL, held_on VARCHAR(8), kind TEXT NOT NULL,
    way TEXT, surveyors TEXT, talked_count BIGINT, findings TEXT, examples TEXT, suggestions TEXT, PRIMARY KEY (id),
    FOREIGN KEY(unit_id) REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_survey_visit_held_on ON survey_visit (held_on);
CREATE INDEX ix_survey_visit_unit_id ON survey_visit (unit_id);
CREATE TABLE team_review ( id VARCHAR(32) NOT NULL, unit_id TEXT NOT NULL, title TEXT, held_on VARCHAR(8), kind
    TEXT, participants TEXT, term_ends_on VARCHAR(8), facts TEXT, judgement TEXT, strengths TEXT, weaknesses TEXT,
    suggestions TEXT, basis TEXT, snapshot TEXT, PRIMARY KEY (id), FOREIGN KEY(unit_id) REFERENCES unit (id)
    DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_team_review_held_on ON team_review (held_on);
CREATE INDEX ix_team_review_unit_id ON team_review (unit_id);
CREATE TABLE unit_name ( id VARCHAR(32) NOT NULL, unit_id TEXT NOT NULL, name TEXT NOT NULL, short_name TEXT,
    used_from VARCHAR(8), used_until VARCHAR(8), document TEXT, PRIMARY KEY (id), FOREIGN KEY(unit_id) REFERENCES
    unit (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_unit_name_unit_id ON unit_name (unit_id);
CREATE INDEX ix_unit_name_used_until ON unit_name (used_until);
CREATE TABLE village_cadre ( id VARCHAR(32) NOT NULL, unit_id TEXT NOT NULL, village TEXT NOT NULL, name TEXT NOT
    NULL, sex TEXT, born_on VARCHAR(8), political_status TEXT, education TEXT, post TEXT NOT NULL, is_both BOOLEAN,
    system TEXT, term_from VARCHAR(8), term_until VARCHAR(8), left_on VARCHAR(8), monthly_pay TEXT, has_pension
    BOOLEAN, has_medical BOOLEAN, PRIMARY KEY (id), FOREIGN KEY(unit_id) REFERENCES unit (id) DEFERRABLE INITIALLY
    DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_village_cadre_term_from ON village_cadre (term_from);
CREATE INDEX ix_village_cadre_unit_id ON village_cadre (unit_id);
CREATE TABLE absence_finding ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, state TEXT NOT NULL, occurred_on
    VARCHAR(8), facts TEXT, judgement TEXT, suggestion TEXT, source_kind TEXT, source TEXT, recorded_by TEXT,
    recorded_on VARCHAR(8), reviewed_by TEXT, reviewer_is_leader BOOLEAN, reviewed_on VARCHAR(8), ends_on
    VARCHAR(8), no_end_ground TEXT, effective_on VARCHAR(8), voided_on VARCHAR(8), void_reason TEXT, origin_table
    TEXT, origin_id TEXT, successor_id TEXT, finding TEXT, PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES
    person (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_absence_finding_occurred_on ON absence_finding (occurred_on);
CREATE INDEX ix_absence_finding_origin_id ON absence_finding (origin_id);
CREATE INDEX ix_absence_finding_person_id ON absence_finding (person_id);
CREATE TABLE attendance_state ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, kind TEXT NOT NULL, starts_on
    VARCHAR(8), ends_on VARCHAR(8), returned_on VARCHAR(8), unit_id TEXT, destination TEXT, approval_document TEXT,
    approved_by TEXT, note TEXT, PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE
    INITIALLY DEFERRED, FOREIGN KEY(unit_id) REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_attendance_state_person_id ON attendance_state (person_id);
CREATE INDEX ix_attendance_state_starts_on ON attendance_state (starts_on);
CREATE INDEX ix_attendance_state_unit_id ON attendance_state (unit_id);
CREATE TABLE exit_event ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, kind TEXT NOT NULL, happened_on
    VARCHAR(8), unit_id TEXT, destination TEXT, own_reason TEXT, document TEXT, PRIMARY KEY (id), FOREIGN
    KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(unit_id) REFERENCES unit (id)
    DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_exit_event_happened_on ON exit_event (happened_on);
CREATE INDEX ix_exit_event_person_id ON exit_event (person_id);
CREATE INDEX ix_exit_event_unit_id ON exit_event (unit_id);
CREATE TABLE reviewed_person ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, state TEXT NOT NULL, occurred_on
    VARCHAR(8), facts TEXT, judgement TEXT, suggestion TEXT, source_kind TEXT, source TEXT, recorded_by TEXT,
    recorded_on VARCHAR(8), reviewed_by TEXT, reviewer_is_leader BOOLEAN, reviewed_on VARCHAR(8), ends_on
    VARCHAR(8), no_end_ground TEXT, effective_on VARCHAR(8), voided_on VARCHAR(8), void_reason TEXT, origin_table
    TEXT, origin_id TEXT, successor_id TEXT, review_id TEXT, suggestion_kind TEXT, PRIMARY KEY (id), FOREIGN
    KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(review_id) REFERENCES
    team_review (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_reviewed_person_occurred_on ON reviewed_person (occurred_on);
CREATE INDEX ix_reviewed_person_origin_id ON reviewed_person (origin_id);
CREATE INDEX ix_reviewed_person_person_id ON reviewed_person (person_id);
CREATE INDEX ix_reviewed_person_review_id ON reviewed_person (review_id);
CREATE TABLE succession_candidate ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, unit_id TEXT NOT NULL,
    post_name TEXT NOT NULL, registered_on VARCHAR(8), meeting TEXT, removed_on VARCHAR(8), note TEXT, PRIMARY KEY
    (id), FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(unit_id)
    REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_succession_candidate_person_id ON succession_candidate (person_id);
CREATE INDEX ix_succession_candidate_registered_on ON succession_candidate (registered_on);
CREATE INDEX ix_succession_candidate_unit_id ON succession_candidate (unit_id);
"""


def upgrade(connection: sa.Connection) -> None:
    """Make what the records gained."""
    for statement in _STATEMENTS.split(";"):
        if statement.strip():
            connection.exec_driver_sql(statement)
