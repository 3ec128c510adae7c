"""Every record type of the program, so that the tables are known wherever records are replayed or migrated."""

from ganbu_desktop.kernel import parameter_overrides, person, person_index, reminder, unit
from ganbu_desktop.store.record import metadata

__all__ = ["metadata", "parameter_overrides", "person", "person_index", "reminder", "unit"]
