"""The palette of commands: every action of the window, found by typing."""
