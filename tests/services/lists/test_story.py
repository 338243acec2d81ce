"""The story of a customer: warnings, lists and holds stand in the order in which they happened, in the file and on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.models.db.store import Store
from app.models.domain.lists import BLACK, WATCH
from app.services.documents.build import build_dossier
from app.services.documents.pdf.dossier import render
from app.services.lists.service import Entry
from app.services.registry import Services
from app.services.timeline.telling import sentence
from app.texts import Texts
from tests.services.desk import Desk, on


@pytest.fixture
def told(services: Services, open_store: Store) -> Desk:
    """Watched, blacklisted three days later, stopped, and off the blacklist in the end."""
    desk = Desk.filled(services)
    watch = services.lists.propose(Entry(WATCH, "late twice", desk.customer.id), "officer 1").value
    services.lists.approve(watch.id, "officer 4")
    later = on(open_store, date(2026, 11, 25))
    entry = later.lists.propose(Entry(BLACK, "bills between parent and subsidiary", desk.customer.id), "officer 1").value
    later.lists.approve(entry.id, "officer 4")
    last = on(open_store, date(2026, 12, 1))
    last.holds.stop(desk.customer.id, "nothing more on credit", "officer 1")
    last.lists.end(entry.id, "everything was paid", "officer 2")
    return replace(desk, services=last)


LIVED = ["list_proposed_watch", "list_approved_watch", "list_proposed_black", "list_approved_black", "list_ended_black"]


def test_the_story_tells_it_in_order(told: Desk) -> None:
    story = told.services.timeline.story(told.customer.id)
    assert [one.kind for one in story if one.kind.startswith("list_")] == LIVED
    assert {"held_blacklist", "freed_blacklist", "held_stop"} <= {one.kind for one in story}
    assert [one.day for one in story] == sorted(one.day for one in story)
    overview = told.services.timeline.overview(told.customer.id).events
    assert [one.kind for one in overview if one.kind.startswith("list_")] == LIVED[::-1]


@pytest.mark.parametrize("lang", ["en", "zh", "ru"])
def test_every_event_has_its_sentence(told: Desk, lang: str) -> None:
    for event in told.services.timeline.story(told.customer.id):
        assert sentence(Texts.load(lang), event).strip()


def test_the_dossier_tells_the_same(told: Desk) -> None:
    content = build_dossier(told.services, "en", customer_id=told.customer.id)
    said = [one.text for one in content.story]
    assert said == [sentence(Texts.load("en"), one) for one in told.services.timeline.story(told.customer.id)]
    pages = PdfReader(BytesIO(render(content))).pages
    paper = " ".join(" ".join(page.extract_text() for page in pages).split())
    at = [paper.find(part) for part in ("Put on the watchlist", "Put on the blacklist", "Taken off the blacklist")]
    assert -1 not in at and at == sorted(at)
