"""Tags of circulars."""
