"""An invented year of the political room for the invented people that are in the store already."""

from ganbu_desktop.modules.political.demo.fill import fill

__all__ = ["fill"]
