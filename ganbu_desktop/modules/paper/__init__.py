"""Paper (打印): appointment forms, rosters, the office's own templates, and files for others."""
