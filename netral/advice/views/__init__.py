"""Pages of the advice desk. Private ones are kept by no browser."""
