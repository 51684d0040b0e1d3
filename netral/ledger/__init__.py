"""Every act leaves one entry, shaped as the leaf of a transparency log."""
