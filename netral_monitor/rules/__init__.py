"""The rules of a log, each as a pure function or object over entries that were read."""
