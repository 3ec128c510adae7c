"""Procedures: read strictly, done stage by stage in order, by their limits and on their papers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from support.builders import make_office
from support.limiting_entries import effective_entry
from support.stand_in import standing_in

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine import procedures
from ganbu_desktop.kernel.spine.procedure import Procedure
from ganbu_desktop.kernel.spine.procedure_spec import ProcedureFileError, load, specs

GOOD = """name = "p"
title = "程序"
version = "1"
source = "自定"
[[stage]]
name = "a"
title = "甲"
who = "经办人"
[[stage]]
name = "b"
title = "乙"
who = "经办人"
limit = "review_accept_days"
papers = ["材料"]
"""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    with standing_in(made):
        yield made


def course(office: Office, procedure: Procedure, day: date) -> procedures.Course:
    standing = office.get(Procedure, procedure.id)
    assert standing is not None
    with office.reading() as connection:
        return procedures.course(connection, standing, day)


class TestFiles:
    def test_the_shipped_ones_are_whole(self) -> None:
        assert {"veto_review", "correction", "clarification"} <= set(specs())
        assert all(spec.source and len(spec.stages) > 3 for spec in specs().values())

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ('who = "经办人"\n[[', "[[", "stage 1: missing key who"),
            ("papers", "paper", "stage 2: unknown key paper"),
            ('"review_accept_days"', '"no_such_days"', "stage 2: limit no_such_days is no rule figure"),
            ('name = "b"', 'name = "a"', "stage 2: name a stands twice"),
            ('limit = "review_accept_days"', 'since = "c"', "stage 2: since c is no earlier stage"),
            ('["材料"]', '[""]', "stage 2: papers is not a list of texts"),
            ('name = "p"', 'name = "q"', "name is q, not the file's"),
            ('version = "1"', "version = 1", "version is not of kind str"),
            ('title = "程序"', "title", "p.toml"),
        ],
    )
    def test_a_mistake_is_named_with_file_and_key(self, tmp_path: Path, old: str, new: str, said: str) -> None:
        (tmp_path / "p.toml").write_text(GOOD, "utf-8")
        assert [s.name for s in load(tmp_path, ParameterSet.load())["p"].stages] == ["a", "b"]
        (tmp_path / "p.toml").write_text(GOOD.replace(old, new, 1), "utf-8")
        with pytest.raises(ProcedureFileError) as refused:
            load(tmp_path, ParameterSet.load())
        assert "p.toml" in str(refused.value)
        assert said in str(refused.value)


class TestRunning:
    def test_limits_follow_from_the_stage_before(self, office: Office) -> None:
        running = procedures.start(office, effective_entry(office), "veto_review")
        before = course(office, running, date(2026, 3, 2))
        assert before.next_step is not None
        assert before.next_step.stage == "apply"
        procedures.finish_step(office, running, "apply", done_by="本人", papers=["复核申请"])
        accept = course(office, running, date(2026, 3, 2)).next_step
        assert accept is not None
        assert (accept.stage, accept.due_on) == ("accept", PartialDate(2026, 3, 9))
        assert course(office, running, date(2026, 3, 9)).overdue == ()
        assert [s.stage for s in course(office, running, date(2026, 3, 10)).overdue] == ["accept"]

    def test_no_stage_before_its_turn_and_none_without_its_papers(self, office: Office) -> None:
        running = procedures.start(office, effective_entry(office), "veto_review")
        with pytest.raises(CheckFailed, match="前面的环节还没有办：本人提出复核申请"):
            procedures.finish_step(office, running, "accept", done_by="甲")
        with pytest.raises(CheckFailed, match="缺少材料：复核申请"):
            procedures.finish_step(office, running, "apply", done_by="本人")
        with pytest.raises(CheckFailed, match="经办人"):
            procedures.finish_step(office, running, "apply", done_by=" ", papers=["复核申请"])
        assert all(s.done_on is None for s in course(office, running, date(2026, 3, 2)).steps)

    def test_the_last_stage_ends_it(self, office: Office) -> None:
        entry = effective_entry(office)
        running = procedures.start(office, entry, "correction")
        with pytest.raises(CheckFailed, match="已经在办"):
            procedures.start(office, entry, "correction")
        for stage in specs()["correction"].stages:
            procedures.finish_step(office, running, stage.name, done_by="丙", papers=stage.papers)
        done = course(office, running, date(2027, 1, 1))
        assert (done.next_step, done.papers_missing, done.overdue) == (None, (), ())
        assert done.procedure.ended_on == PartialDate(2026, 3, 2)
        procedures.start(office, entry, "correction")

    def test_a_limit_may_count_from_an_earlier_stage(self, office: Office) -> None:
        running = procedures.start(office, effective_entry(office), "correction")
        procedures.finish_step(office, running, "ask", done_by="本人", papers=["更正申请"])
        procedures.finish_step(office, running, "accept", done_by="丙")
        steps = {s.stage: s.due_on for s in course(office, running, date(2026, 3, 2)).steps}
        assert steps["conclude"] == PartialDate(2026, 4, 1)

    def test_a_year_without_its_holidays_is_said_and_not_guessed(self, office: Office) -> None:
        begun = date(2026, 12, 29)
        running = procedures.start(office, effective_entry(office), "veto_review", started_on=begun)
        procedures.finish_step(office, running, "apply", done_by="本人", papers=["复核申请"], done_on=begun)
        found = course(office, running, date(2027, 1, 20))
        assert [s.stage for s in found.unknown_limits] == ["accept"]
        assert found.overdue == ()

    def test_a_paper_that_was_taken_away_is_missed(self, office: Office) -> None:
        running = procedures.start(office, effective_entry(office), "veto_review")
        done = procedures.finish_step(office, running, "apply", done_by="本人", papers=["复核申请"])
        with office.operation("改", right="x") as current:
            current.change(done, papers=None)
        missing = course(office, running, date(2026, 3, 2)).papers_missing
        assert missing == (("本人提出复核申请", "复核申请"),)


class TestLegalLimits:
    """公务员法 95 and 96: 30 days to ask, 30 to answer, 15 or 30 to appeal, 60 to decide, 30 more once."""

    def started(self, office: Office, name: str) -> Procedure:
        run = procedures.start(office, effective_entry(office), name, started_on=date(2026, 3, 2))
        procedures.finish_step(office, run, "know", done_by="甲", papers=["送达回执"], done_on=date(2026, 3, 2))
        return run

    def days(self, office: Office, run: Procedure) -> dict[str, tuple[str, str]]:
        steps = course(office, run, date(2026, 3, 2)).steps
        return {s.stage: (str(s.due_on or ""), str(s.legal_due_on or "")) for s in steps}

    @pytest.mark.parametrize(
        ("name", "day"),
        [
            ("complaint_review", "2026.04.01"),
            ("complaint_appeal", "2026.03.17"),
            ("complaint_appeal_direct", "2026.04.01"),
        ],
    )
    def test_until_when_the_person_may_ask(self, office: Office, name: str, day: str) -> None:
        assert self.days(office, self.started(office, name))["ask"] == ("", day)

    def test_the_answer_is_due_by_the_law_and_by_the_office_whichever_is_first(self, office: Office) -> None:
        run = self.started(office, "complaint_review")
        for stage, papers, day in (
            ("ask", ["复核申请书"], date(2026, 3, 10)),
            ("accept", [], date(2026, 3, 12)),
            ("hear", ["陈述申辩笔录", "核实情况报告"], date(2026, 3, 26)),
        ):
            procedures.finish_step(office, run, stage, done_by="乙", papers=papers, done_on=day)
        # 20 working days from 26 March lead beyond the 30 calendar days from 10 March.
        assert self.days(office, run)["decide"] == ("2026.04.24", "2026.04.09")
        step = course(office, run, date(2026, 4, 9)).next_step
        assert step is not None
        assert str(step.last_day) == "2026.04.09"
        assert course(office, run, date(2026, 4, 9)).overdue == ()
        assert [s.stage for s in course(office, run, date(2026, 4, 10)).overdue] == ["decide", "tell"]

    def test_an_appeal_is_decided_within_sixty_days_and_thirty_more_once(self, office: Office) -> None:
        run = self.started(office, "complaint_appeal")
        procedures.finish_step(office, run, "ask", done_by="本人", papers=["申诉书"], done_on=date(2026, 3, 10))
        procedures.finish_step(office, run, "accept", done_by="乙", done_on=date(2026, 3, 12))
        assert self.days(office, run)["decide"] == ("", "2026.05.11")
        with pytest.raises(CheckFailed, match="理由"):
            procedures.extend(office, run, "decide", reason=" ")
        procedures.extend(office, run, "decide", reason="案情复杂")
        assert self.days(office, run)["decide"] == ("", "2026.06.10")
        with pytest.raises(CheckFailed, match="已经延长过"):
            procedures.extend(office, run, "decide", reason="又一次")
        with pytest.raises(CheckFailed, match="不能延长"):
            procedures.extend(office, run, "tell", reason="别的环节")

    def test_who_does_not_ask_ends_it_and_nobody_else(self, office: Office) -> None:
        run = self.started(office, "complaint_review")
        with pytest.raises(CheckFailed, match="写明本人没有申请"):
            procedures.end_unasked(office, run, note="")
        assert str(procedures.end_unasked(office, run, note="期限届满未申请").ended_on) == "2026.03.02"
        other = self.started(office, "complaint_review")
        procedures.finish_step(office, other, "ask", done_by="本人", papers=["复核申请书"], done_on=date(2026, 3, 2))
        with pytest.raises(CheckFailed, match="不是本人提出申请"):
            procedures.end_unasked(office, other, note="不想办")
