"""An invented county to try the program out: 青禾县 with its units and people, some of whom have planted faults."""

from ganbu_desktop.modules.people.demo.county import COUNTY
from ganbu_desktop.modules.people.demo.fill import DEMO_SEED, fill_demo

__all__ = ["COUNTY", "DEMO_SEED", "fill_demo"]
