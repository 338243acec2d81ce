"""Checks of orders in words and figures, as the customer's file and the page over all customers say them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from app.models.domain.orders import OrderCheck, WaitingOrder
    from app.ui.context import Ui

_KINDS = {"release": "good", "warn": "warning", "hold": "danger", "reject": "danger", "released": "good", "rejected": "plain",
          "over": "plain"}
ROLES = {"note": "small", "warn": "warning", "hold": "danger", "reject": "danger"}


def state(ui: Ui, check: OrderCheck, today: date) -> tuple[str, str]:
    """Whether it may go, in words, and the kind of badge for it."""
    name = check.decided or check.result
    if check.free and not check.stands(today):
        name = "over"
    return ui.t(f"ui.orders.state.{name}"), _KINDS[name]


def title(ui: Ui, check: OrderCheck) -> str:
    """Which order, over how much."""
    return ui.t("ui.orders.title", number=check.number, amount=ui.money(check.amount, check.currency))


def whose(ui: Ui, one: WaitingOrder) -> str:
    """The customer; the sample company is told to be one."""
    return ui.t("ui.today.sample_name", name=one.customer) if one.sample else one.customer


def figures(ui: Ui, check: OrderCheck) -> list[tuple[str, str]]:
    """Exposure, limit and what is left of it; the term where one was asked for."""
    rows = [
        (ui.t("ui.orders.exposure"), _money(ui, check.exposure, check)),
        (ui.t("ui.orders.limit"), _money(ui, check.limit, check)),
    ]
    if check.available is not None:
        key = "ui.orders.left" if check.available >= 0 else "ui.orders.over_by"
        rows.append((ui.t(key), ui.money(abs(check.available), check.currency)))
    if check.term_days is not None:
        rows.append((ui.t("ui.orders.term"), ui.number(check.term_days)))
    return rows


def _money(ui: Ui, value: Decimal | None, check: OrderCheck) -> str:
    return ui.t("ui.orders.unknown") if value is None else ui.money(value, check.currency)


def ends(ui: Ui, check: OrderCheck) -> str:
    """Who checked, who decided and why, until when it counts."""
    lines = [ui.t("ui.orders.by", who=check.by, day=check.at.astimezone().date())]
    if check.decided and check.decided_at is not None:
        lines.append(ui.t(
            "ui.orders.decided_by", what=ui.t(f"ui.orders.state.{check.decided}"), who=check.decided_by,
            day=check.decided_at.astimezone().date(), reason=check.decided_reason,
        ))
    if check.free and check.valid_until is not None:
        lines.append(ui.t("ui.orders.until", day=check.valid_until))
    return "\n".join(lines)
