"""Ballots: the vote's frame and its sums; a single ballot never enters the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ganbu_desktop.foundation import codes
from ganbu_desktop.kernel.editing import Pair
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.hands import people_in
from ganbu_desktop.modules.political import conditions, rules
from ganbu_desktop.modules.political.actions.saving import name_of, refuse, save, written
from ganbu_desktop.modules.political.records import BallotItem, BallotSum
from ganbu_desktop.store.operations import Operation
from ganbu_desktop.store.record import replace


def save_ballots(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Save votes: two counters, no more valid ballots than were handed out."""
    for ballot in written(pairs, BallotSum):
        if ballot.counted_by and len(people_in(ballot.counted_by)) < 2:
            refuse(["计票人不足两人"])
        if None not in (ballot.counted, ballot.handed_out) and (ballot.counted or 0) > (ballot.handed_out or 0):
            refuse(["有效票数多于发出票数"])

    def name_them(current: Operation, pairs: Sequence[Pair]) -> None:
        for ballot in written(pairs, BallotSum):
            called = f"{name_of(current, ballot.person_id)} {ballot.occasion or ''}（{_kind(ballot)}）"
            current.change(ballot, title=called)
            _check_items(current, ballot.id)

    save(office, pairs, title=title, within=name_them)


def _kind(ballot: BallotSum) -> str:
    return codes.table("ballot_direction").label_for(ballot.direction) if ballot.direction else "测评"


def save_items(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Save sums of single items; the sums of one item are never more than the valid ballots."""

    def check(current: Operation, pairs: Sequence[Pair]) -> None:
        for ballot_id in dict.fromkeys(item.ballot_id for item in written(pairs, BallotItem)):
            _check_items(current, ballot_id)

    save(office, pairs, title=title, within=check)


def save_counts(office: Office, ballot: BallotSum, counts: Mapping[str, Sequence[int | None]]) -> None:
    """Set the sums of a vote: by item its answers in order (four of 正向, three of 反向); empty ones are taken away."""
    standing = {item.item: item for item in office.owned(BallotItem, ballot.id)}
    pairs: list[Pair] = []
    for item, given in counts.items():
        answers = [*given, None, None, None, None][:4]
        values = {f"answer_{number}": answer for number, answer in enumerate(answers, 1)}
        old = standing.get(item)
        if all(answer is None for answer in answers):
            pairs += [(old, None)] if old is not None else []
        elif old is None:
            pairs.append((None, BallotItem(ballot_id=ballot.id, item=item, **values)))
        else:
            pairs.append((old, replace(old, values)))
    save_items(office, pairs, title=f"录入测评票数：{ballot.title or ''}")


def _check_items(current: Operation, ballot_id: str) -> None:
    ballot = current.get(BallotSum, ballot_id)
    items = current.find(BallotItem, BallotItem.table.c.ballot_id == ballot_id)
    smallest = conditions.smallest_sample(current.connection, ballot.held_on)
    if items and (ballot.counted or 0) < smallest:
        refuse([f"有效票不足 {smallest} 张，不录入、不保存各要点的票数，免得认出是谁投的"])
    refuse(rules.ballot_problems(ballot, items))
