"""What a search finds."""

from __future__ import annotations

from dataclasses import dataclass

from app.models.domain.enums import Grade

HIT_KINDS = ("customer", "identifier", "case", "contact", "note", "evidence")
"""Kinds of hits, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where the text was found.

    ``where`` names the field: name, former_name, pinyin, initials, number, identifier, contact, related, case_number,
    purpose, answer, note, proposal, statement, file. ``matched`` is the text around the match, ``case_id`` 0 when the hit
    belongs to no case, ``item`` the checklist item of an answer. ``exact`` False: only nearly the same.
    """

    kind: str
    customer_id: int
    case_id: int
    title: str
    subtitle: str
    where: str
    matched: str
    grade: Grade | None = None
    item: str = ""
    exact: bool = True
