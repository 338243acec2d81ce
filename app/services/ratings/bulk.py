"""Scores and grades of many customers from what the store holds, for the command line and the portfolio."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.models.db.store import Store
from app.models.db.units import ReadUnit
from app.models.domain.enums import Grade
from app.models.domain.errors import UserError
from app.models.domain.methodology import Methodology
from app.models.domain.parties import Customer
from app.models.domain.rating import RatingInput
from app.models.domain.records import CaseHead
from app.services.customers.service import customer_in
from app.services.methodologies import Methodologies
from app.services.ratings.around import around, seen_by
from app.services.ratings.inputs import answers_with_flags, is_new, scored_statements
from app.services.settings.service import rates_on

_PAGE = 200


@dataclass(frozen=True, slots=True)
class RateLine:
    """One rated customer or statement. ``score``, ``grade``, ``low`` and ``high`` are None when it is not rated.

    ``low`` and ``high`` are the ends of the score while items are open; ``completeness`` is a share, 0…1. ``band`` is the
    grade that the score alone would give, ``lowered_by`` what took it down to ``grade``: the kind of each step that spoke
    with its rule, such as "cap K05" or "warning 4".
    """

    customer: str
    name: str
    identifier: str
    as_of: date
    statement_date: date | None
    score: Decimal | None
    grade: Grade | None
    low: Decimal | None
    high: Decimal | None
    completeness: Decimal
    methodology: str
    customer_id: int = 0
    provisional: bool = False
    band: Grade | None = None
    warning_points: int = 0
    lowered_by: tuple[str, ...] = ()


def rate_lines(
    store: Store, methodologies: Methodologies, as_of: date, customers: Sequence[int] | None, each_statement: bool, profile: str,
    with_interval: bool,
) -> Iterator[RateLine]:
    """Lines of ``Ratings.rate_many``. The store is read in short looks, a page of customers each."""
    m = methodologies.current()
    if profile != "auto" and profile not in {card.key for card in m.cards}:
        raise UserError("case.profile", "profile", profile=profile[:40])
    for page in _pages(store, customers):
        with store.read() as unit:
            given = [one for customer_id in page for one in _inputs(unit, customer_id, as_of, each_statement, profile)]
        for customer, one in given:
            yield _line(m, customer, one, with_interval)


def _pages(store: Store, customers: Sequence[int] | None) -> Iterator[Sequence[int]]:
    if customers is not None:
        yield from (customers[start : start + _PAGE] for start in range(0, len(customers), _PAGE))
        return
    offset = 0
    while True:
        with store.read() as unit:
            rows = unit.customers.page("", offset, _PAGE, "number")
        if not rows:
            return
        yield [row.id for row in rows]
        offset += len(rows)


def _inputs(
    unit: ReadUnit, customer_id: int, as_of: date, each_statement: bool, profile: str
) -> Iterator[tuple[Customer, RatingInput]]:
    customer = customer_in(unit, customer_id)
    statements = unit.statements.of_customer(customer_id)
    whole = replace(_base(unit, customer, as_of, profile), statements=scored_statements(statements, as_of))
    if not each_statement:
        yield customer, whole
        return
    for end in sorted({one.end for one in statements if one.full_year and one.end <= as_of}):
        yield customer, replace(whole, statements=scored_statements(statements, end))


def _base(unit: ReadUnit, customer: Customer, as_of: date, profile: str) -> RatingInput:
    """The customer's input without statements: answers and securities of the newest case, if there is one."""
    cases = unit.cases.of_customer(customer.id)
    base, rates, since = rates_on(unit, as_of)
    plain = RatingInput(
        as_of=as_of, profile=profile, answers=answers_with_flags({}, customer), trade=customer.trade,
        currency=customer.currency, base_currency=base,
        rates=dict(sorted(rates.items())), rates_date=since, new_customer=is_new(customer.first_deal, as_of),
    )
    return plain if not cases else _with_case(unit, plain, customer, cases[-1], profile)


def _with_case(unit: ReadUnit, plain: RatingInput, customer: Customer, head: CaseHead, profile: str) -> RatingInput:
    return replace(
        plain, profile=head.profile if profile == "auto" else profile,
        answers=answers_with_flags(unit.cases.answers(head.id), customer),
        guarantees=unit.cases.guarantees(head.id), currency=head.currency, requested_limit=head.requested_limit,
        requested_term=head.requested_term, own_monthly_sales=head.own_monthly_sales, with_areas=head.with_areas,
        seen_warnings=seen_by(unit, head, around(unit, head.customer_id, plain.as_of)), override=head.override,
    )


def _line(m: Methodology, customer: Customer, given: RatingInput, with_interval: bool) -> RateLine:
    from app.services.rating import rate

    result = rate(m, given, with_interval=with_interval)
    end = given.statements[-1].end if given.statements else None
    first = customer.identifiers[0].value if customer.identifiers else ""
    rated = result.rated
    return RateLine(
        customer.number, customer.name, first, given.as_of, end, result.score if rated else None, result.grade if rated else None,
        result.interval.low if rated else None, result.interval.high if rated else None, result.completeness,
        result.methodology_version, customer.id, result.provisional, result.band_grade if rated else None,
        result.warning_points, tuple(f"{step.kind} {step.rule}".strip() for step in result.steps[1:] if rated and step.binding),
    )
