"""What an officer found: answers to items and facts, securities, and how each is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from app.models.domain.enums import AnswerState, CheckState

# A scored value: amounts, shares and counts as Decimal; choices by their key; yes/no as bool; dates and texts as such.
Value = Decimal | str | bool | date


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one item or fact.

    ``details`` holds the unscored columns: a text per key, or for a table one mapping per row under ``rows``.
    ``sources`` are evidence codes (REG, FS, VISIT…); top marks ask for two. ``reason`` is needed for not applicable.
    ``comment`` explains an extreme value. ``second_by`` is whoever verified it or agreed to "not applicable".
    """

    item: str
    state: AnswerState = AnswerState.EMPTY
    value: Value | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[Mapping[str, str], ...] = ()
    as_of: date | None = None
    sources: tuple[str, ...] = ()
    evidence_ids: tuple[int, ...] = ()
    check: CheckState = CheckState.NOT_ASKED
    note: str = ""
    comment: str = ""
    reason: str = ""
    by: str = ""
    at: datetime | None = None
    second_by: str = ""
    sample: bool = False
    version: int = 0


@dataclass(frozen=True, slots=True)
class Guarantee:
    """A security offered: ``kind`` is a haircut key, ``value`` in the currency of the case, ``prior`` earlier charges."""

    kind: str
    value: Decimal
    prior: Decimal = Decimal(0)
    guarantor_grade: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file kept with a case. The bytes stay in the store; ``sha256`` is their fingerprint."""

    id: int
    name: str
    sha256: str
    size: int
    added_at: datetime
    added_by: str
