"""Officers: the list of those who work with the store, and who may sign what."""
