"""Checks and small programs that only this project needs."""
