"""Reading checklist items: the rows of the area files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.models.domain.enums import Area, C, ScoringKind, ValueKind
from app.models.domain.labels import Labels
from app.models.domain.methodology import Choice, DetailField, Item, Scoring
from app.services.methodology.reader import Row


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of the five-step scale with its points and its general name."""

    step: int
    points: Decimal
    label: Labels


@dataclass(frozen=True, slots=True)
class Placed:
    """An item with the place on the cards that its own row names: ``sub`` is "c.row", ``cards`` empty = wherever it fits."""

    item: Item
    sub: str
    cards: tuple[str, ...]
    weight: Decimal
    row: Row


def read_step(row: Row) -> StepRow:
    return StepRow(row.integer("step"), row.number("points"), row.labels("label"))


def read_item(row: Row, area: Area, scale: Sequence[StepRow]) -> Placed:
    """One item row. What it may say stands at ``app.models.domain.methodology.Item``."""
    sub = row.text("sub", "")
    scoring = _scoring(row.row("scoring"), scale)
    kind = row.member("kind", ValueKind)
    item = Item(
        id=row.text("id"),
        area=row.member("area", Area, area),
        label=row.labels("label"),
        help=row.labels("help"),
        kind=kind,
        unit=row.text("unit", ""),
        scoring=scoring,
        c=_c_of(row, sub),
        evidence=row.words("evidence"),
        origin=row.text("origin"),
        source=row.text("source", "answer"),
        formula=row.optional("formula"),
        choices=_choices(row, scale) if kind is ValueKind.CHOICE else (),
        details=tuple(_detail(part) for part in row.rows("details")),
        rows=row.flag("rows"),
        key=row.flag("key"),
        personal=row.flag("personal"),
        secret=row.flag("secret"),
        movable=row.flag("movable"),
        best=row.optional_number("best"),
        low=row.optional_number("low"),
        high=row.optional_number("high"),
        alarms=row.words("alarms"),
        asked_when=row.optional("asked_when"),
    )
    placed = Placed(item, sub, row.words("cards"), row.number("weight", 1), row)
    row.close()
    return placed


def _c_of(row: Row, sub: str) -> C | None:
    """The C is the one of the row that the item joins; an unscored item may name it."""
    if not sub:
        return row.member("c", C) if row.has("c") else None
    c = sub.split(".")[0]
    return C(c) if c in C._value2member_map_ else None


def _scoring(row: Row, scale: Sequence[StepRow]) -> Scoring:
    kind = row.member("kind", ScoringKind)
    steps = row.numbers("steps")
    if kind is ScoringKind.STEPS and not steps:
        steps = tuple(step.points for step in sorted(scale, key=lambda step: step.step))
    scoring = Scoring(
        kind=kind,
        p=row.optional_number("p"),
        p2=row.optional_number("p2"),
        alpha=row.optional_number("alpha"),
        yes=row.optional_number("yes"),
        no=row.optional_number("no"),
        steps=steps,
        standard=row.optional("standard"),
        floor=row.number("floor", 0),
        cap=row.number("cap", 100),
    )
    row.close()
    return scoring


def _choices(row: Row, scale: Sequence[StepRow]) -> tuple[Choice, ...]:
    """The item's own steps, best first, then the general ones for the steps it does not name itself."""
    own = []
    for part in row.rows("choices", "step"):
        step = part.integer("step")
        own.append(Choice(part.text("key", str(step)), part.as_labels(), step))
        part.close()
    named = {choice.step for choice in own}
    general = [step for step in scale if step.step == 0 or not own]
    own += [Choice(str(step.step), step.label, step.step) for step in general if step.step not in named]
    return tuple(sorted(own, key=lambda choice: -(choice.step or 0)))


def _detail(row: Row) -> DetailField:
    detail = DetailField(row.text("key"), row.as_labels(), row.member("kind", ValueKind))
    row.close()
    return detail
