"""Versions of the methodology as lists show them, and drafts of the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.models.domain.labels import Labels


@dataclass(frozen=True, slots=True)
class DraftHead:
    """A draft without its content. ``base_hash`` is the published version that it was copied from."""

    id: int
    version: int
    name: str
    base_hash: str
    by: str
    created_at: datetime
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """A published version. ``in_use``: new cases are opened by it today. ``reason`` is "" for the one that shipped."""

    hash: str
    version: str
    name: Labels
    valid_from: date
    published_at: datetime
    by: str
    reason: str
    in_use: bool
