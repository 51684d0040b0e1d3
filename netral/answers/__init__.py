"""Bolehkah? An answer with its article, before the act."""
