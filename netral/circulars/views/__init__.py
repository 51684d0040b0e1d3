"""Pages about circulars."""
