"""Files from and for others, read as untrusted input. Knows no store."""
