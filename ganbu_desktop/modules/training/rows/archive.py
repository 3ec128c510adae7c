"""What stays with the person: hours, days put off, and needs for planning only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel import row
from ganbu_desktop.modules.training.records import TrainingExemption, TrainingHours, TrainingNeed
from ganbu_desktop.modules.training.records.archive import CAUGHT_UP
from ganbu_desktop.modules.training.rights import EDIT
from ganbu_desktop.modules.training.rows.parts import ends_after_start, this_year
from ganbu_desktop.modules.training.rules.entries import key_of, with_year
from ganbu_desktop.store.operations import Operation


def hours_faults(entry: TrainingHours, now: row.Now) -> Iterator[str]:
    """Yield what keeps an entry from being saved: what is caught up needs its proof."""
    yield from ends_after_start(entry, now)
    if entry.source == CAUGHT_UP and not (entry.proof or entry.certificate or "").strip():
        yield f"补录“{entry.class_title}”要写明证明材料或证书编号，没有凭证的请先向本人和主办单位核实"


def once_in_the_archive(current: Operation, old: TrainingHours | None, new: TrainingHours) -> TrainingHours:
    """Return an entry with the year it counts to; the same one does not stand in an archive twice."""
    if old is None or key_of(old) != key_of(new):
        same = current.find(TrainingHours, TrainingHours.table.c.person_id == new.person_id)
        if any(key_of(s) == key_of(new) and s.id != new.id for s in same):
            raise CheckFailed(f"这个人已有“{new.class_title}”同一时间的学时，没有重复登记；数据未改动")
    if old is not None and old.year == new.year and old.ends_on != new.ends_on:
        new = replace(new, year=None)
    return with_year(new)


def exemption_faults(entry: TrainingExemption, now: row.Now) -> Iterator[str]:
    """Yield what keeps days put off from being saved."""
    yield from ends_after_start(entry, now)
    if entry.starts_on is None:
        yield "请填写顺延的开始时间"


HOURS = row.Row(
    TrainingHours,
    "training-hours",
    key=("person_id", "class_title", "starts_on", "ends_on"),
    may_lack=("starts_on", "ends_on"),
    right=EDIT,
    help="班次结业后自动记入；以前的凭证书补录，其他系统的用“导入学时”。",
    fields=(
        *("person_id", "class_title", "organiser", "kind", "form", "channel", "starts_on", "ends_on", "year"),
        *("days_tenths", "hours_tenths", "venue", "result", "certificate", "proof", "is_recognised", "source", "note"),
    ),
    listed=("class_title", "organiser", "form", "starts_on", "ends_on", "days_tenths", "hours_tenths", "source"),
    new={"source": CAUGHT_UP},
    check=hours_faults,
    prepare=once_in_the_archive,
    own_forms=("hours-proof",),
)
EXEMPTIONS = row.Row(
    TrainingExemption,
    "training-exemptions",
    key=("person_id", "kind", "starts_on"),
    right=EDIT,
    help="病假、产假、援派等期间的培训任务顺延，不计欠训；只写依据，不写病情。",
    check=exemption_faults,
)
NEEDS = row.Row(
    TrainingNeed,
    "training-needs",
    key=("person_id", "year", "field"),
    right=EDIT,
    help="需求只用于安排课程，不得用于选拔任用、考核和排名。",
    new={"year": this_year, "asked_on": row.today},
)
