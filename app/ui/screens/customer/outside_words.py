"""What sources say, as texts and rows of tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app.models.domain.history import SourceRef
from app.ui.qtmodels.rows import Column
from app.ui.screens.customer.source_words import SCALES, scale_of

if TYPE_CHECKING:
    from app.models.domain.imports import OutsideValue, TurnoverMonth
    from app.services.imports.origins import Came
    from app.services.imports.scales import Mapped
    from app.services.timeline.outside import FactRow, Outside, ScoreRow, SourceColumn, Told
    from app.ui.context import Ui

DIRECTIONS = ("sales", "purchases")
_MONTHS = 12
_MEASURES = ("invoices", "voided", "reduced", "partners", "net", "tax", "gross")


def value_text(ui: Ui, one: OutsideValue) -> str:
    """A value as its source gives it."""
    value = one.value
    if isinstance(value, bool):
        return ui.t("ui.yes" if value else "ui.no")
    if isinstance(value, Decimal):
        places = 0 if value == value.to_integral_value() else 2
        return ui.money(value, one.currency, places) if one.currency else ui.number(value)
    return ui.date(value) if isinstance(value, date) else value


def differs(ui: Ui, who: str) -> tuple[str, str] | None:
    """The mark of a row on which there is no agreement: a sign and words."""
    return (f"⚠ {ui.t(f'ui.outside.differs.{who}')}", "warning") if who else None


def day_text(ui: Ui, day: date | None) -> str:
    """The day a source speaks of."""
    return ui.date(day) if day is not None else ui.t("ui.outside.no_day")


def head_text(ui: Ui, one: SourceColumn) -> str:
    """A source over its column, with its newest day and import."""
    return ui.t("ui.outside.source_head", source=one.name, day=day_text(ui, one.as_of), number=one.import_id)


def range_text(ui: Ui, mapped: Mapped | None) -> str:
    """The grades that a score may stand for."""
    if mapped is None:
        return ui.t("ui.outside.not_mapped")
    same = mapped.best == mapped.grade
    return mapped.grade.name if same else ui.t("ui.outside.range", best=mapped.best.name, worst=mapped.grade.name)


def steps_text(ui: Ui, row: ScoreRow) -> str:
    """How a score stands to the grade in force."""
    if row.steps is None:
        return "—"
    if not row.steps:
        return ui.t("ui.outside.same_grade")
    return ui.plural("ui.outside.above" if row.steps > 0 else "ui.outside.below", abs(row.steps))


# --- scores -------------------------------------------------------------------------------------------------------------


def score_columns() -> list[Column]:
    """The table of scores."""
    return [
        Column("score", "ui.outside.score", stretch=True, strong=True),
        Column("differs", "ui.outside.agreement", kind="badge", width=150),
        Column("value", "ui.source.value", width=72),
        Column("grade", "ui.outside.grade", kind="grade", width=80),
        Column("range", "ui.outside.stands_for", width=96),
        Column("steps", "ui.outside.to_grade", width=124),
        Column("source", "ui.source.from", width=110, stretch=True),
        Column("day", "ui.source.as_of", kind="date", width=96),
        Column("import", "ui.outside.import", kind="number", places=0, width=70),
    ]


def score_rows(ui: Ui, content: Outside) -> tuple[list[tuple[Any, ...]], list[SourceRef]]:
    """One row a score with the way to it."""
    rows = [
        (
            row.label.get(ui.lang), differs(ui, row.differs), value_text(ui, row.told.one),
            row.told.mapped.grade.name if row.told.mapped is not None else None, range_text(ui, row.told.mapped),
            steps_text(ui, row), row.told.source, row.told.as_of, row.told.import_id,
        )
        for row in content.scores
    ]
    return rows, [ref_of(row.field, row.told) for row in content.scores]


def ref_of(field: str, told: Told) -> SourceRef:
    """The way to what a source says."""
    return SourceRef("outside", field, told.record_id)


# --- facts --------------------------------------------------------------------------------------------------------------


def fact_columns(ui: Ui, content: Outside) -> list[Column]:
    """Fact, agreement, ours where there is any, and a column a source."""
    columns = [
        Column("fact", "ui.outside.fact", width=190, strong=True),
        Column("differs", "ui.outside.agreement", kind="badge", width=150),
    ]
    if any(row.own is not None for row in content.facts):
        columns.append(Column("own", "ui.outside.own", width=130))
    heads = [head_text(ui, one) for one in content.sources]
    return columns + [Column(f"s{at}", title=head, width=170, stretch=True) for at, head in enumerate(heads)]


def fact_row(ui: Ui, content: Outside, row: FactRow) -> tuple[Any, ...]:
    """What stands in the row of a fact. A value that is older than its source's newest day says its own."""
    found: list[Any] = [row.label.get(ui.lang), differs(ui, row.differs)]
    if any(one.own is not None for one in content.facts):
        found.append(value_text(ui, row.own.one) if row.own is not None else "")
    for told, source in zip(row.told, content.sources, strict=True):
        text = value_text(ui, told.one) if told is not None else ""
        if told is not None and told.as_of != source.as_of:
            text = ui.t("ui.outside.older", value=text, day=day_text(ui, told.as_of))
        found.append(text)
    return tuple(found)


def fact_ref(content: Outside, row: FactRow, column: int) -> SourceRef | None:
    """The way from a cell of the table of facts; from the name of the fact to what was said last."""
    owned = any(one.own is not None for one in content.facts)
    if owned and column == 2:
        return row.own.ref if row.own is not None else None
    at = column - 2 - owned
    told = row.told[at] if at >= 0 else next((one for one in row.told if one is not None), None)
    return ref_of(row.field, told) if told is not None else None


# --- VAT invoices -------------------------------------------------------------------------------------------------------


def month_columns() -> list[Column]:
    """The table of months."""
    return [
        Column("month", "ui.outside.month", width=90, strong=True),
        *(Column(name, f"ui.outside.{name}", kind="number", places=0, width=90) for name in _MEASURES[:4]),
        *(Column(name, f"ui.outside.{name}", kind="number", places=2, width=120, stretch=True) for name in _MEASURES[4:]),
        Column("import", "ui.outside.import", kind="number", places=0, width=70),
    ]


def month_row(ui: Ui, month: TurnoverMonth) -> tuple[Any, ...]:
    """What stands in the row of a month."""
    return month_name(ui, month), *(getattr(month, name) for name in _MEASURES), month.import_id


def month_ref(month_id: int, column: int) -> SourceRef:
    """The way from a cell of the table of months; from what was counted to the net sum."""
    name = _MEASURES[column - 1] if 0 < column <= len(_MEASURES) else "net"
    return SourceRef("turnover", name if name in _MEASURES[4:] else "net", month_id)


def month_name(ui: Ui, month: TurnoverMonth) -> str:
    """Year and month."""
    return f"{month.month.year}-{month.month.month:02}"


def bars(ui: Ui, months: list[TurnoverMonth]) -> tuple[list[tuple[str, Decimal]], str]:
    """The net sums of the newest months, oldest first, in a scale of their own; its name with the currency."""
    shown = months[:_MONTHS][::-1]
    scale = scale_of([one.net for one in shown])
    currency = shown[-1].currency if shown else ""
    named = ui.t(f"ui.file.in_{SCALES[scale]}", currency=currency)
    return [(month_name(ui, one), one.net / scale) for one in shown], named


# --- where from -----------------------------------------------------------------------------------------------------------


def came_facts(ui: Ui, came: Came, changed: bool) -> list[tuple[str, str]]:
    """The import of a value and its cells, as pairs of a name and a text."""
    t, first = ui.t, came.cells[0]
    rows = [(t("ui.outside.file"), ", ".join(dict.fromkeys(cell.file for cell in came.cells)))]
    rows.append((t("ui.outside.sheet"), ", ".join(dict.fromkeys(cell.sheet for cell in came.cells)) or "—"))
    rows.append((t("ui.outside.cell"), first.address if len(came.cells) == 1 else cells_text(came)))
    rows.append((t("ui.outside.import"), t("ui.outside.number", number=came.import_id)))
    rows.append((t("ui.outside.brought_by"), t("ui.source.by_at", who=came.by, at=came.at.astimezone())))
    rows.append((t("ui.outside.profile"), came.profile or t("ui.outside.no_profile")))
    if changed:
        rows.append((t("ui.outside.since"), t("ui.outside.changed_since")))
    return rows


def cells_text(came: Came) -> str:
    """Every cell that a value was made of; with its sheet where there are several."""
    sheets = {(cell.file, cell.sheet) for cell in came.cells}
    if len(sheets) == 1:
        return ", ".join(cell.address for cell in came.cells)
    return ", ".join(f"{cell.sheet}!{cell.address}" for cell in came.cells)
