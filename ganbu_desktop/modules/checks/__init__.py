"""Checks (数据校核): what is wrong or missing in the data, found by described rules."""
