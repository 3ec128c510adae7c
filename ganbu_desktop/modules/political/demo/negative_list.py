"""The negative list of the invented county: two editions, their clauses, and what was found by them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.modules.political import records
from ganbu_desktop.modules.political.demo import words
from ganbu_desktop.store.record import Record

if TYPE_CHECKING:
    from ganbu_desktop.modules.political.demo.fill import Filler


def negative_list(filler: Filler) -> Iterator[Record]:
    """Yield two editions with their clauses, a hit that counts and one that waits for its review."""
    year = filler.today.year
    old = records.NegativeListVersion(
        title=f"履职负面清单（{year - 2}年版）",
        document=f"演示〔{year - 2}〕5号",
        effective_from=PartialDate(year - 2, 1, 1),
        ended_on=PartialDate(year, 1, 1),
        studied_on=PartialDate(year - 2, 1, 20),
        studied_as="集中学习",
    )
    new = records.NegativeListVersion(
        title=f"履职负面清单（{year}年版）", document=f"演示〔{year}〕2号", effective_from=PartialDate(year, 1, 1)
    )
    yield from (old, new)
    clauses = [
        records.NegativeListClause(
            version_id=version.id,
            title=title,
            situation=situation,
            basis=version.document,
            effective_from=version.effective_from,
        )
        for version in (old, new)
        for title, situation in words.CLAUSES
    ]
    yield from clauses
    occurred = PartialDate(year - 1, 10, 12)
    hit = records.NegativeHit(
        clause_id=clauses[0].id,
        verification=records.VERIFIED,
        verified_in="核查报告",
        handling="提醒谈话",
        judgement="履职不够主动",
        ends_on=occurred.plus_months(24),
        **filler.common(filler.people[0][0], 1, occurred, "一项群众来件转办三次未受理，经核实属职责范围"),
    )
    yield hit
    yield filler.evidence(hit, 1)
    yield filler.statement(hit)
    filler.whole.append(hit)
    waiting = records.NegativeHit(
        clause_id=clauses[1].id,
        no_end_ground=words.LONG_TERM,
        **filler.common(filler.people[-1][0], 2, occurred, "一项政策两次延期公布，原因待本人说明"),
    )
    yield waiting
    yield filler.evidence(waiting, 2)
