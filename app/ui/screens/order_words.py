"""Checks of orders in words and figures, as the customer's file and the page over all customers say them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.models.domain.orders import REJECTED
from app.services.orders.words import reason_text

if TYPE_CHECKING:
    from decimal import Decimal

    from app.models.domain.orders import OrderCheck, WaitingOrder
    from app.services.orders.service import Standing
    from app.ui.context import Ui

_KINDS = {"release": "good", "warn": "warning", "hold": "danger", "reject": "danger", "released": "good", "rejected": "plain",
          "over": "plain", "replaced": "plain", "stopped": "danger"}
ROLES = {"note": "small", "warn": "warning", "hold": "danger", "reject": "danger"}


def state(ui: Ui, check: OrderCheck, today: date, *, newest: bool = True, stopped: bool = False) -> tuple[str, str]:
    """Whether it may go, in words, and the kind of badge for it. Not ``newest``: the order was checked again since;
    ``stopped``: it might go, and something has held the account since.
    """
    name = check.decided or check.result
    if not newest and check.decided != REJECTED:
        name = "replaced"
    elif check.free and not check.stands(today):
        name = "over"
    elif check.free and stopped:
        name = "stopped"
    return ui.t(f"ui.orders.state.{name}"), _KINDS[name]


def title(ui: Ui, check: OrderCheck) -> str:
    """Which order, over how much."""
    return ui.t("ui.orders.title", number=check.number, amount=ui.money(check.amount, check.currency))


def whose(ui: Ui, one: WaitingOrder) -> str:
    """The customer; the sample company is told to be one."""
    return ui.t("ui.today.sample_name", name=one.customer) if one.sample else one.customer


def number(ui: Ui, one: WaitingOrder) -> str:
    """The order; one that might go until the account was held is told to be one."""
    return f"{one.check.number}\n{ui.t('ui.orders.state.stopped')}" if one.check.free else one.check.number


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


def earlier(ui: Ui, standing: Standing) -> str:
    """What came of the same order before; "" for a new one."""
    before = standing.earlier
    if before is None:
        return ""
    amount = ui.money(before.amount, before.currency)
    if before.decided:
        return ui.t(
            "ui.orders.earlier_decided", amount=amount, what=ui.t(f"ui.orders.state.{before.decided}"), who=before.decided_by,
            day=before.decided_at.astimezone().date() if before.decided_at is not None else "", reason=before.decided_reason,
        )
    return ui.t("ui.orders.earlier", amount=amount, what=ui.t(f"ui.orders.state.{before.result}"), who=before.by,
                day=before.at.astimezone().date())


def since(ui: Ui, then: OrderCheck, now: OrderCheck) -> str:
    """What speaks more against an order now than when it was checked."""
    parts = []
    for key, new, old in (("ui.orders.exposure", now.exposure, then.exposure), ("ui.orders.limit", now.limit, then.limit)):
        if new != old:
            parts.append(ui.t("ui.orders.moved", what=ui.t(key), now=_money(ui, new, now), then=_money(ui, old, then)))
    known = {(one.code, one.text) for one in then.reasons}
    parts += [reason_text(ui.texts, one, now.currency) for one in now.reasons
              if (one.code, one.text) in now.against and (one.code, one.text) not in known]
    return "; ".join(parts)


def who(ui: Ui, standing: Standing) -> str:
    """From which level up the order is released, and by whom."""
    if standing.level.role is None:
        return ui.t("ui.orders.who_none")
    role, names = ui.t(f"ui.role.{standing.level.role.value}"), ", ".join(standing.level.names)
    return ui.t("ui.orders.who_names", role=role, names=names) if names else ui.t("ui.orders.who_nobody", role=role)


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
