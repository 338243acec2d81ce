"""One investigation: the answers of all areas, and what they are worth so far."""
