"""Score and grade of a case, with every step and reason."""
