"""What supervision shows."""
