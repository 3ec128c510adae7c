"""增加政治素质档案、考察、测评、党内政治生活、负面清单、一票否决与整改."""

from __future__ import annotations

import sqlalchemy as sa

VERSION = 3
TITLE = "增加政治素质档案、考察、测评、党内政治生活、负面清单、一票否决与整改"

_STATEMENTS = """
CREATE TABLE negative_list ( id VARCHAR(32) NOT NULL, title TEXT NOT NULL, document TEXT, effective_from VARCHAR(8),
    ended_on VARCHAR(8), studied_on VARCHAR(8), studied_as TEXT, PRIMARY KEY (id) ) WITHOUT ROWID;
CREATE INDEX ix_negative_list_effective_from ON negative_list (effective_from);
CREATE TABLE negative_clause ( id VARCHAR(32) NOT NULL, version_id TEXT NOT NULL, title TEXT NOT NULL, situation
    TEXT, basis TEXT, effective_from VARCHAR(8), PRIMARY KEY (id), FOREIGN KEY(version_id) REFERENCES negative_list
    (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_negative_clause_effective_from ON negative_clause (effective_from);
CREATE INDEX ix_negative_clause_version_id ON negative_clause (version_id);
CREATE TABLE party_meeting ( id VARCHAR(32) NOT NULL, unit_id TEXT NOT NULL, kind TEXT, held_on VARCHAR(8), topic
    TEXT, expected BIGINT, absent BIGINT, absence_reasons TEXT, recorded_by TEXT, PRIMARY KEY (id), FOREIGN
    KEY(unit_id) REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_party_meeting_held_on ON party_meeting (held_on);
CREATE INDEX ix_party_meeting_kind ON party_meeting (kind);
CREATE INDEX ix_party_meeting_unit_id ON party_meeting (unit_id);
CREATE TABLE team_inspection ( id VARCHAR(32) NOT NULL, unit_id TEXT NOT NULL, year BIGINT, inspected_on VARCHAR(8),
    examiners TEXT, findings TEXT, fed_back_on VARCHAR(8), fed_back_to TEXT, PRIMARY KEY (id), FOREIGN KEY(unit_id)
    REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_team_inspection_inspected_on ON team_inspection (inspected_on);
CREATE INDEX ix_team_inspection_unit_id ON team_inspection (unit_id);
CREATE INDEX ix_team_inspection_year ON team_inspection (year);
CREATE TABLE duty_assessment ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, state TEXT NOT NULL, occurred_on
    VARCHAR(8), facts TEXT, judgement TEXT, suggestion TEXT, source_kind TEXT, source TEXT, recorded_by TEXT,
    recorded_on VARCHAR(8), reviewed_by TEXT, reviewer_is_leader BOOLEAN, reviewed_on VARCHAR(8), ends_on
    VARCHAR(8), no_end_ground TEXT, effective_on VARCHAR(8), voided_on VARCHAR(8), void_reason TEXT, origin_table
    TEXT, origin_id TEXT, successor_id TEXT, meeting TEXT, met_on VARCHAR(8), participants TEXT, measure TEXT,
    PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED );
CREATE INDEX ix_duty_assessment_occurred_on ON duty_assessment (occurred_on);
CREATE INDEX ix_duty_assessment_origin_id ON duty_assessment (origin_id);
CREATE INDEX ix_duty_assessment_person_id ON duty_assessment (person_id);
CREATE TABLE frontline_record ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, task TEXT, started_on VARCHAR(8),
    ended_on VARCHAR(8), post TEXT, leave_kind TEXT, facts TEXT, evaluation TEXT, evaluated_by TEXT, evaluated_on
    VARCHAR(8), proof TEXT, recorded_by TEXT, PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES person (id)
    DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_frontline_record_ended_on ON frontline_record (ended_on);
CREATE INDEX ix_frontline_record_person_id ON frontline_record (person_id);
CREATE INDEX ix_frontline_record_started_on ON frontline_record (started_on);
CREATE TABLE negative_hit ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, state TEXT NOT NULL, occurred_on
    VARCHAR(8), facts TEXT, judgement TEXT, suggestion TEXT, source_kind TEXT, source TEXT, recorded_by TEXT,
    recorded_on VARCHAR(8), reviewed_by TEXT, reviewer_is_leader BOOLEAN, reviewed_on VARCHAR(8), ends_on
    VARCHAR(8), no_end_ground TEXT, effective_on VARCHAR(8), voided_on VARCHAR(8), void_reason TEXT, origin_table
    TEXT, origin_id TEXT, successor_id TEXT, clause_id TEXT, verification TEXT, verified_in TEXT, handling TEXT,
    PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN
    KEY(clause_id) REFERENCES negative_clause (id) DEFERRABLE INITIALLY DEFERRED );
CREATE INDEX ix_negative_hit_clause_id ON negative_hit (clause_id);
CREATE INDEX ix_negative_hit_occurred_on ON negative_hit (occurred_on);
CREATE INDEX ix_negative_hit_origin_id ON negative_hit (origin_id);
CREATE INDEX ix_negative_hit_person_id ON negative_hit (person_id);
CREATE TABLE off_hours_note ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, state TEXT NOT NULL, occurred_on
    VARCHAR(8), facts TEXT, judgement TEXT, suggestion TEXT, source_kind TEXT, source TEXT, recorded_by TEXT,
    recorded_on VARCHAR(8), reviewed_by TEXT, reviewer_is_leader BOOLEAN, reviewed_on VARCHAR(8), ends_on
    VARCHAR(8), no_end_ground TEXT, effective_on VARCHAR(8), voided_on VARCHAR(8), void_reason TEXT, origin_table
    TEXT, origin_id TEXT, successor_id TEXT, way TEXT, visitors TEXT, place TEXT, checked TEXT, is_formal BOOLEAN,
    PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED );
CREATE INDEX ix_off_hours_note_occurred_on ON off_hours_note (occurred_on);
CREATE INDEX ix_off_hours_note_origin_id ON off_hours_note (origin_id);
CREATE INDEX ix_off_hours_note_person_id ON off_hours_note (person_id);
CREATE TABLE political_archive ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, number TEXT, opened_on
    VARCHAR(8), status TEXT, kept_by TEXT, note TEXT, PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES person
    (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_political_archive_number ON political_archive (number);
CREATE INDEX ix_political_archive_opened_on ON political_archive (opened_on);
CREATE INDEX ix_political_archive_person_id ON political_archive (person_id);
CREATE TABLE political_ballot ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, title TEXT, occasion TEXT,
    direction TEXT, held_on VARCHAR(8), handed_out BIGINT, counted BIGINT, counted_by TEXT, PRIMARY KEY (id),
    FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_political_ballot_held_on ON political_ballot (held_on);
CREATE INDEX ix_political_ballot_person_id ON political_ballot (person_id);
CREATE TABLE political_entry ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, state TEXT NOT NULL, occurred_on
    VARCHAR(8), facts TEXT, judgement TEXT, suggestion TEXT, source_kind TEXT, source TEXT, recorded_by TEXT,
    recorded_on VARCHAR(8), reviewed_by TEXT, reviewer_is_leader BOOLEAN, reviewed_on VARCHAR(8), ends_on
    VARCHAR(8), no_end_ground TEXT, effective_on VARCHAR(8), voided_on VARCHAR(8), void_reason TEXT, origin_table
    TEXT, origin_id TEXT, successor_id TEXT, dimension TEXT, direction TEXT, consented_on VARCHAR(8), PRIMARY KEY
    (id), FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_political_entry_dimension ON political_entry (dimension);
CREATE INDEX ix_political_entry_occurred_on ON political_entry (occurred_on);
CREATE INDEX ix_political_entry_origin_id ON political_entry (origin_id);
CREATE INDEX ix_political_entry_person_id ON political_entry (person_id);
CREATE TABLE political_inspection ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, held_on VARCHAR(8), way TEXT,
    examiners TEXT, interviewed BIGINT, stance TEXT, attitude TEXT, awareness TEXT, discernment TEXT, comprehension
    TEXT, execution TEXT, judgement TEXT, evidence TEXT, PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES person
    (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_political_inspection_held_on ON political_inspection (held_on);
CREATE INDEX ix_political_inspection_person_id ON political_inspection (person_id);
CREATE TABLE political_year_summary ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, year BIGINT NOT NULL, text
    TEXT, author TEXT, written_on VARCHAR(8), checked_by TEXT, checked_on VARCHAR(8), PRIMARY KEY (id), FOREIGN
    KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_political_year_summary_person_id ON political_year_summary (person_id);
CREATE INDEX ix_political_year_summary_written_on ON political_year_summary (written_on);
CREATE INDEX ix_political_year_summary_year ON political_year_summary (year);
CREATE TABLE recommend_reason ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, recommended_on VARCHAR(8),
    recommended_by TEXT, facts TEXT, papers TEXT, recorded_by TEXT, PRIMARY KEY (id), FOREIGN KEY(person_id)
    REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_recommend_reason_person_id ON recommend_reason (person_id);
CREATE INDEX ix_recommend_reason_recommended_on ON recommend_reason (recommended_on);
CREATE TABLE rectification ( id VARCHAR(32) NOT NULL, problem TEXT, measure TEXT, responsible TEXT, due_on
    VARCHAR(8), unit_id TEXT, person_id TEXT, matter TEXT, found_by TEXT, found_on VARCHAR(8), PRIMARY KEY (id),
    FOREIGN KEY(unit_id) REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(person_id) REFERENCES
    person (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_rectification_due_on ON rectification (due_on);
CREATE INDEX ix_rectification_found_on ON rectification (found_on);
CREATE INDEX ix_rectification_person_id ON rectification (person_id);
CREATE INDEX ix_rectification_unit_id ON rectification (unit_id);
CREATE TABLE self_check ( id VARCHAR(32) NOT NULL, problem TEXT, measure TEXT, responsible TEXT, due_on VARCHAR(8),
    person_id TEXT NOT NULL, meeting_id TEXT, checked_on VARCHAR(8), PRIMARY KEY (id), FOREIGN KEY(person_id)
    REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(meeting_id) REFERENCES party_meeting (id)
    DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_self_check_checked_on ON self_check (checked_on);
CREATE INDEX ix_self_check_due_on ON self_check (due_on);
CREATE INDEX ix_self_check_meeting_id ON self_check (meeting_id);
CREATE INDEX ix_self_check_person_id ON self_check (person_id);
CREATE TABLE veto_decision ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, state TEXT NOT NULL, occurred_on
    VARCHAR(8), facts TEXT, judgement TEXT, suggestion TEXT, source_kind TEXT, source TEXT, recorded_by TEXT,
    recorded_on VARCHAR(8), reviewed_by TEXT, reviewer_is_leader BOOLEAN, reviewed_on VARCHAR(8), ends_on
    VARCHAR(8), no_end_ground TEXT, effective_on VARCHAR(8), voided_on VARCHAR(8), void_reason TEXT, origin_table
    TEXT, origin_id TEXT, successor_id TEXT, clause TEXT, evidence_list TEXT, PRIMARY KEY (id), FOREIGN
    KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_veto_decision_occurred_on ON veto_decision (occurred_on);
CREATE INDEX ix_veto_decision_origin_id ON veto_decision (origin_id);
CREATE INDEX ix_veto_decision_person_id ON veto_decision (person_id);
CREATE TABLE political_ballot_item ( id VARCHAR(32) NOT NULL, ballot_id TEXT NOT NULL, item TEXT NOT NULL, answer_1
    BIGINT, answer_2 BIGINT, answer_3 BIGINT, answer_4 BIGINT, PRIMARY KEY (id), FOREIGN KEY(ballot_id) REFERENCES
    political_ballot (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_political_ballot_item_ballot_id ON political_ballot_item (ballot_id);
CREATE INDEX ix_political_ballot_item_item ON political_ballot_item (item);
CREATE TABLE veto_review ( id VARCHAR(32) NOT NULL, veto_id TEXT NOT NULL, asked_on VARCHAR(8), asked TEXT, body
    TEXT, reviewed_by TEXT, findings TEXT, conclusion TEXT, document TEXT, concluded_on VARCHAR(8), told_on
    VARCHAR(8), PRIMARY KEY (id), FOREIGN KEY(veto_id) REFERENCES veto_decision (id) DEFERRABLE INITIALLY DEFERRED )
    WITHOUT ROWID;
CREATE INDEX ix_veto_review_veto_id ON veto_review (veto_id);
"""


def upgrade(connection: sa.Connection) -> None:
    """Make what the records gained."""
    for statement in _STATEMENTS.split(";"):
        if statement.strip():
            connection.exec_driver_sql(statement)
