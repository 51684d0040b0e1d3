"""Guidance, checks, findings, nil reports, referrals, and the clock of who knew."""
