"""Leaves, trees, notes, proofs. Pure: the formats outlive the program (docs/ledger.md)."""
