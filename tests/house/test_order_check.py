"""The command that checks an order: what it says, with which exit code, and what it keeps."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.cli.arguments import HELD, OK, PROBLEM, REJECTED, USAGE
from app.models.db.store import Store
from app.services.holds import put_hold
from app.services.registry import Services, build_services
from app.texts import Texts
from tests.house.conftest import Demo, Zixin
from tests.unguarded import unguarded

NUMBER = "C00001"


@pytest.fixture
def store(demo: Demo, tmp_path: Path) -> Path:
    """A copy of the demo's store: a customer with a grade in force."""
    return Path(shutil.copy(demo.store, tmp_path / "orders.zixin"))


@contextmanager
def services_of(path: Path) -> Iterator[Services]:
    with Store.open(path) as store:
        yield build_services(store)


def checks(path: Path) -> tuple[Any, ...]:
    with services_of(path) as services:
        return services.orders.page(services.customers.find(NUMBER).id).checks


def test_an_order_within_the_limit_may_go_and_a_look_keeps_nothing(demo: Demo, zixin: Zixin) -> None:
    before = demo.store.read_bytes()
    said = zixin("order-check", NUMBER, "1000", "--store", demo.store)
    assert (said.code, said.err) == (OK, "")
    assert "1,000.00: may go" in said.out and Texts.load("en")("cli.order.dry") in said.out
    assert demo.store.read_bytes() == before


@pytest.mark.parametrize("lang", ["en", "zh", "ru"])
def test_an_order_above_the_limit_is_held_with_every_reason_and_who_releases_it(demo: Demo, zixin: Zixin, lang: str) -> None:
    said = zixin("order-check", NUMBER, "99999999", "--term", "300", "--store", demo.store, "--lang", lang)
    assert said.code == HELD
    texts = Texts.load(lang)
    assert said.out.count("⚠ " + texts("ui.orders.level.hold")) == 2      # limit and term
    assert texts("ui.orders.over_by") in said.out
    assert said.out.count(texts("ui.orders.who_names", role="|", names="").split("|")[0]) == 1


def test_a_customer_on_the_blacklist_gets_nothing(store: Path, zixin: Zixin) -> None:
    with Store.open(store) as opened:
        customer = build_services(opened).customers.find(NUMBER).id
        with unguarded(opened, "trial.hold", "officer 1") as unit:
            put_hold(unit, customer, "blacklist", "bills between parent and subsidiary")
            unit.commit()
    said = zixin("order-check", NUMBER, "1", "--store", store)
    assert said.code == REJECTED and "bills between parent and subsidiary" in said.out


def test_programs_read_the_outcome_as_json(demo: Demo, zixin: Zixin) -> None:
    said = zixin("order-check", NUMBER, "99999999", "--store", demo.store, "--json", "--lang", "ru")
    told = json.loads(said.out)
    assert (said.code, told["result"], told["may_go"], told["kept_as"]) == (HELD, "hold", False, None)
    assert (told["customer"], told["amount"], told["currency"]) == (NUMBER, "99999999", "CNY")
    assert float(told["limit"]) - float(told["exposure"]) == pytest.approx(float(told["available"]))
    reason = next(one for one in told["reasons"] if one["code"] == "limit")
    assert reason["level"] == "hold" and reason["value"] == told["exposure"] and "CNY" in reason["text"]
    assert told["released_by"]


def test_a_check_is_kept_when_asked_and_the_same_order_is_not_checked_twice(store: Path, zixin: Zixin) -> None:
    first = zixin("order-check", NUMBER, "1000", "--number", "A-1", "--keep", "--store", store, "--json")
    assert first.code == OK and "Officer 1" in first.err
    (check,) = checks(store)
    assert json.loads(first.out)["kept_as"] == check.id and (check.number, check.by) == ("A-1", "Officer 1")
    again = zixin("order-check", NUMBER, "900", "--number", "A-1", "--keep", "--store", store)
    assert again.code == OK and Texts.load("en")("ui.orders.covered") in again.out
    assert checks(store) == (check,)
    assert zixin("order-check", NUMBER, "99999999", "--number", "A-1", "--keep", "--store", store).code == HELD
    assert len(checks(store)) == 2


def test_what_is_wrong_is_told_and_nothing_is_kept(demo: Demo, zixin: Zixin) -> None:
    for words, code, said in (
        ((NUMBER, "many"), PROBLEM, "many"), (("nobody", "5"), PROBLEM, "nobody"), ((NUMBER, "0"), PROBLEM, "above 0"),
        ((NUMBER, "USD 5", "--currency", "EUR"), PROBLEM, "EUR"), ((NUMBER, "5", "--keep"), USAGE, "--number"),
        ((NUMBER, "5", "--term", "soon"), USAGE, "soon"), ((NUMBER, "5", "--number", "A", "--keep", "--officer", "X"), 1, "X"),
    ):
        told = zixin("order-check", *words, "--store", demo.store, "--lang", "en")
        assert (told.code, told.out) == (code, "") and said in told.err, words
    assert checks(demo.store) == ()
