"""How reviews are told: days left, who makes them, limits that are frozen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.models.domain.reviews import Due
    from app.services.reviews.planning import Slot
    from app.ui.context import Ui

_NAMES = 5


def days_left(ui: Ui, due: Due, today: date) -> tuple[str, str]:
    """Text and kind of the badge of a review."""
    left = due.days_left(today)
    if left < 0:
        text = ui.plural("ui.reviews.late", -left)
        return (f"{text} · {ui.t('ui.reviews.explained')}" if due.explained else text), "danger"
    if left == 0:
        return ui.t("ui.reviews.today"), "warning"
    return ui.plural("ui.reviews.left", left), "warning" if left <= 7 else "plain"


def limit(ui: Ui, due: Due, today: date) -> str:
    """The limit for new orders: 0 while it counts for nothing."""
    return ui.t("ui.reviews.frozen_limit") if due.held or due.due < today else ui.money(due.limit, due.currency, 0)


def planned(ui: Ui, slot: Slot | None) -> str:
    """When and by whom a review is planned."""
    if slot is None or slot.day is None:
        return ui.t("ui.reviews.plan_none")
    return ui.t("ui.reviews.plan_at", day=ui.date(slot.day), officer=slot.officer)


def week(ui: Ui, first: date) -> str:
    """The days of a week."""
    return ui.t("ui.reviews.week_of", first=ui.date(first), last=ui.date(first + timedelta(days=6)))


def shares(ui: Ui, numbers: Mapping[str, int]) -> str:
    """Who makes how many."""
    return " · ".join(ui.t("ui.reviews.officer_share", name=name, n=ui.number(n)) for name, n in numbers.items())


def names(ui: Ui, every: Iterable[str]) -> str:
    """The first few names, and how many more there are."""
    found = list(every)
    few = ", ".join(found[:_NAMES])
    return few if len(found) <= _NAMES else ui.t("ui.reviews.names_more", names=few, n=ui.number(len(found) - _NAMES))
