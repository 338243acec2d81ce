"""The ledger against the worked examples, a real one, and laws that hold for every ledger."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.ledger import Invoice, Ledger, Order, Settlement
from app.services.ledger.ageing import age, allowance, exposure, open_items
from app.services.ledger.measures import cei, concentration, delinquent_days, dso, dso_count_back, experience

D = Decimal
DAY = date(2012, 12, 31)


# --- worked examples of domain.md §11 -----------------------------------------------------------------------------------


def test_e09_dso_best_possible_and_days_delinquent() -> None:
    assert dso(D(15_000), D(10_000), 30) == 45
    assert dso(D(4_000), D(10_000), 30) == 12
    assert delinquent_days(D(15_000), D(4_000), D(10_000), 30) == 33


def test_e10_dso_of_a_day_and_of_a_year() -> None:
    assert dso(D(50), D(2), 1) == 25
    assert dso(D(50), D(730), 365) == 25


def test_e11_dso_by_counting_back() -> None:
    found = dso_count_back(D(212_000), [(D(100_000), 30), (D(80_000), 30), (D(70_000), 30)])
    assert found is not None and round(found, 3) == D("73.714")
    assert dso_count_back(D(300_000), [(D(100_000), 30)]) is None, "the sales known do not reach"


def test_e12_to_e14_both_forms_of_the_effectiveness() -> None:
    monthly = cei(D(6_200), D(10_890), D(6_340), D(3_590), months=3)
    total = cei(D(6_200), D(10_890), D(6_340), D(3_590))
    assert monthly is not None and (round(monthly.value, 3), monthly.monthly) == (D("55.929"), True)
    assert total is not None and (round(total.value, 4), total.monthly) == (D("79.6296"), False)
    year = cei(D(100_000), D(1_000_000), D(120_000), D(100_000))
    assert year is not None and year.value == 98


@pytest.mark.parametrize(
    ("amounts", "rates", "expected"),
    [
        (("820000", "328000", "65600", "32800", "13120"), ("1.2", "1.95", "6.45", "32.5", "67"), "39917.60"),
        (("500", "1000", "400", "100"), ("10", "40", "80", "100"), "870"),
        (("350000", "175000", "83000", "38000", "12000"), ("2", "8", "22", "58", "78"), "70660"),
    ],
)
def test_e15_e16_n06_allowance_by_age(amounts: tuple[str, ...], rates: tuple[str, ...], expected: str) -> None:
    assert allowance([D(one) for one in amounts], [D(one) for one in rates]) == D(expected)


# --- a real ledger ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(shared: Path) -> Ledger:
    def day(text: str) -> date:
        return datetime.strptime(text, "%m/%d/%Y").date()

    invoices, settlements = [], []
    with (shared / "data" / "receivables" / "ibm_known_on_2012-12-31.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            number, amount = row["invoiceNumber"], D(row["InvoiceAmount"])
            invoices.append(Invoice(number, day(row["InvoiceDate"]), day(row["DueDate"]), amount, row["Disputed"] == "Yes"))
            if row["SettledDate"]:
                settlements.append(Settlement(day(row["SettledDate"]), amount, number))
    return Ledger(tuple(invoices), tuple(settlements))


def test_the_ageing_and_the_dso_of_a_real_ledger_are_those_published_to_the_cent(real: Ledger) -> None:
    aged = age(real, DAY)
    assert (aged.open, aged.balance, aged.not_due, aged.not_due_count) == (D("5725.06"), D("5725.06"), D("4936.32"), 86)
    assert [(bucket.amount, bucket.count) for bucket in aged.buckets] == [(D("788.74"), 13), *[(D(0), 0)] * 5]
    sales = sum((one.amount for one in real.invoices if DAY - timedelta(days=90) < one.issued <= DAY), D(0))
    found = dso(aged.open, sales, 90)
    assert found is not None and round(found, 2) == D("26.84")


# --- laws ---------------------------------------------------------------------------------------------------------------

DAYS = st.integers(0, 500).map(lambda days: date(2024, 1, 1) + timedelta(days=days))
MONEY = st.integers(1, 10_000_000).map(lambda cents: D(cents) / 100)
INVOICES = st.lists(st.tuples(DAYS, st.integers(0, 120), MONEY, st.booleans()), max_size=12).map(
    lambda rows: tuple(
        Invoice(str(number), issued, issued + timedelta(days=term), amount, disputed)
        for number, (issued, term, amount, disputed) in enumerate(rows)
    )
)
SETTLEMENTS = st.lists(
    st.builds(Settlement, DAYS, MONEY, st.sampled_from(["", "0", "1", "2", "3", "elsewhere"]), st.booleans()), max_size=12
).map(tuple)
LEDGERS = st.builds(Ledger, INVOICES, SETTLEMENTS, st.just(()))


@given(ledger=LEDGERS, day=DAYS)
def test_buckets_not_due_and_unallocated_are_the_balance_on_every_day(ledger: Ledger, day: date) -> None:
    aged = age(ledger, day)
    owed = sum((one.amount for one in ledger.invoices if one.issued <= day), D(0))
    paid = sum((one.amount for one in ledger.settlements if one.day <= day), D(0))
    assert aged.not_due + aged.overdue + aged.unallocated == aged.balance == owed - paid
    assert aged.unallocated <= 0
    assert aged.not_due_count + sum(bucket.count for bucket in aged.buckets) == len(open_items(ledger, day))


@given(ledger=LEDGERS, day=DAYS, edges=st.sets(st.integers(1, 400), max_size=6).map(sorted))
def test_other_buckets_share_the_same_overdue_amount(ledger: Ledger, day: date, edges: list[int]) -> None:
    assert age(ledger, day, edges).overdue == age(ledger, day).overdue


@given(ledger=LEDGERS, day=DAYS)
def test_own_experience_stays_within_its_bounds(ledger: Ledger, day: date) -> None:
    told = experience(ledger, day)
    assert told.on_time is None or 0 <= told.on_time <= 100
    assert told.overdue_share is None or 0 <= told.overdue_share <= 100
    assert told.beyond_terms is None or told.beyond_terms >= 0
    if not any(invoice.disputed for invoice in ledger.invoices):
        assert (told.beyond_terms is None) == (told.longest is None)
        assert told.beyond_terms is None or told.longest is None or told.beyond_terms <= told.longest


def test_own_experience_weighs_by_value_and_counts_what_is_still_unpaid() -> None:
    ledger = Ledger(
        (
            Invoice("a", date(2012, 1, 1), date(2012, 3, 1), D(600)),
            Invoice("b", date(2012, 2, 1), date(2012, 3, 11), D(300)),
            Invoice("c", date(2012, 11, 1), date(2012, 12, 21), D(100)),
            Invoice("d", date(2012, 12, 1), date(2013, 1, 30), D(100)),
            Invoice("old", date(2010, 12, 31), date(2011, 1, 30), D(900)),
        ),
        (
            Settlement(date(2012, 2, 27), D(600), "a"), Settlement(date(2012, 3, 31), D(200), "b"),
            Settlement(date(2012, 3, 20), D(100), "b", credit_note=True), Settlement(date(2012, 5, 1), D(900), "old"),
        ),
    )
    told = experience(ledger, DAY)
    assert told.years == D("2.00")
    # 600 of 900 in time: what a credit note took away never fell due.
    assert told.on_time is not None and round(told.on_time, 4) == D("66.6667")
    assert told.beyond_terms is not None and round(told.beyond_terms, 4) == D("5.5556"), "(200 × 20 + 100 × 10) / 900"
    assert told.longest == 20
    assert told.overdue_share == 50


def test_exposure_is_the_balance_and_what_is_ordered_and_not_invoiced() -> None:
    ledger = Ledger(
        (Invoice("a", DAY, DAY, D(100)),), (Settlement(DAY, D(30)),),
        (Order("o", DAY, D(80), D(50)), Order("later", DAY + timedelta(days=1), D(1000))),
    )
    assert exposure(ledger, DAY) == 100
    assert age(ledger, DAY).unallocated == -30


def test_nothing_to_tell_by_is_none_and_never_zero() -> None:
    told = experience(Ledger(), DAY)
    assert (told.years, told.on_time, told.beyond_terms, told.longest, told.overdue_share) == (None,) * 5
    assert dso(D(5), D(0), 30) is None and cei(D(0), D(0), D(0), D(0)) is None and concentration([D(-4)]) is None


def test_concentration_is_the_share_of_the_largest_and_the_herfindahl_index() -> None:
    assert concentration([D(50), D(30), D(20), D(-7)], top=2) == (D(80), D("0.38"))


def test_edges_that_do_not_rise_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="rise"):
        age(Ledger(), DAY, (60, 30))
