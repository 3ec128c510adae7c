"""单位: the tree, quotas, teams, people away, village cadres, leaving."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ganbu_desktop.desktop.ledger.entry_panel import LoopPanel
from ganbu_desktop.desktop.ledger.page import LedgerView
from ganbu_desktop.desktop.ledger.room_page import RoomPage, Tab
from ganbu_desktop.desktop.window.page import Desk, Page
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.modules.units import rows
from ganbu_desktop.modules.units.pages.report_view import ReportView
from ganbu_desktop.modules.units.pages.succession_view import SuccessionView
from ganbu_desktop.modules.units.pages.team_view import ReviewsView, TeamView
from ganbu_desktop.modules.units.pages.units_page import UnitsPage
from ganbu_desktop.modules.units.records import SURVEY_LOOP

_TREE, _NUMBERS, _TEAMS, _AWAY, _VILLAGES, _LEAVING = "单位", "职数", "班子", "在岗", "村干部", "流动"
_HOLDING = frozenset({"unit", "person", "tenure", "quota", "parameter_override"})


def _ledger(spec: LedgerSpec) -> Callable[[Desk], Page]:
    return lambda desk: LedgerView(desk, spec)


def _surveys(desk: Desk) -> Page:
    return LedgerView(desk, rows.SURVEYS.ledger, panels=(partial(LoopPanel, kind=SURVEY_LOOP, title="调研问题"),))


def _report(name: str, *tables: str) -> Callable[[Desk], Page]:
    return lambda desk: ReportView(desk, name, _HOLDING | set(tables))


class UnitsRoom(RoomPage):
    """The tree of units first; further tabs by subject. A unit's id as target shows it in the tree."""

    person_tab = "attendance"

    def __init__(self, desk: Desk) -> None:
        """Show the tree."""
        super().__init__(
            desk,
            [
                Tab("units", "单位信息", UnitsPage, _TREE),
                Tab("unit-names", "名称沿革", _ledger(rows.UNIT_NAMES.ledger), _TREE),
                Tab("quota-ledger", "职数台账", _report("quota-ledger"), _NUMBERS),
                Tab("vacant-posts", "空缺岗位", _report("vacant-posts"), _NUMBERS),
                Tab("over-quota", "超配混编", _report("over-quota"), _NUMBERS),
                Tab("quota-precheck", "任免预审", _report("quota-precheck", "appointment_sheet"), _NUMBERS),
                Tab("quotas", "核定文件", _ledger(rows.NUMBERS.ledger), _NUMBERS),
                Tab("teams", "班子结构", TeamView, _TEAMS),
                Tab("team-reviews", "研判", ReviewsView, _TEAMS),
                Tab("reviewed-people", "人员研判", _ledger(rows.REVIEWED.ledger), _TEAMS),
                Tab("surveys", "调研", _surveys, _TEAMS),
                Tab("survey-coverage", "调研覆盖", _report("survey-coverage", "survey_visit", "loop_item"), _TEAMS),
                Tab("post-profiles", "岗位难度", _ledger(rows.PROFILES.ledger), _TEAMS),
                Tab("unit-load", "忙闲对照", _report("unit-load", "loop_item"), _TEAMS),
                Tab("succession-gaps", "梯队缺口", _report("succession-gaps", "succession_candidate"), _TEAMS),
                Tab("succession", "备选人选", SuccessionView, _TEAMS),
                Tab("off-post", "核查", _report("off-post", "attendance_state", "absence_finding"), _AWAY),
                Tab("attendance", "在岗状态", _ledger(rows.STATES.ledger), _AWAY),
                Tab("absence-findings", "脱岗核实", _ledger(rows.FINDINGS.ledger), _AWAY),
                Tab("village-figures", "统计", _report("village-figures", "village_cadre"), _VILLAGES),
                Tab("village-cadres", "花名册", _ledger(rows.VILLAGE.ledger), _VILLAGES),
                Tab("exit-figures", "流失率", _report("exit-statistics", "exit_event"), _LEAVING),
                Tab("exits", "流动台账", _ledger(rows.EXITS_OF_PEOPLE.ledger), _LEAVING),
            ],
        )

    def show_target(self, target: object) -> None:
        """Show a tab and what was asked for in it, or one unit in the tree."""
        if isinstance(target, str) and target not in self.names():
            if self.choose("units"):
                self.current().show_target(target)
            return
        super().show_target(target)
