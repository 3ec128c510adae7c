"""处分影响期分段、决定书期间、法定救济时限、样本下限并为一个参数."""

from __future__ import annotations

import sqlalchemy as sa

from ganbu_desktop.foundation.partial_date import PartialDate

VERSION = 14
TITLE = "处分影响期分段并记决定书期间"

_STATEMENTS = """
ALTER TABLE effect_period ADD COLUMN limits TEXT;
ALTER TABLE sanction ADD COLUMN is_village BOOLEAN;
ALTER TABLE sanction ADD COLUMN merged_count BIGINT;
ALTER TABLE sanction ADD COLUMN period_document TEXT;
ALTER TABLE sanction ADD COLUMN extended_until VARCHAR(8);
ALTER TABLE sanction ADD COLUMN restored_on VARCHAR(8);
ALTER TABLE sanction ADD COLUMN restored_document TEXT;
UPDATE effect_period SET limits = '1' WHERE rule LIKE 'discipline_months_%';
UPDATE effect_period SET limits = '5' WHERE rule = 'discipline_months_party_expulsion';
UPDATE effect_period SET limits = '3'
    WHERE rule IN ('discipline_months_ordered_resignation', 'discipline_months_post_removal');
DELETE FROM parameter_override WHERE name IN {samples} AND EXISTS (SELECT 1 FROM parameter_override AS o
    WHERE o.name IN {samples} AND o.effective_on = parameter_override.effective_on
    AND (CAST(o.value AS INTEGER), o.id) > (CAST(parameter_override.value AS INTEGER), parameter_override.id));
UPDATE parameter_override SET name = 'smallest_sample' WHERE name IN {samples};
UPDATE parameter_override SET value = CAST(CAST(value AS INTEGER) - 24 AS TEXT) WHERE CAST(value AS INTEGER) > 24
    AND name IN ('discipline_months_party_probation', 'discipline_months_party_probation_two')
"""
_SAMPLES = (
    "('smallest_sample', 'political_smallest_sample', 'talk_smallest_group', 'exit_smallest_group',"
    " 'training_sample_least')"
)
_WAITING = "留党察看：自恢复党员权利之日起计算，恢复日期还没有登记"
_NEW_PERIOD = (
    "INSERT INTO effect_period (id, person_id, entry_table, entry_id, kind, matter, starts_on, ends_on, ground, rule,"
    " rule_version, is_void, limits) SELECT lower(hex(randomblob(16))), person_id, entry_table, entry_id, kind, ?,"
    " ?, ?, ?, ?, ?, is_void, ? FROM effect_period WHERE id = ?"
)
_OLD_MONTHS = {"14": 36, "15": 48}


def upgrade(connection: sa.Connection) -> None:
    """Make what the records gained, and part the periods that stood for two."""
    for statement in _STATEMENTS.format(samples=_SAMPLES).split(";"):
        connection.exec_driver_sql(statement)
    _add_leading_posts(connection)
    _part_probation(connection)


def _after(day: str, months: int) -> str:
    return PartialDate.from_digits(day).plus_months(months).digits()


def _add_leading_posts(connection: sa.Connection) -> None:
    """责令辞职 and 免职: besides the 24 months the 12 in which no leading post is given, which were lost."""
    found = connection.exec_driver_sql(
        "SELECT id, starts_on, rule FROM effect_period WHERE is_void IS NOT 1 AND starts_on IS NOT NULL"
        " AND rule IN ('discipline_months_ordered_resignation', 'discipline_months_post_removal')"
    ).all()
    for period_id, starts_on, rule in found:
        what = "责令辞职" if rule.endswith("resignation") else "免职"
        version = "12个月（2021.03 起，组织处理规定（试行）（2021），待核对）"
        values = (f"{what}（不得安排领导职务）", starts_on, _after(starts_on, 12), None, f"{rule}_post", version, "2")
        connection.exec_driver_sql(_NEW_PERIOD, (*values, period_id))


def _part_probation(connection: sa.Connection) -> None:
    """留党察看: an end reckoned as 36 or 48 months is none; it follows from the day the rights are restored."""
    found = connection.exec_driver_sql(
        "SELECT id, kind, decided_on, ends_on FROM sanction WHERE kind IN ('14', '15') AND state IN ('1', '2')"
        " AND decided_on IS NOT NULL AND ends_on IS NOT NULL"
    ).all()
    for entry_id, kind, decided_on, ends_on in found:
        if ends_on != _after(decided_on, _OLD_MONTHS[kind]):
            continue
        connection.exec_driver_sql(
            "UPDATE sanction SET ends_on = NULL, no_end_ground = ? WHERE id = ?", (_WAITING, entry_id)
        )
        periods = connection.exec_driver_sql(
            "SELECT id, rule_version FROM effect_period WHERE entry_table = 'sanction' AND entry_id = ?"
            " AND is_void IS NOT 1 AND rule IS NOT NULL",
            (entry_id,),
        ).all()
        for period_id, version in periods:
            connection.exec_driver_sql(
                "UPDATE effect_period SET ends_on = ?, limits = '4' WHERE id = ?",
                (_after(decided_on, _OLD_MONTHS[kind] - 24), period_id),
            )
            rule = "discipline_months_party_probation_after"
            values = ("留党察看（恢复党员权利后）", None, None, _WAITING, rule, version, "1")
            connection.exec_driver_sql(_NEW_PERIOD, (*values, period_id))
