"""The dialog in which one record is typed: a form from its description, errors beside the fields, the keyboard alone.

Enter goes to the next field, Ctrl+S saves, Ctrl+Enter saves and begins the next entry, Esc asks about what is unsaved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.editors import RecordForm, References, references_for
from ganbu_desktop.desktop.kit.editors.people import PersonEditor, PersonField
from ganbu_desktop.desktop.kit.widgets import (
    Heading,
    Notice,
    plain_button,
    primary_button,
    resize_within_screen,
    scrolled,
)
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.errors import FieldError, GanbuError
from ganbu_desktop.foundation.findings import Finding, Level
from ganbu_desktop.kernel.describe import Record, needed_fields
from ganbu_desktop.kernel.ledger import entry as ledger_entry
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.log import sealed
from ganbu_desktop.kernel.log.sealed_guard import sealed_fields

Save = Callable[[Record], object]
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


_FEW = 8
"""Up to so many fields stand two abreast; more of them three, so that they are seen without scrolling."""


def _columns(fields: Sequence[str]) -> int:
    return 3 if len(fields) > _FEW else 2


class RecordDialog(QDialog):
    """One record in a form. ``saved`` tells the record as it was written."""

    saved = Signal(object)

    def __init__(
        self,
        desk: Desk,
        record: Record,
        *,
        title: str,
        sub: str = "",
        fields: Sequence[str],
        save: Save,
        references: Mapping[str, References] | None = None,
        required: Sequence[str] = (),
        columns: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``save`` writes the record or raises GanbuError.

        ``required``: fields without which it is not asked. ``columns`` abreast follow from the number of fields.
        """
        super().__init__(parent or desk.window)
        self.desk = desk
        self._save = save
        wanted = {*required, *needed_fields(type(record))}
        self._required = [name for name in fields if name in wanted]
        self.setWindowTitle(title)
        given = references_for(desk.office, type(record), fields, references)
        self.form = RecordForm(type(record), fields=fields, columns=columns or _columns(fields), references=given)
        self.heading = Heading(title, sub, level="heading")
        self.notice = Notice()
        self.save_button = primary_button("保存", "save", self.save)
        self.cancel_button = plain_button("取消", "", self.reject)
        self.foot = QHBoxLayout()
        self._assemble()
        self.load(record)
        for keys, run in (("Ctrl+S", self.save), ("Ctrl+W", self.reject)):
            QShortcut(QKeySequence(keys), self, run)

    def _assemble(self) -> None:
        self.foot.setSpacing(theme.space(1))
        self.foot.addStretch(1)
        for button, tip in ((self.save_button, "保存并关闭（Ctrl+S）"), (self.cancel_button, "关闭（Esc）")):
            button.setAutoDefault(False)
            button.setToolTip(tip)
            self.foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space(3), theme.space(2), theme.space(3), theme.space(2))
        layout.setSpacing(theme.space(1.5))
        layout.addWidget(self.heading)
        layout.addWidget(scrolled(self.form), 1)
        layout.addWidget(self.notice)
        layout.addLayout(self.foot)
        many = len(self.form.rows) > _FEW
        resize_within_screen(self, 1160 if many else 840, 140 + 68 * len(self.form.rows))

    def load(self, record: Record) -> None:
        """Show a record and go to the first field that is still to be filled."""
        self.form.load(record)
        self.focus_first()

    def focus_first(self) -> None:
        """Put the focus on the first empty field that is typed, else on the first one."""
        typed = [name for name, row in self.form.rows.items() if not row.editor.field.by_program]
        empty = next((name for name in typed if not self.form.editor(name).text()), None)
        if typed:
            self.form.focus_field(empty or typed[0])

    def set_read_only(self, why: str) -> None:
        """Show without letting change, and say why."""
        self.form.set_read_only(True)
        self.save_button.hide()
        self.cancel_button.setText("关闭")
        self.notice.say("hint", why)

    # ---- saving

    def write(self) -> Record | None:
        """Write what was typed; None, with the reason beside its field, when that is not possible."""
        self.notice.clear()
        self.form.show_findings([])
        try:
            record = self.form.record()
            if not self._is_filled(record):
                return None
            self._save(record)
        except FieldError as error:
            self.notice.say("error", f"{error}；没有保存，您的输入还在")
            return None
        except GanbuError as error:
            self.notice.say("error", str(error))
            return None
        return record

    def _is_filled(self, record: Record) -> bool:
        lacking = [name for name in self._required if getattr(record, name) in (None, "")]
        shown = [name for name in lacking if name in self.form.rows]
        if not shown:
            return True
        labels = {name: self.form.editor(name).field.label for name in shown}
        table = type(record).table.name
        self.form.show_findings(
            [Finding("needed", Level.ERROR, f"请填写{labels[n]}", None, table, record.id, n) for n in shown]
        )
        self.notice.say("error", f"还没有填：{'、'.join(labels.values())}。没有保存，您的输入还在。")
        self.form.focus_field(shown[0])
        return False

    def save(self) -> None:
        """Write and close; without anything typed only close."""
        record = self.write()
        if record is not None:
            self.saved.emit(record)
            self.accept()

    def reject(self) -> None:
        """Close, after asking about what is unsaved."""
        if self.form.dirty() and not self.save_button.isHidden():
            text = "这一条有没有保存的内容。要保存吗？"
            answer = self.desk.messages.choose(self, "尚未保存", text, ["保存", "不保存", "继续填写"])
            if answer == 0:
                self.save()
                return
            if answer != 1:
                return
        super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next field; on a button it presses it."""
        if event.key() not in _ENTER:
            super().keyPressEvent(event)
            return
        focused = self.focusWidget()
        if isinstance(focused, QPushButton):
            focused.click()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._control_enter()
        else:
            self.focusNextChild()

    def _control_enter(self) -> None:
        self.save()


class EntryDialog(RecordDialog):
    """One entry of a ledger, new or standing; ``saved`` may be told several times, once for each new entry."""

    def __init__(
        self,
        desk: Desk,
        spec: LedgerSpec,
        record: Record | None = None,
        *,
        values: Mapping[str, Any] | None = None,
        references: Mapping[str, References] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``record`` None begins a new entry, with ``values`` besides those of ``spec.new``."""
        self.spec = spec
        self._old = record
        self._values = dict(values or {})
        self._written = 0
        super().__init__(
            desk,
            self._opened(desk, spec, record)
            if record is not None
            else ledger_entry.fresh(desk.office, spec, self._values),
            title=f"{'编辑' if record is not None else '新增'}{spec.record.label}",
            sub="回车到下一项，Ctrl+回车保存并填下一条" if record is None else "",
            fields=[n for n in spec.fields if n != "state"],
            save=self._write_entry,
            references=references,
            required=spec.required,
            parent=parent,
        )
        self.next_button = plain_button("保存并下一条", "add", self.save_and_next)
        self.keep_button = plain_button("下一条保留…", "", None)
        self._add_buttons()
        frozen = ledger_entry.locked_because(desk.office, spec, record) if record is not None else ""
        if frozen:
            self.set_read_only(frozen)

    @staticmethod
    def _opened(desk: Desk, spec: LedgerSpec, record: Record) -> Record:
        seen = spec.seen(desk.office, record)
        if seen != record:
            return seen
        ledger_entry.note_seen(desk.office, spec, [record], "编辑")
        may_read = sealed_fields(type(record)) and desk.office.account.may(sealed.RIGHT)
        return sealed.unseal_record(desk.office, record, purpose="编辑") if may_read else record

    def _add_buttons(self) -> None:
        is_new = self._old is None
        self.next_button.setToolTip("保存后接着填下一条（Ctrl+回车）")
        self.keep_button.setToolTip("选择哪些内容带到下一条")
        menu = QMenu(self.keep_button)
        kept = self.kept_fields()
        for name, row in self.form.rows.items():
            if self._may_carry(name):
                action = menu.addAction(row.editor.field.label)
                action.setCheckable(True)
                action.setChecked(name in kept)
                action.toggled.connect(lambda on, name=name: self._keep(name, on))
        self.keep_button.setMenu(menu)
        for place, button in ((0, self.keep_button), (2, self.next_button)):
            button.setAutoDefault(False)
            button.setVisible(is_new)
            self.foot.insertWidget(place, button)

    # ---- what is carried to the next entry

    def _setting(self) -> str:
        return f"entry.{self.spec.name}.kept"

    def kept_fields(self) -> list[str]:
        """Return the fields whose values the next entry begins with: the ledger's, unless the clerk chose others."""
        chosen = self.desk.settings.get(self._setting())
        if isinstance(chosen, list):
            return [name for name in chosen if self._may_carry(name)]
        return [name for name in ledger_entry.carried(self.spec, self.desk.office) if self._may_carry(name)]

    def _may_carry(self, name: str) -> bool:
        row = self.form.rows.get(name)
        own = row is None or row.editor.field.by_program or isinstance(row.editor.field, PersonField)
        return not own

    def _keep(self, name: str, on: bool) -> None:
        kept = [n for n in self.kept_fields() if n != name]
        self.desk.settings.set(self._setting(), [*kept, name] if on else kept)

    # ---- saving

    def _write_entry(self, record: Record) -> None:
        ledger_entry.save(self.desk.office, self.spec, self._old, record)

    def save_and_next(self) -> None:
        """Write and begin the next entry with the kept values."""
        if self._old is not None:
            self.save()
            return
        record = self.write()
        if record is None:
            return
        self._written += 1
        self.saved.emit(record)
        kept = {name: getattr(record, name) for name in self.kept_fields()}
        self.load(ledger_entry.fresh(self.desk.office, self.spec, {**self._values, **kept}))
        self.focus_person()
        self.notice.say("ok", f"已保存第 {self._written} 条，接着填下一条；填错了可按 Esc 退出后用 Ctrl+Z 撤销。")

    def focus_person(self) -> None:
        """Put the focus on the person, where a new entry begins."""
        editor = next((r.editor for r in self.form.rows.values() if isinstance(r.editor, PersonEditor)), None)
        if editor is None:
            self.focus_first()
        else:
            editor.focus_for_typing()

    def focus_first(self) -> None:
        """Begin a new entry at the person unless one is given, else at the first empty field; a standing one above."""
        if self._old is not None:
            self.form.focus_field(next(n for n, r in self.form.rows.items() if not r.editor.field.by_program))
            return
        person = next((n for n, r in self.form.rows.items() if isinstance(r.editor, PersonEditor)), None)
        if person is not None and not self.form.editor(person).text():
            self.form.focus_field(person)
        else:
            super().focus_first()

    def save(self) -> None:
        """Write and close; a standing entry of which nothing was changed only closes."""
        untouched = not self.form.dirty()
        if untouched and (self._old is not None or self._written):
            self.accept()
        else:
            super().save()

    def _control_enter(self) -> None:
        self.save_and_next()
