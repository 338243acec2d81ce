"""A store full of customers in every state, written row by row: quicker than taking each through its whole case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from app.models.db.rows import RatingRow
from app.models.db.store import Store
from app.models.db.units import WriteUnit
from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState, CaseMode, CaseState, ChangeClass, Grade, Role
from app.models.domain.parties import Customer
from app.models.domain.records import (
    CaseHead,
    GradeChange,
    GradeInForce,
    Notice,
    OutsideReport,
    Proposal,
    Terms,
)
from tests.unguarded import unguarded

DEPARTMENTS = ("sales", "finance", "credit", "logistics")


@dataclass(frozen=True, slots=True)
class Firm:
    """One customer. Days are counted from today; ``grade`` None: nothing was decided yet; ``open_state`` None: no open case."""

    name: str = "Northern Bearings"
    currency: str = "CNY"
    grade: Grade | None = None
    before: Grade | None = None
    limit: Decimal = Decimal(100_000)
    review_in: int = 30
    changed_ago: int = 40
    exposure: Decimal | None = None       # as the decided case knew it
    rules: tuple[str, ...] = ()
    told: int = 4                         # of four departments
    sent: bool = True                     # whether they were told at all
    open_state: CaseState | None = None
    requested: Decimal | None = None
    owed: Decimal | None = None           # as the open case knows it
    report_waits: bool = False
    answers: tuple[str, ...] = ()
    assessor: str = "officer 1"


def stock(store: Store, firms: list[Firm], today: date, methodology: tuple[str, str], number: int = 0) -> None:
    """Write the customers; case numbers go on from ``number``."""
    with unguarded(store, "trial.stock", "officer 1") as unit:
        for at, firm in enumerate(firms, number + 1):
            _write(unit, firm, at, today, methodology)
        unit.commit()


def _write(unit: WriteUnit, firm: Firm, at: int, today: date, methodology: tuple[str, str]) -> None:
    customer = unit.customers.save(Customer(f"{firm.name} {at}", currency=firm.currency, owner="seller 1"))
    if firm.grade is not None:
        _decide(unit, firm, customer, at, today, methodology)
    if firm.open_state is not None:
        head = unit.cases.save(_head(firm, customer, f"{today.year}-{at:04d}", firm.open_state, today, methodology))
        if firm.answers:
            unit.cases.save_answers(head.id, [Answer(item, AnswerState.VALUE, "as registered") for item in firm.answers])
        if firm.open_state is CaseState.REVIEWED:
            _propose(unit, firm, customer, head, today, methodology)


def _head(
    firm: Firm, customer: Customer, number: str, state: CaseState, opened: date, methodology: tuple[str, str]
) -> CaseHead:
    return CaseHead(
        id=0, number=number, customer_id=customer.id, state=state, mode=CaseMode.INTERNAL, profile="auto",
        methodology_hash=methodology[0], methodology_version=methodology[1], opened=opened, assessor=firm.assessor,
        change_class=ChangeClass.FIRST, requested_limit=firm.requested, currency=firm.currency, own_exposure=firm.owed,
        reports=(OutsideReport("agency", opened),) if firm.report_waits else (),
    )


def _rating(unit: WriteUnit, firm: Firm, head: CaseHead, at: datetime, methodology: tuple[str, str]) -> int:
    return unit.ratings.add(RatingRow(
        head.id, head.customer_id, at, firm.assessor, 1, methodology[0], "{}", "{}", "0", "0", Decimal("61.5"), firm.grade
    ))


def _terms(firm: Firm, grade: Grade) -> Terms:
    return Terms(grade, Decimal("61.5"), False, firm.limit, firm.currency, 30, Decimal(0), "", "", 30)


def _propose(
    unit: WriteUnit, firm: Firm, customer: Customer, head: CaseHead, today: date, methodology: tuple[str, str]
) -> None:
    at = datetime.combine(today, time(9), UTC)
    rating = _rating(unit, firm, head, at, methodology)
    unit.decisions.add_proposal(Proposal(
        0, head.id, rating, _terms(firm, Grade.BB), ChangeClass.FIRST, (), "trial", "", today, today + timedelta(days=30),
        today + timedelta(days=90), firm.assessor, at, "0",
    ))


def _decide(
    unit: WriteUnit, firm: Firm, customer: Customer, number: int, today: date, methodology: tuple[str, str]
) -> None:
    assert firm.grade is not None
    day = today - timedelta(days=firm.changed_ago)
    at = datetime.combine(day, time(9), UTC)
    quiet = Firm(currency=firm.currency, owed=firm.exposure, requested=firm.limit)
    head = unit.cases.save(_head(quiet, customer, f"{day.year - 1}-{number:04d}", CaseState.IN_FORCE, day, methodology))
    rating = _rating(unit, firm, head, at, methodology)
    notices = tuple(
        Notice(name, sent=at if firm.sent else None, acknowledged=at if n < firm.told else None)
        for n, name in enumerate(DEPARTMENTS)
    )
    review = today + timedelta(days=firm.review_in)
    change = unit.changes.add(GradeChange(
        0, customer.id, customer.number, customer.name, "", head.id, head.number, at, ChangeClass.FIRST,
        None if firm.before is None else _terms(firm, firm.before), _terms(firm, firm.grade), (), "trial", "", firm.rules, day,
        review, "officer 1", at, "officer 2", Role.GENERAL_MANAGER, at, "", firm.exposure, None, None, None, 1, methodology[1],
        "", notices,
    ))
    unit.changes.set_in_force(GradeInForce(
        customer.id, _terms(firm, firm.grade), day, review, review + timedelta(days=60), rating, change.no
    ))
