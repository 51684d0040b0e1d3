"""Pages that show and never write."""
