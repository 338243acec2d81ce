"""The pages of a methodology: what stands in the list at the left, and what each page shows, as paths into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from app.models.domain.enums import Area, C
from app.models.domain.labels import LANGUAGES, Labels
from app.models.domain.methodology import Card, Item, Methodology, SubIndicator
from app.services.methodology.tree import ITEM_WEIGHTS, Path, get, has, key_of, leaves

OVERVIEW: Path = ("overview",)
_GRIDS = ("bands", "presets", "policies", "approvals", "haircuts", "sources", "trades", "lines", "checks", "facts")
_RECORDS = ("gates", "caps", "warnings", "limits", "ratios", "models", "standards")
SECTIONS = (
    "items", "cards", "presets", "bands", "gates", "caps", "warnings", "rules", "policies", "approvals", "limits", "haircuts",
    "standards", "ratios", "models", "trades", "sources", "facts", "lines", "checks",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """An entry of the list: ``path`` names its page; ``area`` is set for the headings of the items."""

    path: Path
    children: tuple[Node, ...] = ()
    area: Area | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid: the value at ``path``, or with no path a figure or text that only stands there."""

    path: Path | None
    value: object = None


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a grid: its name comes from ``path``, ``depth`` says how far it is set in."""

    path: Path
    cells: tuple[Cell, ...]
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: ``title`` is a part or field, ``heads`` are field names of its columns behind the name of the row."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """A form: values under one another."""

    title: str
    paths: tuple[Path, ...]


Part = Grid | Fields


def outline(m: Methodology) -> tuple[Node, ...]:
    """The list of all pages."""
    found = [Node(OVERVIEW)]
    for name in SECTIONS:
        if name == "items":
            areas = [area for area in Area if any(item.area is area for item in m.items)]
            children = tuple(
                Node(("areas", area.value), tuple(Node(("items", item.id)) for item in m.items if item.area is area), area)
                for area in areas
            )
        elif name in _RECORDS or name == "cards":
            children = tuple(Node((name, key_of(row, number))) for number, row in enumerate(getattr(m, name)))
        else:
            children = ()
        found.append(Node((name,), children))
    return tuple(found)


def page(m: Methodology, path: Path) -> tuple[Part, ...]:
    """What the page of a node shows; () for one that is not there (any more)."""
    if not path or path == OVERVIEW:
        return ()
    if len(path) > 1 and path[0] != "areas" and not has(m, path):
        return ()
    if path[0] == "areas":
        return (items_grid(m, tuple(item for item in m.items if item.area.value == path[1]), "items"),)
    if path == ("items",):
        return (items_grid(m, m.items, "items"),)
    if path == ("rules",):
        return _rules(m)
    if path[0] == "cards" and len(path) > 1:
        return weights(m, path[1])
    if path == ("cards",):
        return (_grid(m, "cards", ("flat", "areas_card", "when")),)
    if len(path) == 1:
        return _table(m, path[0])
    return _record(m, path)


def page_of(path: Path) -> Path:
    """The page on which the value at ``path`` stands."""
    if path[:1] == ("band_presets",):
        return ("bands",)
    if path[:1] == ("areas",) or path[:1] == OVERVIEW:
        return path
    return path[:2] if path and path[0] in (*_RECORDS, "items", "cards") else path[:1]


def search_text(m: Methodology, path: Path) -> str:
    """Everything in which the search looks for a page: ids and labels in every language, formulas and origins."""
    if len(path) < 2 or path[0] == "areas" or not has(m, path):
        return ""
    row = get(m, path)
    texts = [path[-1]]
    for name in ("label", "help", "question", "basis"):
        label = getattr(row, name, None)
        if isinstance(label, Labels):
            texts += [label.en, label.zh, label.ru]
    texts += [str(getattr(row, name)) for name in ("formula", "when", "amount", "origin") if getattr(row, name, None)]
    return " ".join(texts).casefold()


def items_grid(m: Methodology, items: tuple[Item, ...], title: str) -> Grid:
    """Items in one table: what is asked, how it is scored, what it feeds."""
    heads = ("scoring", "p_short", "alpha_short", "unit", "c")
    rows = []
    for item in items:
        base: Path = ("items", item.id)
        scoring = item.scoring
        cells = (
            Cell(None, scoring.kind),
            Cell((*base, "scoring", "p") if scoring.p is not None else None),
            Cell((*base, "scoring", "alpha") if scoring.alpha is not None else None),
            Cell(None, ("unit", item.unit)), Cell(None, item.c),
        )  # fmt: skip
        rows.append(GridRow(base, cells))
    return Grid(title, heads, tuple(rows))


def weights(m: Methodology, key: str, preset: str = "") -> tuple[Part, ...]:
    """A card: item → row → C → total, with the share of each in the total; ``preset`` names other weights of the five C."""
    card = m.card(key)
    chosen = next((one.weights for one in m.presets if one.key == preset), ())
    shares = shares_of(card, {c.value: weight for c, weight in zip(C, chosen, strict=False)})
    rows: list[GridRow] = []
    for c in card.weights:
        base: Path = ("cards", key, "weights", c.c.value)
        inside = sum((shares[item] for sub in c.subs for item in sub.items), Fraction(0))
        rows.append(GridRow(base, (Cell((*base, "weight")), Cell(None, _percent(inside)))))
        for sub in c.subs:
            here = (*base, "subs", sub.key)
            own = sum((shares[item] for item in sub.items), Fraction(0))
            rows.append(GridRow(here, (Cell((*here, "weight")), Cell(None, _percent(own))), 1))
            rows += [
                GridRow((*here, ITEM_WEIGHTS, item), (Cell((*here, ITEM_WEIGHTS, item)), Cell(None, _percent(shares[item]))), 2)
                for item in sub.items
            ]
    top: list[Path] = [("cards", key, "label", lang) for lang in LANGUAGES]
    top += [("cards", key, "flat")] + ([("cards", key, "when")] if card.when is not None else [])
    return Grid("weights", ("weight", "share"), tuple(rows)), Fields("cards", tuple(top))


def shares_of(card: Card, c_weights: Mapping[str, Decimal]) -> dict[str, Fraction]:
    """The share of each item of a card in the total when everything is answered; ``c_weights`` replace the card's own."""
    from app.services.rating.weights import weigh

    weighing = weigh(card, c_weights, frozenset())
    return {item: weighing.weight(item) for c in card.weights for sub in c.subs for item in sub.items}


def _percent(share: Fraction) -> Decimal:
    return (Decimal(share.numerator) * 100 / Decimal(share.denominator)).quantize(Decimal("0.01"))


def _rules(m: Methodology) -> tuple[Part, ...]:
    paths = [path for path, _ in leaves(m.rules, None, ("rules",)) if "completeness_caps" not in path]
    caps = tuple(
        GridRow(("rules", "completeness_caps", str(number)), tuple(
            Cell(("rules", "completeness_caps", str(number), part)) for part in ("0", "1")
        ))
        for number in range(len(m.rules.completeness_caps))
    )
    return Fields("rules", tuple(paths)), Grid("completeness_caps", ("below", "grade"), caps)


_COLUMNS: dict[str, tuple[str, ...]] = {
    "policies": ("limit_factor", "term_days", "prepayment_pct", "security_pct", "release_factor"),
    "approvals": ("amount", "lowest"), "haircuts": ("pct", "grade_factor"), "sources": ("weight",),
    "trades": ("gbt", "okved", "nace", "standard_set"), "lines": ("side", "sum", "cas", "rsbu"),
    "checks": ("left", "right", "tolerance", "severity"), "facts": ("kind", "unit", "group"),
    "gates": ("grade", "card", "when"), "caps": ("grade", "when", "origin"), "warnings": ("value", "amber", "red"),
    "limits": ("on", "binding", "round_to", "amount"), "ratios": ("unit", "formula"), "models": ("formula", "origin"),
    "standards": ("trade", "year", "kind"),
}  # fmt: skip
_MORE = {"policies": ("overdue_tolerance_days", "review_days", "preset_review_days", "guarantor_factor")}
_TEXTS: dict[str, tuple[str, ...]] = {"policies": ("security", "release", "contact")}


def _grid(m: Methodology, name: str, heads: tuple[str, ...]) -> Grid:
    rows = []
    for number, row in enumerate(getattr(m, name)):
        base: Path = (name, key_of(row, number))
        rows.append(GridRow(base, tuple(Cell((*base, head)) for head in heads)))
    return Grid(name, heads, tuple(rows))


def _table(m: Methodology, name: str) -> tuple[Part, ...]:
    if name == "bands":
        return _bands(m)
    if name == "presets":
        rows = tuple(
            GridRow(("presets", one.key), tuple(Cell(("presets", one.key, "weights", str(n))) for n in range(len(one.weights))))
            for one in m.presets
        )
        return (Grid("presets", tuple(f"c.{c.value}" for c in C), rows),)
    parts: list[Part] = [_grid(m, name, _COLUMNS[name])]
    if name in _MORE:
        parts.append(replace(_grid(m, name, _MORE[name]), title="review"))
    for text in _TEXTS.get(name, ()):
        parts.append(_texts_grid(m, name, text))
    if name in ("approvals", "haircuts", "sources", "facts", "trades"):
        parts.append(_texts_grid(m, name, "label"))
    return tuple(parts)


def _texts_grid(m: Methodology, name: str, text: str) -> Grid:
    """One text of every row in all languages."""
    rows = []
    for number, row in enumerate(getattr(m, name)):
        base: Path = (name, key_of(row, number))
        rows.append(GridRow(base, tuple(Cell((*base, text, lang)) for lang in LANGUAGES)))
    return Grid(text, tuple(f"language.{lang}" for lang in LANGUAGES), tuple(rows))


def _bands(m: Methodology) -> tuple[Part, ...]:
    presets = tuple(key for key, _ in m.band_presets)
    rows = []
    for band in m.bands:
        grade = band.grade.name
        cells = [Cell(("bands", grade, "low"))]
        cells += [Cell(("band_presets", key, "1", grade, "low")) for key in presets]
        rows.append(GridRow(("bands", grade), tuple(cells)))
    return Grid("bands", ("band_low", *(f"preset.{key}" for key in presets)), tuple(rows)), _texts_grid(m, "bands", "label")


def _record(m: Methodology, path: Path) -> tuple[Part, ...]:
    """A record of its own: figures first, then texts in all languages."""
    name = path[0]
    if name == "items":
        return _item(m, path)
    row = get(m, path)
    parts: list[Part] = []
    if name == "standards":
        rows = tuple(
            GridRow((*path, "values", one.indicator), (
                *(Cell((*path, "values", one.indicator, "levels", str(n))) for n in range(5)),
                Cell((*path, "values", one.indicator, "acceptable")),
            ))
            for one in row.values
        )
        heads = ("level.excellent", "level.good", "level.average", "level.low", "level.poor", "acceptable")
        parts.append(Grid("values", heads, rows))
    elsewhere = {*LANGUAGES, "values", "table"}
    paths = tuple(one for one, _ in leaves(row, None, path) if elsewhere.isdisjoint(one) and one[-1] not in ("id", "key"))
    parts.insert(len(parts), Fields(name, paths))
    if getattr(row, "table", ()):
        pairs = tuple(
            GridRow((*path, "table", str(n)), (Cell((*path, "table", str(n), "0")), Cell((*path, "table", str(n), "1"))))
            for n in range(len(row.table))
        )
        parts.append(Grid("table", ("from", "pct"), pairs))
    parts.append(Fields("texts", _language_paths(row, path)))
    return tuple(parts)


def _item(m: Methodology, path: Path) -> tuple[Part, ...]:
    item = m.item(path[1])
    marks: list[Path] = [(*path, "scoring", "kind")]
    for one, value in leaves(item.scoring, None, (*path, "scoring")):
        if one[-1] != "kind" and value is not None and item.scored:
            marks.append(one)
    about = ("kind", "unit", "source", "formula", "c", "best", "low", "high", "evidence", "alarms", "key", "movable", "personal",
             "secret", "origin")  # fmt: skip
    facts = tuple((*path, name) for name in about if not (name == "formula" and item.formula is None))
    if item.asked_when is not None:
        facts = (*facts, (*path, "asked_when"))
    parts: list[Part] = [Fields("scoring", tuple(marks)), Fields("weight", tuple(_weight_paths(m, item.id)))]
    parts += [Fields("answer", facts), Fields("texts", _language_paths(item, path))]
    if item.choices:
        rows = tuple(
            GridRow((*path, "choices", one.key), (
                Cell((*path, "choices", one.key, "step")),
                *(Cell((*path, "choices", one.key, "label", lang)) for lang in LANGUAGES),
            ))
            for one in item.choices
        )
        parts.insert(2, Grid("choices", ("step", *(f"language.{lang}" for lang in LANGUAGES)), rows))
    if item.details:
        columns = tuple(
            GridRow((*path, "details", one.key), (
                Cell((*path, "details", one.key, "kind")),
                *(Cell((*path, "details", one.key, "label", lang)) for lang in LANGUAGES),
            ))
            for one in item.details
        )
        parts.append(Grid("details", ("kind", *(f"language.{lang}" for lang in LANGUAGES)), columns))
    return tuple(part for part in parts if isinstance(part, Grid) or part.paths)


def _weight_paths(m: Methodology, item_id: str) -> list[Path]:
    from app.services.methodology.editing import places_of

    return [(*row, ITEM_WEIGHTS, item_id) for row in places_of(m, item_id)]


def _language_paths(row: object, path: Path) -> tuple[Path, ...]:
    long = ("choices", "details", "zones", "subs", "weights")
    return tuple(one for one, _ in leaves(row, None, path) if one[-1] in LANGUAGES and not any(word in one for word in long))


def sub_rows(m: Methodology, card: str) -> tuple[tuple[Path, C, SubIndicator], ...]:
    """Every row of a card that an item can join."""
    return tuple(
        (("cards", card, "weights", c.c.value, "subs", sub.key), c.c, sub) for c in m.card(card).weights for sub in c.subs
    )
