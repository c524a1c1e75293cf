"""Output formats, one module each with a REPORTER."""
