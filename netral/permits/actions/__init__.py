"""What changes permits."""
