"""The narrow list and the search index: derived from the records, following every change, quick for many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from app.models.db.store import Store
from app.models.domain.enums import CaseState
from app.models.domain.listing import GROUPINGS, ColumnFilter, ListQuery
from app.models.domain.parties import Contact, Customer, Identifier
from app.services.clock import FixedClock
from app.services.registry import build_services
from benchmarks.many import TODAY, fill
from tests.models.db import samples

LISTED, SOURCE = "SELECT * FROM customer_list ORDER BY 1", "SELECT * FROM customer_list_source ORDER BY 1"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path: Path = tmp_path_factory.mktemp("many") / "many.zixin"
    with Store.open(path, create=True) as store:
        fill(store, 3000)
        yield store


def _is_derived(store: Store) -> bool:
    with store.read() as unit:
        listed = [tuple(row) for row in unit.connection.exec_driver_sql(LISTED)]
        return listed == [tuple(row) for row in unit.connection.exec_driver_sql(SOURCE)]


def _index_holds(store: Store, gram: str) -> int:
    with store.read() as unit:
        query = "SELECT count(*) FROM search_index WHERE search_index MATCH ?"
        return int(unit.connection.exec_driver_sql(query, (f'"{gram}"',)).scalar_one())


def _ids(store: Store, **query: Any) -> list[int]:
    with store.read() as unit:
        return unit.customer_list.ids(ListQuery(**query), TODAY)


# --- derived ----------------------------------------------------------------------------------------------------------


def test_the_list_follows_every_change_of_its_records(store: Store) -> None:
    with store.write("fill", "officer 1") as unit:
        samples.fill(unit)
        unit.commit()
    assert _is_derived(store)
    with store.write("change", "officer 1") as unit:
        row = unit.customers.page()[0]
        customer = unit.customers.get(row.id)
        assert customer is not None
        unit.customers.save(replace(
            customer, name="Другое имя", former_names=("Ещё раньше",), identifiers=(Identifier("other", "ZZ-99"),), flags=()))
        case = unit.cases.open_case(row.id)
        assert case is not None
        unit.cases.save(replace(case, state=CaseState.SCORED, own_exposure=Decimal("12.34")))
        unit.commit()
    assert _is_derived(store)
    assert len(_ids(store, search="ещё раньше")) == len(_ids(store, search="zz99")) == 1
    assert _ids(store, search="southern") == []
    with store.read() as unit:
        (listed,) = unit.customers.page("другое")
    assert (listed.case_state, listed.exposure) == (CaseState.SCORED, Decimal("12.34"))
    with store.write("add", "officer 1") as unit:
        unit.customers.delete(unit.customers.save(Customer("short-lived", flags=("sample",))).id)
        unit.commit()
    assert _is_derived(store)


def test_a_rolled_back_change_leaves_list_and_index_as_they_were(store: Store) -> None:
    with store.write("add", "officer 1") as unit:
        unit.customers.save(Customer("Vanishing Ltd"))
        assert unit.customers.count("vanishing") == 1
    assert _index_holds(store, "van") == 0
    assert _is_derived(store)


def test_personal_values_leave_the_index_with_their_record(store: Store) -> None:
    with store.write("add", "officer 1") as unit:
        kept = unit.customers.save(Customer("Holder", contacts=(Contact("Qxyzw Person", phone="+99887766"),), note="jqkvw"))
        unit.commit()
    assert [_index_holds(store, gram) for gram in ("qxy", "887", "jqk")] == [1, 1, 1]
    with store.write("forget", "officer 1") as unit:
        unit.customers.save(replace(kept, contacts=(), note=""))
        unit.commit()
    assert [_index_holds(store, gram) for gram in ("qxy", "887", "jqk")] == [0, 0, 0]
    with store.read() as unit:
        blocks = unit.connection.exec_driver_sql("SELECT block FROM search_index_data").all()
    assert not any(b"qxy" in bytes(block[0]) for block in blocks if block[0])
    assert store.check().whole


# --- filters ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "holds"),
    [
        (ColumnFilter("grade", choices=("A", "AA")), lambda row: row.grade is not None and row.grade.name in ("A", "AA")),
        (ColumnFilter("grade", choices=("",)), lambda row: row.grade is None),
        (ColumnFilter("limit", least=Decimal(500_000), most=Decimal(900_000)),
         lambda row: row.limit is not None and 500_000 <= row.limit <= 900_000),
        (ColumnFilter("score", least=Decimal("71.5")), lambda row: row.score is not None and row.score >= Decimal("71.5")),
        (ColumnFilter("next_review", choices=("overdue",)), lambda row: row.next_review is not None and row.next_review < TODAY),
        (ColumnFilter("next_review", choices=("none", "overdue")),
         lambda row: row.next_review is None or row.next_review < TODAY),
        (ColumnFilter("days", least=Decimal(0), most=Decimal(7)),
         lambda row: row.next_review is not None and 0 <= (row.next_review - TODAY).days <= 7),
        (ColumnFilter("since", since=date(2026, 6, 1)), lambda row: row.since is not None and row.since >= date(2026, 6, 1)),
        (ColumnFilter("case", choices=("draft",)), lambda row: row.case_state is CaseState.DRAFT),
        (ColumnFilter("flags", choices=("watch",)), lambda row: "watch" in row.flags),
        (ColumnFilter("currency", choices=("RUB",)), lambda row: row.currency == "RUB"),
        (ColumnFilter("owner", choices=("seller 3",)), lambda row: row.owner == "seller 3"),
        (ColumnFilter("group", text="GROUP 1"), lambda row: "group 1" in row.group),
        (ColumnFilter("name", text="СЕВЕРНАЯ"), lambda row: "Северная" in row.name),
        (ColumnFilter("number", text="c0012"), lambda row: "C0012" in row.number),
    ],
    ids=lambda value: f"{value.column}-{'-'.join(value.choices) or value.text}" if isinstance(value, ColumnFilter) else "",
)
def test_a_filter_finds_all_rows_that_fit_and_no_other(many: Store, one: ColumnFilter, holds: Any) -> None:
    found = set(_ids(many, filters=(one,)))
    with many.read() as unit:
        rows = unit.customer_list.rows(_ids(many))
    assert found == {row.id for row in rows if holds(row)}
    assert 0 < len(found) < 3000


def test_empty_cells_come_last_in_both_directions(many: Store) -> None:
    for sort in ("grade", "limit", "next_review", "former_grade", "exposure", "group"):
        for descending in (False, True):
            with many.read() as unit:
                rows = unit.customer_list.rows(_ids(many, sort=sort, descending=descending))
            values = [getattr(row, sort) or None if sort == "group" else getattr(row, sort) for row in rows]
            there = [value for value in values if value is not None]
            assert values[: len(there)] == there, sort
            assert there == sorted(there, reverse=descending), sort


def test_a_page_takes_at_most_three_queries(many: Store) -> None:
    asked: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    service = build_services(many, FixedClock(TODAY)).customer_list
    event.listen(many._reader, "before_cursor_execute", count)
    try:
        for query in (ListQuery(), ListQuery(sort="limit"), ListQuery("yang", (ColumnFilter("grade", choices=("A",)),), "score")):
            asked.clear()
            found = service.open(query)
            assert len([one for one in asked if not one.startswith("BEGIN")]) <= 3
            asked.clear()
            service.rows(found.ids[:60] if found.ids is not None else service.ids(query)[60:120])
            assert len([one for one in asked if not one.startswith("BEGIN")]) <= 2
    finally:
        event.remove(many._reader, "before_cursor_execute", count)


def test_the_first_page_of_the_list_reads_an_index_and_sorts_nothing(many: Store) -> None:
    with many.read() as unit:
        plan = unit.connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT customer_id FROM customer_list ORDER BY name_sort, customer_id LIMIT 60").all()
    assert "COVERING INDEX ix_customer_list_name_sort" in str(plan)
    assert "TEMP B-TREE" not in str(plan)


def _value(row: Any, column: str) -> str:
    """What a row is grouped by, worked out without the database."""
    if column == "next_review":
        if row.next_review is None:
            return "none"
        days = (row.next_review - TODAY).days
        return "overdue" if days < 0 else "week" if days <= 7 else "month" if days <= 30 else "later"
    if column in ("grade", "former_grade"):
        grade = getattr(row, column)
        return grade.name if grade is not None else ""
    if column == "case":
        return row.case_state.value if row.case_state is not None else ""
    return ",".join(row.flags) if column == "flags" else str(getattr(row, column))


def _added(rows: Iterable[Any], amount: str, currency: str) -> dict[str, tuple[int, Decimal]]:
    found: dict[str, tuple[int, Decimal]] = {}
    for row in rows:
        if (value := getattr(row, amount)) is not None:
            count, total = found.get(getattr(row, currency), (0, Decimal(0)))
            found[getattr(row, currency)] = (count + 1, total + value)
    return found


@pytest.mark.parametrize("column", GROUPINGS)
@pytest.mark.parametrize("filters", [(), (ColumnFilter("name", text="长江"), ColumnFilter("limit", least=Decimal(100_000)))])
def test_groups_are_those_of_the_rows_in_their_order_with_their_sums(many: Store, column: str, filters: Any) -> None:
    query = ListQuery(filters=filters, sort="limit", descending=True, group=column)
    with many.read() as unit:
        groups, of_all = unit.customer_list.groups(query, TODAY)
        rows = unit.customer_list.rows(unit.customer_list.ids(query, TODAY))
    assert of_all == 3000
    assert [one.key for one in groups] == [key for key, _ in groupby(rows, lambda row: _value(row, column))]
    assert len({one.key for one in groups}) == len(groups)
    for group, (_, members) in zip(groups, groupby(rows, lambda row: _value(row, column)), strict=True):
        inside = list(members)
        assert group.rows == len(inside)
        for sums, amount, currency in ((group.limits, "limit", "currency"), (group.exposures, "exposure", "exposure_currency")):
            assert {one.currency: (one.count, one.total) for one in sums} == _added(inside, amount, currency)
        limits = [row.limit for row in inside if row.limit is not None]
        assert limits == sorted(limits, reverse=True)


@pytest.mark.parametrize("column", GROUPINGS)
def test_the_same_sort_turns_the_groups_round_and_none_stays_last(many: Store, column: str) -> None:
    order = []
    for descending in (False, True):
        with many.read() as unit:
            groups, _ = unit.customer_list.groups(ListQuery(sort=column, descending=descending, group=column), TODAY)
            order.append([one.key for one in groups if one.key not in ("", "none")])
            assert all(one.key not in ("", "none") for one in groups[:-1])
    assert order[0] == order[1][::-1]


def test_the_best_grade_stands_first(many: Store) -> None:
    with many.read() as unit:
        groups, _ = unit.customer_list.groups(ListQuery(group="grade"), TODAY)
    assert [one.key for one in groups] == ["AAA", "AA", "A", "BBB", "BB", "B", "CCC", "CC", "C", "D", ""]


def test_nothing_found_has_no_groups_and_a_column_of_figures_makes_none(many: Store) -> None:
    with many.read() as unit:
        assert unit.customer_list.groups(ListQuery("no such company", group="trade"), TODAY) == ((), 3000)
        with pytest.raises(KeyError):
            unit.customer_list.groups(ListQuery(group="score"), TODAY)
