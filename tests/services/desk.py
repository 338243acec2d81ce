"""An officer's work in a few calls: a customer with two good years, a case filled in, a proposal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.models.db.store import Store
from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState, CheckState, ScoringKind, ValueKind
from app.models.domain.methodology import Item, Methodology
from app.models.domain.parties import Customer, Identifier
from app.models.domain.records import CaseHead, GradeChange, Proposal
from app.models.domain.statement import Framework, Statement
from app.services.clock import FixedClock
from app.services.registry import Services, build_services

USCC = "91350100M000100Y43"
BALANCE = {
    "cash": 900, "ar": 1700, "inv": 1900, "oth_ca": 500, "CA": 5000, "fa_net": 4500, "intang": 400, "NCA": 4900, "TA": 9900,
    "st_loans": 1000, "ap": 1800, "notes_pay": 200, "taxes": 100, "oth_cl": 700, "CL": 3800, "lt_loans": 2200, "NCL": 2200,
    "TL": 6000, "paid_in": 2000, "undist": 1900, "E": 3900, "TLE": 9900,
}
PROFIT = {"rev": 12000, "cogs": 9000, "gross": 3000, "sell": 800, "adm": 700, "int_exp": 200, "pbt": 1300, "tax": 325, "np": 975}


def statement(year: int, **changes: int) -> Statement:
    """A full year that ties, in 10,000 CNY."""
    values = {**BALANCE, **PROFIT, "cfo": 1100, **changes}
    return Statement(
        date(year, 12, 31), Framework.CAS, "CNY", 10_000, {key: Decimal(value) for key, value in values.items()}, audited=True
    )


def new_customer(services: Services, **changes: object) -> Customer:
    customer = Customer(
        name="Northern Bearings Co., Ltd.", identifiers=(Identifier("uscc", USCC, "CN"),), owner="seller 1", officer="officer 1",
        first_deal=date(2020, 3, 1),
    )
    return services.customers.save(replace(customer, **changes), "officer 1").value  # type: ignore[arg-type]


def good_value(item: Item, m: Methodology) -> Answer | None:
    """An answer near the best one, None for what the officer does not type."""
    plain = Answer(item.id, AnswerState.VALUE, as_of=date(2026, 11, 1), sources=("REG", "VISIT"), check=CheckState.CROSS_CHECKED)
    if item.source == "expr":
        return None
    if item.choices:
        return replace(plain, value=max(item.choices, key=lambda choice: choice.step or 0).key)
    scoring = item.scoring
    if scoring.kind is ScoringKind.STEPS:
        return replace(plain, value=Decimal(5))
    if item.kind is ValueKind.YN:
        return replace(plain, value=(scoring.yes or 0) >= (scoring.no or 0))
    if item.kind is ValueKind.DATE:
        return replace(plain, value=date(2001, 5, 14))
    if item.kind in (ValueKind.TEXT, ValueKind.DOC, ValueKind.TABLE):
        return replace(plain, value="as registered")
    return replace(plain, value=scoring.p if scoring.p is not None else Decimal(1))


@dataclass
class Desk:
    """The services with one customer and one open case."""

    services: Services
    customer: Customer
    case: CaseHead

    @classmethod
    def opened(cls, services: Services, **changes: object) -> Desk:
        customer = new_customer(services, **changes)
        case = services.cases.open(
            customer.id, "officer 1", requested_limit=Decimal(300_000), requested_term=60, own_monthly_sales=Decimal(150_000)
        ).value
        return cls(services, customer, case)

    @classmethod
    def filled(cls, services: Services, **changes: object) -> Desk:
        """Every item answered well, two years of statements, independence declared.

        In a store that was filled once for all tests (fixture ``filled_store``) it is the customer who is there already.
        """
        ready = services.customers.page() if not changes else ()
        if ready:
            case = services.cases.open_case(ready[0].id)
            assert case is not None
            return cls(services, services.customers.get(ready[0].id), case)
        desk = cls.opened(services, **changes)
        desk.fill()
        desk.services.statements.save(desk.customer.id, statement(2024, rev=11000, cogs=8200, gross=2800), "officer 1")
        desk.services.statements.save(desk.customer.id, statement(2025), "officer 1")
        return desk

    def fill(self) -> None:
        m = self.services.methodologies.by_hash(self.case.methodology_hash)
        answers = [answer for item in m.items if (answer := good_value(item, m)) is not None]
        self.services.cases.answer(self.case.id, answers, "officer 1")
        self.services.cases.declare_independence(self.case.id, "officer 1")

    def view(self):  # type: ignore[no-untyped-def]
        return self.services.cases.view(self.case.id)

    def propose(self, **terms: object) -> Proposal:
        """Propose, for a reason if none is given."""
        terms.setdefault("grounds", ("statements",))
        return self.services.grading.propose(self.case.id, "officer 1", **terms).value  # type: ignore[arg-type]

    def approved(self, **terms: object) -> GradeChange:
        return self.services.grading.approve(self.propose(**terms).id, "officer 2", "agreed").value

    def answer(self, item: str, value: object, **parts: object) -> Answer:
        """Answer one item as the screen would: with the version last read."""
        before = self.view().answers.get(item, Answer(item))
        answer = replace(before, state=AnswerState.VALUE, value=value, **parts)  # type: ignore[arg-type]
        return self.services.cases.answer(self.case.id, [answer], "officer 1").value[0]


def on(store: Store, day: date) -> Services:
    """The same store on another day."""
    return build_services(store, FixedClock(day))
