"""The grade-change log: looking through it, one entry in full, corrections."""
