"""Entries of the lists in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.models.domain.lists import BLACK, Listing, ListState

if TYPE_CHECKING:
    from app.ui.context import Ui

_STATE = {
    ListState.PROPOSED: "warning", ListState.IN_FORCE: "accent", ListState.OVER: "warning", ListState.ENDED: "plain",
    ListState.REFUSED: "plain",
}


def kind(ui: Ui, entry: Listing) -> tuple[str, str]:
    """Name of the list, and the kind of its badge."""
    return ui.t(f"ui.lists.kind.{entry.kind}"), "danger" if entry.kind == BLACK else "warning"


def state(ui: Ui, entry: Listing, today: date) -> tuple[str, str]:
    """Where the entry stands, and the kind of its badge."""
    found = entry.state(today)
    return ui.t(f"ui.lists.state.{found.value}"), _STATE[found]


def keys(ui: Ui, entry: Listing) -> str:
    """By what the company is known."""
    return ", ".join(ui.t(f"ui.lists.key.{one}") for one in entry.keys) or "—"


def rows(ui: Ui, entry: Listing) -> list[tuple[str, str]]:
    """Everything that is known of an entry, name and value."""
    found = [
        ("reason", entry.reason), ("identifier", entry.identifier), ("group", entry.group), ("keys", keys(ui, entry)),
        ("until", ui.date(entry.until) if entry.until is not None else ui.t("ui.lists.no_term")),
        ("proposed", _signed(ui, entry.proposed_by, entry.proposed.astimezone().date())),
    ]
    if entry.approved is not None:
        found.append(("approved", _signed(ui, entry.approved_by, entry.approved.astimezone().date())))
    if entry.ended is not None:
        name = "ended" if entry.approved is not None else "refused"
        found += [(name, _signed(ui, entry.ended_by, entry.ended.astimezone().date())), ("ended_reason", entry.ended_reason)]
    return [(ui.t(f"ui.lists.{name}"), value) for name, value in found if value]


def _signed(ui: Ui, who: str, day: date) -> str:
    return f"{who}, {ui.date(day)}"
