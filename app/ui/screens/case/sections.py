"""Which questions stand in which section of a case: taken from the methodology, in its order."""

from __future__ import annotations

from dataclasses import dataclass

from app.models.domain.enums import FIVE_AREAS, Area, C, ScoringKind, ValueKind
from app.models.domain.labels import Labels
from app.models.domain.methodology import Card, Choice, DetailField, Fact, Item, Methodology

REQUEST = "request"
EVENTS = "events"
SECTION_KEYS = (REQUEST, *(area.value for area in FIVE_AREAS), Area.EXPERIENCE.value, Area.SURROUNDINGS.value, EVENTS)


@dataclass(frozen=True, slots=True)
class Question:
    """One row of the form: an item of the checklist or a fact of the rules, in one shape.

    ``computed``: X comes from the statements, nothing is typed. ``group`` heads the facts.
    """

    id: str
    label: Labels
    help: Labels | None
    kind: ValueKind
    unit: str
    scoring: ScoringKind
    c: C | None
    choices: tuple[Choice, ...] = ()
    details: tuple[DetailField, ...] = ()
    computed: bool = False
    key: bool = False
    group: str = ""
    item: Item | None = None

    @property
    def scored(self) -> bool:
        """Whether the answer gets points."""
        return self.scoring is not ScoringKind.NONE

    @property
    def number(self) -> bool:
        """Whether the answer is a figure."""
        return self.kind in (ValueKind.NUM, ValueKind.MONEY, ValueKind.PCT, ValueKind.INT)


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the list at the left; ``questions`` is empty for the request."""

    key: str
    questions: tuple[Question, ...]


def of_item(item: Item) -> Question:
    """The row of a checklist item."""
    computed = item.source == "expr"
    return Question(
        item.id,
        item.label,
        item.help,
        item.kind,
        item.unit,
        item.scoring.kind,
        item.c,
        item.choices,
        item.details,
        computed,
        item.key,
        "",
        item,
    )


def of_fact(fact: Fact) -> Question:
    """The row of a fact."""
    return Question(fact.id, fact.label, None, fact.kind, fact.unit, ScoringKind.NONE, None, group=fact.group)


def on_card(card: Card) -> frozenset[str]:
    """Ids of the items that a card weighs."""
    return frozenset(item for weight in card.weights for sub in weight.subs for item in sub.items)


def sections(methodology: Methodology, card_key: str) -> tuple[Section, ...]:
    """All sections for a card. Figures computed from statements are shown only where the card weighs them."""
    weighed = on_card(methodology.card(card_key)) if card_key else frozenset()
    by_area: dict[str, list[Question]] = {}
    for item in methodology.items:
        if item.source != "expr" or not card_key or item.id in weighed:
            by_area.setdefault(item.area.value, []).append(of_item(item))
    by_area[EVENTS] = [of_fact(fact) for fact in methodology.facts]
    return tuple(Section(key, tuple(by_area.get(key, ()))) for key in SECTION_KEYS)
