"""Rating as pure functions."""
