"""A plain row of the mission as one description: what follows from a record and the few words beside it.

``row.Row`` is the description; the other files say what follows: the verb, reminders, sheets, reports, demo, manual.
"""
