"""How the business is kept: one encrypted SQLite file, reached through units of work. SQLAlchemy lives only here."""
