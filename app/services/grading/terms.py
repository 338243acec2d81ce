"""The terms of trade that go with a grade: what the policy says, and how far an officer may depart from it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal

from app.models.domain.enums import Grade
from app.models.domain.errors import UserError
from app.models.domain.methodology import Methodology
from app.models.domain.rating import RatingInput, RatingResult
from app.models.domain.records import CaseView, Terms
from app.services.customers.validate import Problems
from app.services.grading.standing import Standing, standing
from app.services.ratings.inputs import input_of, year_after
from app.services.settings.schema import MAX_REVIEW_DAYS
from app.services.typed_text import TEXT, check_text

REVIEW_DAYS_OF_D = 30
LATEST_START = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class TermsInput:
    """What an officer sets differently; None = as the policy of the grade says. Only more careful terms are taken."""

    limit: Decimal | None = None
    term_days: int | None = None
    prepayment_pct: Decimal | None = None
    security: str = ""
    release: str = ""
    review_days: int | None = None
    effective: date | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """Terms ready to be proposed, with how the grade stands and the days that follow from them."""

    terms: Terms
    standing: Standing
    recommended: Decimal
    effective: date
    next_review: date
    valid_until: date
    result: RatingResult = field(repr=False)


def draft(
    view: CaseView, m: Methodology, result: RatingResult, today: date, *, review_days: str = "", round_unit: str = "",
    typed: TermsInput | None = None,
) -> Draft:
    """The terms for this case. ``review_days`` and ``round_unit`` are the settings of those names ("" = as the methodology).

    UserError at the field, or ProblemList ``grading.problems``, for terms that are less careful than the policy.
    """
    stands = standing(result, view.around, m)
    recommended = _round_down(_limit_at(m, input_of(view, today), result, stands.grade), round_unit)
    usual = _usual_terms(view, m, result, stands.grade, recommended, review_days)
    terms, effective = _with_input(usual, typed or TermsInput(), m, today)
    # Counted from the day of the look: a start set later does not put the next look beyond three months.
    next_review = min(effective + timedelta(days=terms.review_days), today + timedelta(days=_longest(m)))
    override = view.head.override
    if override is not None and result.grade is not result.calculated_grade:
        next_review = min(next_review, override.expires)      # what rests on an override ends with it
    return Draft(terms, stands, recommended, effective, next_review, min(next_review, year_after(effective)), result)


def _usual_terms(
    view: CaseView, m: Methodology, result: RatingResult, grade: Grade, limit: Decimal, review_setting: str
) -> Terms:
    policy = m.policy(grade)
    days = int(review_setting) if review_setting else policy.review_days
    if grade is Grade.D:
        days = min(days, REVIEW_DAYS_OF_D)
    wanted = view.head.requested_term
    return Terms(
        grade=grade, score=result.score, provisional=result.provisional, limit=limit, currency=view.head.currency,
        term_days=policy.term_days if wanted is None else min(policy.term_days, wanted), prepayment_pct=policy.prepayment_pct,
        security="", release="", review_days=min(days, _longest(m)),
    )


def _with_input(usual: Terms, typed: TermsInput, m: Methodology, today: date) -> tuple[Terms, date]:
    problems = Problems()
    policy = m.policy(usual.grade)
    limit = usual.limit if typed.limit is None else typed.limit
    if not limit.is_finite() or limit < 0:
        problems.add("case.amount", "limit")
    elif limit > usual.limit:
        problems.add("grading.limit_above", "limit", limit=usual.limit)
    term = usual.term_days if typed.term_days is None else typed.term_days
    if not 0 <= term <= policy.term_days:
        problems.add("grading.term_above", "term_days", limit=policy.term_days)
    prepayment = usual.prepayment_pct if typed.prepayment_pct is None else typed.prepayment_pct
    if not prepayment.is_finite() or not policy.prepayment_pct <= prepayment <= 100:
        problems.add("grading.prepayment_below", "prepayment_pct", least=policy.prepayment_pct)
    days = usual.review_days if typed.review_days is None else typed.review_days
    longest = min(_longest(m), REVIEW_DAYS_OF_D) if usual.grade is Grade.D else _longest(m)
    if not 1 <= days <= longest:
        problems.add("grading.review_days", "review_days", limit=longest)
    effective = typed.effective or today
    if not today <= effective <= today + LATEST_START:
        problems.add("grading.effective", "effective", first=today, last=today + LATEST_START)
    for name in ("security", "release"):
        problems.take(lambda name=name: check_text(getattr(typed, name), name, TEXT), "")  # type: ignore[misc]
    problems.stop("grading.problems")
    return replace(
        usual, limit=limit, term_days=term, prepayment_pct=prepayment, review_days=days, security=typed.security.strip(),
        release=typed.release.strip(),
    ), effective


def _longest(m: Methodology) -> int:
    return min(m.rules.max_review_days, MAX_REVIEW_DAYS)


def _limit_at(m: Methodology, given: RatingInput, result: RatingResult, grade: Grade) -> Decimal:
    """The recommended limit at ``grade``: the rating's own, or computed again where a better grade is held back."""
    if result.limit_frozen or result.limit.frozen or result.stop:
        return Decimal(0)
    if grade is result.grade:
        return result.limit.amount
    from app.services.rating import limits_at

    return limits_at(m, given, grade).amount


def _round_down(amount: Decimal, unit: str) -> Decimal:
    if not unit:
        return amount
    step = Decimal(unit)
    return (amount / step).to_integral_value(ROUND_FLOOR) * step


def base_amount(amount: Decimal, currency: str, given: RatingInput) -> Decimal:
    """An amount in the base currency at the rates of the rating. UserError ``grading.no_rate`` without a rate."""
    if currency == given.base_currency or amount == 0:
        return amount
    rate = given.rates.get(currency)
    if rate is None:
        raise UserError("grading.no_rate", "limit", currency=currency, base=given.base_currency)
    return amount * rate
