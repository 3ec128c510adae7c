"""Decisions (决定): what a body decided about a matter. Only these decide; the program never does."""

from __future__ import annotations

from ganbu_desktop.foundation.fields import Date, LongText, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.spine.entry import Hanging
from ganbu_desktop.kernel.spine.hands import same_hand
from ganbu_desktop.store.record import column


class Decision(Hanging, table="decision", label="决定", owner="person_id"):
    """One decision on the entry it hangs on."""

    matter: str | None = column(Text(label="事项", wanted=True))
    body: str | None = column(Text(label="决定机关", wanted=True))
    met_on: PartialDate | None = column(Date(label="会议日期", wanted=True))
    document: str | None = column(Text(label="文号", wanted=True, help="没有文号的决定不生效"))
    participants: str | None = column(LongText(label="参加人", wanted=True))
    conclusion: str | None = column(LongText(label="结论", wanted=True))
    handled_by: str | None = column(Text(label="经办人", wanted=True))
    checked_by: str | None = column(Text(label="复核人", wanted=True))
    told_on: PartialDate | None = column(Date(label="告知本人日期"))
    effective_on: PartialDate | None = column(Date(label="生效日期", wanted=True))
    ends_on: PartialDate | None = column(Date(label="失效日期"))

    def gaps(self) -> list[str]:
        """Return the labels of what keeps the decision from counting; empty when it is whole."""
        needed = {
            "决定机关": self.body,
            "会议日期": self.met_on,
            "文号": self.document,
            "参加人": self.participants,
            "结论": self.conclusion,
            "经办人": self.handled_by,
            "复核人": self.checked_by,
            "生效日期": self.effective_on,
        }
        found = [label for label, value in needed.items() if not value]
        if same_hand(self.handled_by, self.checked_by):
            found.append("经办人与复核人不能是同一人")
        return found
