"""Boards and desks: reads everything, writes nothing."""
