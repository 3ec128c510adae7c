"""How many examples a law (a test by hypothesis) is tried with: few in the usual run, many with ``--soak``.

The usual run tries the same examples each time, takes as long as the machine needs, and leaves nothing behind, so that
it says the same on a busy machine; the long one looks for new ones.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

USUAL, SOAK = 30, 600


def choose(*, soak: bool) -> None:
    """Set how laws are tried from here on; called before any test is imported."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    settings.register_profile("usual", max_examples=USUAL, deadline=None, derandomize=True, suppress_health_check=slow)
    settings.register_profile("soak", max_examples=SOAK, deadline=None, suppress_health_check=slow)
    settings.load_profile("soak" if soak else "usual")


def examples(usual: int) -> int:
    """Return how many examples a law is tried with whose examples cost more, or less, than most."""
    return usual * settings().max_examples // USUAL
