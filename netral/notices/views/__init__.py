"""Pages of the app: the inbox, and the door for providers' reports."""
