"""Private questions to the neutrality team, and their written answers."""
