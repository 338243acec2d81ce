"""The content hash: binds a proposal and its decision to every input they rest on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, is_dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from app.models.domain.enums import CaseState
from app.models.domain.records import CaseView, Proposal
from app.services.ratings.inputs import input_of


def content_hash(view: CaseView, proposal: Proposal, as_of: date) -> str:
    """SHA-256 over the rating's input on ``as_of``, customer, case, evidence and everything proposed.

    Left out is what a second officer adds without changing what is decided: signatures under answers, the verifier,
    state and versions.
    """
    from app.services.rating.snapshot import dump

    answers = {item: replace(answer, second_by="", version=0) for item, answer in view.answers.items()}
    statements = tuple(replace(statement, version=0) for statement in view.statements)
    plain = replace(view, answers=answers, statements=statements)
    head = replace(view.head, state=CaseState.DRAFT, verifier="", verified_at=None, version=0)
    content = {
        "input": dump(input_of(plain, as_of)),
        "customer": _plain(replace(view.customer, version=0)),
        "case": _plain(head),
        "evidence": [(one.name, one.sha256) for one in view.evidence],
        "proposal": _plain(replace(proposal, id=0, content_hash="")),
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    """A record as JSON: enums by name or value, figures and days as texts."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(part) for name, part in asdict(value).items()}
    if isinstance(value, dict):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Decimal | datetime | date):
        return str(value)
    return value
