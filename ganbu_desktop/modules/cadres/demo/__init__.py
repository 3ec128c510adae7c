"""An invented county to try the program out: 青禾县 with its units and people, some of whom have planted faults."""

from ganbu_desktop.modules.cadres.demo.fill import DEMO_SEED, fill_demo
from ganbu_desktop.modules.cadres.demo.hand_in import demo_files

__all__ = ["DEMO_SEED", "demo_files", "fill_demo"]
