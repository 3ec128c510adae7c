"""What every page is built from: the look, icons, messages, tasks, widgets and editors."""
