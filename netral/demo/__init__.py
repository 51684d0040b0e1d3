"""The demonstration season of four cities, loaded through the real actions."""
