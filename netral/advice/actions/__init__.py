"""Asking, answering, publishing: each act with its entry, which commits and tells nothing."""
