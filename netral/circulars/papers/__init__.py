"""Typst sources of letters; `netral.circulars.letter` sets them."""
