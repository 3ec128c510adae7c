"""What tells a store with an invented county from a real one, so that the two are never mixed up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ganbu_desktop.kernel.office.parameter_overrides import ParameterOverride

if TYPE_CHECKING:
    from ganbu_desktop.kernel.office.office import Office

DEMO_DOCUMENT = "演示"
"""The document by which the demo county decides its own name; it stays in the store."""


def is_demo(office: Office) -> bool:
    """Return whether the people of this store are invented."""
    return bool(office.find(ParameterOverride, ParameterOverride.table.c.document == DEMO_DOCUMENT))
