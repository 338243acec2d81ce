"""Wrong input through every service that takes typed figures, days and codes: a message at the place, nothing kept or changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.models.db.store import Store
from app.models.domain.answers import Answer, Guarantee
from app.models.domain.enums import AnswerState, Grade
from app.models.domain.parties import Contact, Identifier
from app.models.domain.rating import Override
from app.numbers import parse_amount, parse_date, parse_number
from app.services.clock import FixedClock
from app.services.registry import Services, build_services
from tests.services.conftest import TODAY
from tests.services.desk import Desk, statement
from tests.services.refusal import refused, told

CODE = "A1B2C3D4E5" * 4
NAN, HUGE = Decimal("NaN"), Decimal(10) ** 21
ANSWER = Answer("A13", AnswerState.VALUE, Decimal(1))


@pytest.mark.parametrize("lang", ["en", "zh", "ru"])
@pytest.mark.parametrize(
    "typed", ["1 234,56", "1,234.56", "1\u00a0234,56", "1\u202f234.56", "1'234.56", "１２３４．５６", " 1234.56 "]
)
def test_one_amount_is_read_alike_however_it_is_grouped(typed: str, lang: str) -> None:
    read = parse_amount(typed, lang, "limit")
    assert (read.value, read.ambiguous) == (Decimal("1234.56"), False)


@pytest.mark.parametrize(("typed", "value"), [("12万元", 120000), ("12 тыс. руб.", 12000), ("(3) k€", -3000)])
def test_pasted_cells_with_units_are_read_with_their_unit(typed: str, value: int) -> None:
    assert parse_amount(typed, "en", "limit").value == value


@pytest.mark.parametrize(
    "typed", ["abc", "12a4", "1.2.3,4", "1e5", "12 34", "1,23,4", "--5", "(5", "5)", "=A1", "#REF!", "∞", "½", ""]
)
@pytest.mark.parametrize("read", [parse_amount, parse_number])
def test_what_is_no_amount_is_refused_at_its_field(typed: str, read: Callable[..., object]) -> None:
    error = told(lambda: read(typed, "en", "limit"))
    assert error is not None and error.field == "limit"


@pytest.mark.parametrize("typed", ["31.02.2025", "2025-13-01", "2025年2月30日", "29.02.2025", "00.01.2025", "2025-01-32"])
def test_a_day_that_does_not_exist_is_refused_at_its_field(typed: str) -> None:
    refused("date.not_in_calendar", lambda: parse_date(typed, "en", "first_deal"), "first_deal")


Edit = Callable[[Services, Desk], object]

REFUSED: dict[str, tuple[str, str, Edit]] = {
    "customer number of 40 signs": (
        "text.too_long", "number", lambda s, d: s.customers.save(replace(d.customer, number=CODE), "officer 1")),
    "registration number of 40 signs": (
        "text.too_long", "identifiers.0",
        lambda s, d: s.customers.save(replace(d.customer, identifiers=(Identifier("uscc", CODE),)), "officer 1")),
    "tax number of 40 digits": (
        "text.too_long", "identifiers.0",
        lambda s, d: s.customers.save(replace(d.customer, identifiers=(Identifier("inn", "7" * 40),)), "officer 1")),
    "currency of letters and digits": (
        "settings.currency", "currency", lambda s, d: s.customers.save(replace(d.customer, currency="C1Y"), "officer 1")),
    "first deal to come": (
        "customer.first_deal_future", "first_deal",
        lambda s, d: s.customers.save(replace(d.customer, first_deal=date(2027, 1, 1)), "officer 1")),
    "contact without a name": (
        "text.required", "contacts.0.name",
        lambda s, d: s.customers.save(replace(d.customer, contacts=(Contact("", phone="1"),)), "officer 1")),
    "answer in letters": (
        "answer.not_a_number", "A13", lambda s, d: s.cases.answer(d.case.id, [replace(ANSWER, value="1 234,56")], "officer 1")),
    "answer that is no number": (
        "answer.not_a_number", "A13", lambda s, d: s.cases.answer(d.case.id, [replace(ANSWER, value=NAN)], "officer 1")),
    "answer beyond all size": (
        "answer.number_size", "A13", lambda s, d: s.cases.answer(d.case.id, [replace(ANSWER, value=HUGE)], "officer 1")),
    "answer as of a day to come": (
        "answer.as_of_future", "A13.as_of",
        lambda s, d: s.cases.answer(d.case.id, [replace(ANSWER, as_of=date(2027, 1, 1))], "officer 1")),
    "text for a day": (
        "answer.not_a_date", "A04",
        lambda s, d: s.cases.answer(d.case.id, [Answer("A04", AnswerState.VALUE, "31.02.2025")], "officer 1")),
    "part of a piece": (
        "answer.not_whole", "B14",
        lambda s, d: s.cases.answer(d.case.id, [Answer("B14", AnswerState.VALUE, Decimal("1.5"))], "officer 1")),
    "choice that is none": (
        "answer.not_a_choice", "A03",
        lambda s, d: s.cases.answer(d.case.id, [Answer("A03", AnswerState.VALUE, CODE)], "officer 1")),
    "item that is none": (
        "answer.unknown_item", CODE,
        lambda s, d: s.cases.answer(d.case.id, [Answer(CODE, AnswerState.VALUE, Decimal(1))], "officer 1")),
    "letters in a column": (
        "number.letters", "A11.rows.0.limit",
        lambda s, d: s.cases.answer(
            d.case.id, [Answer("A11", AnswerState.VALUE, "3", rows=({"limit": "12a4"},))], "officer 1")),
    "doubtful figure in a column": (
        "answer.detail_ambiguous", "A11.rows.0.limit",
        lambda s, d: s.cases.answer(
            d.case.id, [Answer("A11", AnswerState.VALUE, "3", rows=({"limit": "1,234"},))], "officer 1")),
    "request that is no number": (
        "case.amount", "requested_limit",
        lambda s, d: s.cases.update(replace(d.view().head, requested_limit=NAN), "officer 1")),
    "request of parts of a cent": (
        "case.cents", "requested_limit",
        lambda s, d: s.cases.update(replace(d.view().head, requested_limit=Decimal("0.001")), "officer 1")),
    "security that is no number": (
        "case.amount", "guarantees.0.value",
        lambda s, d: s.cases.guarantees(d.case.id, (Guarantee("cash_deposit", NAN),), "officer 1")),
    "security of no kind": (
        "guarantee.kind", "guarantees.0.kind",
        lambda s, d: s.cases.guarantees(d.case.id, (Guarantee(CODE, Decimal(1)),), "officer 1")),
    "amount of a statement that is no number": (
        "statement.amount", "values.cash",
        lambda s, d: s.statements.save(d.customer.id, replace(statement(2025), values={"cash": NAN}), "officer 1")),
    "line of a statement that is none": (
        "statement.unknown_line", f"values.{CODE}",
        lambda s, d: s.statements.save(d.customer.id, replace(statement(2025), values={CODE: Decimal(1)}), "officer 1")),
    "statement of a day to come": (
        "statement.end_future", "end",
        lambda s, d: s.statements.save(d.customer.id, replace(statement(2025), end=date(2027, 12, 31)), "officer 1")),
    "unit that is none": (
        "statement.unit", "unit",
        lambda s, d: s.statements.save(d.customer.id, replace(statement(2025), unit=7), "officer 1")),
    "rate of nothing": (
        "settings.rates", "rates", lambda s, d: s.settings.set_rate(TODAY, "USD", Decimal(0), "officer 1")),
    "rate on a day that does not exist": (
        "settings.rates", "rates", lambda s, d: s.settings.set("rates", '{"2025-02-30": {"USD": "7"}}', "officer 1")),
    "rate in letters": (
        "settings.rates", "rates", lambda s, d: s.settings.set("rates", '{"2025-02-28": {"USD": "7,1"}}', "officer 1")),
    "override of the past": (
        "override.expires", "override.expires",
        lambda s, d: s.grading.override(d.case.id, Override(Grade.BB, "x", date(2026, 1, 1), "officer 1"), "officer 1")),
}  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, filled_store: Path) -> Iterator[Desk]:
    """One filled case for all that is refused: nothing may be written to it."""
    path = Path(shutil.copy(filled_store, tmp_path_factory.mktemp("wrong") / "wrong.zixin"))
    with Store.open(path) as store:
        yield Desk.filled(build_services(store, FixedClock(TODAY)))


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_at_its_place_and_nothing_is_written(desk: Desk, case: str) -> None:
    key, field, edit = REFUSED[case]
    before = _all(desk.services, desk)
    refused(key, lambda: edit(desk.services, desk), field)
    assert _all(desk.services, desk) == before


def _all(services: Services, desk: Desk) -> tuple[object, ...]:
    return desk.view(), services.customers.get(desk.customer.id), services.settings.all()


def test_a_balance_that_does_not_balance_is_kept_as_typed_told_and_stops_the_proposal(services: Services) -> None:
    desk = Desk.filled(services)
    kept = services.statements.of_customer(desk.customer.id)[-1]
    wrong = replace(kept, values={**kept.values, "TLE": Decimal(9901)})
    saved = services.statements.save(desk.customer.id, replace(wrong, values={**wrong.values, "TLE": Decimal(9990)}), "officer 1")
    assert saved.value.values["TLE"] == 9990 and saved.value.values["TA"] == 9900
    assert {note.field for note in saved.notes} == {"check.tle_sum", "check.balance"}
    refused("grading.checks_unexplained", desk.propose, "statements")
    services.statements.save(desk.customer.id, replace(saved.value, note="printed so by the customer"), "officer 1")
    assert desk.propose().id
