"""Input of the editor and the desks: types and shapes only."""
