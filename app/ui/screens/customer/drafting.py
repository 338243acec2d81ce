"""A new customer that is not written yet, as the text in which a draft of it is kept."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from app.models.domain.parties import Contact, Customer, Identifier, RelatedParty

PLACE = "customer.new"
_FIELDS = (
    "name",
    "former_names",
    "identifiers",
    "country",
    "address",
    "trade",
    "currency",
    "owner",
    "officer",
    "group",
    "contacts",
    "related",
    "first_deal",
    "note",
)


def dump(customer: Customer) -> str:
    """The typed fields as JSON."""
    fields = {name: value for name, value in asdict(customer).items() if name in _FIELDS}
    return json.dumps(fields, ensure_ascii=False, default=date.isoformat)


def load(payload: str) -> Customer:
    """The customer of a draft; ValueError or TypeError when it is not one."""
    fields = json.loads(payload)
    names = ("name", "country", "address", "trade", "currency", "owner", "officer", "group", "note")
    texts: dict[str, Any] = {name: str(fields[name]) for name in names}
    return Customer(
        **texts,
        former_names=tuple(fields["former_names"]),
        identifiers=tuple(Identifier(**one) for one in fields["identifiers"]),
        contacts=tuple(Contact(**one) for one in fields["contacts"]),
        related=tuple(RelatedParty(**one) for one in fields.get("related", ())),
        first_deal=date.fromisoformat(fields["first_deal"]) if fields["first_deal"] else None,
    )
