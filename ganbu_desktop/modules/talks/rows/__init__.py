"""The rows of the talks room. Promises and the closing of a need have verbs of their own (``actions``)."""

from ganbu_desktop.modules.talks.rows.groups import EXEMPTIONS, FORUMS, MOODS, OPINIONS, OUTLINES
from ganbu_desktop.modules.talks.rows.needs import NEEDS
from ganbu_desktop.modules.talks.rows.said import TALKS, VISITS

ROWS = (TALKS, VISITS, NEEDS, FORUMS, OPINIONS, MOODS, EXEMPTIONS, OUTLINES)

__all__ = ["EXEMPTIONS", "FORUMS", "MOODS", "NEEDS", "OPINIONS", "OUTLINES", "ROWS", "TALKS", "VISITS"]
