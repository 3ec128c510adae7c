"""The negative list: editions with their clauses, and verified hits by the edition of the day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.editing import Pair
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.limiting import DRAFT
from ganbu_desktop.modules.political.actions.saving import save, written
from ganbu_desktop.modules.political.records import NegativeHit, NegativeListClause, NegativeListVersion
from ganbu_desktop.store.operations import Operation

_SUPPLIED_LATER = ("studied_on", "studied_as", "ended_on")


def save_lists(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Save editions; a new one ends those before it, and what entries already rest on is not rewritten."""
    save(office, pairs, title=title, within=_follow_on)


def _follow_on(current: Operation, pairs: Sequence[Pair]) -> None:
    for old, new in pairs:
        version = new or old
        if not isinstance(version, NegativeListVersion):
            continue
        used = _hits_on(current, version.id)
        if old is not None and used:
            kept = {**old.__dict__, **{n: getattr(new, n) for n in _SUPPLIED_LATER if new is not None}}
            if new is None or new.__dict__ != kept:
                raise CheckFailed(
                    "已有生效的命中记录依据这一版清单，名称、文号和施行日期不能再改，也不能删除；没有保存"
                )
        if isinstance(new, NegativeListVersion):
            _check_still(new, used)
            _date_clauses(current, new)
            _end_earlier(current, new)


def _hits_on(current: Operation, version_id: str) -> list[NegativeHit]:
    clauses = [c.id for c in current.find(NegativeListClause, NegativeListClause.table.c.version_id == version_id)]
    at = NegativeHit.table.c
    return current.find(NegativeHit, at.clause_id.in_(clauses), at.state != DRAFT)


def _check_still(version: NegativeListVersion, hits: Iterable[NegativeHit]) -> None:
    if any(hit.occurred_on is not None and not version.counts_on(hit.occurred_on) for hit in hits):
        raise CheckFailed(f"“{version.title}”改到这个日期后，已生效的命中记录就没有依据了；没有保存")


def _date_clauses(current: Operation, version: NegativeListVersion) -> None:
    for clause in current.find(NegativeListClause, NegativeListClause.table.c.version_id == version.id):
        current.change(clause, effective_from=version.effective_from)


def _end_earlier(current: Operation, newest: NegativeListVersion) -> None:
    """End the editions without an end that began before this one on the day it begins."""
    for version in current.find(NegativeListVersion, NegativeListVersion.table.c.ended_on.is_(None)):
        begun, by = version.effective_from, newest.effective_from
        if begun is not None and by is not None and begun < by and version.id != newest.id:
            _check_still(current.change(version, ended_on=by), _hits_on(current, version.id))


def save_clauses(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Save clauses of editions; one that an entry rests on stays as it is."""

    def check(current: Operation, pairs: Sequence[Pair]) -> None:
        at = NegativeHit.table.c
        for old, _new in pairs:
            if old is not None and current.find(NegativeHit, at.clause_id == old.id, at.state != DRAFT):
                raise CheckFailed("已有生效的命中记录依据这一条款，不能再改或删除；没有保存")
        for clause in written(pairs, NegativeListClause):
            version = current.get(NegativeListVersion, clause.version_id)
            current.change(clause, effective_from=version.effective_from)

    save(office, pairs, title=title, within=check)
