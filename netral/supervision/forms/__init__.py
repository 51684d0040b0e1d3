"""What the pages of supervision take: types and shapes only."""
