"""Conditions (查询条件): what a clerk asks of people or of a ledger, kept as data and compiled to one SQL condition.

``tree``: groups with brackets, conditions on a field, ready-made conditions. ``reading``: the strict reader of what was
saved. ``fields``, ``derived``, ``ready``: what may be asked. ``catalogue``: everything that can be asked of one list,
its words, and the compiling.
"""
