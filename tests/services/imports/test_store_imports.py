"""Importing into a real store: what is written, what stays as it was, and what can be taken back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.models.db.store import Store
from app.models.domain.errors import Conflict, NotAllowed, ProblemList, UserError
from app.models.domain.parties import Customer, Identifier
from app.models.domain.statement import Framework, Statement
from app.services.clock import FixedClock
from app.services.imports import commit as committing
from app.services.imports.check import Decisions, Outcome
from app.services.imports.matching import How
from app.services.imports.model import Kind
from app.services.imports.service import Imports
from app.services.progress import Progress
from app.services.registry import Services
from tests.services.conftest import TODAY
from tests.services.imports import hand
from tests.services.imports.hand import bring, checked, company, period
from tests.unguarded import unguarded


def only(services: Services) -> Customer:
    rows = services.customers.page()
    assert len(rows) == 1
    return services.customers.get(rows[0].id)


def keep(services: Services, name: str = "Harbour Steel Ltd", **changes: object) -> Customer:
    customer = replace(Customer(name=name), **changes)  # type: ignore[arg-type]
    return services.customers.save(customer, "officer 1").value


# --- what is written ----------------------------------------------------------------------------------------------------


def test_a_register_brings_customers_and_what_it_says_of_them(services: Services, open_store: Store) -> None:
    done = services.imports.commit(checked(services, hand.REGISTER), None, "officer 1").value
    assert done.counts["customers.new"] == 3 and done.counts["outside_records.new"] == 3
    first = services.customers.find(hand.USCC)
    assert (first.name, first.country, first.currency) == ("远航机械有限公司", "CN", "CNY")
    assert first.contacts[0].name == "Person One"
    assert services.imports.outside(first.id)[0].values["fact.capital"].value == Decimal(5000000)
    assert services.customers.find("Old Harbour Ltd").name == "Harbour Steel Ltd"
    assert services.customers.count("yuanhang") == 1, "found by pinyin as if it had been typed"
    assert open_store.check().whole


def test_an_import_is_one_entry_in_the_journal(services: Services, open_store: Store) -> None:
    with open_store.read() as unit:
        before = unit.journal.head().count
    number = bring(services, hand.REGISTER)
    with open_store.read() as unit:
        assert unit.journal.head().count == before + 1
        entry = unit.journal.rows("imports", number)[0]
        assert entry.after["files"][0]["name"] == "list.xlsx" and len(entry.after["content"]) == 64
        assert not unit.journal.verify()


def test_a_check_and_a_dry_run_write_nothing(services: Services, open_store: Store) -> None:
    before = hand.digest(open_store)
    found = checked(services, hand.REGISTER)
    assert found.counts()["new"] == 6
    assert hand.digest(open_store) == before and services.imports.all() == ()


def test_every_value_leads_back_to_its_cell(services: Services) -> None:
    bring(services, hand.REGISTER)
    customer = services.customers.find(hand.INN)
    came = services.imports.origin("customers", customer.id, "id.inn")
    assert came is not None
    columns = list(dict.fromkeys(field for row in hand.REGISTER for field in row))
    assert (came.file, came.place.sheet, came.place.row, came.place.column) == ("list.xlsx", "Sheet1", 2, columns.index("id.inn"))
    assert services.imports.origin("customers", 999) is None


def test_a_statement_from_three_tables_is_one_period(services: Services) -> None:
    rows = [company(end=date(2025, 12, 31), currency="CNY", **{"line.TA": Decimal(9000000)}),
            company(end=date(2025, 12, 31), currency="CNY", **{"line.rev": Decimal(12000000)}),
            company(end=date(2025, 12, 31), currency="CNY", **{"line.cfo": Decimal(1000000)})]
    services.imports.commit(checked(services, rows, Kind.STATEMENT, unit=1000), None, "officer 1")
    [kept] = services.statements.of_customer(only(services).id)
    assert (kept.unit, kept.currency) == (1000, "CNY")
    assert {key: int(value) for key, value in kept.values.items()} == {"TA": 9000, "rev": 12000, "cfo": 1000}
    assert kept.id is not None
    came = services.imports.origin("statements", kept.id, "line.rev")
    assert came is not None


def test_invoices_are_added_up_by_month_and_void_ones_only_counted(services: Services) -> None:
    def invoice(day: int, net: int, **more: object) -> dict[str, object]:
        return {"name": "Harbour Steel Ltd", "direction": "sales", "day": date(2026, 9, day), "net": Decimal(net),
                "tax": Decimal(net) / 10, "partner": f"P{day}", **more}

    rows = [invoice(1, 100), invoice(2, 50), invoice(2, -20), invoice(3, 999, void=True)]
    bring(services, rows, Kind.TURNOVER)  # type: ignore[arg-type]
    [month] = services.imports.turnover(only(services).id)
    assert (month.invoices, month.voided, month.reduced, month.partners) == (3, 1, 1, 2)
    assert (month.net, month.tax, month.gross) == (Decimal(130), Decimal(13), Decimal(143))


def test_an_invoice_that_was_paid_is_a_line_and_its_payment(services: Services, open_store: Store) -> None:
    row = company(invoice="N-1", day=date(2026, 8, 1), due=date(2026, 8, 31), amount=Decimal("55.94"), currency="USD",
                  paid_on=date(2026, 9, 2))
    bring(services, [row, {**row, "invoice": "N-2", "amount": Decimal("-5.00")}], Kind.INVOICE)
    with open_store.read() as unit:
        lines = unit.imports.ledger_of(only(services).id)
    assert [(one.kind, one.amount) for one in lines] == [
        ("invoice", Decimal("55.94")), ("credit_note", Decimal("5.00")), ("payment", Decimal("55.94"))]
    assert lines[2].invoice == "N-1"


def test_values_that_cannot_be_kept_are_told_with_their_cell(services: Services) -> None:
    found = checked(services, [company(**{"id.inn": "7707083894", "country": "Germany"}), {"address": "nowhere"}])
    assert [(fault.key, fault.field, fault.place.address) for fault in found.faults] == [
        ("identifier", "id.inn", "B2"), ("country", "country", "C2"), ("no_customer", "", "A3")]
    assert found.counts()["refused"] == 1


# --- once only ----------------------------------------------------------------------------------------------------------


def test_the_same_file_is_taken_once(services: Services, open_store: Store) -> None:
    bring(services, hand.REGISTER)
    before = hand.digest(open_store)
    with pytest.raises(UserError, match=r"import\.same_file"):
        bring(services, hand.REGISTER)
    assert hand.digest(open_store) == before


def test_the_same_rows_in_another_file_change_nothing(services: Services, open_store: Store) -> None:
    bring(services, hand.REGISTER)
    before = hand.digest(open_store)
    found = checked(services, hand.REGISTER, content="b")
    assert found.counts()["same"] == 6
    with pytest.raises(UserError, match=r"import\.nothing"):
        services.imports.commit(found, None, "officer 1")
    assert hand.digest(open_store) == before


def test_a_file_whose_import_was_undone_may_come_again(services: Services) -> None:
    services.imports.undo(bring(services, hand.REGISTER), "officer 1")
    bring(services, hand.REGISTER)
    assert services.customers.count() == 3
    assert [row.state for row in services.imports.all()] == ["done", "undone"]


# --- undo ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rows", "kind"), [
    (hand.REGISTER, Kind.CUSTOMER),
    ([period(year=2024), period(year=2025)], Kind.STATEMENT),
    ([company(invoice="1", day=date(2026, 8, 1), amount=Decimal(5), currency="CNY", paid_on=date(2026, 9, 1))], Kind.INVOICE),
    ([company(direction="sales", day=date(2026, 8, 1), net=Decimal(5))], Kind.TURNOVER),
], ids=["register", "statements", "ledger", "turnover"])
def test_import_and_undo_leave_the_content_as_it_was(
    services: Services, open_store: Store, rows: list[dict[str, object]], kind: Kind
) -> None:
    keep(services, "Somebody else")
    before = hand.digest(open_store)
    number = bring(services, rows, kind)  # type: ignore[arg-type]
    assert hand.digest(open_store) != before
    undone = services.imports.undo(number, "officer 1").value
    assert not undone.kept and hand.digest(open_store) == before
    assert open_store.check().whole


def test_undo_puts_changed_fields_back_exactly(services: Services, open_store: Store) -> None:
    customer = keep(services, identifiers=(Identifier("inn", hand.INN, "RU"),), country="RU")
    year = Statement(date(2025, 12, 31), Framework.RSBU, "CNY", 1000, {"TA": Decimal("100.10"), "cash": Decimal("7.00")})
    services.statements.save(customer.id, year, "officer 1")
    before = hand.digest(open_store)
    row = company(**{"id.inn": hand.INN, "id.ogrn": "1027700132195", "address": "2 Quay", "contact_phone": "+1"})
    first = bring(services, [row])
    second = services.imports.check(
        hand.records_of([period(TA=200000)], Kind.STATEMENT), hand.plan_of([period()], Kind.STATEMENT), [hand.mark(content="c")])
    decided = Decisions(take=frozenset((item.index, "line.TA") for item in second.wanted.items if item.entity == "statements"))
    again = services.imports.commit(second, decided, "officer 1").value.import_id
    [kept] = services.statements.of_customer(customer.id)
    assert kept.values == {"TA": Decimal(200), "cash": Decimal("7.00"), "rev": Decimal("1.2")}
    for number in (again, first):
        assert not services.imports.undo(number, "officer 1").value.kept
    assert hand.digest(open_store) == before


def test_undo_leaves_a_customer_for_whom_a_case_was_opened_and_says_so(services: Services, open_store: Store) -> None:
    number = bring(services, hand.REGISTER)
    built_upon = services.customers.find(hand.USCC)
    case = services.cases.open(built_upon.id, "officer 1").value
    undone = services.imports.undo(number, "officer 1").value
    assert [(one.entity, one.customer_id, one.why, one.what) for one in undone.kept] == [
        ("customers", built_upon.id, "case", case.number)]
    assert undone.kept[0].name == "远航机械有限公司"
    assert [row.id for row in services.customers.page()] == [built_upon.id]
    assert services.imports.outside(built_upon.id), "what came with a customer that stays, stays"
    assert services.imports.all()[0].state == "partly" and open_store.check().whole


def test_undo_is_refused_when_all_of_it_was_built_upon(services: Services, open_store: Store) -> None:
    number = bring(services, [company()])
    services.cases.open(only(services).id, "officer 1")
    before = hand.digest(open_store)
    with pytest.raises(ProblemList) as caught:
        services.imports.undo(number, "officer 1")
    assert [problem.key for problem in caught.value.problems] == ["import.kept.case"]
    assert hand.digest(open_store) == before and services.imports.all()[0].state == "done"


def test_undo_leaves_what_was_edited_since(services: Services) -> None:
    number = bring(services, hand.REGISTER)
    edited = services.customers.find(hand.INN)
    services.customers.save(replace(edited, note="asked them"), "officer 1")
    undone = services.imports.undo(number, "officer 1").value
    assert [(one.customer_id, one.why) for one in undone.kept] == [(edited.id, "edited")]
    assert services.customers.count() == 1


def test_undo_names_fields_of_others_that_were_changed_since(services: Services) -> None:
    customer = keep(services)
    number = bring(services, [company(address="2 Quay", owner="seller 1")])
    services.customers.save(replace(services.customers.get(customer.id), address="3 Quay"), "officer 1")
    undone = services.imports.undo(number, "officer 1").value
    assert [(one.why, one.what) for one in undone.kept] == [("field", "address")]
    after = services.customers.get(customer.id)
    assert (after.address, after.owner) == ("3 Quay", "")


def test_an_import_is_undone_once(services: Services) -> None:
    number = bring(services, [company()])
    services.imports.undo(number, "officer 1")
    with pytest.raises(UserError, match=r"import\.undone_already"):
        services.imports.undo(number, "officer 1")
    with pytest.raises(UserError, match=r"import\.not_in_register"):
        services.imports.undo(99, "officer 1")


def test_a_deleted_customer_takes_its_origins_along_and_undo_brings_them_back(services: Services, open_store: Store) -> None:
    assert services.undo
    bring(services, hand.REGISTER)
    customer = services.customers.find(hand.USCC)
    services.customers.delete(customer.id, "officer 1")
    assert open_store.check().whole
    services.undo.undo("officer 1")
    assert services.imports.origin("customers", customer.id) is not None and open_store.check().whole


def test_the_check_of_a_store_finds_an_origin_without_its_record(services: Services, open_store: Store) -> None:
    bring(services, hand.REGISTER)
    with unguarded(open_store, "tamper", "") as unit:
        unit.connection.exec_driver_sql("UPDATE origins SET entity_id = 4711 WHERE entity = 'outside_records' AND entity_id = 1")
        unit.commit()
    assert [(one.kind, one.detail) for one in open_store.check().findings] == [("imports", "outside_records/4711")]


def test_a_store_from_before_there_were_imports_takes_one_and_gives_it_back(
    services: Services, root: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(root / "tests" / "fixtures" / "stores" / "0002.zixin", tmp_path))
    with Store.open(path) as store:
        imports = Imports(store, FixedClock(TODAY), services.methodologies, services._voiding)
        before = store.content_digest()
        rows = [company(f"Wholly New {n} Ltd", **{"fact.employees": Decimal(n)}) for n in range(3)]
        found = imports.check(hand.records_of(rows), hand.plan_of(rows), [hand.mark()])
        done = imports.commit(found, None, "officer 9").value
        assert done.counts["customers.new"] == 3 and store.content_digest() != before
        assert not imports.undo(done.import_id, "officer 9").value.kept
        assert store.content_digest() == before and store.check().whole
    with Store.open(path) as store:
        assert store.content_digest() == before, "also when it is opened again"


# --- whose it is --------------------------------------------------------------------------------------------------------


def how(services: Services, **row: object) -> How:
    return checked(services, [company(**row)]).matches[0].how


def test_identifiers_come_before_names(services: Services) -> None:
    keep(services, "Another name", identifiers=(Identifier("inn", hand.INN, "RU"),))
    keep(services)
    found = checked(services, [company(**{"id.inn": hand.INN})])
    assert found.matches[0].how is How.IDENTIFIER and found.matches[0].customer_id == 1
    assert [(one.field, one.outcome) for one in found.verdicts[0].changes if one.field == "name"] == [("name", Outcome.CONFLICT)]


def test_a_namesake_with_another_number_is_another_customer(services: Services) -> None:
    keep(services, identifiers=(Identifier("inn", hand.INN, "RU"),))
    found = checked(services, [company(**{"id.inn": hand.OTHER_INN})])
    assert (found.matches[0].how, found.matches[0].namesakes) == (How.NEW, (1,))
    services.imports.commit(found, None, "officer 1")
    assert services.customers.count() == 2


def test_two_rows_of_one_name_and_two_numbers_are_two_companies(services: Services) -> None:
    bring(services, [company(**{"id.inn": hand.INN}), company(**{"id.inn": hand.OTHER_INN})])
    assert services.customers.count() == 2


def test_two_rows_of_one_name_and_two_customer_numbers_are_two_companies(services: Services) -> None:
    bring(services, [company(number="E1"), company(number="E2")])
    assert services.customers.count() == 2


def test_a_statement_does_not_call_its_customer_otherwise(services: Services) -> None:
    keep(services, number="E1")
    found = checked(services, [{**period("E1"), "number": "E1"}], Kind.STATEMENT)
    assert [verdict.outcome for verdict in found.verdicts] == [Outcome.SAME, Outcome.NEW]


def test_the_same_name_is_the_customer_but_two_of_the_name_are_for_the_officer(services: Services) -> None:
    keep(services)
    assert how(services) is How.NAME
    keep(services)
    found = checked(services, [company(address="2 Quay")])
    assert found.matches[0].how is How.AMBIGUOUS and len(found.matches[0].candidates) == 2
    with pytest.raises(UserError, match=r"import\.nothing"):
        services.imports.commit(found, None, "officer 1")
    services.imports.commit(found, Decisions(parties={0: 2}), "officer 1")
    assert [services.customers.get(n).address for n in (1, 2)] == ["", "2 Quay"]


def test_a_near_name_waits_for_the_officer(services: Services) -> None:
    keep(services, "Northern Harbour Steel Works Ltd")
    found = checked(services, [company("Northern Harbour Steel Work Ltd")])
    assert found.matches[0].how is How.NEAR and found.matches[0].candidates[0][0].id == 1
    assert found.counts()["waits"] == 1
    services.imports.commit(found, Decisions(parties={0: 0}), "officer 1")
    assert services.customers.count() == 2


def test_a_negative_fact_does_not_stick_by_a_name_alone(services: Services) -> None:
    customer = keep(services)
    row = company(**{"fact.court_claims": Decimal(900000), "fact.employees": Decimal(12)})
    found = checked(services, [row])
    held = next(change for verdict in found.verdicts for change in verdict.changes)
    assert (held.field, held.outcome, held.why) == ("fact.court_claims", Outcome.CONFLICT, "namesake")
    services.imports.commit(found, None, "officer 1")
    assert set(services.imports.outside(customer.id)[0].values) == {"fact.employees"}


def test_a_negative_fact_sticks_with_two_keys(services: Services) -> None:
    customer = keep(services, identifiers=(Identifier("inn", hand.INN, "RU"),))
    bring(services, [company(**{"id.inn": hand.INN, "fact.court_claims": Decimal(900000)})])
    assert "fact.court_claims" in services.imports.outside(customer.id)[0].values


# --- conflicts ----------------------------------------------------------------------------------------------------------


def test_a_conflict_keeps_what_is_there_unless_it_is_decided(services: Services) -> None:
    customer = keep(services, address="1 Quay")
    found = checked(services, [company(address="2 Quay", owner="seller 1")])
    [address] = list(found.previews(frozenset({Outcome.CONFLICT})))
    assert (address.field, address.now, address.file, address.name) == ("address", "1 Quay", "2 Quay", "Harbour Steel Ltd")
    services.imports.commit(found, None, "officer 1")
    kept = services.customers.get(customer.id)
    assert (kept.address, kept.owner) == ("1 Quay", "seller 1")
    again = checked(services, [company(address="2 Quay")], content="b")
    services.imports.commit(again, Decisions(take=frozenset({(0, "address")})), "officer 1")
    assert services.customers.get(customer.id).address == "2 Quay"


@pytest.mark.parametrize(("kind", "entity", "first", "second", "field"), [
    (Kind.TURNOVER, "turnover", [{"direction": "sales", "day": date(2026, 8, 1), "net": Decimal(5)}],
     [{"direction": "sales", "day": date(2026, 8, 1), "net": Decimal(5)}, {"direction": "sales", "day": date(2026, 8, 3),
       "net": Decimal("2.50")}], "net"),
    (Kind.INVOICE, "ledger_entries", [{"invoice": "1", "day": date(2026, 8, 1), "amount": Decimal(5), "currency": "CNY"}],
     [{"invoice": "1", "day": date(2026, 8, 2), "due": date(2026, 9, 1), "amount": Decimal("7.50"),
       "currency": "CNY"}], "amount"),
], ids=["turnover", "ledger"])
def test_a_month_and_a_line_of_the_ledger_change_when_it_is_decided_and_undo_puts_them_back(
    services: Services, open_store: Store, kind: Kind, entity: str, first: list[dict[str, object]],
    second: list[dict[str, object]], field: str,
) -> None:
    bring(services, [company(**row) for row in first], kind)
    before = hand.digest(open_store)
    found = checked(services, [company(**row) for row in second], kind, content="b")
    item, changes = next((item, verdict.changes) for item, verdict in zip(found.wanted.items, found.verdicts, strict=True)
                         if item.entity == entity)
    assert field in {change.field for change in changes}
    decided = Decisions(take=frozenset((item.index, change.field) for change in changes))
    done = services.imports.commit(found, decided, "officer 1").value
    assert done.counts[f"{entity}.changed"] == 1
    after = checked(services, [company(**row) for row in second], kind, content="c")
    assert {verdict.outcome for verdict in after.verdicts} == {Outcome.SAME}
    undone = services.imports.undo(done.import_id, "officer 1").value
    assert undone.restored == {entity: 1} and not undone.kept
    assert hand.digest(open_store) == before and open_store.check().whole


def test_many_changed_customers_are_saved_and_put_back_exactly(services: Services, open_store: Store) -> None:
    """Also one that the files know by two names: what its second row changes comes after what the first changed."""
    both = keep(services, former_names=("Old Harbour Ltd",))
    others = [keep(services, f"Meadow {n} Ltd", note="n" * n) for n in range(3)]
    before = hand.digest(open_store)
    rows = [company(address="2 Quay", contact_name="Person One"),
            company("Old Harbour Ltd", owner="seller 1", **{"id.inn": hand.INN}),
            *(company(one.name, address=f"{n} Quay", number=one.number) for n, one in enumerate(others))]
    number = bring(services, rows)
    changed = services.customers.get(both.id)
    assert (changed.address, changed.owner, changed.contacts[0].name) == ("2 Quay", "seller 1", "Person One")
    assert changed.identifiers[0].value == hand.INN and changed.version == both.version + 2
    assert [services.customers.get(one.id).address for one in others] == ["0 Quay", "1 Quay", "2 Quay"]
    assert services.customers.count(hand.INN) == 1 and open_store.check().whole
    undone = services.imports.undo(number, "officer 1").value
    assert undone.restored == {"customers": 5} and not undone.kept
    assert hand.digest(open_store) == before and open_store.check().whole


def test_a_store_that_changed_in_between_is_checked_again(services: Services, open_store: Store) -> None:
    customer = keep(services)
    found = checked(services, [company(address="2 Quay")])
    services.customers.save(replace(customer, address="1 Quay"), "officer 1")
    before = hand.digest(open_store)
    with pytest.raises(Conflict, match=r"import\.changed_since"):
        services.imports.commit(found, None, "officer 1")
    assert hand.digest(open_store) == before


def test_a_change_elsewhere_in_between_does_not_matter(services: Services) -> None:
    found = checked(services, [company(address="2 Quay")])
    keep(services, "Somebody else")
    services.imports.commit(found, None, "officer 1")
    assert services.customers.count() == 2


def test_who_only_looks_does_not_import(services: Services) -> None:
    found = checked(services, [company()])
    with pytest.raises(NotAllowed):
        services.imports.commit(found, None, "viewer 1")


# --- cut off ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [1, 2, 3])
def test_an_error_or_a_cancel_at_any_point_leaves_the_store_as_it_was(
    services: Services, open_store: Store, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    monkeypatch.setattr(committing, "_AT_ONCE", 1)
    whole: Callable[..., None] = committing.Writer._chunk
    before = hand.digest(open_store)
    calls: list[int] = []

    def breaking(self: committing.Writer, *given: object) -> None:
        calls.append(1)
        if len(calls) == at:
            raise ZeroDivisionError
        whole(self, *given)

    found = checked(services, hand.REGISTER)
    monkeypatch.setattr(committing.Writer, "_chunk", breaking)
    with pytest.raises(ZeroDivisionError):
        services.imports.commit(found, None, "officer 1")
    assert hand.digest(open_store) == before and services.imports.all() == ()
    progress = Progress()

    def cancelling(self: committing.Writer, *given: object) -> None:
        calls.append(1)
        if len(calls) == 2 * at:
            progress.cancel()
        whole(self, *given)

    monkeypatch.setattr(committing.Writer, "_chunk", cancelling)
    with pytest.raises(UserError, match=r"import\.cancelled"):
        services.imports.commit(found, None, "officer 1", progress)
    assert hand.digest(open_store) == before and open_store.check().whole


def test_a_check_can_be_cancelled(services: Services) -> None:
    progress = Progress()
    progress.cancel()
    rows = [company(f"Company {n}") for n in range(600)]
    with pytest.raises(UserError, match=r"import\.cancelled"):
        services.imports.check(hand.records_of(rows), hand.plan_of(rows), [hand.mark()], progress)


def test_own_mappings_are_kept_by_name(services: Services) -> None:
    services.imports.save_profile("Bureau", "a = 1", "officer 1")
    services.imports.save_profile("Bureau", "a = 2", "officer 1")
    assert services.imports.profiles() == {"Bureau": "a = 2"}
    services.imports.delete_profile("Bureau", "officer 1")
    assert services.imports.profiles() == {}


# --- figures and their currency -----------------------------------------------------------------------------------------


def in_euro(services: Services) -> tuple[Customer, Decisions]:
    """A period in yuan, and a file with the same period in euro of which everything is to be taken."""
    bring(services, [period(TA=900, rev=1200)], Kind.STATEMENT)
    found = checked(services, [{**period(TA=100, rev=200, cash=10), "currency": "EUR"}], Kind.STATEMENT, content="b")
    conflicts = {(one.item, one.field) for one in found.previews(frozenset({Outcome.CONFLICT}))}
    assert "currency" in {field for _, field in conflicts}
    return only(services), Decisions(take=frozenset(conflicts))


def test_a_figure_in_another_currency_is_not_taken_without_it(services: Services) -> None:
    customer, everything = in_euro(services)
    figure = Decisions(take=frozenset(one for one in everything.take if one[1] == "line.TA"))
    found = checked(services, [{**period(TA=100, rev=200, cash=10), "currency": "EUR"}], Kind.STATEMENT, content="b")
    with pytest.raises(UserError, match=r"import\.nothing"):
        services.imports.commit(found, figure, "officer 1")
    [kept] = services.statements.of_customer(customer.id)
    assert (kept.currency, kept.values["TA"]) == ("CNY", 900)


@pytest.mark.parametrize("edit", [{"values": {"rev": Decimal(250)}}, {"currency": "USD"}])
def test_undo_never_puts_figures_under_another_currency(services: Services, edit: dict[str, object]) -> None:
    customer, everything = in_euro(services)
    found = checked(services, [{**period(TA=100, rev=200, cash=10), "currency": "EUR"}], Kind.STATEMENT, content="b")
    number = services.imports.commit(found, everything, "officer 1").value.import_id
    [now] = services.statements.of_customer(customer.id)
    values = {**now.values, **edit.pop("values", {})}  # type: ignore[dict-item]
    edited = replace(now, values=values, **edit)  # type: ignore[arg-type]
    services.statements.save(customer.id, edited, "officer 1")
    with pytest.raises(ProblemList):
        services.imports.undo(number, "officer 1")
    [kept] = services.statements.of_customer(customer.id)
    assert (kept.currency, dict(kept.values)) == (edited.currency, dict(edited.values))


def test_a_customer_number_with_another_registration_number_is_for_the_officer(services: Services) -> None:
    keep(services, identifiers=(Identifier("inn", hand.INN, "RU"),))
    number = only(services).number
    found = checked(services, [company("Quite another Ltd", number=number, **{"id.inn": hand.OTHER_INN})])
    assert found.matches[0].how is How.AMBIGUOUS and [one.id for one, _ in found.matches[0].candidates] == [1]
    assert how(services, number=number) is How.NUMBER
