"""Facts as data files."""
