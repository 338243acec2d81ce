"""Rights: what each role may write, and the guard that every write passes."""
