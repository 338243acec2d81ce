"""Grading: proposal, second officer, grade in force, log of changes."""
