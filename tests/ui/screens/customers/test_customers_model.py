"""The list of customers without a window: pages, search, order, sample."""

from __future__ import annotations

from typing import Any

from app.models.domain.parties import Customer, CustomerRow
from app.ui.screens.customers.model import PAGE, CustomersModel


class _Many:
    """A list of 250 customers that is never in memory at once."""

    asked: tuple[Any, ...] = ()

    def __init__(self, total: int = 250) -> None:
        self.total = total

    def count(self, search: str) -> int:
        return 0 if search == "nobody" else self.total

    def page(self, search: str, offset: int, limit: int, sort: str, descending: bool) -> tuple[CustomerRow, ...]:
        self.asked = (search, offset, limit, sort, descending)
        numbers = range(offset, min(offset + limit, self.count(search)))
        return tuple(
            CustomerRow(n, f"C{n}", f"customer {n}", "", "", "", None, False, None, None, "CNY", None, None, None, False)
            for n in numbers
        )


class _Services:
    def __init__(self, total: int = 250) -> None:
        self.customers = _Many(total)


def _model(desk: Any, services: Any) -> CustomersModel:
    return CustomersModel(services, desk.runner, desk.officer)


def test_only_one_page_is_read_at_a_time(desk: Any) -> None:
    model = _model(desk, _Services())
    model.reload()
    assert model.page is not None
    assert [len(model.page.rows), model.page.total, model.can_go_back, model.can_go_on] == [PAGE, 250, False, True]
    model.turn(2)
    assert [row.id for row in model.page.rows][:1] == [200]
    assert (len(model.page.rows), model.can_go_on) == (50, False)


def test_a_page_past_the_end_becomes_the_last_page(desk: Any) -> None:
    services = _Services()
    model = _model(desk, services)
    model.turn(2)
    services.customers.total = 120
    model.reload()
    assert model.page is not None
    assert (model.page.offset, len(model.page.rows)) == (100, 20)


def test_another_search_or_order_starts_at_the_first_page(desk: Any) -> None:
    services = _Services()
    model = _model(desk, services)
    model.turn(1)
    model.set_sort("score", True)
    assert services.customers.asked == ("", 0, PAGE, "score", True)
    model.turn(1)
    model.set_search("  beer ")
    model.reload()
    assert services.customers.asked == ("beer", 0, PAGE, "score", True)


def test_nothing_found_is_not_an_empty_store(desk: Any) -> None:
    model = _model(desk, _Services())
    model.set_search("nobody")
    model.reload()
    assert model.page is not None
    assert (model.page.rows, model.page.any_at_all) == ((), True)
    empty = _model(desk, _Services(0))
    empty.reload()
    assert empty.page is not None
    assert not empty.page.any_at_all


def test_search_finds_name_number_identifier_and_pinyin(empty_desk: Any) -> None:
    services = empty_desk.services
    for name in ("青岛啤酒股份有限公司", "Muster Werkzeuge GmbH"):
        services.customers.save(Customer(name=name, country="CN"), "officer 1")
    model = _model(empty_desk, services)
    for typed, found in (("werkzeuge", 1), ("qingdao", 1), ("青岛", 1), ("C00002", 1), ("xyz", 0)):
        model.set_search(typed)
        model.reload()
        assert model.page is not None
        assert len(model.page.rows) == found, typed


def test_the_sample_company_is_put_into_an_empty_store(empty_desk: Any, qtbot: Any) -> None:
    model = _model(empty_desk, empty_desk.services)
    with qtbot.waitSignal(model.sample_ready) as told:
        model.load_sample("zh")
    assert model.page is not None
    assert [row.id for row in model.page.rows] == told.args
    assert model.page.rows[0].sample
