"""The list of investigations."""
