"""Published methodologies and stored ratings. Neither is ever changed; a correction is a new one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, select

from app.models.db.records import every_row, row_of
from app.models.db.rows import MethodologyRow, RatingRow
from app.models.db.tables.ratings import methodologies, ratings
from app.models.db.unit_of_work import Reading, Writing
from app.models.domain.enums import Grade
from app.models.domain.errors import UserError

_HEAD = tuple(methodologies.c[name] for name in ("id", "hash", "version", "name_json", "valid_from", "published_at", "by"))


class MethodologyQueries:
    """Reading methodology versions."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def current(self) -> tuple[str, str] | None:
        """Return (hash, version) of the methodology published last, None if there is none."""
        rows = every_row(self._unit, methodologies, "id")
        return (rows[-1].hash, rows[-1].version) if rows else None

    def canonical(self, content_hash: str) -> str:
        """Return the canonical text of a published version. UserError "store.methodology_unknown"."""
        wanted = select(methodologies.c.body).where(methodologies.c.hash == content_hash)
        body = self._unit.scalar(wanted)
        if body is None:
            raise UserError("store.methodology_unknown", hash=content_hash)
        return str(body)

    def all(self) -> tuple[MethodologyRow, ...]:
        """Return every published version, oldest first, without bodies."""
        return tuple(_version(row) for row in every_row(self._unit, methodologies, "id"))


class Methodologies(MethodologyQueries):
    """Reading and publishing methodology versions."""

    def __init__(self, unit: Writing) -> None:
        super().__init__(unit)
        self._writing = unit

    def publish(
        self, name_json: str, version: str, content_hash: str, canonical: str, valid_from: date, by: str,
    ) -> MethodologyRow:
        """Store a version for ever. One that is already there (same hash) is returned as it is."""
        same = select(*_HEAD).where(methodologies.c.hash == content_hash)
        found = self._unit.one(same)
        if found is not None:
            return _version(found)
        values = {"hash": content_hash, "version": version, "name_json": name_json, "body": canonical, "valid_from": valid_from,
                  "published_at": self._writing.now, "by": by}
        row_id = self._writing.insert(methodologies, values)
        return MethodologyRow(row_id, content_hash, version, name_json, valid_from, self._writing.now, by)


class RatingQueries:
    """Reading stored ratings."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def get(self, rating_id: int) -> RatingRow | None:
        """Return a rating, None if there is none of that id."""
        held = row_of(self._unit, ratings, rating_id)
        if held is not None and held.input_json is None:  # gathered without its snapshots
            held = self._unit.one(select(ratings).where(ratings.c.id == rating_id))
        return None if held is None else _rating(held)

    def newest_of_case(self, case_id: int) -> RatingRow | None:
        """Return the newest rating of a case."""
        rows = self._heads("case_id", case_id)
        return self.get(rows[-1].id) if rows else None

    def before(self, customer_id: int, case_id: int, than: int | None = None, rated: bool = False) -> RatingRow | None:
        """Return the newest rating of a customer from another case; older ``than`` a rating, with a score if ``rated``."""
        others = [
            row for row in self._heads("customer_id", customer_id)
            if row.case_id != case_id and (than is None or row.id < than) and (row.score is not None or not rated)
        ]
        return self.get(others[-1].id) if others else None

    def _heads(self, column: str, value: int) -> Sequence[Row[Any]]:
        """The numbers of ratings with case and score, oldest first; snapshots are read for none that is not needed."""
        held = self._unit.records.rows(ratings, column, value) if self._unit.records is not None else None
        if held is not None:
            return sorted(held, key=attrgetter("id"))
        wanted = select(ratings.c.id, ratings.c.case_id, ratings.c.score).where(ratings.c[column] == value)
        return self._unit.rows(wanted.order_by(ratings.c.id))

    def of_customer(self, customer_id: int) -> tuple[RatingRow, ...]:
        """Return the ratings of a customer, oldest first."""
        rows = self._unit.rows(select(ratings).where(ratings.c.customer_id == customer_id).order_by(ratings.c.id))
        return tuple(_rating(row) for row in rows)

    def of_case(self, case_id: int) -> tuple[RatingRow, ...]:
        """Return the ratings of a case, oldest first."""
        rows = self._unit.rows(select(ratings).where(ratings.c.case_id == case_id).order_by(ratings.c.id))
        return tuple(_rating(row) for row in rows)

    def numbers(self) -> tuple[int, ...]:
        """Return the ids of all ratings, oldest first."""
        return tuple(row.id for row in self._unit.rows(select(ratings.c.id).order_by(ratings.c.id)))

    def latest(self, customer_id: int) -> RatingRow | None:
        """Return the newest rating of a customer."""
        wanted = select(ratings).where(ratings.c.customer_id == customer_id).order_by(ratings.c.id.desc()).limit(1)
        row = self._unit.one(wanted)
        return None if row is None else _rating(row)


class Ratings(RatingQueries):
    """Reading and storing ratings."""

    def __init__(self, unit: Writing) -> None:
        super().__init__(unit)
        self._writing = unit

    def add(self, row: RatingRow) -> int:
        """Store a rating and return its id."""
        values = {
            "case_id": row.case_id, "customer_id": row.customer_id, "at": row.at, "by": row.by, "engine": row.engine,
            "methodology_hash": row.methodology_hash, "input_json": row.input_json, "result_json": row.result_json,
            "input_hash": row.input_hash, "digest": row.digest, "score": row.score,
            "grade": None if row.grade is None else int(row.grade), "provisional": row.provisional,
        }
        return self._writing.insert(ratings, values)


def _version(row: Row[Any]) -> MethodologyRow:
    return MethodologyRow(row.id, row.hash, row.version, row.name_json, row.valid_from, row.published_at, row.by)


def _rating(row: Row[Any]) -> RatingRow:
    return RatingRow(
        case_id=row.case_id, customer_id=row.customer_id, at=row.at, by=row.by, engine=row.engine,
        methodology_hash=row.methodology_hash, input_json=row.input_json, result_json=row.result_json, input_hash=row.input_hash,
        digest=row.digest, score=row.score, grade=None if row.grade is None else Grade(row.grade), provisional=row.provisional,
        id=row.id,
    )
