"""What the pages of sessions take: types and shapes only."""
