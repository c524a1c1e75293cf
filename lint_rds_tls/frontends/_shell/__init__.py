"""The reading of shell scripts."""
