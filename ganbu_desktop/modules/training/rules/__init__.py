"""The room's rules as pure functions: which standard counts on a day, what has been reached, and what a class is worth.

Figures come from ``resources/rules/training.toml``; nothing here reads the store.
"""
