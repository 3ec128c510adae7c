"""What the room's pages, reports, forms and reminders read.

``roll``: people with their group, hours and standing. ``calling``: whom to call up, and what speaks against it.
``classes``: one class with everything about it. ``gathered``: sums of many classes, lectures and study meetings.
"""
