"""Forms about one entry or person: which layout, which values, and how they are printed."""
