"""The first half hour on the demo store: a quiet bar under the page says what to try next and sees when it was done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.settings import Settings
from ganbu_desktop.desktop.kit.widgets import Badge, link_button, plain_button, primary_button, text_label

_KEPT = "tour"
BACKED_UP = "backup"
"""The table by which the window tells that a backup was made."""


@dataclass(frozen=True)
class Step:
    """One thing to try. ``page``: where; it is done when that page is shown, or when ``tables`` or ``kinds`` are told.

    ``tables``: records that a committed step has changed; ``kinds``: kinds of steps (``undo``, ``import``).
    """

    title: str
    text: str
    page: str = ""
    tables: frozenset[str] = frozenset()
    kinds: frozenset[str] = field(default=frozenset())
    samples: bool = False

    @property
    def watches_page(self) -> bool:
        """Return whether coming to the page is all there is to do."""
        return not self.tables and not self.kinds


STEPS = (
    Step("看工作台", "这里列着要办的事和干部应得的权利。点一条，就到要办的那一屏。", "workbench"),
    Step("找人", "到“干部”页，按 Ctrl+F 输入一个姓的拼音首字母，比如 w；方向键选一个人，按回车打开。", "person"),
    Step(
        "改一项",
        "在这个人的基本信息里随便改一格，比如籍贯，按 Ctrl+S 保存。这是编造的人，改坏了也不要紧。",
        "cadres",
        tables=frozenset({"person"}),
    ),
    Step("撤销", "按 Ctrl+Z，刚才那一步就退回去了。任何一步都可以这样撤销。", kinds=frozenset({"undo"})),
    Step(
        "导入样例",
        "点“准备样例文件”，写出一套单位报来的文件（里面故意有错），然后“读取”“导入”。导完再撤销也行。",
        "import",
        kinds=frozenset({"import", "import-change", "import-correct"}),
        samples=True,
    ),
    Step("数据校核", "按 F5 开始校核。回车打开一条，就到那个人的那一格；按 F8 到下一条。", "check"),
    Step("打印任免表", "在“干部”页选一两个人，按 Ctrl+P，看预览，点“写出文件…”存成 PDF。", "print"),
    Step("花名册", "还是这一页，左边选“干部花名册”，“选择栏目…”挑几列，看右边的预览变了没有。", "print"),
    Step(
        "记一次谈话",
        "到“谈心谈话”页按 Ctrl+N，选人、类型、日期，写几句要点，保存。",
        "talks",
        tables=frozenset({"talk"}),
    ),
    Step(
        "月报",
        "到“报表”页选“谈心谈话情况月报表”，点“生成”。光标移到一个数字上按回车，看是哪些人。",
        "reports",
        tables=frozenset({"report_run"}),
    ),
    Step("备份", "点“立即备份”。程序会把备份重新打开核对一遍才算数。", "backups", tables=frozenset({BACKED_UP})),
    Step("完成", "头一遍走完了。哪一屏不清楚就按 F1；正式使用时，在“文件”菜单“打开其他数据文件…”里新建数据文件。"),
)
_OFFER = "这里的人和单位都是编造的，可以放心试。跟着做十二步，半个小时就会用。"


class Tour(QFrame):
    """Offered at first, then one step after the other; left at any time and taken up again where it was left."""

    def __init__(
        self, settings: Settings, store: str, *, go: Callable[[str], object], prepare_samples: Callable[[], object]
    ) -> None:
        """``store`` keys how far the tour has come; ``go`` shows a page; ``prepare_samples`` writes sample files."""
        super().__init__()
        self.setProperty("role", "tour")
        self.setAccessibleName("导览")
        self._settings, self._store, self._go = settings, store, go
        self._title, self._text = text_label(role="heading"), text_label(wrap=True)
        self._badge = Badge("", "ok")
        self.samples = plain_button("准备样例文件…", "file", prepare_samples)
        self.there = plain_button("带我去", "right", self._take_there)
        self.back = plain_button("上一步", "", lambda: self._move(-1))
        self.next: QPushButton = primary_button("", "", lambda: self._move(1))
        self.leave_button = link_button("离开导览", "close", self.leave)
        self._assemble()
        known = self._kept().get(store, {})
        self._step = min(int(known.get("step", -1)), len(STEPS) - 1)
        self._is_done = False
        self.setVisible(bool(known.get("open", True)))
        self._show()

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.space(1))
        for widget in (self._title, self._badge):
            head.addWidget(widget)
        head.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space(1))
        buttons.addWidget(self._text, 1)
        for button in (self.samples, self.there, self.back, self.next):
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        buttons.addWidget(self.leave_button, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space(2), theme.space(0.5), theme.space(2), theme.space(0.5))
        layout.setSpacing(theme.space(0.25))
        layout.addLayout(head)
        layout.addLayout(buttons)

    # ---- walking

    def step(self) -> Step | None:
        """Return the step on show, None while the tour is only offered."""
        return STEPS[self._step] if self._step >= 0 else None

    def is_done(self) -> bool:
        """Return whether the step on show has been seen done."""
        return self._is_done

    def resume(self) -> None:
        """Show the bar again, at the step where it was left, or from the start after the last one."""
        if self._step >= len(STEPS) - 1:
            self._step = 0
        self._step = max(0, self._step)
        self.show()
        self._show()
        self._take_there()

    def leave(self) -> None:
        """Take the bar away; it comes back from the menu."""
        self.hide()
        self._keep()

    def _move(self, by: int) -> None:
        if self._step + by >= len(STEPS):
            self.leave()
            return
        self._step = max(0, self._step + by)
        self._is_done = False
        self._show()
        if by > 0:
            self._take_there()

    def _take_there(self) -> None:
        step = self.step()
        if step is not None and step.page and step.page != "person":
            self._go(step.page)

    def _show(self) -> None:
        step = self.step()
        is_last = self._step == len(STEPS) - 1
        self._title.setVisible(step is not None)
        self._title.setText("" if step is None else f"第 {self._step + 1} 步，共 {len(STEPS)} 步：{step.title}")
        self._text.setText(_OFFER if step is None else step.text)
        self._badge.set("做到了" if self._is_done else "", "ok")
        self._badge.setVisible(self._is_done)
        self.samples.setVisible(step is not None and step.samples)
        self.there.setVisible(step is not None and bool(step.page) and step.page != "person")
        self.back.setVisible(self._step > 0)
        self.next.setText("开始导览" if step is None else "走完了" if is_last else "下一步")
        self.leave_button.setText("不用了" if step is None else "离开导览")
        self._keep()

    def _kept(self) -> dict[str, dict[str, Any]]:
        """Return how far the tour has come in each store."""
        kept = self._settings.get(_KEPT, {})
        return kept if isinstance(kept, dict) else {}

    def _keep(self) -> None:
        kept = self._settings.get(_KEPT, {})
        others = (
            {store: known for store, known in kept.items() if store != self._store} if isinstance(kept, dict) else {}
        )
        self._settings.set(_KEPT, {**others, self._store: {"step": self._step, "open": not self.isHidden()}})

    # ---- watching

    def page_shown(self, name: str) -> None:
        """Take note that a page came on show."""
        step = self.step()
        if step is not None and step.watches_page and step.page == name:
            self._done()

    def changed(self, tables: frozenset[str], kind: str = "") -> None:
        """Take note that a step was committed: which records it changed, and of what kind it was."""
        step = self.step()
        if step is not None and (kind in step.kinds or (step.tables & tables and kind not in ("undo", "redo"))):
            self._done()

    def _done(self) -> None:
        if not self._is_done:
            self._is_done = True
            self._show()
