"""The search over everything that was written down."""
