"""The own receivables: what is open, how late, how much, and what that says of the customer."""
