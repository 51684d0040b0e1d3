"""Papers of supervision."""
