"""What the room's reminders share."""

from __future__ import annotations

from ganbu_desktop.foundation.parameters import Parameter

PAGE = "training"


def because(figure: Parameter, *said: str) -> str:
    """Return why something is reminded of: what is said of the case, then the figure with its source."""
    rests_on = f"{figure.title}：{figure.format_value()}{figure.unit}（{figure.source}）"
    return "；".join((*filter(None, said), rests_on))
