"""The statements grid without a window: typing, bad cells, totals, the balance, pasting, periods, saving."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.models.domain.parties import Customer
from app.models.domain.statement import Framework
from app.ui.screens.statements.model import StatementsModel
from app.ui.screens.statements.pasting import Paste, has_labels


@pytest.fixture
def model(empty_desk: Any) -> StatementsModel:
    """A new Chinese customer without statements."""
    services = empty_desk.services
    customer = services.customers.save(Customer(name="A", country="CN", currency="CNY"), "officer 1").value
    made = StatementsModel(services, empty_desk.runner, empty_desk.autosave, empty_desk.officer)
    made.load(customer.id)
    return made


def _stored(desk: Any, model: StatementsModel) -> Any:
    assert model.reading is not None
    return desk.services.statements.of_customer(model.reading.customer.id)


def test_the_first_period_fits_the_customers_country(model: StatementsModel) -> None:
    model.add_period()
    statement = model.columns[0].statement
    assert (statement.end, statement.framework, statement.currency, statement.unit) == (
        date(2025, 12, 31),
        Framework.CAS,
        "CNY",
        10_000,
    )


@pytest.mark.parametrize(
    ("typed", "lang", "value"),
    [
        ("1234", "en", "1234"),
        ("1,234.56", "en", "1234.56"),
        ("1 234,56", "ru", "1234.56"),
        ("1\u00a0234,56", "en", "1234.56"),
        ("(350)", "zh", "-350"),
        ("12万元", "zh", "12"),
        ("３５０", "zh", "350"),
    ],
)
def test_figures_are_read_in_every_usual_spelling(model: StatementsModel, typed: str, lang: str, value: str) -> None:
    model.add_period()
    model.set_text(0, "cash", typed, lang)
    assert model.bad == {}
    assert model.typed(0, "cash") == Decimal(value)


@pytest.mark.parametrize("typed", ["12x", "1.2.3", "abc", "12 USD", "1e5"])
def test_what_cannot_be_read_stays_with_its_message_and_the_old_value(
    model: StatementsModel, empty_desk: Any, typed: str
) -> None:
    model.add_period()
    model.set_text(0, "cash", "100", "en")
    model.set_text(0, "cash", typed, "en")
    bad = model.bad[model.columns[0].number, "cash"]
    assert (bad.text, model.typed(0, "cash")) == (typed, Decimal(100))
    empty_desk.autosave.flush()
    assert _stored(empty_desk, model)[0].values["cash"] == Decimal(100)
    model.set_text(0, "cash", "", "en")
    assert (model.bad, model.typed(0, "cash")) == ({}, None)


def test_a_doubtful_figure_is_taken_and_told(model: StatementsModel) -> None:
    model.add_period()
    model.set_text(0, "cash", "1,234", "en")
    assert model.typed(0, "cash") == Decimal(1234)
    assert model.notes[model.columns[0].number, "cash"] == "1,234"
    model.set_text(0, "cash", "1234", "en")
    assert model.notes == {}


def test_totals_are_computed_live_and_a_typed_total_is_kept(model: StatementsModel) -> None:
    model.add_period()
    for line, amount in (("cash", "300"), ("ar", "150"), ("fa_net", "1000")):
        model.set_text(0, line, amount, "en")
    model.compute_now()
    outcome = model.outcome(0)
    assert outcome is not None
    assert (outcome.lines["CA"], outcome.lines["TA"]) == (450, 1450)
    model.set_text(0, "CA", "500", "en")
    model.compute_now()
    assert model.typed(0, "CA") == 500


def test_a_balance_that_does_not_balance_is_named_and_saved_all_the_same(model: StatementsModel, empty_desk: Any) -> None:
    model.add_period()
    for line, amount in (("TA", "1000"), ("TLE", "900")):
        model.set_text(0, line, amount, "en")
    model.compute_now()
    balance = model.check(0, "balance")
    assert balance is not None
    assert (balance.holds, balance.difference) == (False, 100)
    assert "balance" in {check.key for check in model.failed_checks()}
    empty_desk.autosave.flush()
    assert _stored(empty_desk, model)[0].values["TLE"] == 900


def test_a_new_period_is_saved_once_however_fast_one_types(model: StatementsModel, empty_desk: Any) -> None:
    model.add_period()
    empty_desk.runner.hold()
    for amount in ("1", "12", "123"):
        model.set_text(0, "cash", amount, "en")
        empty_desk.autosave.flush()
    empty_desk.runner.release()
    assert empty_desk.runner.routed == []
    assert [dict(found.values) for found in _stored(empty_desk, model)] == [{"cash": Decimal(123)}]


def test_periods_stand_in_the_order_of_time_up_to_five(model: StatementsModel) -> None:
    model.add_period()
    model.add_earlier()
    model.add_period()
    assert [column.statement.end.year for column in model.columns] == [2024, 2025, 2026]
    model.add_earlier()
    model.add_earlier()
    assert not model.can_add
    model.change_head(0, end=date(2030, 12, 31))
    assert [column.statement.end.year for column in model.columns] == [2023, 2024, 2025, 2026, 2030]


def test_a_day_that_is_taken_is_told_at_the_head_of_its_period(model: StatementsModel, empty_desk: Any) -> None:
    model.add_period()
    model.set_text(0, "cash", "1", "en")
    model.add_earlier()
    model.set_text(0, "cash", "2", "en")
    empty_desk.autosave.flush()
    assert len(_stored(empty_desk, model)) == 2
    model.change_head(0, end=date(2025, 12, 31))
    empty_desk.autosave.flush()
    assert {name for _, name in model.head_problems} == {"end"}
    at = next(n for n, column in enumerate(model.columns) if (column.number, "end") in model.head_problems)
    model.change_head(at, end=date(2023, 12, 31))
    empty_desk.autosave.flush()
    assert model.head_problems == {}
    assert [found.end.year for found in _stored(empty_desk, model)] == [2023, 2025]


def test_a_period_in_the_future_is_refused_at_its_day_and_the_figures_stay(model: StatementsModel, empty_desk: Any) -> None:
    model.add_period()
    model.change_head(0, end=date(2031, 12, 31))
    model.set_text(0, "cash", "5", "en")
    empty_desk.autosave.flush()
    assert [error.key for error in model.head_problems.values()] == ["statement.end_future"]
    assert model.typed(0, "cash") == 5


def test_a_removed_period_leaves_the_store(model: StatementsModel, empty_desk: Any) -> None:
    model.add_period()
    model.set_text(0, "cash", "1", "en")
    empty_desk.autosave.flush()
    model.remove(0)
    assert (model.columns, _stored(empty_desk, model)) == ([], ())


# --- pasting ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def paste(model: StatementsModel, empty_desk: Any) -> Paste:
    model.add_period()
    model.add_earlier()
    return Paste(model, empty_desk.services, empty_desk.runner)


def _row(model: StatementsModel, line: str) -> int:
    return next(at for at, row in enumerate(model.rows) if row.line is not None and row.line.key == line)


def test_a_block_without_labels_goes_down_from_the_cursor(paste: Paste, model: StatementsModel, ui: Any, qtbot: Any) -> None:
    with qtbot.waitSignal(paste.done) as told:
        paste.take("100\t110\n200\t2x0\n", _row(model, "cash"), 0, ui)
    assert [model.typed(at, "cash") for at in (0, 1)] == [100, 110]
    assert (model.typed(0, "st_inv"), model.typed(1, "st_inv")) == (200, None)
    assert model.bad[model.columns[1].number, "st_inv"].text == "2x0"
    assert told.args[0] == "warning"


def test_a_block_with_labels_and_periods_finds_its_cells(paste: Paste, model: StatementsModel, ui: Any, qtbot: Any) -> None:
    block = "项目\t2025-12-31\t2024-12-31\n货币资金\t350\t300\n应收账款\t40元\t1,5x\n不知道的项目\t9\t9\n"
    with qtbot.waitSignal(paste.done) as told:
        paste.take(block, 0, 0, ui)
    assert [model.typed(at, "cash") for at in (0, 1)] == [300, 350]
    assert (model.typed(1, "ar"), model.typed(0, "ar")) == (Decimal("0.004"), None)  # 40 元 in a period kept in 万元
    assert model.bad[model.columns[0].number, "ar"].text == "1,5x"
    assert "不知道的项目" in told.args[1]
    assert "1,5x" in told.args[1]


def test_a_block_larger_than_the_grid_says_what_had_no_place(paste: Paste, model: StatementsModel, ui: Any, qtbot: Any) -> None:
    with qtbot.waitSignal(paste.done) as told:
        paste.take("1\t2\t3\n", _row(model, "cash"), 0, ui)
    assert [model.typed(at, "cash") for at in (0, 1)] == [1, 2]
    assert told.args[0] == "warning"


def test_labels_are_told_from_figures() -> None:
    assert has_labels([["Cash", "1"], ["Receivables", "2"]])
    assert not has_labels([["1 000", "2"], ["3", "4"]])
    assert not has_labels([["12"], ["13"]])


def test_a_block_of_bare_codes_goes_to_its_lines_and_not_where_the_cursor_stands(
    paste: Paste, model: StatementsModel, ui: Any, qtbot: Any
) -> None:
    with qtbot.waitSignal(paste.done):
        paste.take("1250\t500\n1230\t1 200\n", _row(model, "cash"), 0, ui)
    assert dict(model.columns[0].statement.values) == {"cash": 500, "ar": 1200}
    assert dict(model.columns[1].statement.values) == {}
