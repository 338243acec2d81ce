"""Watchlist and blacklist: who is on them, who meets them, and what that stops."""
