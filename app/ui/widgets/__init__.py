"""Generic widgets: they know the language and the look, and no service."""
