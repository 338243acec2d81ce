"""The sample customer of the first run and of the demonstration, read from ``resources/sample``.

The statements are published figures; the answers, securities and trading figures are made up and marked so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app import paths
from app.models.domain.answers import Answer, Guarantee, Value
from app.models.domain.enums import AnswerState, CheckState
from app.models.domain.labels import LANGUAGES, Labels
from app.models.domain.parties import Customer, Identifier
from app.models.domain.statement import Framework, Statement


@dataclass(frozen=True, slots=True)
class SampleCase:
    """What the case of the sample is opened with; amounts are plain units of ``currency``."""

    profile: str
    with_areas: bool
    purpose: str
    currency: str
    requested_limit: Decimal
    requested_term: int
    own_monthly_sales: Decimal
    own_exposure: Decimal
    own_overdue: Decimal


@dataclass(frozen=True, slots=True)
class Sample:
    """A customer with everything that a whole case needs, its words in one language.

    ``as_of`` is the day on which the answers hold. ``rates`` are units of the case's currency per unit of the key's
    currency on ``rates_date``; size cannot be computed without the one of the US dollar. ``name`` has the company's name
    in every language.
    """

    customer: Customer
    case: SampleCase
    statements: tuple[Statement, ...]
    answers: tuple[Answer, ...]
    guarantees: tuple[Guarantee, ...]
    as_of: date
    rates: Mapping[str, Decimal]
    rates_date: date
    name: Labels
    source: str
    notice: str


def load_sample(lang: str = "en") -> Sample:
    """The shipped sample; its words are in ``lang`` ("en", "zh" or "ru")."""
    path = paths.resources() / "sample" / "tsingtao.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    said = _spoken(data, lang)
    return Sample(
        customer=_customer(said),
        case=_case(said),
        statements=tuple(_statement(part) for part in said["statement"]),
        answers=tuple(_answer(part, said["as_of"]) for part in said["answer"]),
        guarantees=tuple(Guarantee(part["kind"], Decimal(part["value"])) for part in said["guarantees"]),
        as_of=said["as_of"],
        rates={currency: Decimal(rate) for currency, rate in said["rates"].items()},
        rates_date=said["rates_date"],
        name=Labels(**data["name"]),
        source=said["source"],
        notice=said["notice"],
    )


def _customer(said: Mapping[str, Any]) -> Customer:
    """Not saved yet, and flagged as a sample."""
    return Customer(
        name=said["name"],
        identifiers=tuple(Identifier(**part) for part in said["identifiers"]),
        country=said["country"],
        address=said["address"],
        trade=said["trade"],
        currency=said["currency"],
        first_deal=said["first_deal"],
        flags=("sample",),
        note=f"{said['source']}. {said['notice']}",
    )


def _case(said: Mapping[str, Any]) -> SampleCase:
    return SampleCase(
        profile=said["profile"],
        with_areas=said["with_areas"],
        purpose=said["purpose"],
        currency=said["currency"],
        requested_limit=Decimal(said["requested_limit"]),
        requested_term=said["requested_term"],
        own_monthly_sales=Decimal(said["own_monthly_sales"]),
        own_exposure=Decimal(said["own_exposure"]),
        own_overdue=Decimal(said["own_overdue"]),
    )


def _spoken(value: Any, lang: str) -> Any:
    """``value`` with each text in three languages replaced by the one in ``lang``."""
    if isinstance(value, dict):
        if set(value) == set(LANGUAGES):
            return value[lang]
        return {key: _spoken(part, lang) for key, part in value.items()}
    if isinstance(value, list):
        return [_spoken(part, lang) for part in value]
    return value


def _statement(part: Mapping[str, Any]) -> Statement:
    return Statement(
        end=part["end"],
        framework=Framework(part["framework"]),
        currency=part["currency"],
        unit=part["unit"],
        values={line: Decimal(amount) for line, amount in part["values"].items()},
        consolidated=part["consolidated"],
        audited=part["audited"],
        source="AUD",
        note=part["note"],
    )


def _answer(part: Mapping[str, Any], as_of: date) -> Answer:
    return Answer(
        item=part["item"],
        state=AnswerState(part.get("state", "value")),
        value=_value(part.get("value")),
        details=part.get("details", {}),
        rows=tuple(part.get("rows", ())),
        as_of=as_of,
        sources=tuple(part.get("sources", ())),
        check=CheckState(part["check"]),
        reason=part.get("reason", ""),
        sample=part["sample"],
    )


def _value(value: Any) -> Value | None:
    """TOML's whole numbers become Decimal as all scored numbers; yes/no, dates and texts stay as they are."""
    if value is None or isinstance(value, bool | str | date):
        return value
    return Decimal(value)
