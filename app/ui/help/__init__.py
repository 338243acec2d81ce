"""Help beside the work: a panel at the right, opened by F1 at the topic of what has the focus."""
