"""增加谈心谈话、家访、困难诉求、座谈、思想状况."""

from __future__ import annotations

import sqlalchemy as sa

VERSION = 4
TITLE = "增加谈心谈话、家访、困难诉求、座谈、思想状况"

_STATEMENTS = """
CREATE TABLE talk ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, number TEXT, kind TEXT NOT NULL, subject TEXT,
    held_on VARCHAR(8), held_at TEXT, place TEXT, talkers TEXT, talker_level TEXT, recorder TEXT, unit_id TEXT, post
    TEXT, post_level TEXT, secrecy TEXT, visible_to TEXT, outline TEXT, content TEXT, mood TEXT, appeals TEXT,
    answer TEXT, confirmation TEXT, person_words TEXT, refusal_reason TEXT, confirmed_on VARCHAR(8), problem_count
    BIGINT, reminded_count BIGINT, inquired_count BIGINT, admonished_count BIGINT, PRIMARY KEY (id), FOREIGN
    KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(unit_id) REFERENCES unit (id)
    DEFERRABLE INITIALLY DEFERRED );
CREATE INDEX ix_talk_held_on ON talk (held_on);
CREATE INDEX ix_talk_number ON talk (number);
CREATE INDEX ix_talk_person_id ON talk (person_id);
CREATE INDEX ix_talk_unit_id ON talk (unit_id);
CREATE TABLE home_visit ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, number TEXT, planned_on VARCHAR(8),
    appointment_on VARCHAR(8), has_consent BOOLEAN, visited_on VARCHAR(8), visited_at TEXT, place TEXT, visitors
    TEXT, visitor_level TEXT, recorder TEXT, unit_id TEXT, post TEXT, post_level TEXT, secrecy TEXT, visible_to
    TEXT, family_present TEXT, situation TEXT, difficulties TEXT, answer TEXT, confirmation TEXT, person_words TEXT,
    refusal_reason TEXT, confirmed_on VARCHAR(8), PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES person (id)
    DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(unit_id) REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT
    ROWID;
CREATE INDEX ix_home_visit_number ON home_visit (number);
CREATE INDEX ix_home_visit_person_id ON home_visit (person_id);
CREATE INDEX ix_home_visit_planned_on ON home_visit (planned_on);
CREATE INDEX ix_home_visit_unit_id ON home_visit (unit_id);
CREATE INDEX ix_home_visit_visited_on ON home_visit (visited_on);
CREATE TABLE need ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, number TEXT, kind TEXT NOT NULL, raised_on
    VARCHAR(8), talk_id TEXT, visit_id TEXT, description TEXT, sealed_description TEXT, unit_id TEXT, responsible
    TEXT, measure TEXT, due_on VARCHAR(8), extended_reason TEXT, result TEXT, finished_on VARCHAR(8), satisfaction
    TEXT, closed_by TEXT, closed_on VARCHAR(8), PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES person (id)
    DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(talk_id) REFERENCES talk (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN
    KEY(visit_id) REFERENCES home_visit (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(unit_id) REFERENCES unit
    (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_need_closed_on ON need (closed_on);
CREATE INDEX ix_need_due_on ON need (due_on);
CREATE INDEX ix_need_number ON need (number);
CREATE INDEX ix_need_person_id ON need (person_id);
CREATE INDEX ix_need_raised_on ON need (raised_on);
CREATE INDEX ix_need_talk_id ON need (talk_id);
CREATE INDEX ix_need_unit_id ON need (unit_id);
CREATE INDEX ix_need_visit_id ON need (visit_id);
CREATE TABLE forum ( id VARCHAR(32) NOT NULL, title TEXT NOT NULL, held_on VARCHAR(8), place TEXT, host TEXT,
    attendance BIGINT, note TEXT, PRIMARY KEY (id) ) WITHOUT ROWID;
CREATE INDEX ix_forum_held_on ON forum (held_on);
CREATE TABLE forum_opinion ( id VARCHAR(32) NOT NULL, forum_id TEXT NOT NULL, position BIGINT NOT NULL, kind TEXT,
    opinion TEXT NOT NULL, unit_id TEXT, adoption TEXT, adoption_reason TEXT, answer TEXT, due_on VARCHAR(8),
    answered_on VARCHAR(8), PRIMARY KEY (id), FOREIGN KEY(forum_id) REFERENCES forum (id) DEFERRABLE INITIALLY
    DEFERRED, FOREIGN KEY(unit_id) REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_forum_opinion_due_on ON forum_opinion (due_on);
CREATE INDEX ix_forum_opinion_forum_id ON forum_opinion (forum_id);
CREATE INDEX ix_forum_opinion_unit_id ON forum_opinion (unit_id);
CREATE TABLE mood_report ( id VARCHAR(32) NOT NULL, year BIGINT NOT NULL, quarter TEXT NOT NULL, unit_id TEXT, theme
    TEXT NOT NULL, group_size BIGINT NOT NULL, people BIGINT, situation TEXT, suggestion TEXT, written_by TEXT,
    written_on VARCHAR(8), PRIMARY KEY (id), FOREIGN KEY(unit_id) REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED
    ) WITHOUT ROWID;
CREATE INDEX ix_mood_report_unit_id ON mood_report (unit_id);
CREATE TABLE talk_exemption ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, reason TEXT NOT NULL, starts_on
    VARCHAR(8), ends_on VARCHAR(8), note TEXT, PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES person (id)
    DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID;
CREATE INDEX ix_talk_exemption_person_id ON talk_exemption (person_id);
CREATE TABLE talk_outline ( id VARCHAR(32) NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
    updated_on VARCHAR(8), PRIMARY KEY (id) ) WITHOUT ROWID;
"""


def upgrade(connection: sa.Connection) -> None:
    """Make what the records gained."""
    for statement in _STATEMENTS.split(";"):
        if statement.strip():
            connection.exec_driver_sql(statement)
