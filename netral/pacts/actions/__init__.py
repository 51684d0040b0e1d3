"""Writes, a module per subject."""
