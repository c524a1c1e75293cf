"""Where commands stand in documents."""
