"""增加实践锻炼."""

from ganbu_desktop.store.migrations.statements import statements

VERSION = 13
TITLE = "增加实践锻炼"
upgrade = statements("""
CREATE TABLE practice ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, kind TEXT NOT NULL, unit_id TEXT, place
    TEXT, post TEXT, starts_on VARCHAR(8), ends_on VARCHAR(8), returned_on VARCHAR(8), task TEXT, heard_on
    VARCHAR(8), own_view TEXT, hardship TEXT, hardship_answer TEXT, document TEXT, appraisal TEXT, appraised_by
    TEXT, appraised_on VARCHAR(8), own_reply TEXT, PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES person (id)
    DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(unit_id) REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT
    ROWID;
CREATE INDEX ix_practice_person_id ON practice (person_id);
CREATE INDEX ix_practice_starts_on ON practice (starts_on);
CREATE INDEX ix_practice_unit_id ON practice (unit_id);
""")
