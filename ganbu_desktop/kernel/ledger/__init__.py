"""Ledgers (台账): one description, and the lists, forms, grids and workbooks that follow from it."""
