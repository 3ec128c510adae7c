"""The ledgers of the political room that are written by hand; the plain ones are described in ``rows``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.political import actions, queries, records
from ganbu_desktop.store.record import Record


def _by(field: str, day: str) -> Callable[[Office], Mapping[str, Any]]:
    """Return what gives a fresh row the acting account and today."""
    return lambda office: {field: office.account.name, day: PartialDate.of(office.today())}


def _complete(office: Office, rows: Sequence[Record]) -> list[str]:
    people = [cast("records.PoliticalArchive", row).person_id for row in rows]
    expected, day = queries.expected_sources(office, office.today()), office.today()
    with office.reading() as connection:
        found = queries.completeness(connection, people, expected, day)
    return [found[person_id].text for person_id in people]


def _counted(office: Office, rows: Sequence[Record]) -> list[str]:
    people = [cast("records.PoliticalArchive", row).person_id for row in rows]
    with office.reading() as connection:
        found = queries.dimension_counts(connection, people, office.today())
    return ["　".join(_said(count) for count in found[person_id] if _said(count)) or "无记录" for person_id in people]


def _said(count: queries.DimensionCount) -> str:
    said = [f"正{count.forward}"] * bool(count.forward) + [f"反{count.reverse}"] * bool(count.reverse)
    return f"{count.dimension}{'、'.join(said)}" if said else ""


def _shown(office: Office, rows: Sequence[Record]) -> list[str]:
    ballots = [cast("records.BallotSum", row) for row in rows]
    return ["样本不足，不显示" if queries.ballot_results(office, b) is None else "可以查看" for b in ballots]


ARCHIVES = LedgerSpec(
    name="political-archives",
    title="政治素质档案",
    record=records.PoliticalArchive,
    fields=("person_id", "number", "opened_on", "status", "kept_by", "note"),
    listed=("number", "opened_on"),
    key=("person_id",),
    save=actions.save_archives,
    newest_by="opened_on",
    required=("person_id",),
    new=lambda office: {"opened_on": PartialDate.of(office.today()), "status": "1"},
    forms=("political-archive",),
    derived={"材料齐全": _complete, "各维度条目": _counted},
    help="还没有政治素质档案。点“为现职干部建档”，一人一档，编号自动接续。",
)
ENTRIES = LedgerSpec(
    name="political-entries",
    title="政治素质条目",
    record=records.PoliticalEntry,
    fields=("person_id", "dimension", "direction", "occurred_on", *records.LIMITING_FIELDS, "consented_on"),
    listed=("dimension", "direction", "occurred_on", "facts", "source_kind", "source", "ends_on"),
    key=("person_id", "dimension", "direction", "occurred_on", "facts"),
    save=actions.save_entries,
    newest_by="occurred_on",
    required=("person_id", "dimension", "direction", "facts"),
    new=_by("recorded_by", "recorded_on"),
    help="还没有条目。先登记事实和来源；反向条目要有佐证材料、本人说明、复核人和失效日期才能生效。",
)
BALLOTS = LedgerSpec(
    name="political-ballots",
    title="政治素质测评",
    record=records.BallotSum,
    fields=("title", "person_id", "occasion", "direction", "held_on", "handed_out", "counted", "counted_by"),
    listed=("occasion", "direction", "held_on", "handed_out", "counted"),
    key=("person_id", "occasion", "direction"),
    save=actions.save_ballots,
    newest_by="held_on",
    required=("person_id", "occasion", "direction", "counted"),
    new=lambda office: {"held_on": PartialDate.of(office.today())},
    forms=("political-ballot-sum", "political-ballot-positive", "political-ballot-reverse"),
    derived={"分项结果": _shown},
    help="还没有测评。先打印空白测评表，投票后登记发出票数、有效票数，再录入各要点的票数合计；不录单张票。",
)
BALLOT_ITEMS = LedgerSpec(
    name="political-ballot-items",
    title="测评分项票数",
    record=records.BallotItem,
    fields=("ballot_id", "item", "answer_1", "answer_2", "answer_3", "answer_4"),
    key=("ballot_id", "item"),
    save=actions.save_items,
    newest_by="item",
    required=("ballot_id", "item"),
    help="还没有票数。先登记测评，再逐项录入票数合计，可从 Excel 粘贴。",
)
LISTS = LedgerSpec(
    name="negative-lists",
    title="负面清单版本",
    record=records.NegativeListVersion,
    fields=("title", "document", "effective_from", "ended_on", "studied_on", "studied_as"),
    key=("title",),
    save=actions.save_lists,
    newest_by="effective_from",
    required=("title", "effective_from"),
    forms=("negative-list",),
    help="还没有负面清单。先登记版本和施行日期，再录入条款；新版施行，旧版自动截止。",
)
CLAUSES = LedgerSpec(
    name="negative-clauses",
    title="负面清单条款",
    record=records.NegativeListClause,
    fields=("version_id", "title", "situation", "basis", "effective_from"),
    key=("version_id", "title"),
    save=actions.save_clauses,
    newest_by="effective_from",
    required=("version_id", "title"),
    help="还没有条款。条款属于一个版本，命中按行为发生时的版本认定。",
)
VETOES = LedgerSpec(
    name="vetoes",
    title="一票否决",
    record=records.VetoDecision,
    fields=("person_id", "clause", "occurred_on", "evidence_list", *records.LIMITING_FIELDS),
    listed=("clause", "occurred_on", "source", "ends_on"),
    key=("person_id", "clause", "occurred_on"),
    save=actions.save_vetoes,
    newest_by="occurred_on",
    required=("person_id", "clause", "facts"),
    new=_by("recorded_by", "recorded_on"),
    forms=("veto-approval", "veto-notice", "veto-review"),
    may_import=False,
    help="没有一票否决。程序不会产生一票否决，只登记集体作出的决定；缺文号、未告知本人的不生效。",
)
LEDGERS = (
    ARCHIVES,
    ENTRIES,
    BALLOTS,
    BALLOT_ITEMS,
    LISTS,
    CLAUSES,
    VETOES,
)
