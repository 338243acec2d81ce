"""The financial statements of a customer, typed or pasted side by side."""
