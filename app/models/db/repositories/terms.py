"""``Terms`` as columns."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy import Row

from app.models.domain.enums import Grade
from app.models.domain.records import Terms

_NAMES = tuple(field.name for field in fields(Terms))


def terms_values(terms: Terms | None, prefix: str = "") -> dict[str, Any]:
    """Return the column values of terms, all None when there are none."""
    values = {prefix + name: None if terms is None else getattr(terms, name) for name in _NAMES}
    values[prefix + "grade"] = None if terms is None else int(terms.grade)
    return values


def read_terms(row: Row[Any], prefix: str = "") -> Terms:
    """Return the terms in a row that has them."""
    values = {name: getattr(row, prefix + name) for name in _NAMES}
    return Terms(**{**values, "grade": Grade(values["grade"])})
