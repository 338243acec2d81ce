"""First steps on a new store: language, officers, company, sample data."""
