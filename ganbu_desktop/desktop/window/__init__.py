"""The main window: navigation, commands, look, lock, the crash dialog; what a page is."""
