"""Sheets about a whole year's plan and about one campaign."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.spec import share
from ganbu_desktop.modules.training.forms import parts
from ganbu_desktop.modules.training.queries.people import unit_names
from ganbu_desktop.modules.training.records import Campaign, CampaignItem, TrainingPlan
from ganbu_desktop.store.operations import find


def plan_name(office: Office, connection: sa.Connection, record_id: str) -> str:
    """Return the year that the plan of an entry is of."""
    return f"{parts.record(connection, TrainingPlan, record_id).year}年"


def plan(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, Any]:
    """Return the whole plan of the year that an entry belongs to."""
    year = parts.record(connection, TrainingPlan, record_id).year
    plans = find(connection, TrainingPlan, TrainingPlan.table.c.year == year)
    plans.sort(key=lambda p: (str(p.starts_on or "9"), p.title, p.id))
    rows = [
        {
            "row": str(n),
            "title": p.title,
            "kind": parts.shown(p, "kind"),
            "organiser": p.organiser or "",
            "conditions": p.conditions or "",
            "places": parts.shown(p, "places"),
            "places_rule": p.places_rule or "",
            "dates": parts.span(p.starts_on, p.ends_on, is_short=True),
            "hours": parts.shown(p, "hours_tenths"),
            "budget": parts.shown(p, "budget_cents"),
            "basis": p.basis or "",
        }
        for n, p in enumerate(plans, 1)
    ]
    return {
        "heading": f"{year}年度培训计划表",
        "office": office.called(),
        "printed_on": parts.today(office),
        "plans": rows,
    }


def campaign_name(office: Office, connection: sa.Connection, record_id: str) -> str:
    """Return the title of a campaign."""
    return parts.record(connection, Campaign, record_id).title


def campaign(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, Any]:
    """Return how far each unit has come with each element."""
    entry = parts.record(connection, Campaign, record_id)
    items = find(connection, CampaignItem, CampaignItem.table.c.campaign_id == entry.id)
    names = unit_names(connection)
    places = {unit_id: n for n, unit_id in enumerate(dict.fromkeys(i.unit_id for i in items))}
    items.sort(key=lambda i: (places[i.unit_id], i.position, i.id))
    rows = [
        {
            "row": str(n),
            "unit": names.get(i.unit_id) or "",
            "element": i.element,
            "due_on": str(i.due_on or ""),
            "done_on": str(i.done_on or ""),
            "material": i.material or "",
        }
        for n, i in enumerate(items, 1)
    ]
    done = sum(i.done_on is not None for i in items)
    return {
        "heading": f"{entry.title}推进表",
        "responsible": entry.responsible or "",
        "rate": f"{share(done, len(items)).shown()}（{done}/{len(items)}）" if items else "无记录",
        "items": rows,
    }
