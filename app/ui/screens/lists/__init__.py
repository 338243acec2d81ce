"""Watchlist and blacklist."""
