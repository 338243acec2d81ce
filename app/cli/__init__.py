"""The command line: ``arguments`` reads it, ``commands`` does it. Nothing here needs Qt or a display."""
