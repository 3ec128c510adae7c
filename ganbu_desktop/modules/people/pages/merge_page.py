"""合并重复人员: likely pairs as a list, two records side by side, and the one step that joins them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit.widgets import Notice, plain_button, primary_button
from ganbu_desktop.desktop.kit.words import words
from ganbu_desktop.desktop.tables import Column, DataTable, ListSource, Row
from ganbu_desktop.desktop.window.page import Desk, Page
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.kernel import options
from ganbu_desktop.kernel.identity_mask import masked
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person_list import PersonRow
from ganbu_desktop.modules.people import merging
from ganbu_desktop.modules.people.merging import CONFIRMING, Comparison, Joined
from ganbu_desktop.modules.people.pages.merge_tree import MergeTree

_COLUMNS = (
    Column("first", "第一人", 350),
    Column("second", "第二人", 350),
    Column("reason", "为什么可能是同一人", 200),
    Column("doubt", "与此不符", 200),
)
_LIST, _COMPARE = 0, 1
_NONE = "没有发现可能重复的人。\n也可以在干部名单里选中两人，再点“合并”。"


@dataclass(frozen=True)
class _Found:
    pairs: Sequence[merging.LikelyPair]
    people: dict[str, PersonRow]


class MergePage(Page):
    """The list of likely pairs, or two people compared; target: an id, a pair of ids, or nothing."""

    def __init__(self, desk: Desk) -> None:
        """Show the list; it is read when the page is first asked for something."""
        super().__init__(desk)
        self.comparison: Comparison | None = None
        self._about = ""
        self.source = ListSource(_COLUMNS)
        self.table = DataTable("merge", self.source, title="可能重复的人员", desk=desk)
        self.table.noun = "对"
        self.table.set_empty(_NONE)
        self.table.opened.connect(self._open_pair)
        self.tree = MergeTree()
        self.tree.changed.connect(self._say_moving)
        self.notice = Notice()
        self.summary = words(role="muted")
        self.only_different = QCheckBox("只看不同的")
        self.only_different.toggled.connect(self.tree.show_only_different)
        self.go = primary_button("合并", "people", self.join)
        self._add_commands()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._list_side())
        self._stack.addWidget(self._compare_side())
        self.body.addWidget(self._stack, 1)
        self._show(_LIST)
        self.reload()

    def _add_commands(self) -> None:
        self._back = self.add_command("重复名单", icon="list", run=self.show_list, tip="回到可能重复的名单")
        self._swap = self.add_command("互换", icon="sort", shortcut="Ctrl+Shift+X", run=self.swap, tip="换另一人留下")
        self.add_command("刷新", icon="refresh", shortcut="F5", run=self.reload, tip="重新查找可能重复的人")

    def _list_side(self) -> QWidget:
        side = QWidget()
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        self.notes = words("这里只列出可能是同一人的记录，程序不会自己合并。回车打开比较。", role="muted")
        layout.addWidget(self.notes)
        layout.addWidget(self.table.search_box("查找姓名、单位"))
        layout.addWidget(self.table, 1)
        return side

    def _compare_side(self) -> QWidget:
        side = QWidget()
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.notice)
        foot = QHBoxLayout()
        foot.addWidget(self.summary, 1)
        foot.addWidget(self.only_different)
        foot.addWidget(plain_button("返回", "", self.show_list))
        foot.addWidget(self.go)
        layout.addLayout(foot)
        return side

    # ---- the list

    def reload(self) -> None:
        """Look for likely pairs, off the window's thread."""
        self.desk.tasks.run(
            lambda _progress: _find(self.office),
            title="查找可能重复的人",
            writes=False,
            quiet=True,
            context=self,
            done=self._take,
        )

    def _take(self, found: _Found) -> None:
        chosen = [p for p in found.pairs if not self._about or self._about in (p.first_id, p.second_id)]
        self.source.set_rows(
            [
                Row(
                    f"{p.first_id} {p.second_id}",
                    (_who(found.people, p.first_id), _who(found.people, p.second_id), p.reason, "、".join(p.doubts)),
                    tone="warning" if p.doubts else "",
                )
                for p in chosen
            ]
        )
        self.table.reload()

    def _open_pair(self, row_id: str) -> None:
        first, second = row_id.split()
        self.compare(first, second)

    def show_list(self) -> None:
        """Go back to the likely pairs."""
        self.comparison = None
        self._show(_LIST)
        self.focus_first()
        self.reload()

    def _show(self, side: int) -> None:
        self._stack.setCurrentIndex(side)
        self._back.setEnabled(side == _COMPARE)
        self._swap.setEnabled(side == _COMPARE)

    # ---- two people

    def compare(self, kept_id: str, left_id: str) -> None:
        """Put two people side by side; the first stays."""
        try:
            self.comparison = merging.compare(self.office, kept_id, left_id, self.desk.ledgers())
        except GanbuError as error:
            self.desk.messages.error(self.desk.window, error)
            self.show_list()
            return
        self._show_comparison(self.comparison)

    def _show_comparison(self, found: Comparison) -> None:
        self.tree.load(found, only_different=self.only_different.isChecked())
        if found.obstacles:
            self.notice.say("error", "现在不能合并：\n" + "\n".join(found.obstacles))
        elif found.doubts:
            self.notice.say("warning", f"{'、'.join(found.doubts)}：可能是两个人。请先核对档案，确认后才能合并。")
        else:
            self.notice.clear()
        self._say_moving()
        self.go.setEnabled(not found.obstacles)
        self._show(_COMPARE)
        self.focus_first()

    def _say_moving(self) -> None:
        if self.comparison is None:
            return
        elsewhere, coming = sum(number for _label, number in self.comparison.moving), self.tree.coming()
        total = elsewhere + coming
        parts = f"（各类信息 {coming} 行、其他业务 {elsewhere} 条）" if elsewhere and coming else ""
        moving = f"将有 {total} 条记录{parts}改挂到留下的人" if total else "并入的人没有要改挂的记录"
        self.summary.setText(f"打勾的留下。{moving}；并入的人进回收站。合并是一步，可按 Ctrl+Z 撤销。")

    def swap(self) -> None:
        """Let the other one stay."""
        if self.comparison is not None:
            self.compare(self.comparison.left.id, self.comparison.kept.id)

    def join(self) -> None:
        """Ask, by typing where something speaks against it, and join."""
        found = self.comparison
        if found is None or not self._confirmed(found):
            return
        taken, unwanted, ledgers = self.tree.taken(), self.tree.unwanted(), self.desk.ledgers()
        typed = CONFIRMING if found.doubts else ""
        self.desk.tasks.run(
            lambda _progress: merging.join(self.office, found, ledgers, taken=taken, unwanted=unwanted, typed=typed),
            title="合并干部",
            context=self,
            done=self._joined,
        )

    def _confirmed(self, found: Comparison) -> bool:
        name = found.kept.name or "未填姓名"
        if found.doubts:
            text = (
                f"{'、'.join(found.doubts)}，这两条记录可能是两个人。\n\n"
                f"合并后只留一个“{name}”，另一条进回收站；可按 Ctrl+Z 撤销。请核对档案后再确认。"
            )
            return self.desk.messages.confirm_typed(self.desk.window, "合并干部", text, CONFIRMING)
        text = f"两条记录合成一个“{name}”，另一条进回收站，它在各业务中的记录都改挂过来。可按 Ctrl+Z 撤销。"
        return self.desk.messages.question(self.desk.window, "合并干部", text, yes="合并")

    def _joined(self, done: Joined) -> None:
        self.desk.notify(f"已合并，{done.moved} 条记录改挂到留下的人，可按 Ctrl+Z 撤销")
        self.show_list()

    # ---- what the window asks

    def show_target(self, target: object) -> None:
        """Compare two people given by their ids; list the pairs of one; nothing: all pairs."""
        if isinstance(target, tuple) and len(target) == 2:
            self._about = ""
            self.compare(str(target[0]), str(target[1]))
            return
        self._about = target if isinstance(target, str) else ""
        self.show_list()

    def own(self) -> object:
        """Return the two who are compared, and whom the list is about."""
        found = self.comparison
        return self._about, (found.kept.id, found.left.id) if found is not None else None

    def take_own(self, own: object) -> None:
        """Compare the same two."""
        self._about, pair = cast("tuple[str, tuple[str, str] | None]", own)
        if pair is not None:
            self.compare(*pair)

    def refresh(self, tables: frozenset[str]) -> None:
        """Look again after a change of people; two that are compared are put side by side afresh."""
        if self.comparison is not None:
            gone = options.people_of(self.office, [self.comparison.kept.id, self.comparison.left.id])
            if len(gone) < 2:
                self.show_list()
            else:
                self.compare(self.comparison.kept.id, self.comparison.left.id)
        elif "person" in tables:
            self.reload()

    def focus_first(self) -> None:
        """Begin in the list, or in the comparison."""
        if self.comparison is None:
            self.table.focus_rows()
        else:
            self.tree.setFocus(Qt.FocusReason.OtherFocusReason)


def _find(office: Office) -> _Found:
    pairs = merging.likely_pairs(office)
    ids = list(dict.fromkeys(i for p in pairs for i in (p.first_id, p.second_id)))
    return _Found(pairs, {row.person.id: row for row in options.people_of(office, ids)})


def _who(people: dict[str, PersonRow], person_id: str) -> str:
    row = people.get(person_id)
    if row is None:
        return "（已不存在）"
    return f"{options.person_label(row)} {masked(row.person.id_number) or '无身份证号'}"
