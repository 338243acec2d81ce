"""What the warning rules look at: the newest case of a customer, the statements, and what the own ledger says today."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from app.models.db.units import ReadUnit
from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState
from app.models.domain.methodology import Methodology
from app.models.domain.parties import Customer
from app.models.domain.rating import RatingInput
from app.models.domain.records import CaseHead
from app.services.cases.states import OPEN_STATES
from app.services.ledger.entries import by_currency, ledger_of
from app.services.ledger.measures import days_beyond_terms, experience, orders_multiple
from app.services.methodologies import Methodologies
from app.services.ratings.inputs import answers_with_flags, is_new, scored_statements

RECENT, PAST_YEAR, ORDERS = "f_dbt_3m", "F03", "f_orders_multiple"
FROM_LEDGER = frozenset({RECENT, ORDERS})
"""Facts that move with every line of the ledger."""
_QUARTER = timedelta(days=91)
_PLACES = Decimal("0.01")


def newest_case(unit: ReadUnit, customer_id: int) -> CaseHead | None:
    """The case under way, else the last one."""
    cases = unit.cases.of_customer(customer_id)
    return next((one for one in reversed(cases) if one.state in OPEN_STATES), cases[-1] if cases else None)


def input_for(
    unit: ReadUnit, methodologies: Methodologies, customer: Customer, today: date
) -> tuple[Methodology, RatingInput, CaseHead | None]:
    """What the rules are to judge on ``today``, with the methodology they come from and the case that gave the answers."""
    case = newest_case(unit, customer.id)
    working = case is not None and case.state in OPEN_STATES
    m = methodologies.load(unit, case.methodology_hash) if case is not None and working else methodologies.current_in(unit)
    answers = answers_with_flags(unit.cases.answers(case.id) if case is not None else {}, customer)
    answers |= ledger_answers(unit, customer, case.currency if case is not None else customer.currency, today)
    given = RatingInput(
        as_of=today, profile=case.profile if case is not None else "auto", answers=answers,
        statements=scored_statements(unit.statements.of_customer(customer.id), today), trade=customer.trade,
        currency=customer.currency, new_customer=is_new(customer.first_deal, today),
    )
    if case is not None:
        given = replace(given, currency=case.currency, requested_limit=case.requested_limit,
                        requested_term=case.requested_term, own_monthly_sales=case.own_monthly_sales)
    return m, given, case


def ledger_answers(unit: ReadUnit, customer: Customer, currency: str, today: date) -> dict[str, Answer]:
    """What the ledger in that currency (or the only one there is) says to the rules about own trading, by item or fact."""
    rows = by_currency(unit.imports.ledger_of(customer.id))
    code = currency if currency in rows else next(iter(rows)) if len(rows) == 1 else ""
    if not code:
        return {}
    in_force = unit.changes.in_force(customer.id)
    ledger = ledger_of(rows[code], in_force.terms.term_days if in_force is not None else 0)
    found = {
        RECENT: days_beyond_terms(ledger, today - _QUARTER, today), PAST_YEAR: experience(ledger, today).beyond_terms,
        ORDERS: orders_multiple(ledger, today),
    }
    return {
        key: Answer(key, AnswerState.VALUE, value.quantize(_PLACES), as_of=today, sources=("OWN",))
        for key, value in found.items() if value is not None
    }
