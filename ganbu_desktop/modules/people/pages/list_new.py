"""The dialog that adds one person: a name is enough, the rest follows on the person's page."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QVBoxLayout

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.editors import RecordForm, References
from ganbu_desktop.desktop.kit.widgets import Heading, Notice, dialog_buttons
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation import identity_number
from ganbu_desktop.foundation.errors import FieldError, GanbuError
from ganbu_desktop.kernel.options import unit_options
from ganbu_desktop.kernel.people import looking
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.person_list import ListQuery
from ganbu_desktop.modules.people import actions

_FIELDS = ("name", "unit_id", "id_number")


class NewPersonDialog(QDialog):
    """Asks for the name, the unit and the identity number; ``person`` is who was added."""

    def __init__(self, desk: Desk, unit_id: str | None = None) -> None:
        """``unit_id`` is the unit offered first."""
        super().__init__(desk.window)
        self._desk = desk
        self.person: Person | None = None
        self._warned = ""
        self.setWindowTitle("新增干部")
        units = References("所在单位", lambda: unit_options(desk.office))
        self.form = RecordForm(Person, fields=_FIELDS, columns=2, references={"unit_id": units})
        self.form.load(Person(unit_id=unit_id))
        self.notice = Notice()
        self._assemble()
        self.form.focus_field("name")

    def _assemble(self) -> None:
        buttons, _ok = dialog_buttons(self, ok="新增", run=self.add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(2))
        layout.setSpacing(theme.space(2))
        layout.addWidget(Heading("新增干部", "先填姓名即可，其他内容在下一页补充；身份证号会带出性别和出生年月。"))
        layout.addWidget(self.form, 1)
        layout.addWidget(self.notice.keep_place(3))
        layout.addWidget(buttons)
        self.setMinimumWidth(theme.pixels(620))

    def add(self) -> None:
        """Add the person and close; somebody of the same name or number is mentioned once before."""
        try:
            person = self._filled()
            warning = self._same(person)
            if warning and warning != self._warned:
                self._warned = warning
                self.notice.say("warning", warning)
                return
            self.person = actions.register_person(self._desk.office, person)
        except FieldError:
            return
        except GanbuError as error:
            self.notice.say("error", str(error))
            self.form.focus_field("name")
            return
        self.accept()

    def _filled(self) -> Person:
        record = self.form.record()
        assert isinstance(record, Person)
        number = record.id_number or ""
        if not number or identity_number.problems(number, sex=None, born_on=None):
            return record
        return Person(
            **{
                **record.__dict__,
                "sex": identity_number.sex_code(number),
                "born_on": identity_number.birth_date(number),
            }
        )

    def _same(self, person: Person) -> str:
        filters = [("id_number", person.id_number or ""), ("name", person.name or "")]
        for name, text in filters:
            hits = looking.rows(
                self._desk.office, looking.ids(self._desk.office, ListQuery(filters=((name, text),)))[:20]
            )
            same = [h for h in hits if text and getattr(h.person, name) == text]
            if same:
                who = f"{same[0].person.name}（{same[0].unit_name or '未分单位'}）"
                what = "身份证号相同" if name == "id_number" else "同名"
                return f"库中已有{what}的 {who}。确认不是同一人后，再按一次“新增”。"
        return ""
