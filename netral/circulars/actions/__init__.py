"""Everything that changes a circular."""
