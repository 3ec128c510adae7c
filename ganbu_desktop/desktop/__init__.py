"""The Qt kit that pages are built from. Knows descriptions and plain rows, no SQL."""
