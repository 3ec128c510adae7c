"""Values and laws of the trade: dates, names, numbers, codes, rule figures. Standard library only."""
