"""Pages of pacts, a module per reader."""
