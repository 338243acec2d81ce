"""``zixin order-check``: may an order of a customer go? A look that keeps nothing, unless it is told to."""

from __future__ import annotations

import argparse
import json
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app import numbers
from app.cli.arguments import HELD, OK, REJECTED
from app.cli.doors import Doors, store_of
from app.cli.officer import who
from app.cli.password import read_password
from app.models.domain.errors import UserError
from app.models.domain.orders import HOLD, REJECT, Asked

if TYPE_CHECKING:
    from app.models.domain.orders import OrderCheck, Reason
    from app.models.domain.parties import Customer
    from app.services.orders.levels import Level
    from app.services.orders.service import Assessment
    from app.services.registry import Services
    from app.texts import Texts


def check_order(args: argparse.Namespace, doors: Doors) -> int:
    """Tell what the check says, in words or as JSON. 0: it may go, 4: it is held, 5: nobody can release it.

    With ``--keep`` the outcome is kept; an order that may go already is told by its earlier check.
    """
    with doors.open_services(store_of(args), read_password(args.password_file), False) as services:
        customer = services.customers.find(args.customer)
        asked = _asked(services, customer, args)
        found = services.orders.look(asked)
        kept = found.covered
        if args.keep:
            kept = services.orders.check(asked, who(services, args, "order.check", told=sys.stderr if args.json else None)).value
    check = kept or found.check
    code = OK if check.free else {HOLD: HELD, REJECT: REJECTED}.get(check.result, HELD)
    if args.json:
        print(json.dumps(_plain(customer, check, found, args.texts), ensure_ascii=False, indent=1))
    else:
        _tell(customer, check, found, args)
    return code


def _asked(services: Services, customer: Customer, args: argparse.Namespace) -> Asked:
    """The order as it is typed: a currency in the amount counts as one that is named. UserError for what cannot be read."""
    typed = numbers.parse_amount(args.amount, args.lang, "amount")
    if typed.unit and args.currency and typed.unit != args.currency.upper():
        raise UserError("cli.order.two_currencies", "currency", one=typed.unit, other=args.currency.upper())
    currency = typed.unit or args.currency or services.orders.page(customer.id).currency
    return Asked(customer.id, args.number, typed.value, currency, args.term)


def _tell(customer: Customer, check: OrderCheck, found: Assessment, args: argparse.Namespace) -> None:
    from app.services.orders.words import reason_line

    texts: Texts = args.texts
    told = {"number": customer.number, "name": customer.name, "state": texts(f"ui.orders.state.{check.decided or check.result}")}
    amount = texts.money(check.amount, check.currency)
    print(texts("cli.order.head" if check.number else "cli.order.head_new", order=check.number, amount=amount, **told))
    print(_line(texts, "ui.orders.exposure", _money(texts, check.exposure, check.currency)))
    print(_line(texts, "ui.orders.limit", _money(texts, check.limit, check.currency)))
    if check.available is not None:
        key = "ui.orders.left" if check.available >= 0 else "ui.orders.over_by"
        print(_line(texts, key, texts.money(abs(check.available), check.currency)))
    if check.clear:
        print(texts("ui.orders.nothing"))
    for one in check.reasons:
        print(reason_line(texts, one, check.currency))
    if check.waits:
        print(_who(texts, found.level))
    if check.id and check.free and check.valid_until is not None:
        print(texts("ui.orders.until", day=check.valid_until))
    print(texts("ui.orders.covered" if found.covered is not None else "cli.order.kept" if args.keep else "cli.order.dry"))


def _who(texts: Texts, level: Level) -> str:
    if level.role is None:
        return texts("ui.orders.who_none")
    key = "ui.orders.who_names" if level.names else "ui.orders.who_nobody"
    return texts(key, role=texts(f"ui.role.{level.role.value}"), names=", ".join(level.names))


def _line(texts: Texts, key: str, value: str) -> str:
    return texts("cli.order.line", what=texts(key), value=value)


def _money(texts: Texts, value: Decimal | None, currency: str) -> str:
    return texts("ui.orders.unknown") if value is None else texts.money(value, currency)


def _plain(customer: Customer, check: OrderCheck, found: Assessment, texts: Texts) -> dict[str, Any]:
    """What is told, for programs: amounts as texts with a point, days as yyyy-mm-dd, nothing as null."""
    return {
        "customer": customer.number, "name": customer.name, "order": check.number, "day": check.day.isoformat(),
        "amount": _figure(check.amount), "currency": check.currency, "term_days": check.term_days,
        "result": check.result, "decided": check.decided, "may_go": check.free,
        "exposure": _figure(check.exposure), "exposure_from": found.source, "limit": _figure(check.limit),
        "available": _figure(check.available), "reasons": [_reason(one, check.currency, texts) for one in check.reasons],
        "released_by": found.level.role.value if check.waits and found.level.role is not None else None,
        "may_release": list(found.level.names) if check.waits else [],
        "valid_until": check.valid_until.isoformat() if check.id and check.free and check.valid_until is not None else None,
        "covered": found.covered is not None, "kept_as": check.id or None,
    }


def _reason(one: Reason, currency: str, texts: Texts) -> dict[str, Any]:
    from app.services.orders.words import reason_text

    return {
        "code": one.code, "level": one.level, "value": _figure(one.value), "bound": _figure(one.bound), "unit": one.unit,
        "day": one.day.isoformat() if one.day is not None else None, "text": reason_text(texts, one, currency),
    }


def _figure(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
