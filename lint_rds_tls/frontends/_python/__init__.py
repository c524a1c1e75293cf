"""The reading of Python by libcst."""
