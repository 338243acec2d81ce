"""What is derived so that many customers are listed and searched quickly. Kept by triggers, never written by hand.

``customer_list`` holds one narrow row per customer: everything that the list shows, filters and sorts by. ``search_index`` is the
trigram index of every text that the search looks through; the number of a text is sixteen times that of its row plus the
number of its kind. Both follow the records inside the same transaction, whoever changes them and by whatever way, and
both can be made anew from the views ``customer_list_source`` and ``search_source``.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Boolean, Column, Connection, Date, Index, Integer, MetaData, String, Table, Text, event

from app.models.db.base import metadata

customer_list = Table(
    "customer_list", metadata,
    Column("customer_id", Integer, primary_key=True, autoincrement=False),
    Column("name_sort", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("number", String(40), nullable=False),
    Column("name_find", Text, nullable=False),   # names of now and before, pinyin, initials: folded, a line each
    Column("code_find", Text, nullable=False),   # number and registration numbers, folded
    Column("identifier", String(80)),
    Column("trade", String(80)),
    Column("owner", String(120)),
    Column("officer", String(120)),
    Column("country", String(2)),
    Column("group_name", Text),
    Column("flags", Text),
    Column("currency", String(3), nullable=False),
    Column("grade", Integer),
    Column("provisional", Boolean, nullable=False),
    Column("former_grade", Integer),
    Column("score_key", Integer),               # the score in millionths: whole numbers sort, and are exact
    Column("limit_key", Integer),               # the limit in hundredths
    Column("since", Date),
    Column("next_review", Date),
    Column("case_id", Integer),                 # the newest open case
    Column("case_state", String(20)),
    Column("exposure_key", Integer),            # what the customer owes by the newest case that says so, in hundredths
    Column("exposure_currency", String(3)),
    Column("risk_key", Integer),                # the money at risk in hundredths: exposure, else limit, else what is asked for
    Column("risk_currency", String(3)),
    Column("alarmed", Boolean, nullable=False), # an early warning is open
    Column("unread", Boolean, nullable=False),  # a department has not acknowledged the grade
    *(Index(f"ix_customer_list_{name}", name, "customer_id") for name in (
        "name_sort", "number", "identifier", "trade", "owner", "officer", "country", "group_name", "flags", "currency", "grade",
        "former_grade", "score_key", "limit_key", "since", "next_review", "case_state", "exposure_key")),
    # The worklist takes the dearest lines from these without looking at a row.
    Index("ix_customer_list_risk", "risk_currency", "risk_key", "next_review", "case_state", "alarmed", "customer_id"),
    Index("ix_customer_list_alarmed", "alarmed", "customer_id"),
    Index("ix_customer_list_unread", "unread", "risk_currency", "risk_key", "customer_id"),
)

KINDS = ("customer", "contact", "related", "case", "answer", "evidence", "proposal", "statement")
"""Kinds of text in the search index, in the order of their numbers."""

SLOTS = 16
_VERSIONS = Path(__file__).resolve().parents[1] / "migrations" / "versions"
_DERIVED = (_VERSIONS / "0002_derived.sql", _VERSIONS / "0004_derived.sql")


def statements_of(file: Path) -> list[str]:
    """Return the statements of a layout file; each ends with two semicolons, because triggers hold single ones."""
    return [part.strip() for part in file.read_text(encoding="utf-8").split(";;\n") if part.strip()]


def make_derived(connection: Connection) -> None:
    """Make views, search index and triggers of the newest layout in a store that has the tables."""
    for file in _DERIVED:
        for statement in statements_of(file):
            connection.exec_driver_sql(statement)


def fill_derived(connection: Connection) -> None:
    """Make the rows of the list and the search index anew from their sources."""
    for statement in (
        "DELETE FROM customer_list", "INSERT INTO customer_list SELECT * FROM customer_list_source",
        "INSERT INTO search_index (search_index) VALUES ('rebuild')",
    ):
        connection.exec_driver_sql(statement)


def _after_create(_target: MetaData, connection: Connection, **_more: object) -> None:
    make_derived(connection)


event.listen(metadata, "after_create", _after_create)
