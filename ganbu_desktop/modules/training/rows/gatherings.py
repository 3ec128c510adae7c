"""Lectures, study meetings and campaigns: counted by unit, never person by person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from ganbu_desktop.kernel import row
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.training.records import Campaign, CampaignItem, Lecture, StudyMeeting
from ganbu_desktop.modules.training.rights import EDIT
from ganbu_desktop.modules.training.rows.parts import counted


def campaign_faults(campaign: Campaign, now: row.Now) -> Iterator[str]:
    """Yield what keeps a campaign from being saved."""
    yield from row.in_order(campaign, "starts_on", "due_on")


def done(office: Office, campaigns: Sequence[Campaign]) -> list[str]:
    """Return the share of its elements that each campaign has completed."""
    at, ids = CampaignItem.table.c, [campaign.id for campaign in campaigns]
    due = counted(office, at.campaign_id, ids, sa.true())
    finished = counted(office, at.campaign_id, ids, at.done_on.is_not(None))
    return [row.share(finished.get(i, 0), due.get(i, 0)).shown() for i in ids]


def item_faults(item: CampaignItem, now: row.Now) -> Iterator[str]:
    """Yield what keeps an element from being saved: one that is done names its material."""
    if item.done_on is not None and not (item.material or "").strip():
        yield f"“{item.element}”填了完成日期，还要写明材料；材料在别处交过的，写明交在哪里即可"


LECTURES = row.Row(
    Lecture,
    "training-lectures",
    key=("topic", "held_on"),
    may_lack=("held_on",),
    right=EDIT,
    help="大讲堂、讲坛、远程教育只记期次和人次，不逐人留痕。",
    new={"held_on": row.today},
)
STUDY_MEETINGS = row.Row(
    StudyMeeting,
    "study-meetings",
    key=("unit_id", "kind", "held_on", "topic"),
    may_lack=("held_on",),
    right=EDIT,
    help="第一议题和理论学习中心组按单位记次数，不逐人留痕。",
    new={"held_on": row.today},
)
CAMPAIGNS = row.Row(
    Campaign,
    "training-campaigns",
    key=("title",),
    right=EDIT,
    help="一行一项写好“N个一”要素，再分到单位。",
    derived={"完成率": done},
    check=campaign_faults,
    own_forms=("campaign-progress",),
)
CAMPAIGN_ITEMS = row.Row(
    CampaignItem,
    "training-campaign-items",
    key=("campaign_id", "unit_id", "element"),
    right=EDIT,
    help="在“专题活动”里把要素分到单位。",
    check=item_faults,
)
