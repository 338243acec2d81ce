"""Registers, bureau lists, a ledger and VAT invoices as they were published."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.models.domain.ledger import Invoice, Ledger, Settlement
from app.services.imports.mapping.propose import propose
from app.services.imports.model import Kind, Record
from app.services.imports.profiles import shipped
from app.services.imports.reading.reader import read_book
from app.services.imports.records import down
from app.services.ledger.ageing import age
from app.services.methodology.load import builtin
from tests.services.imports.layouts import number, of_files


@pytest.mark.parametrize("name", ["1982_福建.csv", "1982_福建.xls", "1995_青海.csv", "1995_青海.xls"])
def test_registered_capital_is_an_amount_with_a_currency_or_unknown(name: str, shared: Path) -> None:
    plan, found = of_files(shared / "data/registry" / name)
    book = read_book(shared / "data/registry" / name)
    capital = next(line.index for line in plan.tables[0].lines if line.target == "fact.capital")
    assert plan.profile == "register_cn" and len(found) == plan.tables[0].last
    for record in found:
        text = book.sheets[0].rows[record.position][capital]
        has_figure = any(char in "123456789" for char in str(text))
        told = "fact.capital" in record.values or any(fault.field == "fact.capital" for fault in record.faults)
        assert told == has_figure, f"{record.position}: {text!r}"
        if "fact.capital" in record.values:
            assert number(record.values["fact.capital"]) > 0 and record.currencies.get("fact.capital") or "万" in str(text)


def test_a_code_that_a_spreadsheet_changed_is_named_by_its_cell(shared: Path) -> None:
    _, found = of_files(shared / "data/registry/1982_福建.csv")
    faults = [(fault.key, fault.place.address) for record in found for fault in record.faults if fault.field == "id.uscc"]
    assert faults == [("code_spoiled", "B204")]


def test_grades_of_a_bank_and_defaults_are_read(shared: Path) -> None:
    plan, found = of_files(shared / "data/sme/companies.csv")
    assert plan.profile == "bureau_scores" and len(found) == 72
    assert {str(record.values["score.grade"]) for record in found} <= {"A", "B", "C", "D"}
    assert all(isinstance(record.values["fact.default"], bool) for record in found)


def _ledger(found: list[Record]) -> Ledger:
    invoices = [
        Invoice(str(v["invoice"]), v["day"], v["due"], number(v["amount"]), v.get("disputed") is True)  # type: ignore[arg-type]
        for record in found if record.kind is Kind.INVOICE for v in [record.values]
    ]
    settlements = [
        Settlement(v["day"], number(v["amount"]), str(v["invoice"]))  # type: ignore[arg-type]
        for record in found if record.kind is Kind.PAYMENT for v in [record.values]
    ]
    return Ledger(tuple(invoices), tuple(settlements))


def test_the_ledger_gives_the_ageing_of_its_day_to_the_cent(shared: Path) -> None:
    plan, found = of_files(shared / "data/receivables/ibm_known_on_2012-12-31.csv")
    assert plan.profile == "ledger" and not [fault for record in found for fault in record.faults]
    ageing = age(_ledger(found), date(2012, 12, 31))
    assert ageing.balance == Decimal("5725.06")
    assert ageing.not_due == Decimal("4936.32") and ageing.not_due_count == 86
    assert (ageing.buckets[0].amount, ageing.buckets[0].count) == (Decimal("788.74"), 13)


def test_every_vat_invoice_is_read_with_its_state(shared: Path) -> None:
    """All rows of both files, counted: none is lost, void ones are told whatever blanks stand before the word."""
    counts: Counter[str] = Counter()
    for name in ("sales", "purchase"):
        path = shared / f"data/sme/with_rating_123_{name}_invoices.csv.gz"
        book = read_book(path)
        plan = propose([(path.name, book)], builtin(), "en", shipped())
        (table,) = plan.tables
        assert table.fixed["direction"] == ("sales" if name == "sales" else "purchases")
        for record in down(0, table, enumerate(book.sheets[0].rows), "en"):
            counts["rows"] += 1
            counts["void"] += record.values.get("void") is True
            counts["red"] += number(record.values["gross"]) < 0
            counts["faults"] += len(record.faults)
    assert counts == {"rows": 373_431, "void": 18_814, "red": 10_437, "faults": 0}
