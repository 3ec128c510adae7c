"""Paper on screen: the print dialog and the preview."""
