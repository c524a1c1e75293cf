"""What each client library makes of a connection, one module each with a DRIVER."""
