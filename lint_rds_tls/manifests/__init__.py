"""Readers of project files for the packages in use, one module each with a MANIFEST."""
