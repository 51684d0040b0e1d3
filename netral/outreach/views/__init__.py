"""Pages of sessions and courses."""
