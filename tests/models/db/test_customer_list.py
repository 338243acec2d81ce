"""The customer list: searched, sorted and paged by the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.models.db.repositories.customer_list import SORTS
from app.models.db.search_text import folded, pinyin_forms
from app.models.db.store import Store
from app.models.domain.enums import CaseState, Grade
from app.models.domain.parties import Customer, Identifier
from tests.models.db import samples

NAMES = ["南洋贸易有限公司", "重庆长江机械", "ООО «Южная звезда»", "Ёлка и Ко", "Alpha_100% Ltd", "beta gmbh"]


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path: Path = tmp_path_factory.mktemp("list") / "list.zixin"
    with Store.open(path, create=True) as store:
        with store.write("fill", "officer 1") as unit:
            samples.fill(unit)
            for name in NAMES:
                unit.customers.save(Customer(name, identifiers=(Identifier("other", f"ID-{len(name)}/77 88"),)))
            unit.commit()
        yield store


def _found(store: Store, search: str) -> list[str]:
    with store.read() as unit:
        rows = unit.customers.page(search)
        assert unit.customers.count(search) == len(rows)
    return [row.name for row in rows]


@pytest.mark.parametrize(
    ("search", "name"),
    [
        ("南洋贸", NAMES[0]), ("nanyang", NAMES[0]), ("NYMY", NAMES[0]), ("chongqing", NAMES[1]), ("cqcj", NAMES[1]),
        ("южная", NAMES[2]), ("ЗВЕЗДА", NAMES[2]), ("ёлка", NAMES[3]), ("100%", NAMES[4]), ("a_1", NAMES[4]), ("BETA", NAMES[5]),
        ("ＢＥＴＡ", NAMES[5]), ("old harbour", "Southern Ocean Trading"), ("9135 0200 6120", "Southern Ocean Trading"),
        ("C00001", "Southern Ocean Trading"),
    ],
)
def test_a_search_looks_through_names_pinyin_numbers_and_identifiers(listed: Store, search: str, name: str) -> None:
    assert _found(listed, search) == [name]


@pytest.mark.parametrize("search", ["%", "_", "!", "x%y", "no such", "trading\n"])
def test_signs_of_the_search_language_mean_themselves(listed: Store, search: str) -> None:
    assert all(search.strip().casefold() in name.casefold() for name in _found(listed, search))
    assert len(_found(listed, search)) <= 1


def test_a_row_tells_grade_terms_review_and_open_case(listed: Store) -> None:
    with listed.read() as unit:
        (row,) = unit.customers.page("southern")
    assert (row.grade, row.provisional, str(row.score), str(row.limit)) == (Grade.A, False, "71.7181", "1200000")
    assert (row.identifier, row.case_state, row.sample) == ("91350200612012345X", CaseState.DRAFT, False)
    with listed.read() as unit:
        (bare,) = unit.customers.page("beta")
    assert (bare.grade, bare.score, bare.next_review, bare.case_id) == (None, None, None, None)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("descending", [False, True])
def test_pages_join_to_the_whole_list_in_every_order(listed: Store, sort: str, descending: bool) -> None:
    with listed.read() as unit:
        whole = unit.customers.page("", 0, 100, sort, descending)
        pages = [row for start in range(0, 8, 3) for row in unit.customers.page("", start, 3, sort, descending)]
    assert pages == list(whole)
    assert len(whole) == 7
    graded = [row.grade for row in whole]
    assert sort != "grade" or graded == [Grade.A, *[None] * 6]


def test_an_unknown_sort_is_a_mistake(listed: Store) -> None:
    with listed.read() as unit, pytest.raises(KeyError):
        unit.customers.page(sort="colour")


def test_names_sort_by_sound_where_they_are_chinese(listed: Store) -> None:
    with listed.read() as unit:
        names = [row.name for row in unit.customers.page(sort="name")]
    assert names.index("beta gmbh") < names.index(NAMES[1]) < names.index(NAMES[0]) < names.index("Southern Ocean Trading")


def test_the_search_follows_a_new_name(store: Store) -> None:
    with store.write("customer.save", "officer 1") as unit:
        saved = unit.customers.save(Customer("Old name"))
        unit.customers.save(replace(saved, name="新名"))
        assert unit.customers.count("xinming") == 1
        assert unit.customers.count("old") == 0


def test_folding_ignores_width_case_and_blanks() -> None:
    assert folded("  ＡＢＣ　Strasse ß ") == folded("abc strasse SS")
    assert pinyin_forms("Latin only") == ("", "")
    assert pinyin_forms("重庆")[0] == "chongqing"


def test_a_page_far_down_and_a_search_ask_as_little_of_ten_thousand_customers_as_of_one(store: Store) -> None:
    from sqlalchemy import event, insert

    from app.models.db.tables.customers import customers

    asked: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    def look(first: int) -> int:
        asked.clear()
        with store.read() as unit:
            unit.customers.page("", first, 100)
            unit.customers.count("firm 99")
        return len([one for one in asked if one.startswith("SELECT")])

    with store.write("bulk", "officer 1") as unit:
        unit.customers.save(Customer("first"))
        row = dict(unit.connection.execute(customers.select()).mappings().one())
        unit.commit()
    event.listen(store._reader, "before_cursor_execute", count)
    of_one = look(0)
    plain = {name: value for name, value in row.items() if name != "id"}
    with store.write("bulk", "officer 1") as unit:
        unit.connection.execute(insert(customers), [
            {**plain, "number": f"N{n}", "name": f"Firm {n}", "name_norm": f"firm {n}", "search_text": f"firm {n}\nn{n}"}
            for n in range(10_000)
        ])
        unit.commit()
    assert look(5000) == of_one == 3
    event.remove(store._reader, "before_cursor_execute", count)
    with store.read() as unit:
        assert len(unit.customers.page("", 5000, 100)) == 100
        assert unit.customers.count("firm 99") == 111
