"""Elections, their phases, and working days, as dated data with sources."""
