"""The duties of the four cities: `python -m tools.duties_table` writes docs/reference/duties.md."""
