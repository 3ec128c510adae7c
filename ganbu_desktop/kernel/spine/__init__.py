"""The spine: what every room hangs on a person's entries, so that each is fair to the person recorded.

Evidence, the person's own statement, decisions, periods of effect, loops, procedures, corrections and report runs are
the same things in every room. ``limiting`` holds the rules that an entry to a person's disadvantage must meet, and
``guard`` asks for them in every operation, whoever wrote it.
"""
