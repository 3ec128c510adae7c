"""Dialogs about people that more than one room asks: choosing them, and whether something changed or was wrong."""
