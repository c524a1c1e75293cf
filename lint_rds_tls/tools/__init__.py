"""What sets up servers and trust stores: one file a tool, from fragments to resources."""
