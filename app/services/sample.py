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
from app.models.domain.records import Customer, Identifier
from app.models.domain.statement import Framework, Statement


@dataclass(frozen=True, slots=True)
class Sample:
    """A customer with everything that a whole case needs.

    ``as_of`` is the day on which the answers hold and the case may be rated. ``rates`` are units of the currency per
    unit of the key's currency. Amounts are plain units of ``currency``.
    """

    name: Labels
    address: Labels
    source: Labels
    notice: Labels
    identifiers: tuple[Identifier, ...]
    country: str
    trade: str
    currency: str
    first_deal: date
    as_of: date
    profile: str
    with_areas: bool
    statements: tuple[Statement, ...]
    answers: tuple[Answer, ...]
    guarantees: tuple[Guarantee, ...]
    requested_limit: Decimal
    requested_term: int
    own_monthly_sales: Decimal
    rates: Mapping[str, Decimal]
    rates_date: date

    def customer(self, lang: str) -> Customer:
        """The customer record with its name and address in ``lang``, flagged as a sample and not saved yet."""
        return Customer(
            name=self.name.get(lang),
            identifiers=self.identifiers,
            country=self.country,
            address=self.address.get(lang),
            trade=self.trade,
            currency=self.currency,
            first_deal=self.first_deal,
            flags=("sample",),
            note=f"{self.source.get(lang)}. {self.notice.get(lang)}",
        )


def load_sample(lang: str = "en") -> Sample:
    """The shipped sample; words inside answers are in ``lang`` ("en", "zh" or "ru")."""
    path = paths.resources() / "sample" / "tsingtao.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    as_of = data["as_of"]
    return Sample(
        name=Labels(**data["name"]),
        address=Labels(**data["address"]),
        source=Labels(**data["source"]),
        notice=Labels(**data["notice"]),
        identifiers=tuple(Identifier(**part) for part in data["identifiers"]),
        country=data["country"],
        trade=data["trade"],
        currency=data["currency"],
        first_deal=data["first_deal"],
        as_of=as_of,
        profile=data["profile"],
        with_areas=data["with_areas"],
        statements=tuple(_statement(part) for part in data["statement"]),
        answers=tuple(_answer(_spoken(part, lang), as_of) for part in data["answer"]),
        guarantees=tuple(Guarantee(part["kind"], Decimal(part["value"])) for part in data["guarantees"]),
        requested_limit=Decimal(data["requested_limit"]),
        requested_term=data["requested_term"],
        own_monthly_sales=Decimal(data["own_monthly_sales"]),
        rates={currency: Decimal(rate) for currency, rate in data["rates"].items()},
        rates_date=data["rates_date"],
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
