"""Campaigns: their elements go out to units and are completed there."""

from __future__ import annotations

from collections.abc import Sequence

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.training.records import Campaign, CampaignItem
from ganbu_desktop.modules.training.rights import EDIT


def lay_out_campaign(office: Office, campaign: Campaign, unit_ids: Sequence[str]) -> int:
    """Give each unit each element of a campaign and return how many are new; what is there stays as it is."""
    elements = [line.strip() for line in (campaign.elements or "").splitlines() if line.strip()]
    if not elements:
        raise CheckFailed(f"“{campaign.title}”还没有填要素清单，没有分到单位；请先一行一项填好要素")
    with office.operation(f"专题分到单位：{campaign.title}", right=EDIT) as current:
        items = current.find(CampaignItem, CampaignItem.table.c.campaign_id == campaign.id)
        there = {(i.unit_id, i.element) for i in items}
        rows = [
            {
                "campaign_id": campaign.id,
                "unit_id": unit_id,
                "element": element,
                "position": position,
                "due_on": campaign.due_on,
            }
            for unit_id in unit_ids
            for position, element in enumerate(elements, 1)
            if (unit_id, element) not in there
        ]
        current.insert_values(CampaignItem, rows)
        return len(rows)


def complete_item(office: Office, item: CampaignItem, material: str, on: PartialDate) -> None:
    """Record that a unit has completed an element, and where its material is."""
    if not material.strip():
        raise CheckFailed("请写明材料；材料在别处交过的，写明交在哪里即可。没有登记")
    with office.operation(f"完成要素：{item.element}", right=EDIT) as current:
        current.change(current.get(CampaignItem, item.id), done_on=on, material=material.strip())
