"""From a case to the input of its rating. Pure: everything needed is in the view and the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState
from app.models.domain.parties import Customer
from app.models.domain.rating import RatingInput
from app.models.domain.records import CaseView
from app.models.domain.statement import Statement

MAX_STATEMENTS = 5
BLACKLIST_FLAG, BLACKLIST_FACT = "blacklist", "f_own_blacklist"
NUMBER_ITEM, IDENTITY_FACT = "A02", "f_identity_failed"


def input_of(view: CaseView, as_of: date) -> RatingInput:
    """The input of a rating of this case on ``as_of``."""
    head, around = view.head, view.around
    return RatingInput(
        as_of=as_of,
        profile=head.profile,
        answers=answers_with_flags(view.answers, view.customer),
        statements=scored_statements(view.statements, as_of),
        guarantees=view.guarantees,
        trade=view.customer.trade,
        currency=head.currency,
        base_currency=around.base_currency,
        rates=dict(sorted(around.rates.items())),
        rates_date=around.rates_date,
        requested_limit=head.requested_limit,
        requested_term=head.requested_term,
        own_monthly_sales=head.own_monthly_sales,
        new_customer=is_new(view.customer.first_deal, as_of),
        with_areas=head.with_areas,
        seen_warnings=around.seen_warnings,
        override=head.override,
    )


def answers_with_flags(answers: Mapping[str, Answer], customer: Customer) -> dict[str, Answer]:
    """The answers by item, with what follows from others: a blacklisted customer is one in every case, and a registration
    number whose check digit is wrong is no identity, whatever was ticked.
    """
    from app.services.customers.identifiers import is_wrong_number

    found = dict(answers)
    number = found.get(NUMBER_ITEM)
    if number is not None and isinstance(number.value, str) and is_wrong_number(number.value, customer.country):
        found[IDENTITY_FACT] = Answer(IDENTITY_FACT, AnswerState.VALUE, True, sources=number.sources)
    if BLACKLIST_FLAG in customer.flags:
        found[BLACKLIST_FACT] = Answer(BLACKLIST_FACT, AnswerState.VALUE, True, sources=("OWN",))
    return dict(sorted(found.items()))


def scored_statements(statements: Sequence[Statement], as_of: date) -> tuple[Statement, ...]:
    """The newest full years on one basis, oldest first, at most five.

    Years can only be compared on one basis: all consolidated or none, in one currency, as the newest one is; where the
    newest year is there both ways, the consolidated one leads, for it shows the whole group.
    """
    years = [statement for statement in statements if statement.full_year and statement.end <= as_of]
    if not years:
        return ()
    newest = max(years, key=lambda statement: (statement.end, statement.consolidated))
    alike = [s for s in years if s.consolidated == newest.consolidated and s.currency == newest.currency]
    return tuple(sorted(alike, key=lambda statement: statement.end)[-MAX_STATEMENTS:])


def is_new(first_deal: date | None, as_of: date) -> bool:
    """Whether the first deal is less than twelve months back (domain.md §5.2), or has not been made."""
    return first_deal is None or first_deal > year_before(as_of)


def year_before(day: date) -> date:
    """The same day of the year before; 28 February for a leap day."""
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def year_after(day: date) -> date:
    """The same day of the year after; 28 February for a leap day."""
    return day.replace(year=day.year + 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)
