"""Steps from one table layout to the next; run by ``app.models.db.migrate`` only."""
