"""The person's own statement (本人说明) on an entry, or the lawful reason why it could not be heard."""

from __future__ import annotations

from ganbu_desktop.foundation.fields import Choice, Date, Flag, LongText, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.spine.entry import Hanging
from ganbu_desktop.store.record import column

NOT_HEARD = "未听取本人意见"
"""The mark that stands with an entry, on screen and on paper, whose person has not been heard."""


class Statement(Hanging, table="statement", label="本人说明", owner="person_id"):
    """The person's words as said. An unsigned one names why; ``not_heard_ground`` stands instead of words."""

    informed_on: PartialDate | None = column(Date(label="告知日期", wanted=True))
    informed_by: str | None = column(Choice(label="告知方式", table="informed_by", wanted=True))
    words: str | None = column(LongText(label="本人说明（原话）", wanted=True, help="写原话；没有意见也写“无意见”"))
    stated_on: PartialDate | None = column(Date(label="说明日期", wanted=True))
    is_signed: bool | None = column(Flag(label="本人签字", wanted=True))
    unsigned_reason: str | None = column(Text(label="未签字的原因"))
    not_heard_ground: str | None = column(
        Text(label="未告知的法定理由", help="只有依法不能告知本人时才填，写明依据的条款")
    )

    @property
    def is_complete(self) -> bool:
        """Whether the person has been heard, or the law says why not."""
        if self.not_heard_ground:
            return True
        signed = self.is_signed is True or bool(self.unsigned_reason)
        return bool(self.words and self.stated_on and self.informed_on and signed)

    @property
    def heard(self) -> bool:
        """Whether the person's own words stand here."""
        return bool(self.words)
