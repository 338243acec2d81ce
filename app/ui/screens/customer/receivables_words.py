"""The ledger of a customer in words and figures, as the page of receivables shows them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from app.ui.qtmodels.rows import Column

if TYPE_CHECKING:
    from app.models.domain.imports import LedgerEntry
    from app.services.imports.service import CameFrom
    from app.services.ledger.ageing import Bucket
    from app.services.ledger.service import InvoiceLine, Receivables
    from app.ui.context import Ui

Rows = tuple[list[tuple[object, ...]], list[int]]
_NONE = "—"
_WIDTHS = {
    "number": 130, "kind": 110, "day": 100, "due": 100, "late": 86, "amount": 120, "paid": 120, "left": 120, "mark": 150,
    "invoice": 130, "delivered": 120, "waiting": 120,
}
_KINDS = {"day": "date", "due": "date", "late": "number", "mark": "text", "number": "text", "kind": "text", "invoice": "text"}
_COLUMNS = {
    "open": ("number", "day", "due", "late", "amount", "paid", "left", "mark"),
    "invoices": ("number", "day", "due", "late", "amount", "paid", "left", "mark"),
    "settlements": ("day", "kind", "number", "invoice", "amount", "mark"),
    "orders": ("number", "day", "amount", "delivered", "waiting", "mark"),
}


def columns(view: str) -> tuple[Column, ...]:
    """The columns of one list of lines."""
    found = []
    for key in _COLUMNS[view]:
        kind = _KINDS.get(key, "number")
        places = 2 if kind == "number" and key != "late" else None
        found.append(Column(
            key, f"ui.receivables.column.{key}", kind=kind, places=places, width=_WIDTHS[key], stretch=key == "mark",
            strong=key == "number",
        ))
    return tuple(found)


def ageing_columns() -> tuple[Column, ...]:
    """What is past due, how many, how much, which part."""
    return (
        Column("bucket", "ui.receivables.bucket", stretch=True, strong=True),
        Column("count", "ui.receivables.count", kind="number", width=80),
        Column("amount", "ui.receivables.amount", kind="number", places=2, width=140),
        Column("share", "ui.receivables.share", kind="percent", places=1, width=80),
    )


def ageing_rows(ui: Ui, content: Receivables) -> list[tuple[object, ...]]:
    """Not due, the buckets, what is not allocated, and the balance that they make."""
    assert content.figures is not None
    aged = content.figures.ageing
    parts: list[tuple[str, int | None, Decimal]] = [(ui.t("ui.receivables.not_due"), aged.not_due_count, aged.not_due)]
    parts += [(bucket_name(ui, one), one.count, one.amount) for one in aged.buckets]
    rows: list[tuple[object, ...]] = [(*part, part[2] / aged.open * 100 if aged.open > 0 else None) for part in parts]
    if aged.unallocated:
        rows.append((ui.t("ui.receivables.unallocated"), None, aged.unallocated, None))
    counted = aged.not_due_count + sum(one.count for one in aged.buckets)
    rows.append((ui.t("ui.receivables.sum"), counted, aged.balance, None))
    return rows


def bucket_name(ui: Ui, bucket: Bucket) -> str:
    """Such as "31–60 days"."""
    if bucket.last is None:
        return ui.t("ui.receivables.above", last=ui.number(bucket.first - 1))
    return ui.t("ui.receivables.between", first=ui.number(bucket.first), last=ui.number(bucket.last))


def tiles(ui: Ui, content: Receivables) -> dict[str, tuple[str, str, bool]]:
    """Figure, note and whether it alarms, of each tile."""
    found = content.figures
    assert found is not None
    aged, code = found.ageing, content.currency
    not_due = ui.money(aged.not_due, code)
    if aged.unallocated:
        below = ui.t("ui.receivables.with_unallocated", amount=not_due, unallocated=ui.money(aged.unallocated, code))
    else:
        below = ui.t("ui.receivables.of_not_due", amount=not_due)
    late = ui.t("ui.receivables.nothing_overdue")
    if aged.overdue > 0 and found.overdue_share is not None:
        oldest = max((one.late for one in content.invoices if one.settled is None and one.left > 0), default=0)
        days = ui.plural("ui.receivables.days", oldest)
        late = ui.t("ui.receivables.overdue_note", share=ui.percent(found.overdue_share, 1), days=days)
    speed, note = _NONE, ui.t("ui.receivables.no_sales")
    if found.dso is not None and found.best_dso is not None and found.delinquent is not None:
        speed = ui.t("ui.receivables.dso_days", days=ui.number(found.dso, 2))
        note = ui.t("ui.receivables.dso_note", best=ui.number(found.best_dso, 2), late=ui.number(found.delinquent, 2))
    orders = ui.t("ui.receivables.no_orders")
    if found.orders:
        orders = ui.t("ui.receivables.exposure_note", amount=ui.money(found.orders, code))
    return {
        "balance": (ui.money(aged.balance, code), below, False),
        "overdue": (ui.money(aged.overdue, code), late, aged.overdue > 0),
        "dso": (speed, note, False), "exposure": (ui.money(found.exposure, code), orders, False),
    }


def room(ui: Ui, content: Receivables) -> str:
    """What is left of the limit, or why that cannot be said."""
    limit = content.limit
    if limit is None:
        return ""
    if limit.room is None:
        return ui.t("ui.receivables.other_currency", limit=limit.currency, currency=content.currency)
    if not limit.usable:
        return ui.t("ui.receivables.not_usable")
    key = "ui.receivables.room" if limit.room >= 0 else "ui.receivables.exceeded"
    return ui.t(key, amount=ui.money(abs(limit.room), limit.currency))


def measures(ui: Ui, content: Receivables) -> list[tuple[str, str]]:
    """How the customer pays: what the questions of own trading experience ask for, and the other measures of collection."""
    found, told = content.figures, content.experience
    assert found is not None and told is not None

    def share(value: Decimal | None) -> str:
        return ui.percent(value, 1) if value is not None else _NONE

    def days(value: Decimal | int | None, places: int) -> str:
        return ui.t("ui.receivables.dso_days", days=ui.number(value, places)) if value is not None else _NONE

    years = ui.t("ui.receivables.years_value", n=ui.number(told.years, 1)) if told.years is not None else _NONE
    values = {
        "on_time": share(told.on_time), "beyond": days(told.beyond_terms, 1), "longest": days(told.longest, 0), "years": years,
        "count_back": days(found.count_back, 1), "cei": share(found.cei.value if found.cei is not None else None),
        "cei_monthly": share(found.cei_monthly.value if found.cei_monthly is not None else None),
    }
    return [(ui.t(f"ui.receivables.{key}"), value) for key, value in values.items()]


def rows(ui: Ui, content: Receivables, view: str) -> Rows:
    """The lines of one list with their ids."""
    if view == "settlements":
        return [_settlement(ui, one) for one in content.settlements], [one.id for one in content.settlements]
    if view == "orders":
        return [_order(ui, one) for one in content.orders], [one.id for one in content.orders]
    chosen: Sequence[InvoiceLine] = content.invoices
    if view == "open":
        chosen = sorted((one for one in chosen if one.left), key=_by_delay, reverse=True)
    return [_invoice(ui, one) for one in chosen], [one.entry.id for one in chosen]


def _by_delay(line: InvoiceLine) -> tuple[int, int]:
    return line.late, -line.due.toordinal()


def _invoice(ui: Ui, line: InvoiceLine) -> tuple[object, ...]:
    one = line.entry
    marks = [
        *(["overpaid"] if line.left < 0 else []), *(["disputed"] if one.disputed else []), *(["by_term"] if line.by_term else []),
        *(["typed"] if one.import_id is None else []),
    ]
    late = line.late or None
    return one.number, one.day, line.due, late, one.amount, line.paid + line.credited, line.left, _marks(ui, marks)


def _settlement(ui: Ui, one: LedgerEntry) -> tuple[object, ...]:
    target = one.invoice or ui.t("ui.receivables.not_allocated")
    return one.day, ui.t(f"ui.receivables.kind.{one.kind}"), one.number, target, one.amount, _typed(ui, one)


def _order(ui: Ui, one: LedgerEntry) -> tuple[object, ...]:
    delivered = one.delivered or Decimal(0)
    return one.number, one.day, one.amount, delivered, max(one.amount - delivered, Decimal(0)), _typed(ui, one)


def _typed(ui: Ui, one: LedgerEntry) -> str:
    return _marks(ui, ["typed"] if one.import_id is None else [])


def _marks(ui: Ui, marks: Sequence[str]) -> str:
    return " · ".join(ui.t(f"ui.receivables.mark.{mark}") for mark in marks)


def from_file(ui: Ui, content: Receivables, line: LedgerEntry) -> str:
    """Which import brought a line."""
    name = content.files.get(line.import_id or 0, "")
    return ui.t("ui.receivables.from_file", file=name, number=line.import_id)


def from_cell(ui: Ui, came: CameFrom) -> str:
    """Which cell a line came from."""
    where = {"file": came.file, "sheet": came.place.sheet, "cell": came.address}
    return ui.t("ui.receivables.from_cell", number=came.import_id, **where)
