"""The columns of the list: what they show, how they are filtered, and how a row becomes cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app.models.domain.parties import CustomerRow
from app.ui.qtmodels.rows import Column

if TYPE_CHECKING:
    from app.texts import Texts

COLUMNS = (
    Column("number", "ui.customers.number", width=74),
    Column("name", "ui.customers.name", width=262, strong=True),
    Column("identifier", "ui.customers.identifier", width=164),
    Column("grade", "ui.customers.grade", kind="grade", width=66),
    Column("score", "ui.customers.score", kind="number", places=1, width=62),
    Column("limit", "ui.customers.limit", kind="money", width=124, tip_key="ui.customers.limit_tip"),
    Column("next_review", "ui.customers.next_review", kind="date", width=100),
    Column("days", "ui.customers.days", kind="badge", width=70),
    Column("case", "ui.customers.case", kind="badge", width=108),
    Column("exposure", "ui.customers.exposure", kind="money", width=124),
    Column("former_grade", "ui.customers.former_grade", kind="grade", width=104),
    Column("since", "ui.customers.since", kind="date", width=116),
    Column("trade", "ui.customers.trade", width=150),
    Column("officer", "ui.customers.officer", width=104),
    Column("owner", "ui.customers.owner", width=130),
    Column("country", "ui.customers.country", width=84),
    Column("group", "ui.customers.group", width=140),
    Column("currency", "ui.customers.currency", width=90),
    Column("flags", "ui.customers.flags", width=120),
)
KEYS = tuple(column.key for column in COLUMNS)
SHOWN = ("number", "name", "grade", "score", "limit", "exposure", "next_review", "days", "case")
"""The columns of a list that nobody has changed."""

FILTERS: Mapping[str, str] = {
    "number": "text", "name": "text", "identifier": "text", "group": "text", "grade": "choice", "former_grade": "choice",
    "score": "number", "limit": "number", "exposure": "number", "days": "number", "since": "date", "next_review": "choice",
    "case": "choice", "trade": "choice", "owner": "choice", "officer": "choice", "country": "choice", "currency": "choice",
    "flags": "choice",
}
READ_CHOICES = ("trade", "owner", "officer", "country", "currency", "flags", "case")
"""Columns whose choices are what the store holds."""

DESCENDING_FIRST = ("grade", "former_grade", "score", "limit", "exposure", "since")
_SOON = 7

Words = Mapping[str, str]


def words(texts: Texts, trades: Mapping[str, str]) -> dict[str, str]:
    """The names of states of cases, flags and trades by their values."""
    found = {state: texts(f"ui.case_state.{state}") for state in ("draft", "collecting", "verified", "scored", "reviewed")}
    found.update({flag: texts(f"ui.customers.flag_{flag}") for flag in ("sample", "watch", "blacklist")})
    return {**found, **trades}


def cells(row: CustomerRow, texts: Texts, names: Words, days: int | None, kind_of: Callable[[Any], str]) -> tuple[Any, ...]:
    """What the table shows of a row, in the order of ``COLUMNS``."""
    plain = plain_cells(row, texts, names, days)
    shown: dict[str, Any] = {
        "name": texts("ui.customers.sample_name", name=row.name) if row.sample else row.name,
        "grade": row.grade.name if row.grade is not None else None,
        "former_grade": row.former_grade.name if row.former_grade is not None else None,
        "score": row.score,
        "limit": None if row.limit is None else _limit(
            texts.money(row.limit, row.currency, 0), row.held or (days is not None and days < 0)),
        "exposure": None if row.exposure is None else texts.money(row.exposure, row.exposure_currency, 0),
        "case": None if row.case_state is None else (plain["case"], kind_of(row.case_state)),
        "days": None if days is None else (plain["days"], "danger" if days < 0 else "warning" if days <= _SOON else "plain"),
        "next_review": row.next_review,
        "since": row.since,
    }
    return tuple(shown[key] if key in shown else plain[key] or None for key in KEYS)


def _limit(amount: str, frozen: bool) -> str:
    """A limit that counts for nothing has a sign beside it."""
    return f"⚠ {amount}" if frozen else amount


def plain_cells(row: CustomerRow, texts: Texts, names: Words, days: int | None) -> dict[str, str]:
    """The texts of a row as they are copied: figures without their currency."""
    return {
        "number": row.number, "name": row.name, "identifier": row.identifier,
        "grade": row.grade.name if row.grade is not None else "",
        "former_grade": row.former_grade.name if row.former_grade is not None else "",
        "score": _figure(row.score, texts, 1), "limit": _figure(row.limit, texts), "exposure": _figure(row.exposure, texts),
        "next_review": _day(row.next_review, texts), "since": _day(row.since, texts),
        "days": "" if days is None else texts.number(days),
        "case": names.get(row.case_state.value, row.case_state.value) if row.case_state is not None else "",
        "trade": names.get(row.trade, row.trade), "officer": row.officer, "owner": row.owner, "country": row.country,
        "group": row.group, "currency": row.currency, "flags": ", ".join(names.get(flag, flag) for flag in row.flags),
    }


def _figure(value: Decimal | None, texts: Texts, places: int | None = None) -> str:
    return "" if value is None else texts.number(value, places)


def _day(value: date | None, texts: Texts) -> str:
    return "" if value is None else texts.date(value)
