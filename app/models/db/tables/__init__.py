"""The tables, a file per aggregate. Importing this package fills ``app.models.db.base.metadata``."""
