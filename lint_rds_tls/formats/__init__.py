"""Files of certificates: one file a format, from bytes to a bundle."""
