"""Undo and redo in the window, and what was typed but not saved."""
