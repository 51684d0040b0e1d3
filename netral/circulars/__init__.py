"""Circulars: structure, life, numbers, and the cascade through the units."""
