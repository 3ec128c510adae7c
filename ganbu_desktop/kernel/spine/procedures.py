"""Running procedures: started on an entry, done stage by stage in order, each by its limit and on its papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.foundation.working_days import UnknownYear, WorkingDays
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.procedure import Procedure, ProcedureStep
from ganbu_desktop.kernel.spine.procedure_spec import WORKING_DAYS, ProcedureSpec, Stage, specs
from ganbu_desktop.store.operations import Operation, find
from ganbu_desktop.store.record import Record

RIGHT = "procedures.run"
_OWN, _LEGAL = "due_on", "legal_due_on"
_SEPARATOR = "\n"


@dataclass(frozen=True)
class Course:
    """How a procedure stands on a day.

    ``next_step``: the first that is not done, None when all are. ``overdue``: those not done by their day, or done
    after it. ``papers_missing``: by step title, the papers named by the procedure that are not noted with a done step.
    ``unknown_limits``: those whose limit counts, over a year whose holidays have not been entered.
    """

    procedure: Procedure
    steps: tuple[ProcedureStep, ...]
    next_step: ProcedureStep | None
    overdue: tuple[ProcedureStep, ...]
    papers_missing: tuple[tuple[str, str], ...]
    unknown_limits: tuple[ProcedureStep, ...]


def spec_of(procedure: Procedure) -> ProcedureSpec:
    """Return the description of an instance; CheckFailed when the program no longer has it."""
    found = specs().get(procedure.name)
    if found is None:
        raise CheckFailed(f"程序“{procedure.title or procedure.name}”的环节说明不在本程序中；数据未改动")
    return found


def start(office: Office, entry: Record, name: str, *, started_on: date | None = None) -> Procedure:
    """Start the procedure ``name`` on an entry, today unless said otherwise; all its stages are laid out at once."""
    spec, begun = specs()[name], started_on or office.today()
    table = type(entry).table.name
    with office.operation(f"启动程序：{spec.title}", right=RIGHT) as current:
        at = Procedure.table.c
        if current.find(
            Procedure, at.entry_id == entry.id, at.entry_table == table, at.name == name, at.ended_on.is_(None)
        ):
            raise CheckFailed(f"这一条的“{spec.title}”已经在办，没有再启动；数据未改动")
        procedure = Procedure(
            **place_of(entry), name=name, version=spec.version, title=spec.title, started_on=PartialDate.of(begun)
        )
        current.insert(procedure)
        for position, stage in enumerate(spec.stages):
            step = ProcedureStep(procedure_id=procedure.id, position=position, stage=stage.name, title=stage.title)
            current.insert(step)
        _set_limits(current, procedure, spec, office.parameters())
        return procedure


def finish_step(
    office: Office,
    procedure: Procedure,
    stage: str,
    *,
    done_by: str,
    papers: Sequence[str] = (),
    done_on: date | None = None,
) -> ProcedureStep:
    """Note a stage as done; CheckFailed when one before it is open, papers are missing or nobody is named.

    The days of the stages that count from it follow; the last one ends the procedure.
    """
    spec = spec_of(procedure)
    wanted, day = spec.stage(stage), PartialDate.of(done_on or office.today())
    if wanted is None:
        raise CheckFailed(f"“{spec.title}”没有这个环节；数据未改动")
    with office.operation(f"{spec.title}：{wanted.title}", right=RIGHT) as current:
        standing = current.get(Procedure, procedure.id)
        steps = _steps(current.connection, procedure.id)
        step = _step_to_finish(standing, steps, wanted, papers, done_by, day)
        done = current.change(step, done_on=day, done_by=done_by.strip(), papers=_SEPARATOR.join(papers) or None)
        if all(s.done_on or s.id == done.id for s in steps):
            current.change(standing, ended_on=day)
        _set_limits(current, standing, spec, office.parameters())
        return current.get(ProcedureStep, done.id)


def _step_to_finish(
    procedure: Procedure,
    steps: Sequence[ProcedureStep],
    stage: Stage,
    papers: Sequence[str],
    done_by: str,
    day: PartialDate,
) -> ProcedureStep:
    step = next(s for s in steps if s.stage == stage.name)
    before = [s for s in steps if s.position < step.position]
    if procedure.ended_on is not None or step.done_on is not None:
        raise CheckFailed(f"“{step.title}”已经办过，或程序已经终结；数据未改动")
    if open_before := [s.title or s.stage for s in before if s.done_on is None]:
        raise CheckFailed(f"前面的环节还没有办：{'、'.join(open_before)}；数据未改动")
    if lacking := [p for p in stage.papers if p not in papers]:
        raise CheckFailed(f"“{stage.title}”缺少材料：{'、'.join(lacking)}；数据未改动")
    if not done_by.strip():
        raise CheckFailed("请写明经办人；数据未改动")
    earliest = max((s.done_on for s in before if s.done_on), default=procedure.started_on)
    if earliest is not None and day < earliest:
        raise CheckFailed(f"办理日期早于前一环节（{earliest}）；数据未改动")
    return step


def _set_limits(current: Operation, procedure: Procedure, spec: ProcedureSpec, figures: ParameterSet) -> None:
    """Work out the days of each open stage whose beginning is known; without that year's holidays one stays empty."""
    steps = _steps(current.connection, procedure.id)
    for step in steps:
        for name, limit, since in _counting(procedure, step, steps, spec):
            with suppress(UnknownYear):
                day = due_day(figures, limit, since)
                if name == _LEGAL and step.extended_reason:
                    day = _extended(figures, spec, step, day, since)
                step = current.change(step, **{name: PartialDate.of(day)})


def _extended(figures: ParameterSet, spec: ProcedureSpec, step: ProcedureStep, day: date, since: PartialDate) -> date:
    stage = spec.stage(step.stage)
    assert stage is not None
    return day + timedelta(days=figures.integer(stage.extend, since.first_day()))


def _counting(
    procedure: Procedure, step: ProcedureStep, steps: Sequence[ProcedureStep], spec: ProcedureSpec
) -> Iterator[tuple[str, str, PartialDate]]:
    """Yield of an open step each limit that has begun to count: which day it sets, its figure, and since when."""
    number = next((n for n, stage in enumerate(spec.stages) if stage.name == step.stage), None)
    if number is None or step.done_on is not None:
        return
    stage, before = spec.stages[number], spec.stages[number - 1].name if number else ""
    for name, limit, since in ((_OWN, stage.limit, stage.since), (_LEGAL, stage.legal, stage.legal_since)):
        from_stage = since or before
        begun = next((s.done_on for s in steps if s.stage == from_stage), procedure.started_on)
        if limit and begun is not None:
            yield name, limit, begun


def due_day(figures: ParameterSet, limit: str, since: PartialDate) -> date:
    """Return the last day of a limit that counts from ``since``; UnknownYear when its working days are not known."""
    begun = since.first_day()
    figure, days = figures.get(limit, begun), figures.integer(limit, begun)
    if figure.unit == WORKING_DAYS:
        return WorkingDays(figures).after(begun, days)
    return begun + timedelta(days=days)


def extend(office: Office, procedure: Procedure, stage: str, *, reason: str) -> ProcedureStep:
    """Make the law's limit of an open stage longer by what it allows, once and with the reason."""
    spec = spec_of(procedure)
    wanted = spec.stage(stage)
    if wanted is None or not wanted.extend:
        raise CheckFailed("这个环节的法定期限不能延长；数据未改动")
    if not reason.strip():
        raise CheckFailed("请写明延长的理由；数据未改动")
    with office.operation(f"{spec.title}：延长期限", right=RIGHT) as current:
        standing = current.get(Procedure, procedure.id)
        step = next(s for s in _steps(current.connection, procedure.id) if s.stage == stage)
        if standing.ended_on is not None or step.done_on is not None:
            raise CheckFailed(f"“{step.title}”已经办过，或程序已经终结；数据未改动")
        if step.extended_reason:
            raise CheckFailed(f"“{step.title}”已经延长过一次，不能再延长；数据未改动")
        current.change(step, extended_reason=reason.strip())
        _set_limits(current, standing, spec, office.parameters())
        return current.get(ProcedureStep, step.id)


def end_unasked(office: Office, procedure: Procedure, *, note: str) -> Procedure:
    """End a procedure whose next stage is the person's own and was left: ``note`` says how that is known."""
    spec = spec_of(procedure)
    if not note.strip():
        raise CheckFailed("请写明本人没有申请的情况（如“期限届满未申请”“本人书面表示不申请”）；数据未改动")
    with office.operation(f"{spec.title}：本人未申请", right=RIGHT) as current:
        standing = current.get(Procedure, procedure.id)
        following = next((s for s in _steps(current.connection, procedure.id) if s.done_on is None), None)
        stage = spec.stage(following.stage) if following is not None else None
        if standing.ended_on is not None or following is None or stage is None or not stage.by_person:
            raise CheckFailed("下一个环节不是本人提出申请，不能这样终结；数据未改动")
        current.change(following, note=note.strip())
        return current.change(standing, ended_on=PartialDate.of(office.today()))


def course(connection: sa.Connection, procedure: Procedure, day: date) -> Course:
    """Return how a procedure stands on a day."""
    steps, spec, today = _steps(connection, procedure.id), spec_of(procedure), PartialDate.of(day)
    is_running = procedure.ended_on is None
    late = [s for s in steps if (last := s.last_day) and ((s.done_on or today) > last) and (s.done_on or is_running)]
    missing = []
    for step in steps:
        stage = spec.stage(step.stage)
        there = (step.papers or "").split(_SEPARATOR)
        if stage is not None and step.done_on is not None:
            missing += [(step.title or step.stage, paper) for paper in stage.papers if paper not in there]
    following = next((s for s in steps if s.done_on is None), None) if is_running else None
    unknown = [s for s in steps if any(getattr(s, name) is None for name, _, _ in _counting(procedure, s, steps, spec))]
    return Course(procedure, tuple(steps), following, tuple(late), tuple(missing), tuple(unknown if is_running else ()))


def running(connection: sa.Connection, name: str | None = None) -> list[Procedure]:
    """Return the procedures that have not ended, of one kind or of all."""
    at = Procedure.table.c
    return find(connection, Procedure, at.ended_on.is_(None), *([at.name == name] if name else []))


def _steps(connection: sa.Connection, procedure_id: str) -> list[ProcedureStep]:
    return find(connection, ProcedureStep, ProcedureStep.table.c.procedure_id == procedure_id)
