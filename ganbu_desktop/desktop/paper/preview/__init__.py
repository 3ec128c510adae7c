"""Printed pages in the window: painted as they will be printed, turned over, sent to a printer, and what came of it."""
