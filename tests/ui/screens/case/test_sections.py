"""Which questions stand where: everything from the methodology, nothing twice, nothing lost."""

from __future__ import annotations

from dataclasses import replace

from app.models.domain.enums import Area
from app.models.domain.labels import Labels
from app.services.methodology import builtin
from app.ui.screens.case.sections import EVENTS, REQUEST, SECTION_KEYS, on_card, sections


def test_every_question_that_can_be_asked_stands_in_exactly_one_section() -> None:
    methodology = builtin()
    for card in methodology.cards:
        asked = [
            question.id
            for section in sections(methodology, card.key)
            for question in section.questions
            if not question.computed
        ]
        typed = [item.id for item in methodology.items if item.source != "expr"] + [fact.id for fact in methodology.facts]
        assert sorted(asked) == sorted(typed)


def test_computed_items_stand_only_where_their_card_weighs_them() -> None:
    methodology = builtin()
    for card in methodology.cards:
        shown = {
            question.id for section in sections(methodology, card.key) for question in section.questions if question.computed
        }
        assert shown == {item.id for item in methodology.items if item.source == "expr"} & on_card(card)


def test_sections_come_in_the_order_of_the_job() -> None:
    keys = [section.key for section in sections(builtin(), "small")]
    assert keys == list(SECTION_KEYS)
    assert (keys[0], keys[-1]) == (REQUEST, EVENTS)


def test_one_added_row_of_data_is_asked_in_its_area() -> None:
    methodology = builtin()
    like = methodology.item("D05")
    added = replace(like, id="D99", label=Labels("Spare parts held", "备件储备", "Запас частей"))
    grown = replace(methodology, items=(*methodology.items, added))
    equipment = next(section for section in sections(grown, "small") if section.key == Area.EQUIPMENT.value)
    assert equipment.questions[-1].id == "D99"
    assert equipment.questions[-1].label.get("zh") == "备件储备"
