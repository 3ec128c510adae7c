"""From starting the program to an open office: welcome, new store, unlock, recovery (``flow.Start``)."""
