"""Asking on screen: the builder of conditions, the chips of what is asked, saved views, and where results go."""

from ganbu_desktop.desktop.conditions.view_bar import ViewBar

__all__ = ["ViewBar"]
