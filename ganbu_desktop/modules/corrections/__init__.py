"""Corrections and appeals (更正与申诉): the register of challenges of any room's entries, their limits and receipts."""
