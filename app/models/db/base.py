"""The one collection of tables, and what a column says about itself.

``Column.info`` marks: ``personal`` – about a person, goes into the journal only as a salted hash; ``digest`` – too large
for the journal, which keeps its SHA-256; ``silent`` – bookkeeping that the journal leaves out.
"""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, Table
from sqlalchemy.schema import SchemaItem

PERSONAL = {"personal": True}
DIGEST = {"digest": True}
SILENT = {"silent": True}

metadata = MetaData(naming_convention={
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
})


def is_versioned(table: Table) -> bool:
    """True when rows of the table carry the number that detects a lost update."""
    return bool(table.info.get("versioned"))


def record_table(name: str, *items: SchemaItem, versioned: bool = False) -> Table:
    """Return a table whose rows are numbered for ever; ``versioned`` adds the number that detects a lost update."""
    columns: list[SchemaItem] = [Column("id", Integer, primary_key=True)]
    if versioned:
        columns.append(Column("version", Integer, nullable=False, info=SILENT))
    # Numbers of deleted rows are not given out again: the journal still speaks of them.
    return Table(name, metadata, *columns, *items, sqlite_autoincrement=True, info={"versioned": versioned})
