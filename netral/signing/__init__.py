"""Documents, the institution's seal, and what a stranger may verify."""
