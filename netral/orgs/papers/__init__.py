"""Papers of orgs: activation slips."""
