"""The reminder page: what is to be seen to, by kind, with its reason; done, put off or ignored with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from ganbu_desktop.desktop.page import Desk, Page
from ganbu_desktop.desktop.tables import Column, DataTable, ListSource, Row
from ganbu_desktop.desktop.widgets import Notice
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office import Progress
from ganbu_desktop.kernel.reminder import Answer, Reminder, ReminderRule, answer, due

_COLUMNS = (
    Column("kind", "种类", 130),
    Column("nature", "性质", 70, align="center"),
    Column("title", "提醒", 260),
    Column("due", "时间", 110, align="center"),
    Column("why", "依据", 520),
)


class RemindersPage(Page):
    """Lists the open reminders of every room; Enter leads to the person."""

    def __init__(self, desk: Desk, rules: Sequence[ReminderRule]) -> None:
        """``rules``: what the rooms remind of, handed in by the composition root."""
        super().__init__(desk)
        self._rules = tuple(rules)
        self._reminders: dict[str, tuple[ReminderRule, Reminder]] = {}
        self._source = ListSource(_COLUMNS)
        self.table = DataTable("reminders", self._source, desk=desk, multiple=True, filters=True)
        self.table.set_empty("没有需要办理的提醒。\n到龄、照片过旧等情况出现时会自动列在这里。")
        opened = self.add_command("打开", icon="eye", shortcut="Ctrl+O", run=self._open_current)
        done = self.add_command("已办", icon="check", shortcut="Ctrl+D", run=self._mark_done)
        later = self.add_command("以后再说…", icon="calendar", run=self._put_off)
        ignore = self.add_command("忽略…", icon="close", run=self._ignore)
        for action in (opened, done, later, ignore):
            self.table.add_menu_action(action)
        self.table.bar.insertWidget(0, self.table.search_box("搜索姓名或事项"))
        self.body.addWidget(Notice("hint", "提醒由数据和参数推算，只提示、不作结论；权利类与办理类同等列出。"))
        self.body.addWidget(self.table, 1)
        self.table.opened.connect(self._open)
        self.refresh(frozenset())

    def refresh(self, tables: frozenset[str]) -> None:
        """Work the reminders out anew, off the window's thread."""
        self.desk.tasks.run(self._find, title="推算提醒", writes=False, quiet=True, context=self, done=self._show)

    def _find(self, _progress: Progress) -> dict[ReminderRule, list[Reminder]]:
        return due(self.office, self._rules)

    def _show(self, found: dict[ReminderRule, list[Reminder]]) -> None:
        pairs = [(rule, reminder) for rule, reminders in found.items() for reminder in reminders]
        self._reminders = {reminder.key: (rule, reminder) for rule, reminder in pairs}
        self._source.set_rows([_row(rule, reminder) for rule, reminder in pairs])
        self.table.reload()

    def _chosen(self) -> list[Reminder]:
        keys = self.table.selected_ids() or [k for k in [self.table.current_id()] if k]
        chosen = [self._reminders[k][1] for k in keys if k in self._reminders]
        if not chosen:
            self.desk.notify("请先选中提醒", "hint")
        return chosen

    def _open_current(self) -> None:
        key = self.table.current_id()
        if key:
            self._open(key)

    def _open(self, key: str) -> None:
        target = self._reminders[key][1].target if key in self._reminders else None
        if target is not None:
            self.desk.go(*target)

    def _mark_done(self) -> None:
        self._answer(self._chosen(), Answer.DONE)

    def _ignore(self) -> None:
        chosen = self._chosen()
        reason = self.desk.messages.ask_text(self, "忽略提醒", "理由") if chosen else None
        if reason:
            self._answer(chosen, Answer.IGNORED, reason=reason)

    def _put_off(self) -> None:
        chosen = self._chosen()
        reason = self.desk.messages.ask_text(self, "以后再说", "理由") if chosen else None
        text = self.desk.messages.ask_text(self, "以后再说", "暂缓到哪一天（如 2027.01.15）") if reason else None
        if not text:
            return
        try:
            until = PartialDate.parse(text)
        except FieldError as error:
            self.desk.messages.error(self, error)
            return
        self._answer(chosen, Answer.LATER, reason=reason or "", until=until)

    def _answer(
        self, chosen: Sequence[Reminder], what: Answer, *, reason: str = "", until: PartialDate | None = None
    ) -> None:
        if not chosen:
            return

        def work(_progress: Progress) -> int:
            for reminder in chosen:
                answer(self.office, reminder, what, reason=reason, until=until)
            return len(chosen)

        self.desk.tasks.run(work, title=f"记为{what.value}", context=self, done=self._answered)

    def _answered(self, count: int) -> None:
        self.desk.notify(f"已记录 {count} 条")
        self.refresh(frozenset())

    def focus_first(self) -> None:
        """Begin at the list."""
        self.table.focus_rows()


def _row(rule: ReminderRule, reminder: Reminder) -> Row:
    when = f"{reminder.due_on:%Y.%m}" if reminder.due_on else "尽快"
    return Row(reminder.key, (rule.title, rule.nature.value, reminder.title, when, reminder.why), tip=reminder.why)
