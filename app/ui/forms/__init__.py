"""Editors that can be empty, that say what is wrong at their place, and that never lose what was typed."""
