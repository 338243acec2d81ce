"""The head of a case as typed: which of its fields an officer may set, and what each may hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from app.models.domain.enums import CaseMode, ChangeClass
from app.models.domain.errors import NotAllowed, UserError
from app.models.domain.methodology import Methodology
from app.models.domain.records import CaseHead, OutsideReport
from app.services.customers.validate import Problems
from app.services.people import same_person
from app.services.typed_text import LINE, TEXT, check_line, check_text

HIGHEST = Decimal(10) ** 15
MAX_TERM = 365
MAX_REPORTS = 50
AUTO = "auto"


@dataclass(frozen=True, slots=True)
class CaseInput:
    """What an officer says about a case. None of ``change_class`` and ``currency`` means the usual one."""

    mode: CaseMode = CaseMode.INTERNAL
    profile: str = AUTO
    change_class: ChangeClass | None = None
    purpose: str = ""
    requested_limit: Decimal | None = None
    requested_term: int | None = None
    currency: str | None = None
    own_monthly_sales: Decimal | None = None
    own_exposure: Decimal | None = None
    own_overdue: Decimal | None = None
    with_areas: bool = False
    reports: tuple[OutsideReport, ...] = ()


def with_input(stored: CaseHead, typed: CaseHead, m: Methodology) -> CaseHead:
    """``stored`` with the officer's fields of ``typed``, checked. UserError at the field, or ProblemList ``case.problems``."""
    values = {field.name: getattr(typed, field.name) for field in fields(CaseInput)}
    return check_head(replace(stored, **values, version=typed.version), m)


def check_head(head: CaseHead, m: Methodology) -> CaseHead:
    """The head with trimmed texts. UserError at the field, or ProblemList ``case.problems``."""
    problems = Problems()
    purpose = problems.take(lambda: check_text(head.purpose, "purpose", TEXT), head.purpose)
    profiles = {AUTO, *(card.key for card in m.cards)} - {card.areas_card for card in m.cards}
    if head.profile not in profiles:
        problems.add("case.profile", "profile", profile=head.profile[:40])
    currency = head.currency.strip().upper()
    if not re.fullmatch("[A-Z]{3}", currency):
        problems.add("settings.currency", "currency", value=head.currency[:40])
    for name in ("requested_limit", "own_monthly_sales", "own_exposure", "own_overdue"):
        _amount(getattr(head, name), name, problems)
    if head.requested_term is not None and not 0 <= head.requested_term <= MAX_TERM:
        problems.add("case.term", "requested_term", limit=MAX_TERM)
    exposure, overdue = head.own_exposure, head.own_overdue
    if exposure is not None and overdue is not None and exposure.is_finite() and overdue.is_finite() and overdue > exposure >= 0:
        problems.add("case.overdue_above_exposure", "own_overdue")
    if len(head.reports) > MAX_REPORTS:
        problems.add("customer.too_many", "reports", limit=MAX_REPORTS)
    reports = tuple(_report(report, n, problems) for n, report in enumerate(head.reports))
    problems.stop("case.problems")
    return replace(head, purpose=purpose, currency=currency, reports=reports, mode=CaseMode(head.mode))


def _amount(value: Decimal | None, field: str, problems: Problems) -> None:
    if value is None:
        return
    if not value.is_finite() or not 0 <= value < HIGHEST:
        problems.add("case.amount", field)
    elif int(value.as_tuple().exponent) < -2 and value != round(value, 2):
        problems.add("case.cents", field)


def _report(report: OutsideReport, n: int, problems: Problems) -> OutsideReport:
    agency = problems.take(lambda: check_line(report.agency, f"reports.{n}.agency", LINE, required=True), report.agency)
    for name in ("due", "arrived"):
        day = getattr(report, name)
        if day is not None and day < report.ordered:
            problems.add("case.report_date", f"reports.{n}.{name}", ordered=report.ordered)
    forced = problems.take(lambda: check_line(report.forced, f"reports.{n}.forced", LINE), report.forced)
    _amount(report.cost, f"reports.{n}.cost", problems)
    if report.currency and not re.fullmatch("[A-Z]{3}", report.currency):
        problems.add("settings.currency", f"reports.{n}.currency", value=report.currency[:40])
    return replace(report, agency=agency, forced=forced, chased=tuple(sorted(set(report.chased))))


def independent_of_owner(name: str, owner: str) -> None:
    """NotAllowed ``case.assessor_is_owner`` when the assessor is the account owner."""
    if same_person(name, owner):
        raise NotAllowed("case.assessor_is_owner", "by", name=name)


def no_such_case(case_id: int) -> UserError:
    """The error for a case that is not there."""
    return UserError("case.not_found", id=case_id)
