"""Reckoning obligations, excusing from them, and setting the institution's own terms."""
