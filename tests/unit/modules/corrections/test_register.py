"""The register of challenges: what may be typed, how each stands, what is reminded of, what is printed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.builders import add, make_office, make_person, make_unit
from support.limiting_entries import effective_entry
from support.stand_in import standing_in

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.forms.entry_form import EntryForm
from ganbu_desktop.kernel.forms.form_print import EntryPrinter, print_forms
from ganbu_desktop.kernel.log.access_log import PRINT, note_access
from ganbu_desktop.kernel.office.office import Office, SilentProgress
from ganbu_desktop.kernel.reminders.reminder import Nature, Reminder
from ganbu_desktop.kernel.spine import actions as spine_actions
from ganbu_desktop.kernel.spine import correction_actions as corrections
from ganbu_desktop.kernel.spine.correction import CLEARED, CORRECTED, REFUSED, Correction
from ganbu_desktop.kernel.spine.effect_period import AFFECTED, PROTECTED, EffectPeriod
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.corrections import actions
from ganbu_desktop.modules.corrections.demo import fill
from ganbu_desktop.modules.corrections.forms import FORMS
from ganbu_desktop.modules.corrections.ledgers import LEDGERS
from ganbu_desktop.modules.corrections.reminders import RULES, effect_over, notices_due, open_challenges
from ganbu_desktop.modules.corrections.rules import Stage, course

(SPEC,) = LEDGERS
TODAY = date(2026, 3, 2)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    with standing_in(made):
        yield made


def typed(office: Office, **values: Any) -> Correction:
    """Save a challenge as the register's dialog does, and return it as stored."""
    new = Correction(**{**SPEC.new(office), "asked": "出生年月有误", **values})
    actions.save_corrections(office, [(None, new)], title="登记更正申请")
    return stored(office, new)


def stored(office: Office, correction: Correction) -> Correction:
    found = office.get(Correction, correction.id)
    assert found is not None
    return found


def concluded(office: Office, challenge: Correction, conclusion: str, **values: Any) -> Correction:
    accepted = corrections.accept(office, challenge, accepted_by="丙")
    checked = corrections.check(office, accepted, checked="已查", checked_by="丙")
    return corrections.conclude(office, checked, conclusion, reason="理由", concluded_by="丁", **values)


class TestTyping:
    def test_one_typed_here_is_about_the_person(self, office: Office) -> None:
        person = make_person(office)
        made = typed(office, person_id=person.id)
        assert (made.entry_table, made.entry_id, made.number) == ("person", person.id, "2026-001")
        assert made.asked_on == PartialDate(2026, 3, 2)
        with pytest.raises(CheckFailed, match="哪位干部"):
            typed(office)

    def test_stages_cannot_be_typed(self, office: Office) -> None:
        made = typed(office, person_id=make_person(office).id, conclusion=CORRECTED, accepted_by="丙")
        assert (made.conclusion, made.accepted_by) == (None, None)
        with pytest.raises(CheckFailed, match="逐个环节办理"):
            actions.save_corrections(office, [(made, dataclasses.replace(made, conclusion=CORRECTED))], title="改")

    def test_what_was_asked_is_free_until_it_is_accepted(self, office: Office) -> None:
        made = typed(office, person_id=make_person(office).id)
        actions.save_corrections(office, [(made, dataclasses.replace(made, materials="入团志愿书"))], title="改")
        accepted = corrections.accept(office, stored(office, made), accepted_by="丙")
        with pytest.raises(CheckFailed, match="已经受理"):
            actions.save_corrections(office, [(accepted, dataclasses.replace(accepted, asked="别的"))], title="改")
        assert stored(office, made).materials == "入团志愿书"

    def test_many_at_once_get_a_number_each(self, office: Office) -> None:
        person = make_person(office)
        new = [Correction(**{**SPEC.new(office), "asked": "有误", "person_id": person.id}) for _ in range(3)]
        actions.save_corrections(office, [(None, n) for n in new], title="登记")
        assert sorted(c.number or "" for c in office.find(Correction)) == ["2026-001", "2026-002", "2026-003"]


class TestCourse:
    def test_each_stage_has_its_limit(self, office: Office) -> None:
        figures = office.parameters()
        made = typed(office, person_id=make_person(office).id, asked_on=PartialDate(2026, 2, 20))
        first = course(made, figures)
        assert (first.stage, first.due_on, first.is_overdue(TODAY)) == (Stage.ACCEPT, date(2026, 2, 25), True)
        accepted = corrections.accept(office, made, accepted_by="丙")
        second = course(accepted, figures)
        assert (second.stage, second.due_on, second.is_overdue(TODAY)) == (Stage.CHECK, date(2026, 4, 1), False)
        checked = corrections.check(office, accepted, checked="已查", checked_by="丙")
        assert course(checked, figures).stage is Stage.CONCLUDE
        done = corrections.conclude(office, checked, REFUSED, reason="理由", concluded_by="丁")
        assert course(done, figures).stage is Stage.RECEIPT
        assert course(corrections.give_receipt(office, done, receipt_by="本人"), figures).stage is Stage.DONE

    def test_the_register_shows_stage_limit_and_subject(self, office: Office) -> None:
        about_field = corrections.open_correction(
            office, make_person(office), Correction(entry_table="", entry_id="", asked="误", field_name="born_on")
        )
        about_entry = corrections.open_correction(
            office, effective_entry(office), Correction(entry_table="", entry_id="", asked="不实")
        )
        rows = [about_field, about_entry]
        shown = {title: list(column(office, rows)) for title, column in SPEC.derived.items()}
        assert shown["申请更正"] == ["干部：出生年月", "限制性条目"]
        assert shown["环节"] == ["待受理", "待受理"]
        assert shown["办理时限"] == ["2026.03.07", "2026.03.07"]
        assert shown["结论"] == ["", ""]


class TestReminders:
    def found(self, office: Office, rule: Any, day: date = TODAY) -> list[Reminder]:
        return list(rule(office, day))

    def test_an_open_challenge_is_a_right_with_its_limit(self, office: Office) -> None:
        made = typed(office, person_id=make_person(office).id)
        (reminder,) = self.found(office, open_challenges)
        assert reminder.due_on == date(2026, 3, 7)
        assert "待受理" in reminder.title
        assert "5 日（建议值）" in reminder.why
        assert reminder.target == ("corrections", ("corrections", made.id))
        done = concluded(office, made, REFUSED)
        (waiting,) = self.found(office, open_challenges)
        assert waiting.key != reminder.key
        assert "待送达回执" in waiting.title
        corrections.give_receipt(office, done, receipt_by="本人")
        assert self.found(office, open_challenges) == []

    def test_a_notice_is_due_until_it_is_closed(self, office: Office) -> None:
        entry = effective_entry(office)
        note_access(office, PRINT, "stand_in", [entry.person_id], record_ids=[entry.id])
        challenge = corrections.open_correction(office, entry, Correction(entry_table="", entry_id="", asked="不实"))
        assert self.found(office, notices_due) == []
        concluded(office, challenge, CLEARED)
        (reminder,) = self.found(office, notices_due)
        assert reminder.due_on == date(2026, 3, 9)
        assert reminder.target == ("corrections", ("corrections", challenge.id))
        (item,) = office.find(LoopItem)
        spine_actions.close_loop(office, item, closed_by="戊", result="已收回")
        assert self.found(office, notices_due) == []

    @pytest.mark.parametrize(
        ("day", "said"),
        [
            (date(2026, 8, 1), ""),
            (date(2026, 8, 2), "将于 2026-09-01 届满"),
            (date(2026, 9, 1), "已满"),
            (date(2026, 11, 30), "已满"),
            (date(2026, 12, 1), ""),
        ],
    )
    def test_a_period_that_ends_is_to_be_considered_thirty_days_before_to_ninety_after(
        self, office: Office, day: date, said: str
    ) -> None:
        entry = effective_entry(office)
        values = {**place_of(entry), "starts_on": PartialDate(2025, 9, 1), "ends_on": PartialDate(2026, 9, 1)}
        add(office, EffectPeriod(**values, kind=AFFECTED), EffectPeriod(**values, kind=PROTECTED))
        found = self.found(office, effect_over, day)
        assert [said in r.title and "研究使用" in r.title for r in found] == ([True] if said else [])
        spine_actions.void(office, entry, reason="查明不实")
        assert self.found(office, effect_over, day) == []

    def test_rights_are_named_as_rights(self) -> None:
        assert {rule.name: rule.nature for rule in RULES} == {
            "correction": Nature.RIGHT,
            "correction-notice": Nature.DUTY,
            "effect-over": Nature.RIGHT,
        }


class TestForms:
    def test_a_receipt_says_nothing_that_has_not_happened(self, office: Office) -> None:
        """Neither accepted nor concluded: no day of acceptance, no appeal against what is not there yet."""
        (receipt,) = [form for form in FORMS if form.name == "correction-receipt"]
        asked = typed(office, person_id=make_person(office).id)

        def said(record_id: str) -> str:
            placed = EntryPrinter(office, receipt).document(record_id)
            assert placed is not None
            return "\n".join(cell.text for page in placed.pages for cell in page.cells)

        waiting = said(asked.id)
        assert "受理" not in waiting
        assert "申诉" not in waiting
        assert "正在办理" in waiting
        answered = said(concluded(office, typed(office, person_id=make_person(office).id), REFUSED).id)
        assert "已于2026年3月2日受理" in answered
        assert "可以在收到本回执后提出申诉" in answered
        assert "正在办理" not in answered

    @pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
    def test_every_form_prints_whole(self, office: Office, form: EntryForm, tmp_path: Path) -> None:
        unit = make_unit(office, "青禾县民政局")
        person = make_person(office, unit_id=unit.id, current_post="副局长", born_on=PartialDate(1980, 5))
        done = concluded(
            office, typed(office, person_id=person.id), CORRECTED, new_values={"born_on": PartialDate(1981, 6)}
        )
        printed = print_forms(office, form, [done.id], tmp_path / f"{form.name}.pdf")
        assert printed.findings == []
        with office.reading() as connection:
            values = form.values(office, connection, done.id)
            named = form.named(office, connection, done.id)
        assert values["name"] == "王小明"
        assert values["conclusion"] == "予以更正"
        assert values["asked_on"] == "2026年3月2日"
        assert named.endswith("_2026-001_王小明")
        if "old_text" in values:
            assert (values["old_text"], values["new_text"]) == ("出生年月：1980.05", "出生年月：1981.06")


def test_the_demo_has_one_at_each_stage(office: Office) -> None:
    for number in range(15):
        make_person(office, f"演示{number}")
    assert fill(office, SilentProgress()) == 12
    found = office.find(Correction)
    assert {course(c, office.parameters()).stage for c in found} == set(Stage)
    assert {c.conclusion for c in found} == {None, CORRECTED, REFUSED}
    next_one = typed(office, person_id=found[0].person_id)
    assert next_one.number == "2026-013"
