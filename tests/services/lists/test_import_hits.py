"""Imports and the lists: who comes in with a file is looked at as who is typed."""

from __future__ import annotations

from app.models.db.store import Store
from app.models.domain.holds import BLACKLIST
from app.models.domain.lists import BLACK
from app.services.lists.service import Entry
from app.services.registry import Services
from tests.services.imports import hand
from tests.services.imports.hand import checked


def _listed(services: Services, name: str, number: str) -> None:
    entry = services.lists.propose(Entry(BLACK, "never paid", name=name, identifier=number), "officer 1").value
    services.lists.approve(entry.id, "officer 4")


def test_a_company_of_the_blacklist_that_comes_in_with_a_file_is_stopped(services: Services) -> None:
    _listed(services, "远航机械有限公司", hand.USCC)
    changed = services.imports.commit(checked(services, hand.REGISTER), None, "officer 1")
    met = services.customers.find(hand.USCC)
    assert [(note.key, note.params["name"]) for note in changed.notes] == [("list.import_hit", met.name)]
    assert changed.value.met == changed.notes
    assert "blacklist" in met.flags and services.holds.of_customer(met.id)[0].kind == BLACKLIST
    others = [row.id for row in services.customers.page() if row.id != met.id]
    assert len(others) == 2 and not any(services.holds.of_customer(one) for one in others)


def test_a_namesake_in_a_file_is_told_and_not_stopped(services: Services) -> None:
    _listed(services, "远航机械有限公司", "91110000MA0100000B")
    changed = services.imports.commit(checked(services, hand.REGISTER), None, "officer 1")
    met = services.customers.find(hand.USCC)
    assert len(changed.notes) == 1 and not met.flags and not services.holds.of_customer(met.id)


def test_an_import_that_met_the_lists_can_be_taken_back(services: Services, open_store: Store) -> None:
    _listed(services, "远航机械有限公司", hand.USCC)
    done = services.imports.commit(checked(services, hand.REGISTER), None, "officer 1").value
    undone = services.imports.undo(done.import_id, "officer 1").value
    left = [row.name for row in services.customers.page()]
    assert left in ([], ["远航机械有限公司"])
    assert bool(left) == bool(undone.kept), "what stays is told"
    assert open_store.check().whole
