"""Reports (报表): figures that name whom and what they stand on, kept runs and their differences."""
