"""Ganbu Desktop: the offline cadre-management program of a county organization department."""

__version__ = "0.1.0"
