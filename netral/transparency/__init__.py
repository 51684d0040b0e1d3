"""Pages about the log for people: reads everything, writes nothing."""
