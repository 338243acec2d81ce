"""Which values of a methodology an officer may change in a draft, and what each of them can be."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any, get_args

from app.models.domain.enums import C, Grade, Role, ScoringKind, ValueKind
from app.models.domain.methodology import Methodology
from app.services.methodology.check_items import FACT_GROUPS, NUMERIC
from app.services.methodology.tree import ITEM_WEIGHTS, Path, get, kind_at, optional
from app.services.methodology.units import UNITS

_FIXED = {"id", "indicator", "side", "typed", "negative", "blank_zero", "residual",
          "left", "right", "places", "gbt", "okved", "nace", "flat", "areas_card", "rows", "area"}
"""What the arithmetic and other records rest on: it changes with the program or with the data files, not in the window."""
_FORMULAS = {"ratios": ("label", "formula", "unit", "places"), "checks": ("label", "left", "right", "tolerance", "severity"),
             "models": ("label", "variables", "formula", "zones", "origin"), "lines": ("label", "sum", "cas", "rsbu")}
"""Parts of which only these values may be changed: what is compared and computed, as expressions that are checked at once."""
_EXPRESSIONS = ("when", "asked_when", "formula", "amount", "amber", "red", "value", "left", "right", "sum")
_LONG = {"help", "question", "basis", "when", "asked_when", "formula", "amount", "amber", "red", "value", "origin",
         "release", "security", "contact"}


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One value: ``kind`` is number, whole, yes_no, text, expression, choice, words or label (one language of a text).

    ``choices`` are the values that can be chosen, ``optional`` says that it may be empty, ``long`` that it takes lines.
    """

    path: Path
    kind: str
    optional: bool = False
    editable: bool = True
    long: bool = False
    choices: tuple[Any, ...] = ()


def editable(path: Path) -> bool:
    """Whether the value at ``path`` may be changed in a draft."""
    if path[0] in _FORMULAS:
        return len(path) > 2 and path[2] in _FORMULAS[path[0]] and path[-1] != "key"
    if path[0] == "items" and path[-1] in ("key", "kind") and len(path) == 3:
        return path[-1] == "key"
    if path[-1] in _FIXED or path[-1] in ("key", "role"):
        return False
    return not (path[-1] == "c" or (path[-1] == "grade" and path[0] in ("bands", "policies", "band_presets")))


def spec(m: Methodology, path: Path) -> FieldSpec:
    """What the value at ``path`` can be."""
    kind = kind_at(path)
    may_miss = optional(kind)
    plain = next((part for part in get_args(kind) if part is not type(None)), kind) if may_miss else kind
    name, can = path[-1], editable(path)
    long = name in _LONG or (len(path) > 1 and path[-2] in _LONG)
    choices = _choices(m, path, plain)
    if choices:
        return FieldSpec(path, "choice", may_miss, can, choices=choices)
    if plain is bool:
        return FieldSpec(path, "yes_no", False, can)
    if plain is Decimal or plain is int:
        return FieldSpec(path, "number" if plain is Decimal else "whole", may_miss, can)
    if name in ("evidence", "alarms"):
        return FieldSpec(path, "words", True, can)
    if name in _EXPRESSIONS or path[0] == "models" and "variables" in path:
        return FieldSpec(path, "expression", may_miss, can, long=True)
    return FieldSpec(path, "text", may_miss or name in ("unit", "cas", "rsbu"), can, long=long)


def _choices(m: Methodology, path: Path, kind: Any) -> tuple[Any, ...]:
    name = path[-1]
    if isinstance(kind, type) and issubclass(kind, Enum):
        if kind is Grade:
            return tuple(sorted(Grade, reverse=True))
        if kind is ScoringKind:
            return scoring_kinds(get(m, path[:-2]).kind)
        return tuple(kind)
    if name == "standard":
        return tuple(sorted({value.indicator for standard in m.standards for value in standard.values}))
    named = {
        "unit": tuple(sorted(UNITS)), "source": ("answer", "expr", "either"), "group": FACT_GROUPS,
        "severity": ("problem", "note"), "tone": ("good", "grey", "bad"), "role": tuple(role.value for role in Role),
        "card": ("", *(card.key for card in m.cards)), "trade": ("", *(trade.key for trade in m.trades)),
        "standard_set": tuple(one.key for one in m.standards),
    }  # fmt: skip
    if name == "kind" and path[0] == "standards":
        return "five_level", "acceptable", "good_average"
    return named.get(name, ()) if kind is str else ()


def scoring_kinds(kind: ValueKind) -> tuple[ScoringKind, ...]:
    """The ways in which an answer of ``kind`` can be scored."""
    if kind in NUMERIC:
        return ScoringKind.MORE, ScoringKind.LESS, ScoringKind.BAND, ScoringKind.EFFICACY, ScoringKind.NONE
    if kind is ValueKind.CHOICE:
        return ScoringKind.STEPS, ScoringKind.NONE
    return (ScoringKind.YESNO, ScoringKind.NONE) if kind is ValueKind.YN else (ScoringKind.NONE,)


def weight_paths(m: Methodology, path: Path) -> tuple[Path, ...]:
    """The weights that must be 100 together with the one at ``path``; () when nothing is asked of them."""
    if path[0] == "presets":
        return tuple((*path[:2], "weights", str(number)) for number in range(len(C)))
    if path[0] != "cards" or path[-1] != "weight" or ITEM_WEIGHTS in path:
        return ()
    rows = path[:-2]
    return tuple((*rows, _name(row), "weight") for row in get(m, rows))


def _name(row: Any) -> str:
    return str(row.key) if hasattr(row, "key") else str(row.c.value)
