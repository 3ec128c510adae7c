"""One person: the head, and a tab for every information set. Saved by Ctrl+S as one step that can be undone."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut, QShowEvent

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.editors import References
from ganbu_desktop.desktop.kit.parts import settle_timer
from ganbu_desktop.desktop.kit.widgets import Notice, link_button, row
from ganbu_desktop.desktop.people.service_said import ask_said
from ganbu_desktop.desktop.window.keeping import Kept
from ganbu_desktop.desktop.window.page import Desk, Page, PageSpec, command
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.foundation.findings import Finding, Level
from ganbu_desktop.kernel.options import unit_options
from ganbu_desktop.kernel.people import looking
from ganbu_desktop.kernel.people.dossier import Dossier
from ganbu_desktop.kernel.people.faults import faults_of
from ganbu_desktop.kernel.people.gaps import gaps
from ganbu_desktop.kernel.people.person import LEDGER_SETS, AppointmentSheet, Person
from ganbu_desktop.kernel.people.person_list import ListQuery
from ganbu_desktop.kernel.people.service_change import moves
from ganbu_desktop.modules.people import actions, queries
from ganbu_desktop.modules.people.pages.person_attachments import AttachmentSection
from ganbu_desktop.modules.people.pages.person_draft import Draft
from ganbu_desktop.modules.people.pages.person_head import PersonHead
from ganbu_desktop.modules.people.pages.person_history import HistorySection
from ganbu_desktop.modules.people.pages.person_photo import change_photo, remove_photo
from ganbu_desktop.modules.people.pages.person_resume import ResumeSection
from ganbu_desktop.modules.people.pages.person_section import BasicSection, LedgerSection, ledger_fields
from ganbu_desktop.modules.people.pages.person_sheet import SheetSection
from ganbu_desktop.modules.people.pages.person_tabs import Make, PersonTabs
from ganbu_desktop.modules.people.pages.person_target import PersonTarget, target_of
from ganbu_desktop.modules.people.pages.person_timeline import TimelineSection

CHECK_MS = 400
_LEAST_WIDTH, _LEAST_HEIGHT, _LOW = 480, 240, 330
_EDITED = (*LEDGER_SETS, AppointmentSheet)
_SHORT = {"level_history": "层次职级", "qualification": "专业资格", "relative": "家庭成员"}
"""Tabs that bear a shorter word than the label of their record type."""


class PersonPage(Page):
    """Shows one person at a time; what was typed stays until it is saved or given up."""

    def __init__(self, desk: Desk) -> None:
        """Wait for ``show_target``."""
        super().__init__(desk)
        self._person_id = ""
        self._neighbours: tuple[str, ...] = ()
        self._turn = 0
        self._jumped = False
        self._units = References("所在单位", lambda: unit_options(desk.office))
        self._tenure_units = References("任职机构", lambda: unit_options(desk.office), wanted=True)
        self.head = PersonHead()
        self.notice = Notice()
        self.tabs = PersonTabs(self._sections())
        self._check = settle_timer(self, CHECK_MS, self._run_checks)
        self.body.addWidget(self.head)
        self._alert = row(self.notice, link_button("重新载入（放弃输入）", "refresh", self.revert))
        self._alert.hide()
        self.body.addWidget(self.tabs, 1)
        self.body.addWidget(self._alert)
        self.setMinimumSize(theme.pixels(_LEAST_WIDTH), theme.pixels(_LEAST_HEIGHT))
        self._make_commands()
        self._links: list[QAction] = []
        self._show_links()
        self.head.photo_asked.connect(self.change_photo)
        self.head.jumped.connect(self._jump)
        self.tabs.changed.connect(self._edited)
        self.tabs.refused.connect(lambda text: self.desk.notify(f"{text}；请先改正，再离开这一页签", "error"))
        self._edited()

    def _sections(self) -> list[tuple[str, Make]]:
        references = {"tenure": {"unit_id": self._tenure_units}}
        ledgers: list[tuple[str, Make]] = []
        for cls in LEDGER_SETS:
            name = cls.table.name
            title = _SHORT.get(name, cls.label)
            make = partial(
                LedgerSection,
                self.desk,
                cls,
                title,
                fields=ledger_fields(cls),
                references=references.get(name, {}),
            )
            ledgers.append((title, make))
        return [
            ("基本情况", partial(BasicSection, self.desk, self._units)),
            ("任免表", partial(SheetSection, self.desk, self.change_photo)),
            ("简历", partial(ResumeSection, self.desk)),
            *ledgers,
            ("附件", partial(AttachmentSection, self.desk)),
            ("历史", partial(HistorySection, self.desk)),
            ("时间轴", partial(TimelineSection, self.desk)),
        ]

    def _make_commands(self) -> None:
        add = self.add_command
        add("保存", icon="save", shortcut="Ctrl+S", run=self.save)
        self._revert = add("放弃修改", icon="restore", tip="放弃没有保存的输入", run=self.ask_revert)
        self.add_separator()
        add("上一人", icon="up", shortcut="Alt+Up", run=partial(self.step, -1))
        add("下一人", icon="down", shortcut="Alt+Down", run=partial(self.step, 1))
        self.add_separator()
        add("照片", icon="photo", tip="更换照片", run=self.change_photo)
        self._no_photo = add("删除照片", icon="close", run=self.remove_photo)
        add("打印", icon="print", shortcut="Ctrl+P", tip="打印任免表等", run=self.print_forms)
        add("下一条问题", icon="check", shortcut="F8", tip="跳到下一条检查结果", run=self.head.jump_to_next)
        add("返回列表", icon="list", shortcut="Alt+Left", run=lambda: self.desk.go("cadres", self._person_id))
        for keys, by in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1), ("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self, lambda by=by: self.tabs.step(by))
        for number in range(9):
            QShortcut(QKeySequence(f"Alt+{number + 1}"), self, partial(self._show_tab, number))

    def _show_links(self) -> None:
        """Offer what other rooms keep of the person on show."""
        for spec in self.desk.person_pages():
            run = partial(self._go_to_room, spec)
            self._links.append(
                command(self, spec.for_person, run=run, icon=spec.icon, tip=f"转到本人的{spec.for_person}")
            )
        self.head.links.set_actions(self._links)

    def _go_to_room(self, spec: PageSpec) -> None:
        if self._person_id:
            self.desk.go_to_person(spec, self._person_id)

    def _show_tab(self, index: int) -> None:
        if self.tabs.choose(index):
            self.tabs.section().focus_first()

    # ---- what the window asks

    def show_target(self, target: object) -> None:
        """Show a person (an id, a finding or a PersonTarget) and jump to the field it names."""
        wanted = target_of(target)
        if wanted is None or (wanted.person_id != self._person_id and not self.may_leave()):
            return
        if wanted.neighbours:
            self._neighbours = wanted.neighbours
        if wanted.person_id != self._person_id or self.tabs.draft is None:
            self._person_id = wanted.person_id
            self._load()
        if wanted.record_type or wanted.field:
            where = (wanted.record_type, wanted.record_id, wanted.field)
            rule = target.rule if isinstance(target, Finding) else "target"
            self._jumped = self._jump(Finding(rule, Level.HINT, "", wanted.person_id, *where))

    def refresh(self, tables: frozenset[str]) -> None:
        """Show what was changed elsewhere (undo, import); what was typed here stays."""
        if "unit" in tables:
            self._units.reload()
            self._tenure_units.reload()
        if not self._person_id or self.tabs.draft is None:
            return
        stored = queries.dossier(self.office, self._person_id)
        if stored is not None and _same(stored, self.tabs.draft.stored):
            self.tabs.take_stored(stored)
            self._load_photo()
        elif not self.tabs.dirty():
            self._load()
        elif stored is None:
            self._warn("这名干部刚被删除，您的输入还在屏幕上；要保留请先按 Ctrl+Z 撤销删除，再保存。")
        else:
            self._warn(
                "这名干部的资料刚在别处改动过（如撤销、导入）。您没有保存的输入还在屏幕上，改动同一处时不会覆盖。"
            )

    def _jump(self, finding: Finding) -> bool:
        """Go to the field of a finding; one about the photo leads to the photo."""
        if self.tabs.jump(finding):
            return True
        if finding.rule.startswith("photo"):
            self.head.portrait.setFocus(Qt.FocusReason.OtherFocusReason)
        return finding.rule.startswith("photo")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the tabs enough room in a low window."""
        super().resizeEvent(event)
        self.head.set_compact(self.height() < theme.pixels(_LOW))

    def showEvent(self, event: QShowEvent) -> None:
        """Check again what may have changed meanwhile."""
        super().showEvent(event)
        self._check.start()

    def may_be_made_anew(self) -> bool:
        """Put what was typed into the draft; what cannot be taken has to be set right first."""
        return self.tabs.draft is None or self.tabs.collect()

    def kept(self) -> tuple[object, Kept]:
        """Return the person, the tab, and the draft with all that was typed."""
        return (self._person_id, self._neighbours, self.tabs.bar.currentIndex(), self.tabs.draft), Kept({})

    def take_own(self, own: object) -> None:
        """Go on with the same draft in the same tab."""
        person_id, self._neighbours, tab, draft = cast("tuple[str, tuple[str, ...], int, Draft | None]", own)
        if draft is None:
            return
        self._person_id = person_id
        self._load()
        if self.tabs.draft is not None:
            self.tabs.load(draft)
            self.tabs.choose(tab)
            self._edited()

    def may_leave(self) -> bool:
        """Ask about unsaved work."""
        self.tabs.settle()
        if not self.tabs.dirty():
            return True
        name = self.head.name.text()
        answer = self.desk.messages.choose(
            self.desk.window, "尚未保存", f"{name}的资料有没有保存的修改。要保存吗？", ["保存", "不保存", "取消"]
        )
        if answer == 0:
            return self.save()
        if answer == 1:
            self.revert()
            return True
        return False

    def focus_first(self) -> None:
        """Put the focus on the first input of the tab on show."""
        if self.tabs.draft is not None and not self._jumped:
            self.tabs.section().focus_first()
        self._jumped = False

    # ---- reading

    def _load(self) -> None:
        self._turn += 1
        view = queries.person_view(self.office, self._person_id)
        self.notice.clear()
        self._alert.hide()
        if view is None:
            self._gone()
            return
        self.tabs.load(Draft(view.dossier))
        self.head.portrait.show_photo(view.photo)
        self._no_photo.setEnabled(view.photo is not None)
        self._show_head(Draft(view.dossier), list(view.findings))
        self._show_place()
        self._edited()
        self._check.stop()

    def _gone(self) -> None:
        self._person_id, self.tabs.draft = "", None
        self.desk.notify("这名干部已不在库中（可在回收站恢复）", "hint")
        self.desk.go("cadres")

    def _show_head(self, draft: Draft, findings: list[Finding]) -> None:
        dossier = draft.dossier()
        self.head.show_person(dossier, queries.head_facts(self.office, dossier))
        self.head.show_findings(findings, gaps(dossier))
        self.tabs.section().look(draft)
        self.tabs.show_findings(findings)

    def _show_place(self) -> None:
        ids = self._neighbours
        known = self._person_id in ids
        self.head.place.setText(f"{ids.index(self._person_id) + 1:,} / {len(ids):,}" if known else "")

    def _warn(self, text: str) -> None:
        self.notice.say("warning", text)
        self._alert.show()

    # ---- editing

    def _edited(self) -> None:
        dirty = self.tabs.dirty()
        self.head.unsaved.setVisible(dirty)
        self._revert.setEnabled(dirty)
        self._check.start()

    def _run_checks(self) -> None:
        draft = self.tabs.ahead()
        if draft is None:
            return
        self._turn += 1
        turn, dossier = self._turn, draft.dossier()
        self.desk.tasks.run(
            lambda _progress: faults_of.ask(self.office, dossier),
            title="检查",
            writes=False,
            quiet=True,
            context=self,
            done=lambda found: self._show_head(draft, found) if turn == self._turn else None,
        )

    def save(self) -> bool:
        """Write everything changed as one step; False (with the input kept) when it could not be."""
        if self.tabs.draft is None or not self.tabs.collect():
            return False
        draft = self.tabs.draft
        if not draft.dirty():
            self.desk.notify("没有需要保存的修改", "hint")
            return True
        pairs = draft.pairs()
        going, said = True, None
        if moving := moves(pairs):
            going, said = ask_said(self, looking.service_lines(self.office, moving), self.office.month())
        if not going:
            return False
        try:
            actions.save_dossier(self.office, draft.person, pairs, said=said)
        except GanbuError as error:
            self.desk.messages.error(self.desk.window, error)
            return False
        self.desk.notify(f"已保存：{draft.person.name}")
        self._load()
        return True

    def ask_revert(self) -> None:
        """Give up what was typed, after asking."""
        text = "没有保存的输入将丢失，资料恢复为上次保存的样子。"
        if self.desk.messages.question(self.desk.window, "放弃修改", text, yes="放弃修改", danger=True):
            self.revert()

    def revert(self) -> None:
        """Show what is stored."""
        self._load()

    def step(self, by: int) -> None:
        """Show the previous or the next person of the list."""
        if not self._neighbours:
            self._neighbours = tuple(looking.ids(self.office, ListQuery()))
        ids = self._neighbours
        here = ids.index(self._person_id) if self._person_id in ids else -1
        if not 0 <= here + by < len(ids):
            self.desk.notify("已是列表中的第一人" if by < 0 else "已是列表中的最后一人", "hint")
            return
        self.show_target(PersonTarget(ids[here + by]))

    def print_forms(self) -> None:
        """Go to printing; what is printed is what is stored."""
        if self._person_id and self.may_leave():
            self.desk.go("print", [self._person_id])

    def change_photo(self) -> None:
        """Choose and crop another photo."""
        if self.tabs.draft is not None:
            change_photo(self.desk, self._stored(), self._load_photo, self)

    def remove_photo(self) -> None:
        """Take the photo away, after asking."""
        if self.tabs.draft is not None and remove_photo(self.desk, self._stored()):
            self._load_photo()

    def _stored(self) -> Person:
        assert self.tabs.draft is not None
        return self.tabs.draft.stored.person

    def _load_photo(self) -> None:
        photo = queries.photo(self.office, self._person_id)
        self.head.portrait.show_photo(photo)
        self._no_photo.setEnabled(photo is not None)


def _same(one: Dossier, other: Dossier) -> bool:
    """Tell whether two dossiers agree in everything that the page edits."""
    return one.person == other.person and all(one.rows(cls) == other.rows(cls) for cls in _EDITED)
