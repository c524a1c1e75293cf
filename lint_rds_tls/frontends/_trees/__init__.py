"""Trees of configuration, and what is read in them."""
