"""Ledgers in the store: a real one through an import, laws on any day, and lines that are typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.errors import ProblemList, UserError
from app.models.domain.imports import LedgerEntry
from app.models.domain.parties import Customer
from app.services.imports.mapping.propose import propose
from app.services.imports.model import Kind
from app.services.imports.profiles import shipped
from app.services.imports.reading.reader import read_book
from app.services.imports.records import records
from app.services.imports.service import mark_of
from app.services.ledger.ageing import age
from app.services.ledger.entries import ledger_of
from app.services.registry import Services
from tests.services.desk import Desk
from tests.services.imports.hand import bring

D = Decimal
BY = "officer 1"
DAY = date(2026, 9, 30)


@pytest.fixture
def customer(services: Services) -> int:
    return services.customers.save(Customer(name="Harbour Steel Ltd", country="CN", currency="CNY"), BY).value.id


def line(customer_id: int, kind: str = "invoice", number: str = "N-1", day: date = DAY, amount: str = "100", **more: object
         ) -> LedgerEntry:
    return LedgerEntry(customer_id, kind, number, day, D(amount), **{"currency": "CNY", **more})  # type: ignore[arg-type]


def problems(error: UserError) -> set[tuple[str, str]]:
    return {(one.key, str(one.field)) for one in getattr(error, "problems", (error,))}


# --- a real ledger ------------------------------------------------------------------------------------------------------


def test_an_imported_ledger_gives_the_published_ageing_and_dso_to_the_cent(services: Services, shared: Path) -> None:
    file = shared / "data/receivables/ibm_known_on_2012-12-31.csv"
    m, books = services.methodologies.current(), [(str(file), read_book(file))]
    plan = propose(books, m, "en", shipped(), "ledger")
    assert plan.profile == "ledger"
    checked = services.imports.check(records(books, plan, "en"), plan, [mark_of(file)])
    services.imports.commit(checked, None, BY)
    [(currency, found)] = services.ledger.whole(date(2012, 12, 31)).items()
    assert currency
    assert (found.ageing.open, found.ageing.balance) == (D("5725.06"), D("5725.06"))
    assert (found.ageing.not_due, found.ageing.not_due_count) == (D("4936.32"), 86)
    assert [(one.amount, one.count) for one in found.ageing.buckets] == [(D("788.74"), 13), *[(D(0), 0)] * 5]
    assert found.dso is not None and round(found.dso, 2) == D("26.84")
    parts = [services.ledger.receivables(one.id, date(2012, 12, 31)) for one in services.customers.page(limit=1000)]
    aged = [one.figures.ageing for one in parts if one.figures is not None]
    assert sum(one.balance for one in aged) == D("5725.06"), "the customers add up to the whole"
    assert sum(one.overdue for one in aged) == D("788.74")


# --- laws ---------------------------------------------------------------------------------------------------------------

DAYS = st.integers(0, 400).map(lambda days: date(2025, 1, 1) + timedelta(days=days))
ENTRIES = st.lists(st.tuples(
    st.sampled_from(["invoice", "payment", "credit_note", "order"]), st.sampled_from(["", "1", "2", "3"]), DAYS,
    st.integers(1, 10**7).map(lambda cents: D(cents) / 100), st.none() | DAYS, st.sampled_from(["", "1", "2", "9"]),
    st.booleans(),
), max_size=14).map(lambda rows: tuple(
    LedgerEntry(1, kind, number, day, amount, "CNY", max(due, day) if due else None, disputed, of, id=at)
    for at, (kind, number, day, amount, due, of, disputed) in enumerate(rows, start=1)
))


@given(entries=ENTRIES, day=DAYS, term=st.integers(0, 90))
def test_whatever_lines_there_are_the_parts_of_the_ageing_are_the_balance(
    entries: tuple[LedgerEntry, ...], day: date, term: int
) -> None:
    """Also with numbers used twice, invoices without a number, payments for invoices that are not on record."""
    aged = age(ledger_of(entries, term), day)
    owed = sum((one.amount for one in entries if one.kind == "invoice" and one.day <= day), D(0))
    came = sum((one.amount for one in entries if one.kind in ("payment", "credit_note") and one.day <= day), D(0))
    assert aged.not_due + sum(one.amount for one in aged.buckets) + aged.unallocated == aged.balance == owed - came
    assert aged.unallocated <= 0


def test_the_law_can_fail() -> None:
    twice = (line(1, number="1", id=1), line(1, number="1", id=2), line(1, "payment", "", amount="150", invoice="1", id=3))
    plain = replace(ledger_of(twice), settlements=tuple(
        replace(one, amount=D(150)) for one in ledger_of(twice).settlements))
    assert age(ledger_of(twice), DAY).balance == 50
    assert age(plain, DAY).balance != 50, "a payment that counts for both invoices of a number"


# --- as of a day, in a currency -----------------------------------------------------------------------------------------


def test_what_is_known_on_a_past_day_is_what_was_there_then(services: Services, customer: int) -> None:
    save = services.ledger.save
    save(line(customer, day=date(2026, 6, 1), due=date(2026, 7, 1), amount="1000"), BY)
    save(line(customer, "payment", "P-1", date(2026, 8, 10), "400", invoice="N-1"), BY)
    save(line(customer, "order", "O-1", date(2026, 9, 1), "500", delivered=D(120)), BY)
    june, august = services.ledger.receivables(customer, date(2026, 6, 30)), services.ledger.receivables(customer, DAY)
    assert june.figures is not None and august.figures is not None
    assert (june.figures.ageing.balance, june.figures.ageing.overdue, june.settlements) == (D(1000), D(0), ())
    assert (august.figures.ageing.balance, august.figures.ageing.overdue) == (D(600), D(600))
    assert august.figures.exposure == 980
    [invoice] = august.invoices
    assert (invoice.paid, invoice.left, invoice.late, invoice.settled) == (D(400), D(600), 91, None)


def test_currencies_stand_apart(services: Services, customer: int) -> None:
    services.ledger.save(line(customer, day=date(2026, 9, 1), due=date(2026, 9, 10)), BY)
    services.ledger.save(line(customer, number="N-2", amount="70", currency="USD", day=date(2026, 9, 2)), BY)
    own, other = services.ledger.receivables(customer), services.ledger.receivables(customer, currency="USD")
    assert (own.currency, own.currencies) == ("CNY", ("CNY", "USD"))
    assert own.figures is not None and other.figures is not None
    assert (own.figures.ageing.balance, other.figures.ageing.balance) == (D(100), D(70))
    assert {code: one.ageing.balance for code, one in services.ledger.whole().items()} == {"CNY": 100, "USD": 70}


def test_a_customer_without_a_line_has_no_figures(services: Services, customer: int) -> None:
    found = services.ledger.receivables(customer)
    assert (found.figures, found.currencies, found.currency) == (None, (), "CNY")
    assert services.ledger.proposed(customer) == {}


# --- what it says to the questions --------------------------------------------------------------------------------------


def test_the_ledger_answers_the_questions_of_own_trading_experience(services: Services, customer: int) -> None:
    save = services.ledger.save
    save(line(customer, day=date(2024, 9, 30), due=date(2026, 3, 1), amount="600"), BY)
    save(line(customer, "payment", "", date(2026, 3, 1), "600", invoice="N-1"), BY)
    save(line(customer, number="N-2", day=date(2026, 3, 1), due=date(2026, 4, 1), amount="200"), BY)
    save(line(customer, "payment", "", date(2026, 4, 21), "200", invoice="N-2"), BY)
    save(line(customer, number="N-3", day=date(2026, 9, 1), due=date(2026, 10, 31), amount="50"), BY)
    found = services.ledger.proposed(customer, "CNY", DAY)
    assert {item: one.value for item, one in found.items()} == {
        "F01": D("2.00"), "F02": D("75.00"), "F03": D("5.00"), "F04": D(20), "F05": D("0.00")}
    assert {one.day for one in found.values()} == {DAY}


def test_amounts_of_two_currencies_are_not_weighed_together(services: Services, customer: int) -> None:
    paid = {"day": date(2026, 3, 1), "due": date(2026, 4, 1)}
    for number, code, day in (("1", "CNY", 1), ("2", "USD", 11)):
        services.ledger.save(line(customer, number=number, currency=code, **paid), BY)  # type: ignore[arg-type]
        services.ledger.save(line(customer, "payment", "", date(2026, 4, day), invoice=number, currency=code), BY)
    assert services.ledger.proposed(customer, "USD", DAY)["F02"].value == 0
    assert services.ledger.proposed(customer, "USD", DAY)["F02"].currency == "USD"
    assert sorted(services.ledger.proposed(customer, "EUR", DAY)) == ["F01", "F04"]
    assert services.ledger.proposed(customer, "EUR", DAY)["F04"].value == 10


# --- lines typed by hand ------------------------------------------------------------------------------------------------


def test_problems_of_a_line_are_told_at_their_fields(services: Services, customer: int) -> None:
    services.ledger.save(line(customer), BY)
    with pytest.raises(ProblemList) as caught:
        services.ledger.save(line(customer, day=date(2099, 1, 1), amount="-1"), BY)
    assert problems(caught.value) == {
        ("ledger.no_amount", "amount"), ("ledger.day_range", "day"), ("ledger.number_taken", "number")}
    for wrong, expected in (
        (line(customer, number=""), ("text.required", "number")),
        (line(customer, number="N-2", due=date(2026, 1, 1)), ("ledger.due_before", "due")),
        (line(customer, "payment", "", invoice="N-77"), ("ledger.no_such_invoice", "invoice")),
        (line(customer, "payment", "", invoice="N-1", currency="USD"), ("ledger.no_such_invoice", "invoice")),
        (line(customer, "gift"), ("ledger.unknown_kind", "kind")),
        (line(customer, number="N-2", currency="yen"), ("ledger.no_currency", "currency")),
        (line(customer, number="N-2", amount="NaN"), ("ledger.no_amount", "amount")),
    ):
        with pytest.raises(UserError) as one:
            services.ledger.save(wrong, BY)
        assert problems(one.value) == {expected}


def test_more_than_was_open_is_kept_and_told(services: Services, customer: int) -> None:
    services.ledger.save(line(customer), BY)
    [note] = services.ledger.save(line(customer, "payment", "", amount="130", invoice="N-1"), BY).notes
    assert (note.key, note.params["amount"]) == ("ledger.overpaid", 30)


def test_a_line_can_be_corrected_removed_and_every_step_undone(services: Services, customer: int) -> None:
    services.undo.peek(BY)
    kept = services.ledger.save(line(customer), BY).value
    changed = services.ledger.save(replace(kept, amount=D(80), disputed=True), BY).value
    services.ledger.remove(changed, BY)
    assert services.ledger.receivables(customer).invoices == ()
    kinds = []
    for expected in (D(80), D(100), None):
        kinds.append(services.undo.undo(BY).value.kind)
        rows = services.ledger.receivables(customer).invoices
        assert [one.entry.amount for one in rows] == ([expected] if expected is not None else [])
    assert kinds == ["ledger.remove", "ledger.save", "ledger.new"]
    services.undo.redo(BY)
    assert len(services.ledger.receivables(customer).invoices) == 1


def test_a_line_of_an_import_is_not_edited_here(services: Services, customer: int) -> None:
    row = {"name": "Harbour Steel Ltd", "invoice": "N-1", "day": DAY, "amount": D(100), "currency": "CNY"}
    bring(services, [row], Kind.INVOICE)  # type: ignore[list-item]
    found = services.ledger.receivables(customer)
    [imported] = found.invoices
    assert found.files == {imported.entry.import_id: "list.xlsx"}
    for call in (services.ledger.save, services.ledger.remove):
        with pytest.raises(UserError, match="ledger.from_import"):
            call(imported.entry, BY)


# --- against the limit --------------------------------------------------------------------------------------------------


def test_exposure_stands_against_the_limit_of_its_day(services: Services) -> None:
    desk = Desk.filled(services)
    desk.approved()
    owner, in_force = desk.customer.id, services.grading.in_force(desk.customer.id)
    assert in_force is not None and in_force.terms.limit > 0
    code = in_force.terms.currency
    services.ledger.save(line(owner, day=date(2026, 9, 1), amount="1000", currency=code), BY)
    services.ledger.save(line(owner, "order", "O-1", date(2026, 9, 1), "500", currency=code), BY)
    services.ledger.save(line(owner, number="X", day=date(2026, 9, 1), amount="7", currency="CHF"), BY)
    found = services.ledger.receivables(owner, currency=code).limit
    assert found is not None
    assert (found.amount, found.usable, found.room) == (in_force.terms.limit, True, in_force.terms.limit - 1500)
    other = services.ledger.receivables(owner, currency="CHF").limit
    assert other is not None and other.room is None, "two currencies are not compared"
    assert services.ledger.receivables(owner, date(2026, 9, 30), code).limit is None, "no limit was in force on that day"
    [invoice] = services.ledger.receivables(owner, currency=code).invoices
    term = in_force.terms.term_days
    assert (invoice.by_term, (invoice.due - invoice.entry.day).days) == (True, term)
    day = services.clock.today()
    late = max(0, (day - date(2026, 9, 1)).days - term)
    assert invoice.late == late == services.ledger.proposed(owner, code)["F04"].value, "page and case say the same"
    assert services.ledger.whole(day)[code].ageing.overdue == 1000
