"""Command lines, whoever writes them."""
