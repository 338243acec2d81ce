"""Frozen rows that the store hands to services where the business has no record of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.models.domain.enums import Grade


@dataclass(frozen=True, slots=True)
class RatingRow:
    """A stored rating. ``input_json`` and ``result_json`` are canonical texts, ``input_hash`` and ``digest`` theirs.

    ``score`` and ``grade`` are None for a case that is not rated. ``id`` 0 = not stored yet.
    """

    case_id: int
    customer_id: int
    at: datetime
    by: str
    engine: int
    methodology_hash: str
    input_json: str
    result_json: str
    input_hash: str
    digest: str
    score: Decimal | None
    grade: Grade | None
    provisional: bool = False
    id: int = 0


@dataclass(frozen=True, slots=True)
class MethodologyRow:
    """A published methodology version, without its body. ``name_json`` holds the labels in three languages."""

    id: int
    hash: str
    version: str
    name_json: str
    valid_from: date
    published_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Draft:
    """Half-typed input of ``owner`` at ``place``; ``payload`` is JSON that only the place understands."""

    owner: str
    place: str
    payload: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One change as the history shows it; a purged personal value reads None."""

    seq: int
    at: datetime
    who: str
    command: str
    unit: int
    action: str
    entity: str
    entity_id: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]
