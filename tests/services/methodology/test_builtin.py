"""What the shipped methodology must hold."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from app.models.domain.enums import C, Grade, ScoringKind
from app.models.domain.labels import LANGUAGES
from app.models.domain.methodology import Card
from app.services.methodology import builtin, check

CHECKLIST = [
    *(f"A{n:02}" for n in range(1, 16)),
    *(f"B{n:02}" for n in range(1, 15)),
    *(f"C{n:02}" for n in range(1, 15)),
    *(f"D{n:02}" for n in range(1, 16)),
    *(f"E{n:02}" for n in range(1, 16)),
    *(f"F{n:02}" for n in range(1, 10)),
    *(f"G{n:02}" for n in range(1, 4)),
]
LARGE = ["E02L", "E09L", "E16", "E17", "E18", "E19"]
UNSCORED = {"A01", "A02", "B01", "C01", "C03", "D01"}


def _items(card: Card) -> list[str]:
    return [item for weight in card.weights for sub in weight.subs for item in sub.items]


def _sub(card: str, c: C, key: str) -> tuple[str, ...]:
    weight = next(weight for weight in builtin().card(card).weights if weight.c is c)
    return next(sub.items for sub in weight.subs if sub.key == key)


def test_it_has_the_85_items_of_the_checklist_and_six_for_large_companies() -> None:
    assert len(CHECKLIST) == 85
    assert sorted(item.id for item in builtin().items) == sorted(CHECKLIST + LARGE)


def test_every_scored_item_of_the_checklist_stands_on_the_small_card() -> None:
    assert set(_items(builtin().card("small"))) == set(CHECKLIST) - UNSCORED
    assert {item.id for item in builtin().items if not item.scored} == UNSCORED


def test_the_large_card_weighs_six_items_and_size_double() -> None:
    card = builtin().card("large")
    weights = {
        item: weight for c in card.weights for sub in c.subs for item, weight in zip(sub.items, sub.item_weights, strict=True)
    }
    assert weights == {item: Decimal(2 if item == "E19" else 1) for item in LARGE}
    assert {c.c for c in card.weights if c.subs} == {C.CAPACITY, C.CAPITAL}


def test_the_large_card_with_areas_has_the_six_items_in_place_of_area_e() -> None:
    small = {item for item in _items(builtin().card("small")) if not item.startswith("E")}
    assert set(_items(builtin().card("large_areas"))) == small | set(LARGE)


def test_items_that_the_weight_table_leaves_out_stand_where_it_was_decided() -> None:
    assert {"A07", "E13"} <= set(_sub("small", C.CAPACITY, "turnover"))
    assert "B02" in _sub("small", C.CAPACITY, "management")
    assert "C12" in _sub("small", C.CAPACITY, "people")
    assert "C13" in _sub("small", C.CHARACTER, "legal_tax")
    assert "C14" in _sub("small", C.CHARACTER, "integrity")
    assert {"F06", "F08", "F09"} <= set(_sub("small", C.CHARACTER, "own_record"))


@pytest.mark.parametrize(
    ("item", "kind", "p", "alpha"),
    [
        ("A04", ScoringKind.MORE, "10", "5.71"),
        ("A13", ScoringKind.LESS, "0", "2"),
        ("B05", ScoringKind.MORE, "5", "13.3"),
        ("C05", ScoringKind.MORE, "80", "0.67"),
        ("E01", ScoringKind.MORE, "10.6", "5.97"),
        ("E09", ScoringKind.LESS, "48", "1.93"),
        ("E10", ScoringKind.MORE, "3.3", "26.7"),
        ("E11", ScoringKind.MORE, "125.1", "0.79"),
        ("F04", ScoringKind.LESS, "0", "1"),
        ("E16", ScoringKind.MORE, "60", "1.6"),
        ("E19", ScoringKind.MORE, "11", "18"),
        ("G03", ScoringKind.MORE, "100", "1"),
    ],
)
def test_standards_and_slopes_are_those_of_the_specification(item: str, kind: ScoringKind, p: str, alpha: str) -> None:
    scoring = builtin().item(item).scoring
    assert (scoring.kind, scoring.p, scoring.alpha) == (kind, Decimal(p), Decimal(alpha))


def test_published_average_values_score_60_points() -> None:
    legacy = next(found for found in builtin().standards if found.key == "CN-SASAC-legacy")
    average = {value.indicator: value.levels[2] for value in legacy.values}
    indicators = (
        "roe",
        "roa",
        "main_margin",
        "cost_profit",
        "cash_profit",
        "tat",
        "art",
        "invt",
        "debt",
        "tie",
        "quick",
        "cfo_cl",
        "growth",
    )
    for number, indicator in enumerate(indicators, 1):
        scoring, x = builtin().item(f"E{number:02}").scoring, average[indicator]
        assert scoring.p is not None and scoring.alpha is not None and x is not None
        y = 100 - (scoring.p - x) * scoring.alpha * (1 if scoring.kind is ScoringKind.MORE else -1)
        assert abs(y - 60) < Decimal("0.2"), (indicator, y)


def test_five_step_choices_score_by_the_published_coefficients() -> None:
    for item in builtin().items:
        if item.scoring.kind is ScoringKind.STEPS:
            assert item.scoring.steps == tuple(map(Decimal, (0, 20, 40, 60, 80, 100)))
            assert [choice.step for choice in item.choices] == [5, 4, 3, 2, 1, 0]


def test_rules_models_methods_and_tables_are_complete() -> None:
    m = builtin()
    assert {rule.id for rule in m.warnings} == {f"W{n:02}" for n in range(1, 25)}
    assert {method.id for method in m.limits} == {f"L{n}" for n in range(1, 19)}
    assert {cap.id.rstrip("b") for cap in m.caps} | {"K16"} == {f"K{n:02}" for n in range(1, 23)}
    assert {method.id for method in m.limits if method.on and method.binding} == {"L1", "L2", "L4", "L7", "L11"}
    assert {method.id for method in m.limits if method.on and not method.binding} == {"L14"}
    assert {model.key for model in m.models} >= {
        "z_listed",
        "z_private",
        "z_nonmanufacturer",
        "z_emerging",
        "bathory",
        "beneish",
        "sberbank",
    }
    assert {haircut.key: haircut.pct for haircut in m.haircuts}["bank_bill"] == 95
    assert [level.amount for level in m.approvals] == [100000, 500000, 2000000, None]
    assert len(m.trades) >= 30


@pytest.mark.parametrize(
    ("cap", "grade"),
    [
        ("K01", Grade.D),
        ("K02", Grade.CC),
        ("K03", Grade.C),
        ("K04", Grade.C),
        ("K05", Grade.CCC),
        ("K06", Grade.BBB),
        ("K07", Grade.CCC),
        ("K08", Grade.CCC),
        ("K09", Grade.CC),
        ("K10", Grade.B),
        ("K11", Grade.B),
        ("K11b", Grade.C),
        ("K12", Grade.CCC),
        ("K12b", Grade.C),
        ("K13", Grade.B),
        ("K14", Grade.B),
        ("K15", Grade.BBB),
        ("K15b", Grade.BB),
        ("K17", Grade.A),
        ("K18", Grade.D),
        ("K19", Grade.B),
        ("K20", Grade.B),
        ("K21", Grade.CC),
        ("K22", Grade.C),
    ],
)
def test_a_knock_out_caps_at_its_grade(cap: str, grade: Grade) -> None:
    assert next(found.grade for found in builtin().caps if found.id == cap) is grade


def test_reviews_are_monthly_for_every_grade() -> None:
    assert [policy.review_days for policy in builtin().policies] == [30] * 10


def test_every_text_is_there_in_three_languages_and_no_two_choices_read_the_same() -> None:
    for item in builtin().items:
        for lang in LANGUAGES:
            assert len(item.help.get(lang)) > 12, (item.id, lang)
            words = [choice.label.get(lang) for choice in item.choices]
            assert len(set(words)) == len(words), (item.id, lang)


def test_personal_and_secret_items_are_marked() -> None:
    m = builtin()
    assert {item.id for item in m.items if item.personal} >= {"A06", "B01", "B02", "B12"}
    assert {item.id for item in m.items if item.secret} >= {"A11", "B09", "C14"}


def test_a_methodology_changed_in_memory_is_checked_too() -> None:
    m = builtin()
    assert check(m) == ()
    policy = replace(m.policies[0], review_days=100)
    spoilt = replace(m, policies=(policy, *m.policies[1:]))
    assert [(problem.key, problem.params["at"]) for problem in check(spoilt)] == [
        ("methodology.out_of_range", "policy AAA review_days")
    ]
