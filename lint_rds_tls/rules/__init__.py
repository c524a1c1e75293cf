"""What is flagged, one module each with a RULE; its docstring is the manual page."""
