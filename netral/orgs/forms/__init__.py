"""What the pages take: types and shapes only."""
