"""The search over everything: what is found, where, in which order, and with slips of the finger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.db.store import Store
from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState
from app.models.domain.parties import Contact, Customer, Identifier, RelatedParty
from app.models.domain.search import Hit
from app.services.clock import FixedClock
from app.services.registry import Services, build_services
from app.services.search.nearness import slips
from benchmarks.many import fill

OFFICER = "officer 1"


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    path: Path = tmp_path_factory.mktemp("search") / "search.zixin"
    with Store.open(path, create=True) as store:
        fill(store, 600)
        made = build_services(store, FixedClock(date(2026, 11, 22)))
        wanted = made.customers.save(
            Customer(
                "青岛啤酒股份有限公司", former_names=("Old Brewery Tsingtao",), country="CN",
                identifiers=(Identifier("other", "ZX-4711 0815", "CN"),),
                contacts=(Contact("王伟", "buyer", "+86 532 8571", "w@x.cn"),),
                related=(RelatedParty("Kirschbaum Holding", "parent"),), note="pays by Wechselkurs only",
            ), OFFICER).value
        purpose = "Weihnachtsbestellung"
        case = made.cases.open(wanted.id, OFFICER, requested_limit=Decimal(1000), requested_term=30, purpose=purpose).value
        answer = Answer("A01", AnswerState.VALUE, "Zwetschgenhof", sources=("REG",), note="Amtsgericht")
        made.cases.answer(case.id, [answer], OFFICER)
        made.customers.save(Customer("Muster Werkzeuge GmbH", country="DE", currency="EUR"), OFFICER)
        made.customers.save(Customer("ООО «Заречная верфь»", country="RU", currency="RUB"), OFFICER)
        yield made


def _first(services: Services, text: str) -> Hit:
    found = services.search.find(text)
    assert found, text
    return found[0]


@pytest.mark.parametrize(
    ("typed", "kind", "where"),
    [
        ("青岛啤酒", "customer", "name"), ("啤酒", "customer", "name"), ("qingdaopijiu", "customer", "pinyin"),
        ("qdpj", "customer", "initials"), ("old brewery", "customer", "former_name"),
        ("brewery tsing", "customer", "former_name"),
        ("ZX-4711", "identifier", "identifier"), ("zx 4711 08", "identifier", "identifier"), ("王伟", "contact", "contact"),
        ("8571", "contact", "contact"), ("kirschbaum", "contact", "related"), ("Wechselkurs", "note", "note"),
        ("weihnachts", "case", "purpose"), ("zwetschgen", "note", "answer"), ("amtsgericht", "note", "answer"),
    ],
)
def test_it_is_found_wherever_it_is_written(services: Services, typed: str, kind: str, where: str) -> None:
    hit = _first(services, typed)
    assert (hit.title, hit.kind, hit.where, hit.exact) == ("青岛啤酒股份有限公司", kind, where, True)


def test_a_case_is_found_by_its_number_and_leads_to_it(services: Services) -> None:
    customer = services.customers.find("青岛啤酒股份有限公司")
    case = services.cases.open_case(customer.id)
    assert case is not None
    hit = _first(services, case.number)
    assert (hit.kind, hit.case_id, hit.customer_id) == ("case", case.id, customer.id)


@pytest.mark.parametrize(
    "typed", ["werkzegue", "werkzeug gmbh", "wekzeuge", "wrekzeuge", "muster werkzuege", "MUSTER WERKZEUGE", "werkzeugx"]
)
def test_slips_of_the_finger_are_forgiven(services: Services, typed: str) -> None:
    assert "Muster Werkzeuge GmbH" in [hit.title for hit in services.search.find(typed)]


@pytest.mark.parametrize(("typed", "title"), [("заречноя", "ООО «Заречная верфь»"), ("青岛皮酒", "青岛啤酒股份有限公司")])
def test_slips_are_forgiven_in_other_scripts(services: Services, typed: str, title: str) -> None:
    assert title in [hit.title for hit in services.search.find(typed)]


@pytest.mark.parametrize("typed", ["", "   ", "\n"])
def test_nothing_typed_finds_nothing(services: Services, typed: str) -> None:
    assert services.search.find(typed) == ()


@pytest.mark.parametrize("typed", ['"', "' OR 1=1 --", "AND", "NEAR(", "*", "%", "_", "a\x00b", "()", "-x", "😀😀😀", "x" * 5000])
def test_signs_of_the_search_language_mean_themselves(services: Services, typed: str) -> None:
    assert all(hit.title for hit in services.search.find(typed))


def test_what_is_written_exactly_comes_before_what_is_nearly_so_and_no_kind_hides_another(services: Services) -> None:
    hits = services.search.find("contact")
    assert len(hits) <= 20
    hits = services.search.find("ltd", 20)
    assert hits and all(hit.exact for hit in hits)


def test_what_is_removed_is_not_found_any_more(services: Services) -> None:
    kept = services.customers.save(Customer("Vergissmeinnicht AG", contacts=(Contact("Xenokrates"),)), OFFICER).value
    assert _first(services, "xenokrates").kind == "contact"
    kept = services.customers.save(replace(kept, contacts=()), OFFICER).value
    assert services.search.find("xenokrates") == ()
    services.customers.delete(kept.id, OFFICER)
    assert services.search.find("vergissmeinnicht") == ()


@given(st.text("abcd", min_size=3, max_size=7), st.integers(0, 6), st.sampled_from(["drop", "swap", "other", "more"]))
def test_one_slip_is_counted_as_one(word: str, at: int, kind: str) -> None:
    at = min(at, len(word) - 2)
    made = {
        "drop": word[:at] + word[at + 1:], "swap": word[:at] + word[at + 1] + word[at] + word[at + 2:],
        "other": word[:at] + "x" + word[at + 1:], "more": word[:at] + "x" + word[at:],
    }[kind]
    assert slips(made, f"zz{word}zz", 2) <= 1
    assert slips(word, f"zz{word}zz", 2) == 0
