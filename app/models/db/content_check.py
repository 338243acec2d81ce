"""Whether files kept with cases, stored ratings, published methodologies and the grade-change log are still what they were,
whether what is derived for list and search still says what its sources say, and whether origins have their records.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, exists, select
from sqlcipher3 import dbapi2

from app.models.db.engine import canonical_json
from app.models.db.journal import plain_value
from app.models.db.tables.all import BUSINESS
from app.models.db.tables.cases import evidence
from app.models.db.tables.decisions import grade_changes
from app.models.db.tables.imports import origins
from app.models.db.tables.keeping import journal
from app.models.db.tables.ratings import methodologies, ratings


def damaged_evidence(connection: Connection) -> Iterator[str]:
    """Yield "case/file" of every file whose bytes no longer match its fingerprint or size."""
    wanted = select(evidence.c.case_id, evidence.c.id, evidence.c.sha256, evidence.c.size, evidence.c.content)
    for row in connection.execute(wanted):
        content = bytes(row.content)
        if len(content) != row.size or hashlib.sha256(content).hexdigest() != row.sha256:
            yield f"{row.case_id}/{row.id}"


def damaged_ratings(connection: Connection) -> Iterator[str]:
    """Yield "case/rating" of every rating whose input or result no longer matches its fingerprint."""
    names = ("case_id", "id", "input_json", "input_hash", "result_json", "digest")
    for row in connection.execute(select(*(ratings.c[name] for name in names))):
        if (_digest(row.input_json), _digest(row.result_json)) != (row.input_hash, row.digest):
            yield f"{row.case_id}/{row.id}"


def damaged_methodologies(connection: Connection) -> Iterator[str]:
    """Yield the version of every published methodology whose content no longer matches its hash.

    The hash is that of the canonical text with an empty head (name, version, date and the hash itself do not count).
    """
    for row in connection.execute(select(methodologies.c.version, methodologies.c.hash, methodologies.c.body)):
        if row.body != _NOTHING and _content_hash(row.body) != row.hash:
            yield str(row.version)


def altered_changes(connection: Connection) -> Iterator[str]:
    """Yield the number of every entry of the grade-change log that is not as the chain has it, lacks, or stands beside it."""
    chained: dict[int, tuple[dict[str, Any], str]] = {}
    wanted = select(journal.c.entity_id, journal.c.action, journal.c.after, journal.c.mac).where(
        journal.c.entity == grade_changes.name).order_by(journal.c.seq)
    for row in connection.execute(wanted):
        if row.action == "insert":
            chained[row.entity_id] = (json.loads(row.after), row.mac)
        elif row.action == "delete":
            chained.pop(row.entity_id, None)
    for one in connection.execute(select(grade_changes).order_by(grade_changes.c.id)).mappings():
        told, mac = chained.pop(one["id"], ({}, "-"))
        kept = json.loads(canonical_json({name: plain_value(one[name]) for name in told if name in one}))
        if one["fingerprint"] != mac or any(told[name] != value for name, value in kept.items()):
            yield str(one["id"])
    yield from map(str, chained)


def strayed_rows(connection: Connection) -> Iterator[str]:
    """Yield "customer_list/customer" of rows of the list that differ from their source, and "search_index" if the index does.

    Asking the index needs a connection that may write, though it changes nothing.
    """
    for (customer_id,) in connection.exec_driver_sql(_STRAYED):
        yield f"customer_list/{customer_id}"
    driver: Any = connection.connection.driver_connection   # the engine would take the answer for damage of the file
    try:
        driver.execute("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)")
    except dbapi2.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) != _MALFORMED:
            raise
        yield "search_index"


def stray_origins(connection: Connection) -> Iterator[str]:
    """Yield "table/record" of origins that speak of a record which is not there, or of an entity that is no table."""
    tables = {table.name: table for table in BUSINESS}
    for (entity,) in connection.execute(select(origins.c.entity).distinct().order_by(origins.c.entity)).all():
        table = tables.get(entity)
        if table is None:
            yield str(entity)
            continue
        gone = select(origins.c.entity_id).where(
            origins.c.entity == entity, ~exists().where(table.c.id == origins.c.entity_id)).distinct()
        for (entity_id,) in connection.execute(gone):
            yield f"{entity}/{entity_id}"


_MALFORMED = 11     # what SQLite says of an index whose texts are not those of its source
_STRAYED = """
SELECT customer_id FROM (SELECT * FROM customer_list EXCEPT SELECT * FROM customer_list_source)
UNION SELECT customer_id FROM (SELECT * FROM customer_list_source EXCEPT SELECT * FROM customer_list)
LIMIT 6
"""
_NOTHING = "{}"
"""A version without content: no methodology, and nothing that could have been changed."""
_EMPTY_HEAD = {"name": {"en": "", "zh": "", "ru": ""}, "version": "", "valid_from": "2000-01-01", "hash": ""}


def _content_hash(body: str) -> str:
    """What ``app.services.methodology.codec`` made the hash from, without knowing what stands in it; "" for no such text."""
    try:
        content = json.loads(body)
    except ValueError:
        return ""
    return _digest(json.dumps({**content, **_EMPTY_HEAD}, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
