"""Readers of host languages, one module each with a FRONTEND."""
