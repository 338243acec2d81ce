"""Settings with their checks, and the dated table of rates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.errors import ProblemList, UserError
from app.models.domain.records import DEPARTMENTS
from app.services.registry import Services
from app.services.settings.departments import told
from app.services.settings.file import from_file, to_file
from app.services.settings.rates import RateTable
from app.services.settings.schema import SETTINGS, groups
from app.texts import Texts
from tests.services.desk import Desk
from tests.services.refusal import refused


def test_every_setting_has_a_default_that_passes_its_own_check(services: Services) -> None:
    assert services.settings.all() == {spec.key: spec.default for spec in SETTINGS}
    for spec in SETTINGS:
        assert services.settings.set(spec.key, spec.default, "officer 1").value == spec.default
    with pytest.raises(KeyError):
        services.settings.get("colour_of_the_carpet")


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("base_currency", " usd ", "USD"), ("review_days_default", "092", "92"),
        ("round_unit", "1000.00", "1000"), ("language", "ru", "ru"),
        ("company_name", " Own Company ", "Own Company"),
        ("rates", '{"2026-01-01":{"USD":7.10}}', '{"2026-01-01":{"USD":"7.1"}}'),
    ],
)
def test_a_setting_is_kept_in_its_plain_form(services: Services, key: str, typed: str, kept: str) -> None:
    assert services.settings.set(key, typed, "officer 1").value == kept == services.settings.get(key)


@pytest.mark.parametrize(
    ("key", "typed", "why"),
    [
        ("language", "de", "settings.choice"), ("theme", "pink", "settings.choice"), ("base_currency", "¥", "settings.currency"),
        ("review_days_default", "93", "settings.review_days"), ("review_days_default", "0", "settings.review_days"),
        ("review_days_default", "monthly", "settings.review_days"), ("review_days_default", "३०", "settings.review_days"),
        ("round_unit", "-5", "settings.round_unit"), ("round_unit", "NaN", "settings.round_unit"),
        ("company_name", "a\nb", "text.one_line"), ("company_email", "credit at example", "settings.email"),
        ("rates", "7.1", "settings.rates"), ("rates", "{", "settings.rates"),
        ("rates", '{"2026-02-30":{"USD":"7"}}', "settings.rates"),
        ("rates", '{"2026-02-01":{"usd":"7"}}', "settings.rates"), ("rates", '{"2026-02-01":{"USD":"0"}}', "settings.rates"),
        ("rates", '{"2026-02-01":{"USD":true}}', "settings.rates"), ("rates", '{"2026-02-01":{"USD":"NaN"}}', "settings.rates"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_at_its_key(services: Services, key: str, typed: str, why: str) -> None:
    before = services.settings.get(key)
    refused(why, lambda: services.settings.set(key, typed, "officer 1"), key)
    assert services.settings.get(key) == before


def test_a_rate_holds_from_its_day_until_a_newer_one(services: Services) -> None:
    services.settings.set_rate(date(2026, 1, 1), "usd", Decimal("7.2"), "officer 1")
    services.settings.set_rate(date(2026, 1, 1), "RUB", Decimal("0.09"), "officer 1")
    services.settings.set_rate(date(2026, 6, 1), "USD", Decimal("7.0"), "officer 1")
    table = services.settings.rates()
    assert table.on(date(2025, 12, 31), "CNY") == ({"CNY": Decimal(1)}, None)
    assert table.on(date(2026, 5, 31), "CNY")[0]["USD"] == Decimal("7.2")
    rates, since = table.on(date(2026, 6, 1), "CNY")
    assert rates == {"CNY": Decimal(1), "USD": Decimal(7), "RUB": Decimal("0.09")} and since == date(2026, 6, 1)
    services.settings.set_rate(date(2026, 6, 1), "USD", None, "officer 1")
    assert services.settings.rates().on(date(2026, 7, 1), "CNY")[1] == date(2026, 1, 1)


_RATES = st.dictionaries(st.sampled_from(["USD", "EUR", "RUB"]), st.decimals("0.0001", "99999", places=4), min_size=1)


@given(st.dictionaries(st.dates(), _RATES, max_size=4))
def test_a_table_of_rates_is_read_back_as_it_was_written(days: dict[date, dict[str, Decimal]]) -> None:
    table = RateTable(days)
    assert RateTable.from_json(table.to_json()) == table


@pytest.mark.parametrize("lang", ["en", "zh", "ru"])
def test_every_setting_has_a_name_an_explanation_and_a_group_in_every_language(lang: str) -> None:
    texts = Texts.load(lang)
    for spec in SETTINGS:
        assert texts(spec.label_key) and texts(spec.help_key), spec.key
        assert spec.place in ("store", "window")
    assert all(texts(f"ui.settings.group.{group}") for group in groups())


def test_settings_of_a_group_stand_together() -> None:
    order = [spec.group for spec in SETTINGS]
    assert [group for at, group in enumerate(order) if group not in order[:at]] == list(groups())
    assert sorted(order, key=groups().index) == order


def test_a_file_gives_back_what_it_was_given(services: Services) -> None:
    values = services.settings.all() | {"company_name": "Own Company", "departments": '{"sales":"a person"}'}
    assert from_file(to_file(values)) == values


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"kind":"zixin-settings"}', b"\xff\xfe", b'{"kind":"other","settings":{}}']
)
def test_a_file_that_holds_no_settings_is_refused(data: bytes) -> None:
    with pytest.raises(UserError):
        from_file(data)


def test_every_value_that_cannot_be_is_told_at_once() -> None:
    with pytest.raises(ProblemList) as refusal:
        from_file(to_file({"theme": "pink", "base_currency": "X"}).replace(b'"theme"', b'"no_such": "1", "theme"'))
    assert {problem.key for problem in refusal.value.problems} == {"settings.unknown", "settings.choice", "settings.currency"}


def test_several_settings_are_kept_in_one_step(services: Services) -> None:
    done = services.settings.set_all({"company_name": "Own", "base_currency": "RUB", "theme": "system"}, "officer 1")
    assert done.value == 2
    assert services.settings.get("base_currency") == "RUB"
    refused("settings.currency", lambda: services.settings.set_all({"company_name": "X", "base_currency": "?"}, "officer 1"),
            "base_currency")
    assert services.settings.get("company_name") == "Own"


def test_without_a_list_every_department_is_told_and_with_one_those_in_it() -> None:
    assert told("{}") == dict.fromkeys(DEPARTMENTS, "")
    assert told('{"legal":" a person ","sales":""}') == {"sales": "", "legal": "a person"}


@pytest.mark.parametrize("typed", ["[]", '{"kitchen":""}', '{"sales":1}', "{"])
def test_a_list_of_departments_that_cannot_be_is_refused(services: Services, typed: str) -> None:
    refused("settings.departments", lambda: services.settings.set("departments", typed, "officer 1"), "departments")


def test_a_grade_change_tells_the_departments_that_are_chosen_and_names_the_person(services: Services) -> None:
    services.settings.set("departments", '{"sales":"head of sales","legal":""}', "officer 1")
    change = Desk.filled(services).approved()
    assert [(notice.department, notice.person) for notice in change.notices] == [("sales", "head of sales"), ("legal", "")]
