"""Pages of units, offices, people and rosters."""
