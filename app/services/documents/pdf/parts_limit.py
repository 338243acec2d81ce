"""Parts 10 and 11: models and warnings, the limit."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from reportlab.platypus import KeepTogether

from app.models.domain.enums import Colour
from app.services.documents.content import LimitMethodContent
from app.services.documents.pdf import charts_score as charts
from app.services.documents.pdf import flow, look, tables
from app.services.documents.pdf.look import rich, style
from app.services.documents.pdf.press import Press, Story
from app.services.documents.wording import NONE


def models(p: Press) -> Story:
    """Part 10: distress and manipulation models, early-warning rules."""
    c, w = p.content, p.w
    story: Story = [p.part(10), p.section("models.title")]
    if c.models:
        story += p.source(p.statements_source(trade=False))
        rows: list[list[tables.Cell]] = [
            [
                row.label,
                w.number(row.value.value, 4) if row.value.value is not None else NONE,
                row.zone or row.value.why_not or w("not_computable"),
                ";  ".join(f"{name} = {w.number(value.value, 4)}" for name, value in row.variables),
            ]
            for row in c.models
        ]
        story.append(p.grid(("model", "value", "zone", "variables"), rows, (120, 55, 105, 220), right=(1,)))
    else:
        story.append(p.empty("models.none"))
    return [*story, *_warnings(p)]


def _warnings(p: Press) -> Story:
    c, w = p.content, p.w
    story: Story = [p.section("warnings.title")]
    counts = Counter(row.colour for row in c.warnings)
    story.append(
        p.text(
            w(
                "warnings.count",
                red=counts[Colour.RED],
                amber=counts[Colour.AMBER],
                none=counts[Colour.NONE],
                not_evaluated=counts[Colour.NOT_EVALUATED],
                points=c.warning_points,
            )
        )
    )
    story += p.source(f"{p.statements_source(trade=False)} {w('warnings.source')}")
    fired = [row for row in c.warnings if row.colour in (Colour.RED, Colour.AMBER)]
    if fired:
        rows: list[list[tables.Cell]] = [
            [row.id, row.label, w(f"colour.{row.colour.value}"), w.measure(row.value), str(row.points), row.question]
            for row in fired
        ]
        story.append(
            p.grid(("no", "warning", "colour", "value", "points", "question"), rows, (28, 140, 42, 62, 38, 190), right=(3, 4))
        )
    quiet = [row.id for row in c.warnings if row.colour is Colour.NONE]
    silent = [row.id for row in c.warnings if row.colour is Colour.NOT_EVALUATED]
    story.append(flow.gap(3))
    if quiet:
        story.append(p.text(w("warnings.quiet", rules=", ".join(quiet)), colour="muted", size=7.8, after=2))
    if silent:
        story.append(p.text(w("warnings.silent", rules=", ".join(silent)), colour="muted", size=7.8, after=2))
    return story


def limit(p: Press) -> Story:
    """Part 11: the limit methods side by side, the binding one named."""
    w, lim = p.w, p.content.limit
    story: Story = [p.part(11)]
    if not lim.methods:
        return [*story, p.empty("limit.none")]
    story += [p.text(_limit_text(p) if p.content.score.rated else w("not_rated.text"), size=9.2, bold=True)]
    story += [*p.source(f"{p.statements_source(trade=False)} {w('limit.source')}"), *_limit_bars(p)]
    rows: list[list[tables.Cell]] = []
    for row in lim.methods:
        amount = w.money(row.amount, lim.currency) if row.amount is not None else row.why_not or NONE
        use = w("limit.counts") if row.on and row.binding else w("limit.shown")
        rows.append([row.id, row.label, _basis(p, row), amount, use])
    story += [flow.gap(6), p.grid(("no", "method", "basis", "amount", "use"), rows, (28, 110, 202, 92, 68), right=(3,))]
    return [*story, *_guarantees(p)]


def _limit_bars(p: Press) -> Story:
    """Bars of what each method gives, with lines at the recommended limit and at what the customer asks for."""
    w, lim = p.w, p.content.limit
    shown = [row for row in lim.methods if row.amount is not None]
    if not shown:
        return []
    bars = [
        charts.Bar(
            f"{row.id}  {row.label}", row.amount or Decimal(0), None, w.money(row.amount, lim.currency), row.on and row.binding
        )
        for row in shown
    ]
    marks = [(lim.unfrozen, w("mark.recommended", amount=w.money(lim.unfrozen, lim.currency)))] if p.content.score.rated else []
    if lim.requested is not None:
        marks.append((lim.requested, w("mark.requested", amount=w.money(lim.requested, lim.currency))))
    said = "; ".join([*(f"{bar.name} {bar.figure}" for bar in bars), *(name for _, name in marks)])
    note = p.text(w("limit.bars"), colour="muted", size=7.8, after=3)
    return [KeepTogether([note, charts.Bars(bars, look.WIDTH, 0.36, 96, marks, w("alt.limits", figures=said))])]


def _basis(p: Press, row: LimitMethodContent) -> tables.Cell:
    """What a method rests on, in words and with the figures that it read."""
    figures = "; ".join(f"{label} {p.w.measure(value, p.content.limit.currency)}" for label, value in row.inputs)
    pieces = ((row.basis, False), (f"\n{figures}", False)) if figures else ((row.basis, False),)
    return rich(pieces, style(p.lang, 7.4))


def _limit_text(p: Press) -> str:
    w, lim = p.w, p.content.limit
    by = lim.unfrozen_by if lim.frozen else lim.capped_by
    method = next((row for row in lim.methods if row.id == by), None)
    why = f"{method.id} {method.label}" if method else (w(f"capped.{by}") if by else NONE)
    if lim.frozen:
        return w("limit.frozen", amount=w.money(lim.unfrozen, lim.currency), why=why)
    return w("limit.text", amount=w.money(lim.amount, lim.currency), why=why, factor=w.number(lim.factor))


def _guarantees(p: Press) -> Story:
    w, lim = p.w, p.content.limit
    story: Story = [p.section("guarantees.title")]
    if not lim.guarantees:
        return [*story, p.empty("guarantees.none")]
    rows = [
        [
            row.label,
            w.money(row.value, lim.currency),
            w.money(row.prior, lim.currency),
            w.t.percent(row.pct, 0),
            w.money(row.counted, lim.currency),
            row.guarantor_grade or NONE,
            row.note or NONE,
        ]
        for row in lim.guarantees
    ]
    heads = ("security", "worth", "prior", "counts", "counted_value", "guarantor", "note")
    return [*story, *p.texts(heads, rows, (104, 78, 70, 44, 74, 52, 78), right=(1, 2, 3, 4))]
