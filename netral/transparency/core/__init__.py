"""What a stranger hands in, and what is drawn of the tree: pure."""
