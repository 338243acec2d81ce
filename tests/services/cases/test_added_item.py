"""One row of data adds a question: it is asked, answered, kept and scored, and cases opened before go on by their version."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState, Area, ValueKind
from app.models.domain.errors import ProblemList
from app.models.domain.methodology import Card, Methodology
from app.services.registry import Services
from tests.services.desk import Desk, new_customer
from tests.services.refusal import refused


def with_item(m: Methodology) -> Methodology:
    """The methodology with item A99, a copy of A13, in the same row of the small card."""
    def added(card: Card) -> Card:
        weights = tuple(
            replace(weight, subs=tuple(
                replace(sub, items=(*sub.items, "A99"), item_weights=()) if "A13" in sub.items else sub for sub in weight.subs
            ))
            for weight in card.weights
        )
        return replace(card, weights=weights)

    return replace(
        m, version="1+", items=(*m.items, replace(m.item("A13"), id="A99", key=False, alarms=())),
        cards=tuple(added(card) for card in m.cards),
    )


def test_an_added_item_is_answered_kept_and_scored(services: Services) -> None:
    before = Desk.opened(services)
    m = services.methodologies.current()
    new_hash = services.methodologies.publish(with_item(m), "officer 1").value
    assert new_hash != m.hash and services.methodologies.current().item("A99").area is Area.COMPANY
    assert services.methodologies.publish(with_item(m), "officer 1").value == new_hash
    other = new_customer(services, name="Opened after", identifiers=())
    head = services.cases.open(other.id, "officer 1").value
    assert head.methodology_version == "1+" and before.view().head.methodology_version == m.version
    typed = Answer("A99", AnswerState.VALUE, Decimal(0), sources=("COURT",))
    services.cases.answer(head.id, [typed], "officer 1")
    view = services.cases.view(head.id)
    score = next(one for one in services.ratings.preview(view).items if one.item == "A99")
    assert view.answers["A99"].value == 0 and score.y == 100 and score.adds > 0
    asked = services.cases.completeness(view, services.methodologies.current())[Area.COMPANY]
    assert asked == (1, services.cases.completeness(view, m)[Area.COMPANY][1] + 1)
    refused("answer.unknown_item", lambda: services.cases.answer(before.case.id, [typed], "officer 1"))


def test_an_item_that_is_not_asked_is_not_missed(services: Services) -> None:
    m = services.methodologies.current()
    fact = next(one.id for one in m.facts if one.kind is ValueKind.YN)
    asked_if = replace(m, items=tuple(replace(one, asked_when=fact) if one.id == "A13" else one for one in m.items))
    services.methodologies.publish(asked_if, "officer 1")
    desk = Desk.opened(services)
    whole = services.cases.completeness(desk.view(), asked_if)[Area.COMPANY]
    assert whole == (0, services.cases.completeness(desk.view(), m)[Area.COMPANY][1]), "unknown yet: it is asked"
    services.cases.answer(desk.case.id, [Answer(fact, AnswerState.VALUE, False), Answer("A13", AnswerState.UNKNOWN)], "officer 1")
    assert services.cases.completeness(desk.view(), asked_if)[Area.COMPANY] == (0, whole[1] - 1)
    assert services.ratings.not_asked(desk.view()) == {"A13"}


def test_a_methodology_that_does_not_hold_is_not_published(services: Services) -> None:
    m = services.methodologies.current()
    broken = replace(m, items=(*m.items, m.items[0]))
    error = refused("methodology.problems", lambda: services.methodologies.publish(broken, "officer 1"))
    assert isinstance(error, ProblemList) and error.problems
    assert services.methodologies.current().hash == m.hash
