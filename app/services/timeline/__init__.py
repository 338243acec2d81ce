"""What happened to a customer: the overview of its file, the history of every field, the way from a figure to its source."""
