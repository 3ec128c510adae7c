"""Ledgers on screen: lists, entry dialogs, grids, imports."""
