"""Reading the log for its pages."""
