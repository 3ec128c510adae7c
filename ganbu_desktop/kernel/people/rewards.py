"""What a row of the set 奖惩 is: a reward, or a punishment, which counts for a time and then no more."""

from __future__ import annotations

from ganbu_desktop.foundation import codes
from ganbu_desktop.kernel.people.person import Reward

PUNISHMENT_MONTHS = {
    "警告（党员）": "discipline_months_party_warning",
    "严重警告（党员）": "discipline_months_party_serious_warning",
    "撤销党内职务（党员）": "discipline_months_party_removal",
    "留党察看（党员）": "discipline_months_party_probation",
    "警告（公务员）": "discipline_months_warning",
    "记过（公务员）": "discipline_months_demerit",
    "记大过（公务员）": "discipline_months_serious_demerit",
    "降级（公务员）": "discipline_months_demotion",
    "撤职（公务员）": "discipline_months_dismissal",
    "警告（事业单位工作人员）": "discipline_months_institution_warning",
    "记过（事业单位工作人员）": "discipline_months_institution_demerit",
    "降低岗位等级或者撤职（事业单位工作人员）": "discipline_months_institution_demotion",
}
"""Label of a punishment → the figure that says for how many months it counts."""


def punishment_label(reward: Reward) -> str | None:
    """Return the label of a punishment that counts for a time, or None for a reward."""
    table = codes.table("reward_name")
    for text in (reward.code, reward.name):
        found = table.code_for(text) if text else None
        label = table.label_for(found) if found else None
        if label in PUNISHMENT_MONTHS:
            return label
    return None
