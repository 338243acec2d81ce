"""Ratings of cases: what goes in, what is stored, and many at once."""
