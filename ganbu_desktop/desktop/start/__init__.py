"""From starting the program to an open office: welcome, new store, unlock, recovery."""

from ganbu_desktop.desktop.start.flow import Start

__all__ = ["Start"]
