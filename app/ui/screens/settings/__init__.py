"""Settings: one row for each line of the schema, nothing written twice."""
