"""The rights of the units room."""

from __future__ import annotations

QUOTAS, TEAMS, PEOPLE = "quotas.edit", "teams.edit", "attendance.edit"
SUCCESSION, VILLAGES, EXITS = "succession.edit", "villages.edit", "exits.edit"
READ_SUCCESSION = "succession.read"
