"""What would change for the customers if a draft were in force: their newest inputs rated by both. Nothing is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from app.models.domain.enums import Grade
from app.models.domain.methodology import Methodology
from app.models.domain.rating import RatingInput, RatingResult, Step
from app.services.progress import Progress

if TYPE_CHECKING:
    from app.models.db.store import Store

_MOVERS = 3


@dataclass(frozen=True, slots=True)
class Mover:
    """What moved a result. ``kind``: "item" (``amount`` in points of the total), else the kind of a step (``id`` its rule).

    ``gone``: the rule held the customer back before and no longer does.
    """

    kind: str
    id: str
    amount: Decimal | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """One customer under both. ``currency`` is that of the limits; the movers that weigh most stand first."""

    customer_id: int
    number: str
    name: str
    currency: str
    grade_before: Grade
    grade_after: Grade
    score_before: Decimal
    score_after: Decimal
    limit_before: Decimal
    limit_after: Decimal
    movers: tuple[Mover, ...]

    @property
    def notches(self) -> int:
        """By how many grades it goes up (down, if negative)."""
        return int(self.grade_after) - int(self.grade_before)

    @property
    def same(self) -> bool:
        """Whether nothing moved at all."""
        before = (self.grade_before, self.score_before, self.limit_before)
        return before == (self.grade_after, self.score_after, self.limit_after)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Every rated customer, in order of number. ``unrated`` have no rating yet, ``failed`` could not be rated by the draft.

    ``whole`` is False when it was cancelled.
    """

    rows: tuple[Moved, ...]
    unrated: int
    failed: tuple[str, ...]
    whole: bool
    migration: tuple[tuple[Grade, Grade, int], ...] = field(default=())

    @property
    def up(self) -> int:
        return sum(1 for row in self.rows if row.notches > 0)

    @property
    def down(self) -> int:
        return sum(1 for row in self.rows if row.notches < 0)

    @property
    def same(self) -> int:
        return sum(1 for row in self.rows if row.notches == 0)


def what_if(store: Store, base: Methodology, draft: Methodology, progress: Progress) -> WhatIf:
    """Rate the newest stored inputs of every customer by ``base`` and by ``draft``.

    Both rate the same inputs, so that only the methodology can make a difference; a customer whose profile the draft no
    longer has is told in ``failed``.
    """
    rows: list[Moved] = []
    failed: list[str] = []
    unrated = 0
    customers = _customers(store)
    progress.total = len(customers)
    for customer_id, number, name in customers:
        if progress.cancelled:
            break
        given = _newest(store, customer_id)
        if given is None:
            unrated += 1
        elif given.profile != "auto" and given.profile not in {card.key for card in draft.cards}:
            failed.append(name)
        else:
            moved = _moved(base, draft, given, customer_id, number, name)
            if moved is None:
                unrated += 1
            else:
                rows.append(moved)
        progress.done += 1
    counts = Counter((row.grade_before, row.grade_after) for row in rows)
    migration = tuple((old, new, counts[old, new]) for old, new in sorted(counts, reverse=True))
    return WhatIf(tuple(rows), unrated, tuple(failed), not progress.cancelled, migration)


def _customers(store: Store) -> Sequence[tuple[int, str, str]]:
    found: list[tuple[int, str, str]] = []
    while True:
        with store.read() as unit:
            rows = unit.customers.page("", len(found), 500, "number")
        if not rows:
            return found
        found += [(row.id, row.number, row.name) for row in rows]


def _newest(store: Store, customer_id: int) -> RatingInput | None:
    from app.services.rating.snapshot import load_input

    with store.read() as unit:
        row = unit.ratings.latest(customer_id)
    return None if row is None else load_input(row.input_json)


def _moved(
    base: Methodology, draft: Methodology, given: RatingInput, customer_id: int, number: str, name: str
) -> Moved | None:
    from app.services.rating import rate

    before, after = rate(base, given, with_interval=False), rate(draft, given, with_interval=False)
    if not before.rated and not after.rated:
        return None
    return Moved(
        customer_id, number, name, given.currency, before.grade, after.grade, before.score, after.score, before.limit.amount,
        after.limit.amount, movers(before, after),
    )


def movers(before: RatingResult, after: RatingResult) -> tuple[Mover, ...]:
    """What moved between two results of the same inputs: steps that now bind or no longer do, then the items that weigh most."""
    held = {(one.kind, one.rule) for one in after.steps if one.binding}
    steps = [
        Mover(one.kind, one.rule, gone=one.kind != "band" and (one.kind, one.rule) not in held)
        for one in _changed_steps(before, after)
    ]
    old, new = ({one.item: one.adds for one in result.items} for result in (before, after))
    change = {item: new.get(item, Decimal(0)) - old.get(item, Decimal(0)) for item in {**old, **new}}
    heavy = sorted((item for item in change if change[item]), key=lambda item: (-abs(change[item]), item))
    found = [*steps, *(Mover("item", item, change[item]) for item in heavy)]
    if before.card != after.card:
        found.insert(0, Mover("card", after.card))
    if not found and before.band_grade != after.band_grade:
        found.append(Mover("band", after.band_grade.name))
    if not found and before.limit.amount != after.limit.amount:
        found.append(Mover("limit", after.limit.capped_by))
    return tuple(found[:_MOVERS])


def _changed_steps(before: RatingResult, after: RatingResult) -> list[Step]:
    """Binding steps that only one of the two has; the band only when the score did not move."""

    def binding(result: RatingResult) -> dict[tuple[str, str, Grade], Step]:
        return {(one.kind, one.rule, one.after): one for one in result.steps if one.binding and one.kind != "band"}

    old, new = binding(before), binding(after)
    changed = [step for key, step in {**old, **new}.items() if (key in old) != (key in new)]
    found = {(step.kind, step.rule): step for step in changed}
    if before.score == after.score and before.band_grade != after.band_grade:
        band = next(step for step in after.steps if step.kind == "band")
        return [Step(band.kind, band.before, band.after, after.band_grade.name), *found.values()]
    return list(found.values())
