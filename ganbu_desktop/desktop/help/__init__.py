"""Help: the manual's window, the tour, the card of shortcuts."""
