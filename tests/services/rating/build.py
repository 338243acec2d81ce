"""Customers and small methodologies for the tests of the rating."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.models.domain.answers import Answer
from app.models.domain.answers import Value as AnswerValue
from app.models.domain.enums import AnswerState, Area, C, ScoringKind, ValueKind
from app.models.domain.labels import Labels
from app.models.domain.methodology import Card, CWeight, Gate, Item, Methodology, Scoring, SubIndicator
from app.models.domain.rating import RatingInput
from app.models.domain.statement import Framework, Statement

AS_OF = date(2026, 3, 1)
D = Decimal

CURRENT: dict[str, object] = {
    "cash": 800, "notes_rec": 300, "ar": 2000, "prepay": 100, "oth_rec": 200, "inv": 1600, "fa_net": 3000,
    "fa_orig": 5000, "intang": 300, "st_loans": 1200, "notes_pay": 500, "ap": 1500, "contract_l": 100, "oth_cl": 500,
    "lt_loans": 600, "paid_in": 2000, "surplus": 600, "undist": 1300, "rev": 12000, "cogs": 9840, "tax_sur": 60,
    "sell": 720, "adm": 600, "int_exp": 120, "pbt": 660, "tax": 165, "np": 495, "dep": 300, "cfo": 250,
}  # fmt: skip
PRIOR: dict[str, object] = {
    "cash": 900, "notes_rec": 100, "ar": 1600, "prepay": 100, "oth_rec": 120, "inv": 1400, "fa_net": 3000,
    "fa_orig": 4800, "intang": 320, "st_loans": 900, "notes_pay": 200, "ap": 1300, "contract_l": 150, "oth_cl": 490,
    "lt_loans": 700, "paid_in": 2000, "surplus": 600, "undist": 1200, "rev": 11000, "cogs": 8910, "tax_sur": 55,
    "sell": 660, "adm": 560, "int_exp": 100, "pbt": 715, "tax": "178.75", "np": "536.25", "dep": 290, "cfo": 500,
}  # fmt: skip


def statement(year: int, values: Mapping[str, object], unit: int = 10000, **more: object) -> Statement:
    """A full year of a Chinese company, in 万元 unless said otherwise."""
    lines = {key: D(str(value)) for key, value in values.items()}
    made = Statement(date(year, 12, 31), Framework.CAS, "CNY", unit, lines)
    return replace(made, **more)  # type: ignore[arg-type]


def golden(**more: object) -> RatingInput:
    """The fictional customer of domain.md §11.3: two years in 万元, M = 150 and T = 60."""
    made = RatingInput(
        AS_OF,
        "small",
        {},
        (statement(2024, PRIOR), statement(2025, CURRENT)),
        own_monthly_sales=D(1500000),
        requested_term=60,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def answer(item: str, value: AnswerValue, **more: object) -> Answer:
    """A plain answer."""
    made = Answer(item, AnswerState.VALUE, value)
    return replace(made, **more)  # type: ignore[arg-type]


def answers(**values: AnswerValue) -> dict[str, Answer]:
    """Plain answers by item."""
    return {item: answer(item, value) for item, value in values.items()}


def good_value(item: Item, as_of: date = AS_OF) -> AnswerValue | None:
    """A value that scores well for ``item``; None for what is no single value."""
    scoring = item.scoring
    if item.kind is ValueKind.DATE:
        return date(as_of.year - 20, 1, 1)
    if scoring.kind is ScoringKind.YESNO:
        return True
    if item.choices:
        return max(item.choices, key=lambda choice: choice.step or 0).key
    if scoring.kind is ScoringKind.STEPS:
        return D(5)
    return scoring.p


def full_answers(m: Methodology, as_of: date = AS_OF) -> dict[str, Answer]:
    """Every scored question that an officer answers, answered well."""
    found: dict[str, Answer] = {}
    for item in m.items:
        value = good_value(item, as_of) if item.source != "expr" and item.scored else None
        if value is not None:
            found[item.id] = answer(item.id, value, sources=("REG", "VISIT"))
    return found


# --- a methodology of a handful of items --------------------------------------------------------------------------

WORD = Labels("word", "词", "слово")


def item(key: str, scoring: Scoring, c: C = C.CHARACTER, **more: object) -> Item:
    """A typed item; steps are typed as numbers 0…5."""
    made = Item(key, Area.COMPANY, WORD, WORD, ValueKind.NUM, "", scoring, c, ("REG",), "test")
    return replace(made, **more)  # type: ignore[arg-type]


def card(rows: Mapping[C, Mapping[str, tuple[str, ...]]], weights: Mapping[C, int], flat: bool = False) -> Card:
    """A card "small" with equal rows."""
    return Card(
        "small",
        WORD,
        None,
        flat,
        tuple(
            CWeight(c, D(weights.get(c, 1)), tuple(SubIndicator(key, WORD, D(1), items) for key, items in subs.items()))
            for c, subs in rows.items()
        ),
    )


def small(m: Methodology, items: tuple[Item, ...], cards: tuple[Card, ...], **more: object) -> Methodology:
    """``m`` with other items and cards and without the rules that ask for items it no longer has."""
    empty: dict[str, object] = {"gates": (), "caps": (), "warnings": (), "limits": (), "models": (), "presets": ()}
    return replace(m, hash="", items=items, cards=cards, **{**empty, **more})  # type: ignore[arg-type]


def spread(items: tuple[Item, ...]) -> Card:
    """A card with ``items`` dealt over three C, two rows at most in each."""
    rows: dict[C, dict[str, tuple[str, ...]]] = {}
    for place, one in enumerate(items):
        c = (C.CHARACTER, C.CAPACITY, C.CAPITAL)[place % 3]
        row = f"row{place // 3 % 2}"
        subs = rows.setdefault(c, {})
        subs[row] = (*subs.get(row, ()), one.id)
    return card(rows, {C.CHARACTER: 5, C.CAPACITY: 3, C.CAPITAL: 2})


def gate(key: str, grade: object, when: str) -> Gate:
    """A gate for every card."""
    return Gate(key, grade, "", when, WORD)  # type: ignore[arg-type]
