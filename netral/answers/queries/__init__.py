"""Reads of the app: seasons, the file for browsers, and answers as they are read."""
