"""The rules as a table of answers: `python -m tools.rules_table` writes docs/reference/rules.md."""
