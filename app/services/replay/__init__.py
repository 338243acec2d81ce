"""Past decisions again: ratings from their snapshots, and what was known on a day."""
