"""Records to store, in every field."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal

from app.models.db.repositories.imports import content_of
from app.models.db.rows import RatingRow
from app.models.db.tables import imports as tables
from app.models.db.units import WriteUnit
from app.models.domain.answers import Answer, Guarantee
from app.models.domain.enums import AnswerState, CaseMode, CaseState, ChangeClass, CheckState, Grade, Role
from app.models.domain.imports import LedgerEntry, OutsideValue
from app.models.domain.parties import Contact, Customer, Identifier, RelatedParty
from app.models.domain.rating import Override
from app.models.domain.records import CaseHead, Decision, GradeChange, GradeInForce, Notice, OutsideReport, Proposal, Terms
from app.models.domain.statement import Framework, Statement

METHOD_HASH = "ab" * 32
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def customer(name: str = "Southern Ocean Trading", **changes: object) -> Customer:
    """A customer with something in every field."""
    values: dict[str, object] = {
        "name": name,
        "former_names": ("Old Harbour Trading", "南洋旧名"),
        "country": "CN",
        "address": "1 Quay Road",
        "identifiers": (Identifier("uscc", "91350200612012345X", "CN"), Identifier("inn", "7707083893", "RU")),
        "trade": "F51",
        "currency": "CNY",
        "owner": "officer 2",
        "officer": "officer 1",
        "group": "Ocean group",
        "related": (RelatedParty("Ocean Holding", "parent", "5299"),),
        "contacts": (Contact("Person One", "director", "+1", "a@b.c"),),
        "first_deal": date(2020, 2, 29),
        "flags": ("watch",),
        "note": "pays late in spring",
    }
    return Customer(**{**values, **changes})  # type: ignore[arg-type]


def case(customer_id: int, **changes: object) -> CaseHead:
    """A case with something in every field."""
    values: dict[str, object] = {
        "id": 0,
        "number": "",
        "customer_id": customer_id,
        "state": CaseState.DRAFT,
        "mode": CaseMode.BOTH,
        "profile": "small",
        "methodology_hash": METHOD_HASH,
        "methodology_version": "1",
        "opened": date(2026, 11, 1),
        "assessor": "officer 1",
        "change_class": ChangeClass.FIRST,
        "purpose": "spring orders",
        "requested_limit": Decimal("1500000.50"),
        "requested_term": 60,
        "currency": "CNY",
        "own_monthly_sales": Decimal("0.10"),
        "own_exposure": Decimal(0),
        "own_overdue": Decimal("1E+3"),
        "with_areas": True,
        "independent": True,
        "verifier": "officer 3",
        "verified_at": NOON,
        "reports": (OutsideReport("Agency", date(2026, 11, 2), date(2026, 11, 9), Decimal("500.00"), "CNY", None),),
        "override": Override(Grade.BBB, "one-off", date(2027, 1, 1), "officer 1", "officer 3"),
    }
    return CaseHead(**{**values, **changes})  # type: ignore[arg-type]


def answer(item: str = "A01", **changes: object) -> Answer:
    """An answer with something in every field."""
    values: dict[str, object] = {
        "item": item,
        "state": AnswerState.VALUE,
        "value": Decimal("12.50"),
        "details": {"who": "Person Two"},
        "rows": ({"name": "Person Three", "share": "30"},),
        "as_of": date(2026, 10, 31),
        "sources": ("REG", "FS"),
        "evidence_ids": (1,),
        "check": CheckState.DOCUMENTED,
        "note": "seen on site",
        "comment": "high for the trade",
        "reason": "",
        "by": "officer 1",
        "at": NOON,
        "second_by": "officer 3",
        "sample": True,
    }
    return Answer(**{**values, **changes})  # type: ignore[arg-type]


def statement(year: int = 2025, **changes: object) -> Statement:
    """A full year with three lines and an opening balance."""
    values: dict[str, object] = {
        "end": date(year, 12, 31),
        "framework": Framework.CAS,
        "currency": "CNY",
        "unit": 1000,
        "values": {"cash": Decimal("100.10"), "TA": Decimal(1000), "rev": Decimal("-0.5")},
        "months": 12,
        "consolidated": True,
        "audited": True,
        "source": "FS",
        "note": "restated",
        "opening": {"TA": Decimal(900)},
    }
    return Statement(**{**values, **changes})  # type: ignore[arg-type]


def terms(grade: Grade = Grade.A) -> Terms:
    """Terms of trade."""
    return Terms(grade, Decimal("71.7181"), False, Decimal(1200000), "CNY", 60, Decimal(0), "", "free", 30)


def rating(customer_id: int, case_id: int) -> RatingRow:
    """A stored rating."""
    return RatingRow(
        case_id,
        customer_id,
        NOON,
        "officer 1",
        1,
        METHOD_HASH,
        '{"a":"资信"}',
        '{"b":1}',
        _sha('{"a":"资信"}'),
        _sha('{"b":1}'),
        Decimal("71.718100000"),
        Grade.A,
    )


def proposal(case_id: int, rating_id: int) -> Proposal:
    """A proposal."""
    return Proposal(
        0,
        case_id,
        rating_id,
        terms(),
        ChangeClass.FIRST,
        ("payment", "own"),
        "pays in time",
        "",
        date(2026, 11, 23),
        date(2026, 12, 23),
        date(2027, 11, 22),
        "officer 1",
        NOON,
        "33" * 32,
    )


def decision(proposal_id: int, outcome: str = "approved") -> Decision:
    """A decision."""
    return Decision(proposal_id, outcome, "officer 3", Role.CREDIT_MANAGER, NOON, "agreed", "33" * 32)


def change(customer_id: int, case_id: int, **changes: object) -> GradeChange:
    """An entry of the grade-change log."""
    values: dict[str, object] = {
        "no": 0,
        "customer_id": customer_id,
        "customer_number": "C00001",
        "customer_name": "Southern Ocean Trading",
        "customer_identifier": "91350200612012345X",
        "case_id": case_id,
        "case_number": "2026-0001",
        "at": NOON,
        "change_class": ChangeClass.FIRST,
        "before": None,
        "after": terms(),
        "grounds": ("payment",),
        "text": "why",
        "conditions": "none",
        "rules": ("K05", "W01"),
        "effective": date(2026, 11, 23),
        "next_review": date(2026, 12, 23),
        "proposed_by": "officer 1",
        "proposed_at": NOON,
        "approved_by": "officer 3",
        "approved_role": Role.CREDIT_MANAGER,
        "approved_at": NOON,
        "decision_note": "agreed",
        "own_exposure": Decimal(10),
        "own_overdue": None,
        "security_held": None,
        "previous_no": None,
        "changes_12m": 0,
        "methodology_version": "1",
        "fingerprint": "",
        "notices": (Notice("sales", "Person Four", NOON, "paper", None), Notice("finance")),
    }
    return GradeChange(**{**values, **changes})  # type: ignore[arg-type]


def publish(unit: WriteUnit) -> None:
    """Store the methodology that the cases here are pinned to."""
    unit.methodologies.publish('{"en":"Method"}', "1", METHOD_HASH, "{}", date(2026, 1, 1), "officer 1")


def fill(unit: WriteUnit) -> tuple[int, int]:
    """Store one customer with everything that can hang on it; return (customer id, case id)."""
    publish(unit)
    customer_id = unit.customers.save(customer()).id
    case_id = unit.cases.save(case(customer_id)).id
    unit.evidence.add(case_id, "licence.pdf", b"%PDF evidence", "officer 1")
    unit.cases.save_answers(
        case_id, [answer("A01"), answer("A02", value=True), answer("B01", value="text"), answer("A03", value=None)]
    )
    unit.cases.save_guarantees(case_id, [Guarantee("land", Decimal(500000), Decimal(100), "A", "first charge")])
    unit.statements.save(customer_id, statement(2024))
    unit.statements.save(customer_id, statement(2025))
    rating_id = unit.ratings.add(rating(customer_id, case_id))
    made = unit.decisions.add_proposal(proposal(case_id, rating_id))
    unit.decisions.add_decision(decision(made.id))
    entered = unit.changes.add(change(customer_id, case_id))
    unit.changes.set_in_force(
        GradeInForce(customer_id, terms(), date(2026, 11, 23), date(2026, 12, 23), date(2027, 11, 22), rating_id, entered.no)
    )
    bring_in(unit, customer_id)
    return customer_id, case_id


def bring_in(unit: WriteUnit, customer_id: int) -> int:
    """Store what an import brings to a customer, and the import; return its number."""
    import_id = unit.insert(tables.imports, {
        "at": NOON, "by": "officer 1", "files": [{"name": "list.xlsx", "sha256": "cd" * 32, "size": 1000}], "profile": "list",
        "mapping": "{}", "summary": {"read": 1}, "state": "done", "undone_by": "",
    })
    facts = {"fact.capital": OutsideValue(Decimal("5000000.00"), "CNY", "500万"), "fact.founded": OutsideValue(NOON.date())}
    content = content_of(facts)
    fact = {"customer_id": customer_id, "source": "register", "as_of": date(2026, 10, 1), "content": content}
    outside_id = unit.insert(tables.outside_records, {**fact, "import_id": import_id})
    unit.insert(tables.turnover, {
        "customer_id": customer_id, "direction": "sales", "month": date(2026, 9, 1), "currency": "CNY", "invoices": 7,
        "voided": 1, "reduced": 2, "partners": 3, "net": Decimal("100.10"), "tax": Decimal("13.01"), "gross": Decimal("113.11"),
        "import_id": import_id,
    })
    due = date(2026, 10, 1)
    unit.imports.add_entry(LedgerEntry(customer_id, "invoice", "N-1", date(2026, 9, 1), Decimal("12.30"), "CNY", due))
    unit.insert(tables.origins, {
        "import_id": import_id, "entity": "outside_records", "entity_id": outside_id, "table_no": 0, "position": 4, "made": True,
        "kept_version": 0,
    })
    return import_id
