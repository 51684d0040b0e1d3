"""What every head of unit owes, by when, and what proves that it was done."""
