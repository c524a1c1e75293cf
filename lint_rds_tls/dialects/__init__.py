"""Readers of connection syntaxes, one module each with a DIALECT."""
