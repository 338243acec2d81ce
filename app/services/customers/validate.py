"""A customer as typed: texts trimmed, registration numbers checked, every problem at its place.

Places: ``name``, ``country``, ``currency``, ``trade``, ``first_deal``, ``owner``…, and ``identifiers.<n>``,
``former_names.<n>``, ``contacts.<n>.<part>``, ``related.<n>.<part>`` with n from 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from app.models.domain.errors import ProblemList, UserError
from app.models.domain.parties import Contact, Customer, Identifier, RelatedParty
from app.services.customers.identifiers import checked
from app.services.typed_text import CODE, LINE, TEXT, check_line, check_text

MAX_PARTS = 200
FLAGS = ("sample", "blacklist", "watch", "export", "strategic")

T = TypeVar("T")


class Problems:
    """Collects the problems of one form, so that all are told at once."""

    def __init__(self) -> None:
        self.found: list[UserError] = []

    def take(self, read: Callable[[], T], otherwise: T) -> T:
        """The value that ``read`` returns, or ``otherwise`` after its UserError was noted."""
        try:
            return read()
        except UserError as problem:
            self.found.append(problem)
            return otherwise

    def add(self, key: str, field: str, **params: object) -> None:
        """Note a problem."""
        self.found.append(UserError(key, field, **params))

    def stop(self, key: str) -> None:
        """Raise what was found: the one problem, or a ProblemList of ``key``."""
        if len(self.found) == 1:
            raise self.found[0]
        if self.found:
            raise ProblemList(key, tuple(self.found))


def check_customer(customer: Customer, trades: frozenset[str], today: date) -> Customer:
    """Return the customer as it is kept. One UserError, or ProblemList ``customer.problems``."""
    problems = Problems()

    def line(text: str, field: str, limit: int = LINE, required: bool = False) -> str:
        return problems.take(lambda: check_line(text, field, limit, required), text)

    plain = replace(
        customer,
        name=line(customer.name, "name", required=True),
        number=line(customer.number, "number", CODE),
        country=_country(line(customer.country, "country", 2).upper(), problems),
        currency=_currency(line(customer.currency, "currency", 3).upper(), problems),
        address=problems.take(lambda: check_text(customer.address, "address", TEXT), customer.address),
        owner=line(customer.owner, "owner"),
        officer=line(customer.officer, "officer"),
        group=line(customer.group, "group"),
        note=problems.take(lambda: check_text(customer.note, "note", TEXT), customer.note),
        former_names=tuple(line(name, f"former_names.{n}") for n, name in enumerate(customer.former_names) if name.strip()),
        identifiers=_identifiers(customer.identifiers, problems),
        contacts=tuple(_contact(contact, n, line) for n, contact in enumerate(customer.contacts) if _filled(contact)),
        related=tuple(_related(party, n, line) for n, party in enumerate(customer.related) if _filled(party)),
    )
    if plain.trade and plain.trade not in trades:
        problems.add("customer.trade", "trade", trade=plain.trade[:40])
    if plain.first_deal is not None and plain.first_deal > today:
        problems.add("customer.first_deal_future", "first_deal", day=plain.first_deal)
    if any(flag not in FLAGS for flag in plain.flags):
        problems.add("customer.flag", "flags")
    for field in ("former_names", "identifiers", "contacts", "related"):
        if len(getattr(plain, field)) > MAX_PARTS:
            problems.add("customer.too_many", field, limit=MAX_PARTS)
    problems.stop("customer.problems")
    return plain


def _country(code: str, problems: Problems) -> str:
    if code and not re.fullmatch("[A-Z]{2}", code):
        problems.add("identifier.country", "country", country=code)
    return code


def _currency(code: str, problems: Problems) -> str:
    if not re.fullmatch("[A-Z]{3}", code):
        problems.add("settings.currency", "currency", value=code[:40])
    return code


def _identifiers(typed: tuple[Identifier, ...], problems: Problems) -> tuple[Identifier, ...]:
    kept: list[Identifier] = []
    for n, identifier in enumerate(typed):
        if not identifier.value.strip():
            continue
        found = problems.take(lambda n=n, one=identifier: checked(one, f"identifiers.{n}"), identifier)  # type: ignore[misc]
        if any((other.kind, other.value) == (found.kind, found.value) for other in kept):
            problems.add("identifier.twice", f"identifiers.{n}", value=found.value)
        else:
            kept.append(found)
    return tuple(kept)


def _filled(part: Contact | RelatedParty) -> bool:
    if isinstance(part, Contact):
        return any(text.strip() for text in (part.name, part.post, part.phone, part.email))
    return any(text.strip() for text in (part.name, part.relation, part.identifier))


def _contact(contact: Contact, n: int, line: Callable[..., str]) -> Contact:
    return Contact(
        line(contact.name, f"contacts.{n}.name", required=True), line(contact.post, f"contacts.{n}.post"),
        line(contact.phone, f"contacts.{n}.phone", 60), line(contact.email, f"contacts.{n}.email"),
    )


def _related(party: RelatedParty, n: int, line: Callable[..., str]) -> RelatedParty:
    return RelatedParty(
        line(party.name, f"related.{n}.name", required=True), line(party.relation, f"related.{n}.relation"),
        line(party.identifier, f"related.{n}.identifier", 80),
    )
