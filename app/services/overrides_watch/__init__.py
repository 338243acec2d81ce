"""Overrides that have ended, and how many there are."""
