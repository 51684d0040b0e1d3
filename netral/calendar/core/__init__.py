"""Elections, their stages, and kinds of days. Pure: all dates are given, none is guessed."""
