"""Views: the inventory in one format each."""
