"""Integrity pacts: campaigns, the people asked, and their signatures."""
