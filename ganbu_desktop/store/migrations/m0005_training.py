"""增加教育培训的计划、班次、学时与集中学习."""

from __future__ import annotations

import sqlalchemy as sa

VERSION = 5
TITLE = "增加教育培训的计划、班次、学时与集中学习"

_STATEMENTS = """
CREATE TABLE training_base ( id VARCHAR(32) NOT NULL, name TEXT NOT NULL, kind TEXT, place TEXT, capacity BIGINT,
    courses TEXT, contact TEXT, opened_on VARCHAR(8), note TEXT, PRIMARY KEY (id) ) WITHOUT ROWID;
CREATE INDEX ix_training_base_name ON training_base (name);
CREATE INDEX ix_training_base_opened_on ON training_base (opened_on);
CREATE TABLE training_campaign ( id VARCHAR(32) NOT NULL, title TEXT NOT NULL, elements TEXT, responsible TEXT,
    starts_on VARCHAR(8), due_on VARCHAR(8), basis TEXT, note TEXT, PRIMARY KEY (id) ) WITHOUT ROWID;
CREATE INDEX ix_training_campaign_starts_on ON training_campaign (starts_on);
CREATE TABLE training_hours_mapping ( id VARCHAR(32) NOT NULL, fingerprint TEXT NOT NULL, title TEXT, columns TEXT
    NOT NULL, PRIMARY KEY (id) ) WITHOUT ROWID;
CREATE INDEX ix_training_hours_mapping_fingerprint ON training_hours_mapping (fingerprint);
CREATE TABLE training_plan ( id VARCHAR(32) NOT NULL, year BIGINT NOT NULL, title TEXT NOT NULL, kind TEXT, form
    TEXT, field TEXT, organiser TEXT, target TEXT, conditions TEXT, places BIGINT, places_rule TEXT, starts_on
    VARCHAR(8), ends_on VARCHAR(8), hours_tenths BIGINT, budget_cents BIGINT, basis TEXT, state TEXT, note TEXT,
    PRIMARY KEY (id) ) WITHOUT ROWID;
CREATE INDEX ix_training_plan_starts_on ON training_plan (starts_on);
CREATE INDEX ix_training_plan_year ON training_plan (year);
CREATE TABLE training_busy_period ( id VARCHAR(32) NOT NULL, unit_id TEXT NOT NULL, title TEXT NOT NULL, starts_on
    VARCHAR(8), ends_on VARCHAR(8), note TEXT, PRIMARY KEY (id), FOREIGN KEY(unit_id) REFERENCES unit (id)
    DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_training_busy_period_starts_on ON training_busy_period (starts_on);
CREATE INDEX ix_training_busy_period_unit_id ON training_busy_period (unit_id);
CREATE TABLE training_campaign_item ( id VARCHAR(32) NOT NULL, campaign_id TEXT NOT NULL, unit_id TEXT NOT NULL,
    position BIGINT NOT NULL, element TEXT NOT NULL, due_on VARCHAR(8), done_on VARCHAR(8), material TEXT, PRIMARY
    KEY (id), FOREIGN KEY(campaign_id) REFERENCES training_campaign (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN
    KEY(unit_id) REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_training_campaign_item_campaign_id ON training_campaign_item (campaign_id);
CREATE INDEX ix_training_campaign_item_due_on ON training_campaign_item (due_on);
CREATE INDEX ix_training_campaign_item_unit_id ON training_campaign_item (unit_id);
CREATE TABLE training_class ( id VARCHAR(32) NOT NULL, title TEXT NOT NULL, plan_id TEXT, kind TEXT, form TEXT,
    channel TEXT, field TEXT, topic TEXT, organiser TEXT, venue TEXT, base_id TEXT, starts_on VARCHAR(8), ends_on
    VARCHAR(8), days_tenths BIGINT, hours_tenths BIGINT, places BIGINT, conditions TEXT, notice_document TEXT,
    notified_on VARCHAR(8), report_on VARCHAR(8), contact TEXT, exam_weight BIGINT, contest_weight BIGINT,
    review_weight BIGINT, weights_published_on VARCHAR(8), note TEXT, PRIMARY KEY (id), FOREIGN KEY(plan_id)
    REFERENCES training_plan (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(base_id) REFERENCES training_base (id)
    DEFERRABLE INITIALLY DEFERRED );
CREATE INDEX ix_training_class_base_id ON training_class (base_id);
CREATE INDEX ix_training_class_ends_on ON training_class (ends_on);
CREATE INDEX ix_training_class_kind ON training_class (kind);
CREATE INDEX ix_training_class_plan_id ON training_class (plan_id);
CREATE INDEX ix_training_class_starts_on ON training_class (starts_on);
CREATE INDEX ix_training_class_title ON training_class (title);
CREATE TABLE training_lecture ( id VARCHAR(32) NOT NULL, kind TEXT, issue TEXT, topic TEXT NOT NULL, held_on
    VARCHAR(8), speaker TEXT, unit_id TEXT, attendees BIGINT, venue TEXT, note TEXT, PRIMARY KEY (id), FOREIGN
    KEY(unit_id) REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_training_lecture_held_on ON training_lecture (held_on);
CREATE INDEX ix_training_lecture_unit_id ON training_lecture (unit_id);
CREATE TABLE training_study_meeting ( id VARCHAR(32) NOT NULL, unit_id TEXT NOT NULL, kind TEXT NOT NULL, held_on
    VARCHAR(8), topic TEXT NOT NULL, attendees BIGINT, document TEXT, PRIMARY KEY (id), FOREIGN KEY(unit_id)
    REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_training_study_meeting_held_on ON training_study_meeting (held_on);
CREATE INDEX ix_training_study_meeting_unit_id ON training_study_meeting (unit_id);
CREATE TABLE training_cost ( id VARCHAR(32) NOT NULL, class_id TEXT, year BIGINT NOT NULL, item TEXT, budget_cents
    BIGINT, spent_cents BIGINT, settled_on VARCHAR(8), document TEXT, is_self_paid BOOLEAN, note TEXT, PRIMARY KEY
    (id), FOREIGN KEY(class_id) REFERENCES training_class (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_training_cost_class_id ON training_cost (class_id);
CREATE INDEX ix_training_cost_settled_on ON training_cost (settled_on);
CREATE INDEX ix_training_cost_year ON training_cost (year);
CREATE TABLE training_evaluation ( id VARCHAR(32) NOT NULL, class_id TEXT NOT NULL, item TEXT NOT NULL, handed_out
    BIGINT, very_satisfied BIGINT, satisfied BIGINT, fair BIGINT, dissatisfied BIGINT, opinions TEXT, held_on
    VARCHAR(8), PRIMARY KEY (id), FOREIGN KEY(class_id) REFERENCES training_class (id) DEFERRABLE INITIALLY DEFERRED
    ) WITHOUT ROWID;
CREATE INDEX ix_training_evaluation_class_id ON training_evaluation (class_id);
CREATE INDEX ix_training_evaluation_held_on ON training_evaluation (held_on);
CREATE TABLE training_exemption ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, kind TEXT NOT NULL, starts_on
    VARCHAR(8), ends_on VARCHAR(8), ground TEXT, note TEXT, PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES
    person (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_training_exemption_person_id ON training_exemption (person_id);
CREATE INDEX ix_training_exemption_starts_on ON training_exemption (starts_on);
CREATE TABLE training_follow_up ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, class_id TEXT NOT NULL, stage
    TEXT NOT NULL, kind TEXT, result TEXT, is_converted BOOLEAN, unit_view TEXT, own_feedback TEXT, done_on
    VARCHAR(8), PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(class_id) REFERENCES training_class (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_training_follow_up_class_id ON training_follow_up (class_id);
CREATE INDEX ix_training_follow_up_done_on ON training_follow_up (done_on);
CREATE INDEX ix_training_follow_up_person_id ON training_follow_up (person_id);
CREATE TABLE training_group ( id VARCHAR(32) NOT NULL, class_id TEXT NOT NULL, position BIGINT NOT NULL, name TEXT
    NOT NULL, topic TEXT, discussed_on VARCHAR(8), discussion TEXT, PRIMARY KEY (id), FOREIGN KEY(class_id)
    REFERENCES training_class (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_training_group_class_id ON training_group (class_id);
CREATE TABLE training_hours ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, class_id TEXT, class_title TEXT NOT
    NULL, organiser TEXT, kind TEXT, form TEXT, channel TEXT, year BIGINT, starts_on VARCHAR(8), ends_on VARCHAR(8),
    days_tenths BIGINT, hours_tenths BIGINT, venue TEXT, result TEXT, certificate TEXT, proof TEXT, is_recognised
    BOOLEAN, source TEXT, note TEXT, PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE
    INITIALLY DEFERRED, FOREIGN KEY(class_id) REFERENCES training_class (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT
    ROWID;
CREATE INDEX ix_training_hours_class_id ON training_hours (class_id);
CREATE INDEX ix_training_hours_ends_on ON training_hours (ends_on);
CREATE INDEX ix_training_hours_person_id ON training_hours (person_id);
CREATE INDEX ix_training_hours_year ON training_hours (year);
CREATE INDEX training_hours_of_person ON training_hours (person_id, ends_on);
CREATE TABLE training_need ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, year BIGINT NOT NULL, field TEXT,
    own_view TEXT, unit_advice TEXT, office_advice TEXT, class_id TEXT, asked_on VARCHAR(8), PRIMARY KEY (id),
    FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(class_id) REFERENCES
    training_class (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_training_need_asked_on ON training_need (asked_on);
CREATE INDEX ix_training_need_class_id ON training_need (class_id);
CREATE INDEX ix_training_need_field ON training_need (field);
CREATE INDEX ix_training_need_person_id ON training_need (person_id);
CREATE INDEX ix_training_need_year ON training_need (year);
CREATE TABLE training_score ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, class_id TEXT NOT NULL, exam_tenths
    BIGINT, contest_tenths BIGINT, review_tenths BIGINT, total_tenths BIGINT, weights TEXT, result TEXT, entered_on
    VARCHAR(8), note TEXT, PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY
    DEFERRED, FOREIGN KEY(class_id) REFERENCES training_class (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_training_score_class_id ON training_score (class_id);
CREATE INDEX ix_training_score_entered_on ON training_score (entered_on);
CREATE INDEX ix_training_score_person_id ON training_score (person_id);
CREATE TABLE training_session ( id VARCHAR(32) NOT NULL, class_id TEXT NOT NULL, position BIGINT NOT NULL, name
    TEXT, course TEXT NOT NULL, held_on VARCHAR(8), part TEXT, hours_tenths BIGINT, teacher TEXT, is_on_site
    BOOLEAN, base_id TEXT, PRIMARY KEY (id), FOREIGN KEY(class_id) REFERENCES training_class (id) DEFERRABLE
    INITIALLY DEFERRED, FOREIGN KEY(base_id) REFERENCES training_base (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT
    ROWID;
CREATE INDEX ix_training_session_base_id ON training_session (base_id);
CREATE INDEX ix_training_session_class_id ON training_session (class_id);
CREATE INDEX ix_training_session_held_on ON training_session (held_on);
CREATE INDEX ix_training_session_name ON training_session (name);
CREATE TABLE training_substitution ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, class_id TEXT NOT NULL,
    substitute_id TEXT NOT NULL, reason TEXT NOT NULL, applied_on VARCHAR(8), applied_by TEXT, state TEXT NOT NULL,
    approved_by TEXT, approved_on VARCHAR(8), opinion TEXT, PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES
    person (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(class_id) REFERENCES training_class (id) DEFERRABLE
    INITIALLY DEFERRED, FOREIGN KEY(substitute_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT
    ROWID;
CREATE INDEX ix_training_substitution_applied_on ON training_substitution (applied_on);
CREATE INDEX ix_training_substitution_class_id ON training_substitution (class_id);
CREATE INDEX ix_training_substitution_person_id ON training_substitution (person_id);
CREATE INDEX ix_training_substitution_substitute_id ON training_substitution (substitute_id);
CREATE TABLE training_attendance ( id VARCHAR(32) NOT NULL, session_id TEXT NOT NULL, person_id TEXT NOT NULL, mark
    TEXT NOT NULL, held_on VARCHAR(8), PRIMARY KEY (id), FOREIGN KEY(session_id) REFERENCES training_session (id)
    DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED )
    WITHOUT ROWID;
CREATE INDEX ix_training_attendance_held_on ON training_attendance (held_on);
CREATE INDEX ix_training_attendance_person_id ON training_attendance (person_id);
CREATE INDEX ix_training_attendance_session_id ON training_attendance (session_id);
CREATE INDEX training_attendance_marks ON training_attendance (session_id, person_id);
CREATE TABLE training_enrolment ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, class_id TEXT NOT NULL, batch
    TEXT, state TEXT NOT NULL, notified_on VARCHAR(8), reported_on VARCHAR(8), group_id TEXT, duty TEXT,
    leave_tenths BIGINT, leave_ground TEXT, withdrawn_reason TEXT, summary TEXT, appraisal TEXT, completed_on
    VARCHAR(8), certificate TEXT, PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE
    INITIALLY DEFERRED, FOREIGN KEY(class_id) REFERENCES training_class (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN
    KEY(group_id) REFERENCES training_group (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_training_enrolment_class_id ON training_enrolment (class_id);
CREATE INDEX ix_training_enrolment_group_id ON training_enrolment (group_id);
CREATE INDEX ix_training_enrolment_notified_on ON training_enrolment (notified_on);
CREATE INDEX ix_training_enrolment_person_id ON training_enrolment (person_id);
CREATE INDEX training_enrolment_of_class ON training_enrolment (class_id, person_id);
"""


def upgrade(connection: sa.Connection) -> None:
    """Make what the records gained."""
    for statement in _STATEMENTS.split(";"):
        if statement.strip():
            connection.exec_driver_sql(statement)
