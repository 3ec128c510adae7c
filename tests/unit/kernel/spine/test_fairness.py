"""The thirteen rules of fairness, each held where nobody can go round it: in the data, not on a screen."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from support.builders import add, clock, make_office, make_person, make_unit
from support.limiting_entries import bare_entry, effective_entry, evidence, now_of, statement, whole_entry
from support.private_note import PrivateNote, keeping_notes
from support.source import PACKAGE, tree
from support.stand_in import StandIn, standing_in

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.errors import CheckFailed, PermissionDenied
from ganbu_desktop.foundation.fields import Date
from ganbu_desktop.foundation.parameters import Override, ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.forms import burden
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.log import access_log, sealed
from ganbu_desktop.kernel.office import parameter_overrides, safekeeping
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.kernel.office.parameter_deciding import set_override
from ganbu_desktop.kernel.report import samples
from ganbu_desktop.kernel.spine import actions, periods
from ganbu_desktop.kernel.spine import correction_actions as corrections
from ganbu_desktop.kernel.spine.correction import CORRECTED, Correction
from ganbu_desktop.kernel.spine.decision import Decision
from ganbu_desktop.kernel.spine.distribution import BY_AGE, BY_SEX, BY_UNIT, distribution
from ganbu_desktop.kernel.spine.effect_period import PROTECTED, EffectPeriod
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.evidence import Evidence
from ganbu_desktop.kernel.spine.limiting import DRAFT, EFFECTIVE, VOID, LimitingRecord, Standing, in_force
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.kernel.spine.showing import shown_as, standing_marks
from ganbu_desktop.kernel.spine.statement import NOT_HEARD
from ganbu_desktop.modules import ledgers, load_records
from ganbu_desktop.store import record
from ganbu_desktop.store.record import column

TODAY = date(2026, 3, 2)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    with standing_in(made):
        yield made


def refused(office: Office, entry: StandIn, said: str) -> None:
    """Say that an entry cannot be made to count, and for which reason."""
    with pytest.raises(CheckFailed, match=said):
        actions.make_effective(office, entry)
    assert now_of(office, entry).state == DRAFT


def shown(office: Office, day: date = TODAY) -> list[str]:
    """Return the ids that default outputs show."""
    return [entry.id for entry in office.find(StandIn, in_force(StandIn, day))]


def how(office: Office, entry: StandIn, day: date = TODAY) -> Standing:
    with office.reading() as connection:
        return shown_as(connection, now_of(office, entry), day).standing


def marks(office: Office, entry: StandIn, day: date = TODAY) -> str:
    with office.reading() as connection:
        return standing_marks(connection, now_of(office, entry), day)


class TestF01EvidenceFirst:
    def test_nothing_counts_without_evidence(self, office: Office) -> None:
        entry = bare_entry(office)
        actions.add_statement(office, entry, statement())
        refused(office, entry, "没有佐证材料")
        actions.add_evidence(office, entry, evidence())
        assert actions.make_effective(office, entry).state == EFFECTIVE

    @pytest.mark.parametrize("lacking", [{"kind": None}, {"dated_on": None}, {"document": None}, {"kind": "匿名举报"}])
    def test_what_cannot_be_found_or_is_anonymous_is_no_evidence(
        self, office: Office, lacking: dict[str, object]
    ) -> None:
        entry = bare_entry(office)
        actions.add_statement(office, entry, statement())
        actions.add_evidence(office, entry, evidence(**lacking))
        refused(office, entry, "没有佐证材料")

    @pytest.mark.parametrize("lacking", ["source_kind", "source", "occurred_on", "recorded_by", "facts"])
    def test_source_day_and_recorder_are_needed(self, office: Office, lacking: str) -> None:
        refused(office, whole_entry(office, **{lacking: None}), "还不能生效")

    def test_a_source_that_is_no_source_does_not_count(self, office: Office) -> None:
        refused(office, whole_entry(office, source_kind="未查结线索"), "来源类型不在代码表内")

    def test_it_cannot_be_taken_away_afterwards(self, office: Office) -> None:
        draft, counting = whole_entry(office), effective_entry(office)
        for entry, may in ((draft, True), (counting, False)):
            (piece,) = office.find(Evidence, Evidence.table.c.entry_id == entry.id)
            if may:
                with office.operation("删", right="x") as current:
                    current.delete(piece)
                continue
            with pytest.raises(CheckFailed, match="不能改动或删除"), office.operation("删", right="x") as current:
                current.delete(piece)


class TestF02FactsApartFromJudgement:
    def test_three_fields_stand_apart_facts_first(self) -> None:
        names = [f.name for f in StandIn.__dataclass_fields__.values()]
        assert names.index("facts") < names.index("judgement") < names.index("suggestion")

    def test_a_judgement_alone_does_not_count(self, office: Office) -> None:
        refused(office, whole_entry(office, facts=None, judgement="担当不够", suggestion="调整"), "没有写明事实")
        assert actions.make_effective(office, whole_entry(office, judgement=None)).state == EFFECTIVE


class TestF03ThePersonIsHeard:
    def test_nothing_counts_unheard(self, office: Office) -> None:
        entry = bare_entry(office)
        actions.add_evidence(office, entry, evidence())
        refused(office, entry, NOT_HEARD)
        assert NOT_HEARD in marks(office, entry)
        actions.add_statement(office, entry, statement())
        actions.make_effective(office, entry)
        assert marks(office, entry) == ""

    @pytest.mark.parametrize(
        "lacking", [{"informed_on": None}, {"stated_on": None}, {"words": None}, {"is_signed": False}]
    )
    def test_half_a_statement_is_none(self, office: Office, lacking: dict[str, object]) -> None:
        entry = bare_entry(office)
        actions.add_evidence(office, entry, evidence())
        actions.add_statement(office, entry, statement(**lacking))
        refused(office, entry, NOT_HEARD)

    def test_a_lawful_reason_stands_in_and_is_marked_for_ever(self, office: Office) -> None:
        entry = bare_entry(office)
        actions.add_evidence(office, entry, evidence())
        ground = statement(words=None, stated_on=None, informed_on=None, is_signed=None, not_heard_ground="第十条")
        actions.add_statement(office, entry, ground)
        actions.make_effective(office, entry)
        assert marks(office, entry) == NOT_HEARD

    def test_refusing_to_sign_is_written_down_not_held_against(self, office: Office) -> None:
        entry = bare_entry(office)
        actions.add_evidence(office, entry, evidence())
        actions.add_statement(office, entry, statement(is_signed=False, unsigned_reason="本人不同意"))
        assert actions.make_effective(office, entry).state == EFFECTIVE


class TestF04CorrectionAndAppeal:
    def test_the_old_entry_is_kept_void_and_linked_to_the_new(self, office: Office) -> None:
        entry = effective_entry(office)
        given = Correction(entry_table="", entry_id="", asked="与事实不符")
        challenge = corrections.open_correction(office, entry, given)
        accepted = corrections.accept(office, challenge, accepted_by="丙")
        checked = corrections.check(office, accepted, checked="已查", checked_by="丙")
        new = StandIn(person_id=entry.person_id, facts="查明的事实")
        corrections.conclude(office, checked, CORRECTED, reason="查明", concluded_by="丁", successor=new)
        old = now_of(office, entry)
        assert (old.facts, old.state, old.successor_id) == ("一项事实", VOID, new.id)
        assert now_of(office, new).state == DRAFT

    def test_without_it_the_words_stay(self, office: Office) -> None:
        entry = effective_entry(office)
        with pytest.raises(CheckFailed, match="请发起更正"), office.operation("改", right="x") as current:
            current.change(entry, facts="改过的事实")
        assert now_of(office, entry).facts == "一项事实"


class TestF05Limits:
    def test_an_end_or_its_ground_is_needed(self, office: Office) -> None:
        refused(office, whole_entry(office, ends_on=None), "没有失效日期")
        assert (
            actions.make_effective(office, whole_entry(office, ends_on=None, no_end_ground="第五条")).state == EFFECTIVE
        )

    def test_on_its_last_day_it_leaves_every_default_output(self, office: Office) -> None:
        entry = effective_entry(office)
        assert shown(office, date(2027, 1, 4)) == [entry.id]
        assert shown(office, date(2027, 1, 5)) == []
        assert how(office, entry, date(2027, 1, 5)) is Standing.OVER
        assert marks(office, entry, date(2027, 1, 5)) == "影响期已满"

    def test_an_end_only_comes_nearer(self, office: Office) -> None:
        entry = effective_entry(office)
        for later in (PartialDate(2028, 1, 5), None):
            with pytest.raises(CheckFailed, match="只能提前"), office.operation("改", right="x") as current:
                current.change(now_of(office, entry), ends_on=later)
        with office.operation("改", right="x") as current:
            current.change(now_of(office, entry), ends_on=PartialDate(2026, 6, 1))
        assert shown(office, date(2026, 6, 1)) == []


class TestF06TheMachineConcludesNothing:
    def test_a_decision_lacking_body_document_or_second_hand_does_not_count(self) -> None:
        whole = Decision(
            entry_table="stand_in",
            entry_id="1",
            body="县委常委会",
            met_on=PartialDate(2026, 1, 9),
            document="县委〔2026〕3号",
            participants="全体常委",
            conclusion="同意",
            handled_by="甲",
            checked_by="乙",
            effective_on=PartialDate(2026, 1, 9),
        )
        assert whole.gaps() == []
        for name in ("body", "met_on", "document", "participants", "conclusion", "handled_by", "checked_by"):
            assert replace(whole, **{name: None}).gaps(), name
        assert replace(whole, checked_by="甲").gaps() == ["经办人与复核人不能是同一人"]

    def test_nothing_that_reads_or_reckons_can_decide_or_make_effective(self) -> None:
        """Rules, queries, reports, reminders and checks construct no decision and make nothing count."""
        reckoning = ("rules", "queries", "reports", "reminders", "checks", "ledgers", "forms", "conditions", "guard")
        files = [
            path
            for path in [*PACKAGE.glob("modules/*/**/*.py"), *PACKAGE.glob("kernel/**/*.py")]
            if any(part.removesuffix(".py") in reckoning for part in path.relative_to(PACKAGE).parts)
        ]
        assert len(files) > 20
        assert {
            p.name: c for p in files if (c := _called(p) & {"Decision", "make_effective", "void", "conclude"})
        } == {}
        writing = PACKAGE / "kernel" / "spine" / "correction_actions.py"
        assert "void_within" in _called(writing), "the search sees what is called"


def _called(path: Path) -> set[str]:
    calls = (node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
    return {getattr(func, "attr", getattr(func, "id", "")) for func in calls}


class TestF07OneMeasureReckonedAgain:
    def test_the_rule_of_the_day_of_the_conduct_counts_and_is_named(self, office: Office) -> None:
        figures = ParameterSet.load([Override("discipline_months_demerit", "36", PartialDate(2026, 1), "新规")])
        entry, name, on = effective_entry(office), "discipline_months_demerit", PartialDate(2026, 2, 1)
        old = periods.affected(entry, name, figures, conduct_on=PartialDate(2025, 11), effective_on=on)
        new = periods.affected(entry, name, figures, conduct_on=PartialDate(2026, 1), effective_on=on)
        assert (old.ends_on, new.ends_on) == (PartialDate(2027, 2, 1), PartialDate(2029, 2, 1))
        assert "政务处分法第八条" in (old.rule_version or "")
        assert "新规" in (new.rule_version or "")

    def test_whoever_reckons_again_gets_the_same(self, office: Office) -> None:
        entry = effective_entry(office)
        twice = [
            periods.affected(
                entry,
                "discipline_months_demerit",
                office.parameters(),
                conduct_on=PartialDate(2025, 11),
                effective_on=PartialDate(2026, 2, 1),
            )
            for _ in range(2)
        ]
        assert twice[0].ends_on == twice[1].ends_on
        assert twice[0].rule_version == twice[1].rule_version


class TestF08UnsignedAndNotTooFew:
    def test_below_the_smallest_sample_nothing_is_shown(self) -> None:
        least = samples.least_of(ParameterSet.load(), TODAY)
        for many, groups in ((least - 1, 0), (least, 1)):
            table = samples.Grouping.of("得票", {"好": [str(n) for n in range(many)]})
            assert len(samples.shown([table], least)[0].groups) == groups

    def test_the_smallest_sample_is_the_office_s_to_set(self) -> None:
        stricter = ParameterSet.load([Override("smallest_sample", "10", PartialDate(2026, 1), "会议纪要")])
        assert samples.least_of(stricter, TODAY) == 10
        assert samples.least_of(stricter, date(2025, 12, 1)) == 5

    @pytest.mark.parametrize(
        ("value", "checked_by", "stands"),
        [("4", "", False), ("4", "管理员", False), ("4", "乙", True), ("5", "", True), ("8", "", True)],
    )
    def test_a_smaller_sample_needs_a_second_hand(
        self, office: Office, value: str, checked_by: str, stands: bool
    ) -> None:
        def decide() -> None:
            since = PartialDate(2026, 3)
            set_override(
                office, name="smallest_sample", value=value, effective_from=since, document="文", checked_by=checked_by
            )

        if stands:
            decide()
            assert office.parameters().integer("smallest_sample", TODAY) == int(value)
            return
        with pytest.raises(CheckFailed, match="第二人复核"):
            decide()
        alone = parameter_overrides.ParameterOverride(
            name="smallest_sample", value=value, effective_on=PartialDate(2026), set_by="甲"
        )
        with pytest.raises(CheckFailed, match="第二人复核"):
            add(office, alone)
        assert office.parameters().integer("smallest_sample", TODAY) == 5


class TestF09NoMoreThanNeeded:
    def test_private_texts_are_sealed_and_every_look_is_noted(self, office: Office) -> None:
        with keeping_notes(office):
            person = make_person(office)
            with pytest.raises(CheckFailed, match="须加密"):
                add(office, PrivateNote(person_id=person.id, content="病情"))
            note = sealed.seal_record(office, PrivateNote(person_id=person.id, content="病情"))
            add(office, note)
            with pytest.raises(PermissionDenied):
                sealed.unseal_record(Office(office.file, Account("乙", frozenset()), clock=clock), note)
            assert access_log.accesses(office, person.id) == []
            assert sealed.unseal_record(office, note).content == "病情"
            assert [a.record_id for a in access_log.accesses(office, person.id)] == [note.id]

    def test_sheets_with_private_content_say_who_printed_them(self, office: Office) -> None:
        assert access_log.watermark(office) == f"管理员 2026.03.02 {office.clock():%H:%M}"


class TestF10ToleratedAndLawfulIsNoFault:
    def test_what_is_protected_leaves_every_default_output(self, office: Office) -> None:
        entry, bystander = effective_entry(office), effective_entry(office)
        protecting = EffectPeriod(**place_of(entry), kind=PROTECTED, starts_on=PartialDate(2026, 3, 1))
        assert set(shown(office)) == {entry.id, bystander.id}
        add(office, protecting)
        assert shown(office) == [bystander.id]
        assert how(office, entry) is Standing.PROTECTED
        assert marks(office, entry) == "容错保护"

    def test_so_is_what_was_carried_on_from_it(self, office: Office) -> None:
        entry = effective_entry(office)
        carried = effective_entry(office, entry.person_id, origin_table="stand_in", origin_id=entry.id)
        add(office, EffectPeriod(**place_of(entry), kind=PROTECTED))
        assert carried.id not in shown(office)

    def test_a_protection_that_is_void_or_over_protects_no_more(self, office: Office) -> None:
        void, over = effective_entry(office), effective_entry(office)
        add(office, EffectPeriod(**place_of(void), kind=PROTECTED, is_void=True))
        add(office, EffectPeriod(**place_of(over), kind=PROTECTED, ends_on=PartialDate(2026, 3, 2)))
        assert set(shown(office)) == {void.id, over.id}


class TestF11TwoHandsAndALogThatOnlyGrows:
    @pytest.mark.parametrize("reviewer", ["张三", "张 三", " 张三 ", None])
    def test_the_reviewer_is_another_hand(self, office: Office, reviewer: str | None) -> None:
        refused(office, whole_entry(office, recorded_by="张三", reviewed_by=reviewer), "复核人")

    def test_a_loop_is_closed_by_another_hand(self, office: Office) -> None:
        person = make_person(office)
        item = LoopItem(**place_of(effective_entry(office, person.id)), kind="1", responsible="张三")
        add(office, item)
        with pytest.raises(CheckFailed, match="不能是责任人本人"):
            actions.close_loop(office, item, closed_by="张 三", result="办了")
        assert actions.close_loop(office, item, closed_by="李四", result="办了").is_closed

    def test_the_log_names_a_line_that_was_changed(self, office: Office) -> None:
        make_person(office)
        assert safekeeping.verify(office).problems == ()
        with office.file.writer() as connection:
            connection.exec_driver_sql("UPDATE operation SET actor = '别人' WHERE seq = 1")
        assert "操作日志第 1 行" in safekeeping.verify(office).problems[0]


class TestF12LikeWithLikeAndTheDistributionLookedAt:
    def test_groups_are_counted_without_names_and_none_too_small(self, office: Office) -> None:
        unit = make_unit(office, "甲局", category=codes.table("unit_category").entries[0].code)
        women = [make_person(office, f"女{n}", sex="2", unit_id=unit.id) for n in range(6)]
        for number in range(9):
            make_person(office, f"男{number}", sex="1", unit_id=unit.id)
        for person in women[:3]:
            effective_entry(office, person.id)
        bare_entry(office, women[4].id)
        found = distribution(office, TODAY)
        told = {g.title: (g.people, g.entries, g.per_hundred) for g in found[BY_SEX]}
        assert told == {"女": (6, 3, 500), "男": (9, 0, 0)}
        assert {g.people for g in found[BY_AGE]} == {15}
        assert {g.people for g in found[BY_UNIT]} == {15}

    def test_a_small_group_is_joined_and_not_to_be_worked_out(self, office: Office) -> None:
        for number in range(4):
            effective_entry(office, make_person(office, f"女{number}", sex="2").id)
        for number in range(9):
            make_person(office, f"男{number}")
        assert [(g.title, g.people, g.entries) for g in distribution(office, TODAY)[BY_SEX]] == [("男、女", 13, 4)]
        make_person(office, "女五", sex="2")
        assert {g.title: g.entries for g in distribution(office, TODAY)[BY_SEX]} == {"女": 4, "男": 0}

    def test_what_is_over_does_not_count(self, office: Office) -> None:
        for number in range(5):
            effective_entry(office, make_person(office, f"女{number}", sex="2").id)
        assert [g.entries for g in distribution(office, TODAY)[BY_SEX]] == [5]
        assert [g.entries for g in distribution(office, date(2027, 2, 1))[BY_SEX]] == [0]


def _save(office: Office, pairs: object, *, title: str) -> None:
    raise AssertionError("the burden is reckoned from the fields, nothing is written")


class TestF13NoBurden:
    SPEC = LedgerSpec(
        "stand-ins", "测试台账", StandIn, ("person_id", "facts", "source", "voided_on"), (), _save, "occurred_on"
    )

    def test_the_minutes_of_a_year_follow_from_the_fields(self, office: Office) -> None:
        """Person and source at 15 s, one long text at 120 s, what the program sets at nothing: 150 s a row."""
        person = make_person(office)
        add(office, *(StandIn(person_id=person.id, occurred_on=PartialDate(2026, 2)) for _ in range(10)))
        add(office, StandIn(person_id=person.id, occurred_on=PartialDate(2025, 12, 31)))
        found = burden.burden(office, self.SPEC, 2026)
        assert (found.fields, found.texts, found.rows, found.minutes) == (3, 1, 10, 25)
        assert burden.burden(office, self.SPEC, 2024).minutes == 0

    def test_asking_again_what_the_person_s_record_knows_is_found(self) -> None:
        assert burden.asked_again(self.SPEC) == []

        class Nosy(LimitingRecord, table="nosy", label="多问"):
            """A ledger that asks for what everybody knows already."""

            birthday: PartialDate | None = column(Date(label="出生年月"))

        _forget(Nosy)
        asked = LedgerSpec("nosy", "多问", Nosy, ("person_id", "birthday"), (), _save, "occurred_on")
        assert burden.asked_again(asked) == ["出生年月"]

    def test_no_ledger_of_the_program_asks_a_fact_twice(self) -> None:
        load_records()
        own_occasion = {
            "training-enrolments": ["通知日期"],
            "training-campaign-items": ["完成时限"],
            "service-history": ["编制类型"],
        }
        found = {spec.name: again for spec in ledgers() if (again := burden.asked_again(spec))}
        assert {name: again for name, again in found.items() if again != own_occasion.get(name)} == {}


def _forget(cls: type[LimitingRecord]) -> None:
    record._BY_TABLE.pop(cls.table.name)
    record.metadata.remove(cls.table)
