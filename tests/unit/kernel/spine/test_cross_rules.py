"""The ten rules between rooms where a mistake would hurt a person; stand-ins stand for rooms that come later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from support.builders import add, make_office, make_person
from support.limiting_entries import bare_entry, effective_entry, evidence, now_of, statement, whole_entry
from support.private_note import PrivateNote, keeping_notes
from support.stand_in import StandIn, standing_in

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.parameters import Override, ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.log import access_log
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.reminders.reminder import Nature, Reminder, ReminderRule, due
from ganbu_desktop.kernel.report.spec import NO_RECORD, Figure, share
from ganbu_desktop.kernel.spine import actions, periods
from ganbu_desktop.kernel.spine import correction_actions as corrections
from ganbu_desktop.kernel.spine.correction import CLEARED, REFUSED, Correction
from ganbu_desktop.kernel.spine.distribution import BY_SEX, distribution
from ganbu_desktop.kernel.spine.effect_period import AFFECTED, PROTECTED, EffectPeriod
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.limiting import EFFECTIVE, VOID, LimitingRecord, in_force, limiting_types
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.kernel.spine.showing import standing_marks
from ganbu_desktop.modules import load_records, reminder_rules
from ganbu_desktop.modules.corrections.reminders import effect_over
from ganbu_desktop.modules.talks.expected import expected_in
from ganbu_desktop.modules.talks.records import Talk, TalkExemption
from ganbu_desktop.modules.talks.rules import Window

TODAY = date(2026, 3, 2)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    with standing_in(made):
        yield made


def counted_against(office: Office, person_id: str, day: date = TODAY) -> int:
    """Return how many entries any output would count against a person on a day."""
    found = 0
    for cls in limiting_types().values():
        found += sum(e.is_limiting for e in office.find(cls, in_force(cls, day), cls.table.c.person_id == person_id))
    return found


def challenge(office: Office, entry: StandIn, conclusion: str) -> Correction:
    opened = corrections.open_correction(office, entry, Correction(entry_table="", entry_id="", asked="不实"))
    accepted = corrections.accept(office, opened, accepted_by="丙")
    checked = corrections.check(office, accepted, checked="查明不实", checked_by="丙")
    return corrections.conclude(office, checked, conclusion, reason="查明不实", concluded_by="丁")


def test_rule_01_what_is_tolerated_counts_nowhere(office: Office) -> None:
    """A protection takes the entry, and what other rooms carried on from it, out of every output and figure."""
    women = [make_person(office, f"女{n}", sex="2") for n in range(5)]
    entry = effective_entry(office, women[0].id)
    carried = effective_entry(office, women[0].id, origin_table="stand_in", origin_id=entry.id)
    assert counted_against(office, women[0].id) == 2
    assert [g.entries for g in distribution(office, TODAY)[BY_SEX]] == [2]
    add(office, EffectPeriod(**place_of(entry), kind=PROTECTED, starts_on=PartialDate(2026, 3, 1)))
    assert counted_against(office, women[0].id) == 0
    assert [g.entries for g in distribution(office, TODAY)[BY_SEX]] == [0]
    assert now_of(office, carried).state == EFFECTIVE, "history keeps it"


def test_rule_02_clearing_writes_back(office: Office) -> None:
    """A suspension and an archive entry made from an untrue lead fall with it, and its copies are called back."""
    lead = effective_entry(office)
    suspension = effective_entry(office, lead.person_id, origin_table="stand_in", origin_id=lead.id)
    add(office, EffectPeriod(**place_of(suspension), kind=AFFECTED, starts_on=PartialDate(2026, 2)))
    access_log.note_access(office, access_log.PRINT, "stand_in", [lead.person_id], "通报", record_ids=[suspension.id])
    challenge(office, suspension, REFUSED)
    assert counted_against(office, lead.person_id) == 2
    challenge(office, suspension, CLEARED)
    assert {now_of(office, e).state for e in (lead, suspension)} == {VOID}
    with office.reading() as connection:
        assert periods.within(connection, TODAY) == {}
    (notice,) = office.find(LoopItem)
    assert "打印 1 次" in (notice.problem or "")


def test_rule_03_a_period_that_ends_does_three_things(office: Office) -> None:
    over, before = date(2027, 1, 5), date(2027, 1, 4)
    entry = effective_entry(office)
    add(office, EffectPeriod(**place_of(entry), kind=AFFECTED, ends_on=PartialDate(2027, 1, 5)))
    assert (counted_against(office, entry.person_id, before), counted_against(office, entry.person_id, over)) == (1, 0)
    assert [r.due_on for r in effect_over(office, over) if "研究使用" in r.title] == [over]
    with office.reading() as connection:
        marks = [standing_marks(connection, now_of(office, entry), day) for day in (before, over)]
    assert marks == ["", "影响期已满"]


def test_rule_04_a_talk_is_no_archive_entry(office: Office) -> None:
    """What was said in a talk can only be taken up by a new entry that meets every condition itself."""
    load_records()
    assert not issubclass(Talk, LimitingRecord)
    person = make_person(office)
    talk = Talk(person_id=person.id, kind=codes.table("talk_type").entries[0].code, held_on=PartialDate(2026, 2, 1))
    add(office, talk)
    assert counted_against(office, person.id) == 0
    taken_up = bare_entry(office, person.id, origin_table="talk", origin_id=talk.id)
    with pytest.raises(CheckFailed, match="佐证材料"):
        actions.make_effective(office, taken_up)
    assert counted_against(office, person.id) == 0
    actions.add_evidence(office, taken_up, evidence())
    actions.add_statement(office, taken_up, statement())
    actions.make_effective(office, taken_up)
    assert counted_against(office, person.id) == 1


def test_rule_05_not_wanting_a_post_is_no_fault(office: Office) -> None:
    """A wish (here a note) sets nothing off, and no entry can name one as its source."""
    with keeping_notes(office):
        person = make_person(office)
        started = len(office.operations.recent())
        add(office, PrivateNote(person_id=person.id, title="不愿到乡镇任职"))
        assert len(office.operations.recent()) == started + 1
        (change,) = office.operations.changes_of(office.operations.recent()[0].seq)
    assert change.record_table == "private_note"
    assert counted_against(office, person.id) == 0
    assert not [label for label in codes.table("entry_source").labels() if "意愿" in label]
    effective_entry(office, person.id)
    assert counted_against(office, person.id) == 1, "the count sees what is there"


def test_rule_06_what_is_not_concluded_is_not_seen(office: Office) -> None:
    """Neither a draft, nor an anonymous letter or open lead dressed as a source, comes into any output."""
    draft = whole_entry(office)
    assert counted_against(office, draft.person_id) == 0
    for table in ("entry_source", "evidence_kind"):
        assert not [x for x in codes.table(table).labels() if any(w in x for w in ("举报", "匿名", "线索", "信访"))]
    dressed = whole_entry(office, draft.person_id, source_kind="在查线索")
    with pytest.raises(CheckFailed, match="来源类型不在代码表内"):
        actions.make_effective(office, dressed)
    assert counted_against(office, draft.person_id) == 0
    actions.make_effective(office, draft)
    assert counted_against(office, draft.person_id) == 1


def test_rule_07_no_data_is_not_nought() -> None:
    assert share(0, 0).shown() == NO_RECORD
    assert share(0, 0).value is None
    assert Figure(None).shown() == NO_RECORD
    assert (share(0, 5).shown(), Figure(0).shown()) == ("0.0%", "0")


def test_rule_08_rights_stand_beside_duties(office: Office) -> None:
    def found(name: str, day: int) -> list[Reminder]:
        return [Reminder(name, f"{name}/1", name, "依据", date(2026, 3, day))]

    duty = ReminderRule("duty", "到龄", Nature.DUTY, "", lambda o, d: found("duty", 5))
    right = ReminderRule("right", "影响期满", Nature.RIGHT, "", lambda o, d: found("right", 4))
    shown = due(office, (duty, right))
    assert {rule.name: len(items) for rule, items in shown.items()} == {"duty": 1, "right": 1}
    natures = {rule.nature for rule in reminder_rules()}
    assert natures == {Nature.DUTY, Nature.RIGHT}
    assert {r.name for r in reminder_rules() if r.nature is Nature.RIGHT} >= {"correction", "effect-over"}


def test_rule_09_sick_leave_is_left_out_of_the_denominator(office: Office) -> None:
    """Who was on leave is neither counted as reached nor as missed, and is named with the reason."""
    there, away = make_person(office, "在岗"), make_person(office, "休假")
    window = Window(date(2026, 1, 1), date(2026, 12, 31))
    with office.reading() as connection:
        both = expected_in(connection, office.parameters(), window)
    assert {c.person_id for c in both.cadres} == {there.id, away.id}
    reason = codes.table("talk_exemption_reason").entries[0].code
    add(
        office,
        TalkExemption(
            person_id=away.id, reason=reason, starts_on=PartialDate(2026, 1, 1), ends_on=PartialDate(2026, 12, 31)
        ),
    )
    with office.reading() as connection:
        one = expected_in(connection, office.parameters(), window)
    assert {c.person_id for c in one.cadres} == {there.id}
    assert list(one.left_out) == [away.id]


def test_rule_10_the_rule_of_the_day_of_the_conduct_counts(office: Office) -> None:
    name = "discipline_months_party_warning"
    figures = ParameterSet.load([Override(name, "24", PartialDate(2026, 1), "新规")])
    entry = effective_entry(office)
    months = [
        periods.affected(entry, name, figures, conduct_on=on, effective_on=PartialDate(2026, 2)).ends_on
        for on in (PartialDate(2025, 12), PartialDate(2026, 1))
    ]
    assert months == [PartialDate(2027, 2), PartialDate(2028, 2)]
    with pytest.raises(CheckFailed, match="不能向前适用"):
        periods.affected(entry, name, figures, conduct_on=PartialDate(2003, 1), effective_on=PartialDate(2026, 2))
