"""Records as plain values, so that what an import changed can be told exactly, kept beside it, and put back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, replace
from datetime import date
from decimal import Decimal
from typing import Any

from app.models.domain.parties import Contact, Customer, Identifier
from app.models.domain.statement import Framework, Statement
from app.services.imports.model import Kept

Image = Mapping[str, Any]

_TEXTS = ("name", "number", "country", "address", "trade", "currency", "owner", "group", "note")
_FIGURES = frozenset({"net", "tax", "gross", "amount", "delivered"})
_DAYS = frozenset({"day", "due"})
_COUNTS = frozenset({"invoices", "voided", "reduced", "partners"})
_HEADS = ("framework", "currency", "source", "note")


def of_customer(customer: Customer) -> dict[str, Any]:
    """The fields of a customer that files can change."""
    return {
        **{name: getattr(customer, name) for name in _TEXTS}, "former_names": list(customer.former_names),
        "identifiers": [list(astuple(one)) for one in customer.identifiers],
        "contacts": [list(astuple(one)) for one in customer.contacts],
    }


def customer_with(customer: Customer, image: Image) -> Customer:
    """The customer with some fields as the image has them."""
    texts: dict[str, Any] = {name: image[name] for name in _TEXTS if name in image}
    if "former_names" in image:
        texts["former_names"] = tuple(image["former_names"])
    if "identifiers" in image:
        texts["identifiers"] = tuple(Identifier(*one) for one in image["identifiers"])
    if "contacts" in image:
        texts["contacts"] = tuple(Contact(*one) for one in image["contacts"])
    return replace(customer, **texts)


def of_statement(statement: Statement) -> dict[str, Any]:
    """The fields of a period with every figure as it is written, in its own unit."""
    lines = {f"line.{line}": str(value) for line, value in statement.values.items()}
    opening = {f"opening.{line}": str(value) for line, value in statement.opening.items()}
    heads = {name: str(getattr(statement, name)) for name in _HEADS}
    return {**heads, "unit": statement.unit, "audited": statement.audited, **lines, **opening}


def statement_with(statement: Statement, image: Image) -> Statement:
    """The period with some fields as the image has them; a line that is None there goes."""
    closing, opening = dict(statement.values), dict(statement.opening)
    heads: dict[str, Any] = {}
    for field, value in image.items():
        kind, _, line = field.partition(".")
        if not line:
            heads[field] = Framework(value) if field == "framework" else value
            continue
        where = closing if kind == "line" else opening
        if value is None:
            where.pop(line, None)
        else:
            where[line] = Decimal(value)
    return replace(statement, values=closing, opening=opening, **heads)


def plain(value: Kept | None) -> Any:
    """A value of a month of invoices or of a line of the ledger as an image keeps it."""
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def typed(field: str, value: Any) -> Any:
    """The inverse of ``plain``: what the column of that name takes."""
    if value is None:
        return None
    if field in _FIGURES:
        return Decimal(value)
    if field in _DAYS:
        return date.fromisoformat(value)
    return int(Decimal(value)) if field in _COUNTS else value


def difference(before: Image, after: Image) -> tuple[dict[str, Any], dict[str, Any]]:
    """What two images of a record do not share: (before, after) by field, None where there was nothing."""
    changed = [field for field in {**before, **after} if before.get(field) != after.get(field)]
    return {field: before.get(field) for field in changed}, {field: after.get(field) for field in changed}
