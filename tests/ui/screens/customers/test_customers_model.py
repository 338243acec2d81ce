"""The list of customers without a window: questions, pages, sums, views, the sample."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from app.models.domain.listing import ColumnFilter
from app.models.domain.parties import Customer
from app.texts import Texts
from app.ui.screens.customers import filters
from app.ui.screens.customers.model import FIRST, CustomersModel

OFFICER = "officer 1"


def _model(desk: Any) -> CustomersModel:
    return CustomersModel(desk.services, desk.runner, desk.officer)


def _names(model: CustomersModel) -> list[str]:
    assert model.found is not None
    return [row.name for row in model.found.rows]


def _some(desk: Any, count: int) -> None:
    for number in range(count):
        desk.services.customers.save(Customer(name=f"Firm {number:03d}", country="DE", currency="EUR"), OFFICER)


def test_only_the_first_rows_are_read_and_then_the_order_of_all(empty_desk: Any, qtbot: Any) -> None:
    _some(empty_desk, FIRST + 5)
    model = _model(empty_desk)
    with qtbot.waitSignal(model.ids_come) as told:
        model.reload()
    assert model.found is not None
    assert (len(model.found.rows), model.found.total, model.found.ids) == (FIRST, FIRST + 5, None)
    assert len(told.args[0]) == FIRST + 5
    with qtbot.waitSignal(model.pages_come) as pages:
        model.ask_pages([(1, told.args[0][FIRST:])])
    assert [row.name for row in pages.args[0][0][1]] == [f"Firm {n:03d}" for n in range(FIRST, FIRST + 5)]


def test_a_search_and_a_filter_narrow_the_list_together(empty_desk: Any) -> None:
    _some(empty_desk, 12)
    empty_desk.services.customers.save(Customer(name="Firm of Russia", country="RU", currency="RUB"), OFFICER)
    model = _model(empty_desk)
    model.set_search(" firm 01 ")
    model.reload()
    assert _names(model) == ["Firm 010", "Firm 011"]
    model.set_search("firm")
    model.set_filter(ColumnFilter("country", choices=("RU",)))
    assert _names(model) == ["Firm of Russia"]
    assert model.found is not None
    assert (model.found.total, model.found.of_all) == (1, 13)
    model.clear_filters()
    assert model.found.of_all == 13
    assert len(_names(model)) == 13


def test_sorting_twice_turns_the_order_round_and_grades_begin_with_the_best(desk: Any) -> None:
    model = _model(desk)
    model.sort_by("grade")
    assert (model.query.sort, model.query.descending) == ("grade", True)
    model.sort_by("grade")
    assert not model.query.descending
    model.sort_by("name")
    assert (model.query.sort, model.query.descending) == ("name", False)


def test_nothing_found_is_not_an_empty_store(empty_desk: Any) -> None:
    model = _model(empty_desk)
    model.reload()
    assert model.found is not None
    assert model.found.of_all == 0
    _some(empty_desk, 1)
    model.set_search("nobody")
    model.reload()
    assert (model.found.total, model.found.of_all) == (0, 1)


def test_search_finds_name_number_identifier_and_pinyin(empty_desk: Any) -> None:
    services = empty_desk.services
    for name in ("青岛啤酒股份有限公司", "Muster Werkzeuge GmbH"):
        services.customers.save(Customer(name=name, country="CN"), OFFICER)
    model = _model(empty_desk)
    for typed, found in (("werkzeuge", 1), ("qingdao", 1), ("青", 1), ("青岛", 1), ("C00002", 1), ("xyz", 0)):
        model.set_search(typed)
        model.reload()
        assert len(_names(model)) == found, typed


def test_the_sample_company_is_put_into_an_empty_store(empty_desk: Any, qtbot: Any) -> None:
    model = _model(empty_desk)
    with qtbot.waitSignal(model.sample_ready) as told:
        model.load_sample("zh")
    assert model.found is not None
    assert [row.id for row in model.found.rows] == told.args
    assert model.found.rows[0].sample


def test_views_are_kept_renamed_and_deleted_for_their_officer(empty_desk: Any) -> None:
    model = _model(empty_desk)
    model.keep_view("Mine", {"sort": "limit"})
    model.keep_view("Mine", {"sort": "grade"})
    assert [(view.name, dict(view.body)) for view in model.views] == [("Mine", {"sort": "grade"})]
    model.rename_view(model.views[0].id, "  Best   first ")
    assert [view.name for view in model.views] == ["Best first"]
    empty_desk.name = "officer 2"
    model.ask_views()
    assert model.views == ()
    empty_desk.name = OFFICER
    model.ask_views()
    model.delete_view(model.views[0].id)
    assert model.views == ()


def test_bounds_are_read_as_they_are_typed_and_shown_so_that_they_can_be_read_again() -> None:
    texts = Texts.load("en")
    for text, least, most in ((">100", 100, None), ("<= 2,500", None, 2500), ("1…2", 1, 2), ("10..20", 10, 20), ("7", 7, 7)):
        one = filters.typed("limit", text, "en")
        assert (one.least, one.most) == (
            None if least is None else Decimal(least), None if most is None else Decimal(most)), text
        assert filters.typed("limit", filters.shown(one, texts), "en") == one
    day = filters.typed("since", "2026-01-02…2026-03-04", "en")
    assert filters.typed("since", filters.shown(day, texts), "en") == day


def test_a_kept_filter_comes_back_as_it_was_and_a_broken_one_is_left_out() -> None:
    for one in (
        ColumnFilter("name", text="a"), ColumnFilter("grade", choices=("A", "")), ColumnFilter("limit", least=Decimal("1.50")),
        filters.typed("since", "> 2026-01-02", "en"),
    ):
        assert filters.read(one.column, filters.kept(one)) == one
    assert filters.read("limit", {"least": "x"}) is None
    assert filters.read("colour", {"text": "x"}) is None
