"""The early warnings of all customers, as tasks."""
