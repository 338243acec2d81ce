"""Financial statements: keeping periods, checking them, reading pasted tables."""
