"""Pages of obligations: desks, one obligation, the policy."""
