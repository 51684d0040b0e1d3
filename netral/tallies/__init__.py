"""Counters by unit that roll up the tree, so that boards never count people."""
