"""Names and values of figures and their sources, in the language in use."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState, ValueKind
from app.models.domain.history import SourceRef
from app.models.domain.methodology import Fact, Item, Methodology
from app.ui.screens.units import item_figure, ratio_figure, with_unit

if TYPE_CHECKING:
    from app.ui.context import Ui


SCALES = {1: "ones", 1000: "thousands", 1_000_000: "millions"}
"""The scales in which amounts are shown, with the names of their texts."""


def scale_of(values: Sequence[Decimal]) -> int:
    """The scale that leaves the largest amount no more than six or seven digits."""
    largest = max((abs(value) for value in values), default=Decimal(0))
    return 1_000_000 if largest >= 10**9 else 1000 if largest >= 10**7 else 1


def short_money(ui: Ui, value: Decimal, currency: str) -> str:
    """An amount with its currency; a large one in thousands or millions."""
    scale = scale_of([value])
    return ui.t(f"ui.file.amount_{SCALES[scale]}", number=ui.number(value / scale, 0), currency=currency)


def line_label(ui: Ui, m: Methodology, key: str) -> str:
    """The name of a line of the statements."""
    return next((line.label.get(ui.lang) for line in m.lines if line.key == key), key)


def ratio_label(ui: Ui, m: Methodology, key: str) -> str:
    """The name of a ratio."""
    return next((ratio.label.get(ui.lang) for ratio in m.ratios if ratio.key == key), key)


def item_label(ui: Ui, m: Methodology, key: str) -> str:
    """The name of an item or a fact."""
    rows: tuple[Item | Fact, ...] = (*m.items, *m.facts)
    return next((one.label.get(ui.lang) for one in rows if one.id == key), key)


def source_name(ui: Ui, m: Methodology, code: str) -> str:
    """The name of a kind of evidence."""
    return next((one.label.get(ui.lang) for one in m.sources if one.key == code), code)


def rule_name(ui: Ui, m: Methodology, rule: str) -> str:
    """The words of an early-warning rule."""
    return next((one.label.get(ui.lang) for one in m.warnings if one.id == rule), rule)


def ref_label(ui: Ui, m: Methodology, ref: SourceRef) -> str:
    """What a figure is called."""
    if ref.kind == "line":
        return line_label(ui, m, ref.key)
    if ref.kind == "ratio":
        return ratio_label(ui, m, ref.key)
    if ref.kind == "answer":
        return item_label(ui, m, ref.key)
    if ref.kind in ("outside", "turnover", "ledger", "master"):
        from app.services.timeline.outside import label_of

        return label_of(m, ref.key).get(ui.lang)
    return ui.t(f"ui.customer.{ref.kind}")


def figure_text(ui: Ui, m: Methodology, ref: SourceRef, value: Decimal | None, currency: str = "") -> str:
    """A figure with its unit."""
    if value is None:
        return "—"
    if ref.kind == "ratio":
        ratio = next((one for one in m.ratios if one.key == ref.key), None)
        if ratio is not None and ratio.unit == "money":
            return ui.money(value, currency, 0) if currency else ui.number(value, 0)
        return ratio_figure(ui, value, ratio.unit, ratio.places) if ratio is not None else ui.number(value)
    if ref.kind == "score":
        return ui.number(value, 1)
    if ref.kind == "answer":
        item = next((one for one in m.items if one.id == ref.key), None)
        return item_figure(ui, item, value) if item is not None else ui.number(value)
    return ui.money(value, currency, 0) if currency else ui.number(value, 0)


def answer_text(ui: Ui, m: Methodology, answer: Answer | None) -> str:
    """What was found."""
    if answer is None or answer.state is AnswerState.EMPTY:
        return ui.t("ui.source.open")
    if answer.state is not AnswerState.VALUE:
        return ui.t(f"ui.history.state.{answer.state.value}")
    return value_text(ui, m, answer.item, answer.value)


def value_text(ui: Ui, m: Methodology, key: str, value: object) -> str:
    """The value of an answer in words."""
    rows: tuple[Item | Fact, ...] = (*m.items, *m.facts)
    question = next((one for one in rows if one.id == key), None)
    if value is None:
        return "—"
    if isinstance(value, bool):
        return ui.t("ui.yes" if value else "ui.no")
    if isinstance(question, Item) and question.choices:
        return next((one.label.get(ui.lang) for one in question.choices if one.key == value), str(value))
    if isinstance(value, Decimal):
        return item_figure(ui, question, value) if isinstance(question, Item) else _fact(ui, question, value)
    if hasattr(value, "isoformat"):
        return ui.date(value)  # type: ignore[arg-type]
    return str(value)


def _fact(ui: Ui, fact: Fact | None, value: Decimal) -> str:
    unit = fact.unit if fact is not None and fact.kind is not ValueKind.YN else ""
    return with_unit(ui, value, unit)
