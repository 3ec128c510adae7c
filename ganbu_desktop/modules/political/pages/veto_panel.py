"""What belongs to a veto beside the common conditions: the body's decision, the review, the lifting."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ganbu_desktop.desktop.kit.widgets import plain_button, row
from ganbu_desktop.desktop.ledger.entry_dialog import RecordDialog
from ganbu_desktop.desktop.ledger.entry_lines import decision_words, line
from ganbu_desktop.desktop.ledger.entry_panel import HangingPanel
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.kernel.describe import Record, fields_of, shown_fields
from ganbu_desktop.kernel.spine.decision import Decision
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.limiting import DRAFT, EFFECTIVE
from ganbu_desktop.modules.political import actions, queries
from ganbu_desktop.modules.political.actions.judging import RELEASE
from ganbu_desktop.modules.political.records import VetoDecision, VetoReview

_REVIEWED = tuple(name for name in shown_fields(VetoReview))
_LIFTED = tuple(name for name in shown_fields(Decision) if name not in ("matter", "ends_on"))


class VetoPanel(HangingPanel):
    """The decision on a veto while it is a draft; once it counts, its reviews and how it is lifted."""

    def __init__(self, desk: Desk) -> None:
        """Start without an entry."""
        super().__init__(desk)
        self.decisions = self.section("决定", "登记", self.decide)
        self.reviews = self.section("复核")
        self.review_button = plain_button("复核结论…", "check", self.review)
        self.release_button = plain_button("解除…", "undo", self.release)
        self.body.addWidget(row(self.review_button, self.release_button, stretch=True), 0, Qt.AlignmentFlag.AlignLeft)

    def show_entry(self, entry: Record) -> None:
        """Show what was decided on a veto."""
        assert isinstance(entry, VetoDecision)
        self.entry = entry
        decided = self.hung(Decision)
        self.decisions.button.setVisible(entry.state == DRAFT)
        self.decisions.button.setText("改写" if decided else "登记")
        self.decisions.show_lines([line(*decision_words(d)) for d in decided], "没有决定；程序不代替任何机关作决定")
        self.reviews.show_lines([line(*_review_words(r)) for r in queries.veto_reviews(self.office, entry)])
        for button in (self.review_button, self.release_button):
            button.setVisible(entry.state == EFFECTIVE)

    def _veto(self) -> VetoDecision:
        assert isinstance(self.entry, VetoDecision)
        return self.entry

    def decide(self) -> None:
        """Write down the decision of the body that made it."""
        veto, standing = self._veto(), self.hung(Decision)
        self.ask(
            RecordDialog(
                self.desk,
                standing[0] if standing else Decision(**place_of(veto), matter=type(veto).label),
                title="登记一票否决的决定",
                sub="由有权机关集体作出；没有文号、没有告知本人的不生效，经办人和复核人不是同一人。",
                fields=tuple(shown_fields(Decision)),
                required=("body",),
                save=lambda record: actions.decide_veto(self.office, veto, _decision(record)),
            )
        )

    def review(self) -> None:
        """Write down what a review came to; revoking is final."""
        veto = self._veto()
        self.ask(
            RecordDialog(
                self.desk,
                VetoReview(veto_id=veto.id),
                title="登记复核结论",
                sub="复核人两人以上，不能是原经办人。结论为撤销的，原决定和由它产生的条目一并作废，不能用撤销恢复。",
                fields=_REVIEWED,
                required=("body", "reviewed_by", "conclusion", "document"),
                save=lambda record: actions.review_veto(self.office, veto, _reviewed(record)),
            )
        )

    def release(self) -> None:
        """Write down the decision that lifts the veto; it leaves every output on the day that takes effect."""
        veto = self._veto()
        self.ask(
            RecordDialog(
                self.desk,
                Decision(**place_of(veto), matter=RELEASE),
                title=RELEASE,
                sub="写明解除的决定。从生效日期起，这一条不再出现在名单、预警和表格中。",
                fields=_LIFTED,
                required=("body", "document", "effective_on"),
                save=lambda record: actions.release_veto(self.office, veto, _decision(record)),
            )
        )


def _decision(record: Record) -> Decision:
    assert isinstance(record, Decision)
    return record


def _reviewed(record: Record) -> VetoReview:
    assert isinstance(record, VetoReview)
    return record


def _review_words(review: VetoReview) -> tuple[str, str]:
    described = fields_of(VetoReview)
    facts = (
        f"{described[n].label} {described[n].format(getattr(review, n))}" for n in ("body", "document", "concluded_on")
    )
    return f"{described['conclusion'].format(review.conclusion)}：{review.findings or ''}", "　".join(facts)
