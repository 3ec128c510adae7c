"""The dialog that takes a challenge of any entry into the register of corrections."""

from __future__ import annotations

from ganbu_desktop.desktop.ledger.entry_dialog import RecordDialog
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.describe import Record
from ganbu_desktop.kernel.spine import correction_actions
from ganbu_desktop.kernel.spine.correction import Correction

_ASKED = ("asked", "materials", "asked_by", "asked_on")


def challenge_dialog(desk: Desk, entry: Record) -> RecordDialog:
    """Return the dialog; what is saved hangs on ``entry``, whatever kind of record it is."""
    place = correction_actions.place_of_challenged(entry)
    return RecordDialog(
        desk,
        Correction(**place, asked="", asked_on=PartialDate.of(desk.office.today())),
        title=f"登记更正申请：{type(entry).label}",
        sub="登记后在“更正申诉”中受理、核实、作结论、送达回执。",
        fields=_ASKED,
        required=("asked", "asked_by"),
        save=lambda record: correction_actions.open_correction(desk.office, entry, record),  # type: ignore[arg-type]
    )
