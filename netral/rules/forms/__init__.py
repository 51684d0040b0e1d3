"""What keepers of the rules type."""
