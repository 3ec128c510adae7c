"""The room's page: the archives first, then each ledger in its tab, with the panels its entries need."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ganbu_desktop.desktop.ledger.entry_card import MakePanel
from ganbu_desktop.desktop.ledger.entry_lines import EvidenceDialog
from ganbu_desktop.desktop.ledger.entry_panel import LimitingPanel, LoopPanel
from ganbu_desktop.desktop.ledger.page import LedgerView
from ganbu_desktop.desktop.ledger.procedure_panel import ProcedurePanel
from ganbu_desktop.desktop.ledger.room_page import RoomPage, Tab
from ganbu_desktop.desktop.window.page import Desk, Page
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.political import ledgers, rows
from ganbu_desktop.modules.political.loops import RECTIFYING
from ganbu_desktop.modules.political.pages.archive_tab import ArchiveTab
from ganbu_desktop.modules.political.pages.ballots import BallotDialog
from ganbu_desktop.modules.political.pages.veto_panel import VetoPanel
from ganbu_desktop.modules.political.records import BallotSum


class RectifyingPanel(LoopPanel):
    """The problems of an entry that are to be put right, with the papers on which each is closed."""

    def __init__(self, desk: Desk) -> None:
        """Start without an entry."""
        super().__init__(desk, RECTIFYING, "整改")

    def _acts(self, item: LoopItem) -> tuple[tuple[str, Callable[[], object]], ...]:
        acts = super()._acts(item)
        return (("销号材料…", lambda: self.ask(EvidenceDialog(self.desk, item))), *acts) if acts else acts


def _ledger(spec: LedgerSpec, *panels: MakePanel, may_add: bool | None = None) -> Callable[[Desk], Page]:
    chosen: Sequence[MakePanel] | None = panels or None
    return lambda desk: LedgerView(desk, spec, panels=chosen, may_add=may_add)


def _review(desk: Desk) -> ProcedurePanel:
    """Return the way of a veto's review, stage by stage."""
    return ProcedurePanel(desk, "veto_review")


def _ballots(desk: Desk) -> Page:
    """Return the ledger of votes with the command that takes their sums in."""

    def offer(view: LedgerView) -> None:
        def ask() -> None:
            ballot = view.current_entry()
            if isinstance(ballot, BallotSum):
                dialog = BallotDialog(desk, ballot)
                dialog.finished.connect(dialog.deleteLater)
                dialog.open()

        view.add_row_command("录入票数", ask, icon="edit", tip="录入各要点的票数合计，可从 Excel 粘贴")

    return LedgerView(desk, ledgers.BALLOTS, extra_commands=offer)


_TABS: tuple[tuple[str, tuple[tuple[LedgerSpec, str, Callable[[Desk], Page]], ...]], ...] = (
    (
        "政治素质档案",
        (
            (ledgers.ARCHIVES, "档案", ArchiveTab),
            (ledgers.ENTRIES, "正反向条目", _ledger(ledgers.ENTRIES)),
            (rows.SUMMARIES.ledger, "年度综述", _ledger(rows.SUMMARIES.ledger)),
        ),
    ),
    (
        "考察与测评",
        (
            (rows.INSPECTIONS.ledger, "政治素质考察", _ledger(rows.INSPECTIONS.ledger)),
            (ledgers.BALLOTS, "政治素质测评", _ballots),
            (rows.TEAMS.ledger, "班子政治建设考察", _ledger(rows.TEAMS.ledger, RectifyingPanel)),
            (rows.FRONTLINE.ledger, "一线表现", _ledger(rows.FRONTLINE.ledger)),
        ),
    ),
    (
        "组织生活与整改",
        (
            (rows.MEETINGS.ledger, "党内政治生活", _ledger(rows.MEETINGS.ledger)),
            (rows.SELF_CHECKS.ledger, "对照检查", _ledger(rows.SELF_CHECKS.ledger, RectifyingPanel)),
            (rows.RECTIFICATIONS.ledger, "查摆整改", _ledger(rows.RECTIFICATIONS.ledger, RectifyingPanel)),
        ),
    ),
    (
        "负面清单",
        (
            (ledgers.LISTS, "清单版本", _ledger(ledgers.LISTS)),
            (ledgers.CLAUSES, "清单条款", _ledger(ledgers.CLAUSES)),
            (rows.HITS.ledger, "命中登记", _ledger(rows.HITS.ledger)),
        ),
    ),
    (
        "研判与决定",
        (
            (rows.ASSESSMENTS.ledger, "担当作为研判", _ledger(rows.ASSESSMENTS.ledger)),
            (rows.REASONS.ledger, "推荐理由", _ledger(rows.REASONS.ledger)),
            (ledgers.VETOES, "一票否决", _ledger(ledgers.VETOES, LimitingPanel, VetoPanel, _review, may_add=True)),
        ),
    ),
    ("八小时外走访", ((rows.NOTES.ledger, "八小时外走访", _ledger(rows.NOTES.ledger)),)),
)


class PoliticalPage(RoomPage):
    """A tab for the archives and one for every ledger, in groups; the tabs bear the ledgers' names in targets."""

    person_tab = ledgers.ARCHIVES.name

    def __init__(self, desk: Desk) -> None:
        """Show the archives."""
        inside = {ledgers.BALLOTS.name: ledgers.BALLOT_ITEMS.name}  # votes are entered with their ballot
        tabs = [
            Tab(spec.name, title, make, group, inside.get(spec.name, ""))
            for group, tabs in _TABS
            for spec, title, make in tabs
        ]
        super().__init__(desk, tabs)
