"""What lists share: conditions, filters of columns, saved views."""
