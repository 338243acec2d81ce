"""The file of one customer."""
