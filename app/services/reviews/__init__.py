"""Reviews: when each grade has to be looked at again."""
