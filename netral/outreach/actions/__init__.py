"""What changes sessions, attendance and results."""
