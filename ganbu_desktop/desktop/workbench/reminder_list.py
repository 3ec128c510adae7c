"""The list of all reminders: searched, filtered, answered one or many at a time, printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal

from ganbu_desktop.desktop.kit.widgets import Notice
from ganbu_desktop.desktop.tables import Column, DataTable, ListSource, Row
from ganbu_desktop.desktop.window.page import Desk, Page
from ganbu_desktop.desktop.workbench.answering import AnswerDialog
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Progress
from ganbu_desktop.kernel.reminders.agenda import Agenda, Item, When, as_report, date_text
from ganbu_desktop.kernel.reminders.reminder import Answer, Reminder, answer

_COLUMNS = (
    Column("kind", "种类", 130),
    Column("nature", "性质", 70, align="center"),
    Column("title", "提醒", 280),
    Column("when", "远近", 80, align="center"),
    Column("due", "时间", 100, align="center"),
    Column("why", "依据", 480),
)
_TONES = {When.OVERDUE: "error", When.TODAY: "warning"}
AskAnswer = Callable[[Answer, int], tuple[str, PartialDate | None] | None]


class ReminderList(Page):
    """Lists an agenda; Enter leads to where it is seen to. ``answered`` asks for a fresh agenda."""

    answered = Signal()

    def __init__(self, desk: Desk) -> None:
        """Start without an agenda."""
        super().__init__(desk)
        self._agenda: Agenda | None = None
        self._items: dict[str, Item] = {}
        self.ask: AskAnswer = self._ask
        self._source = ListSource(_COLUMNS)
        self.table = DataTable("reminders", self._source, title="提醒", desk=desk, multiple=True, filters=True)
        self.table.set_empty("没有需要办理的提醒。\n到龄、谈话、学时、期满等情况出现时会自动列在这里。")
        opened = self.add_command("打开", icon="eye", shortcut="Ctrl+O", run=self._open_current)
        done = self.add_command("已办", icon="check", shortcut="Ctrl+D", run=self._mark_done)
        later = self.add_command("以后再说…", icon="calendar", run=lambda: self._with_reason(Answer.LATER))
        ignore = self.add_command("忽略…", icon="close", run=lambda: self._with_reason(Answer.IGNORED))
        self.add_separator()
        self.add_command("打印清单…", icon="print", shortcut="Ctrl+P", run=self._print)
        for action in (opened, done, later, ignore):
            self.table.add_menu_action(action)
        self.table.bar.insertWidget(0, self.table.search_box("搜索姓名或事项"))
        self.body.addWidget(Notice("hint", "提醒由数据和参数推算，只提示、不作结论；权利类与办理类同等列出。"))
        self.body.addWidget(self.table, 1)
        self.table.opened.connect(self._open)

    def show_agenda(self, agenda: Agenda) -> None:
        """Show what was worked out."""
        self._agenda = agenda
        self._items = {item.reminder.key: item for item in agenda.items}
        self._source.set_rows([_row(item) for item in agenda.items])
        self.table.reload()

    def show_target(self, target: object) -> None:
        """Show the reminders of one rule, by its name."""
        title = next((i.rule.title for i in self._items.values() if i.rule.name == target), None)
        if title is not None:
            self.table.clear_filters()
            self.table.set_filter("kind", title)

    def _chosen(self) -> list[Reminder]:
        keys = self.table.selected_ids() or [k for k in [self.table.current_id()] if k]
        chosen = [self._items[k].reminder for k in keys if k in self._items]
        if not chosen:
            self.desk.notify("请先选中提醒", "hint")
        return chosen

    def _open_current(self) -> None:
        key = self.table.current_id()
        if key:
            self._open(key)

    def _open(self, key: str) -> None:
        target = self._items[key].reminder.target if key in self._items else None
        if target is not None:
            self.desk.go(*target)

    def _mark_done(self) -> None:
        self._answer(self._chosen(), Answer.DONE)

    def _with_reason(self, what: Answer) -> None:
        chosen = self._chosen()
        given = self.ask(what, len(chosen)) if chosen else None
        if given is not None:
            self._answer(chosen, what, reason=given[0], until=given[1])

    def _ask(self, what: Answer, count: int) -> tuple[str, PartialDate | None] | None:
        dialog = AnswerDialog(self, what, count)
        return (dialog.reason.text(), dialog.until) if dialog.exec() else None

    def _answer(
        self, chosen: Sequence[Reminder], what: Answer, *, reason: str = "", until: PartialDate | None = None
    ) -> None:
        if not chosen:
            return

        def work(progress: Progress) -> int:
            for number, reminder in enumerate(chosen, 1):
                answer(self.office, reminder, what, reason=reason, until=until)
                progress.step(number, len(chosen), f"记为{what.value}")
            return len(chosen)

        self.desk.tasks.run(work, title=f"记为{what.value}", context=self, done=self._tell)

    def _tell(self, count: int) -> None:
        self.desk.notify(f"已记录 {count} 条")
        self.answered.emit()

    def _print(self) -> None:
        if self._agenda is None or not self._items:
            self.desk.notify("没有可打印的提醒", "hint")
            return
        target = self.desk.messages.save_file(
            self, "打印提醒清单", "提醒清单.pdf", "PDF 文件 (*.pdf);;Excel 文件 (*.xlsx)"
        )
        if target is None:
            return
        shown = [self._items[key] for key in self.table.all_ids() if key in self._items]
        report = as_report(self._agenda, shown).signed(self.desk.office)

        def write(_progress: Progress) -> Path:
            from ganbu_desktop.kernel.report.paper import write_report

            write_report(report, target)
            return target

        self.desk.tasks.run(
            write,
            title="写出提醒清单",
            writes=False,
            context=self,
            done=lambda path: self.desk.notify(f"已写出 {path}"),
        )

    def focus_first(self) -> None:
        """Begin at the list."""
        self.table.focus_rows()


def _row(item: Item) -> Row:
    reminder, rule = item.reminder, item.rule
    cells = (rule.title, rule.nature.value, reminder.title, item.when.value, date_text(reminder), reminder.why)
    return Row(reminder.key, cells, tone=_TONES.get(item.when, ""), tip=reminder.why)
