"""Reminders (提醒): what rooms remind of, and the agenda of a day."""
