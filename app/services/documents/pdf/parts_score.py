"""Parts 9 to 11: the five C and the score, models and warnings, the limit."""

from __future__ import annotations

from collections import Counter

from reportlab.platypus import Flowable, KeepTogether

from app.models.domain.enums import Colour
from app.services.documents.content import CContent, ItemContent
from app.services.documents.pdf import charts, flow, look, tables
from app.services.documents.pdf.look import para, style
from app.services.documents.pdf.parts_front import radar
from app.services.documents.pdf.press import Press, Story
from app.services.documents.wording import NONE

_MOST_BARS = 16


def five_c(p: Press) -> Story:
    """Part 9: five scores, where the points come from, every item, and the way from score to grade."""
    w, s = p.w, p.content.score
    story: Story = [p.part(9)]
    if not s.rated:
        return [*story, flow.Notice(w("not_rated"), w("not_rated.text"), p.lang, "warn")]
    story += [radar(p, look.WIDTH, 204), flow.gap(6), _c_table(p)]
    story += _steps(p)
    story += _contributions(p)
    story += _items(p)
    story += _ask(p)
    story += _lift(p)
    story += _split(p)
    return story


def _c_table(p: Press) -> tables.Table:
    w, s = p.w, p.content.score
    rows: list[list[tables.Cell]] = [
        [
            w.c(row.c),
            w.score(row.score) if row.score is not None else w("not_assessed"),
            w.share(row.weight),
            w.score(row.adds),
            w.score(row.last),
        ]
        for row in s.cs
    ]
    rows.append(
        [
            w("total"),
            w.score(s.score),
            w.share(sum((row.weight for row in s.cs), s.score * 0)),
            w.score(s.score),
            w.score(s.last_score),
        ]
    )
    heads = [w("head.c"), w("head.score"), w("head.weight"), w("head.adds"), w("head.last")]
    return tables.grid(p.lang, heads, rows, (200, 75, 75, 75, 75), right=(1, 2, 3, 4), strong=(len(rows) - 1,))


def _steps(p: Press) -> Story:
    w, s = p.w, p.content.score
    rows: list[list[tables.Cell]] = [
        [
            w(f"step.{step.kind}"),
            f"{step.rule} {step.label}".strip() or NONE,
            w.grade(step.before),
            w.grade(step.after),
            NONE if step.kind == "band" else w("step.binds") if step.binding else w("step.free"),
        ]
        for step in s.steps
    ]
    story: Story = [p.section("score.steps")]
    return [*story, p.grid(("step", "rule", "before", "after", "effect"), rows, (100, 210, 50, 50, 90))]


def _contributions(p: Press) -> Story:
    """Bars of what each item brings out of what it could bring, the heaviest first."""
    w = p.w
    items = [item for item in p.content.items if item.scored is not None and item.scored.weight > 0]
    items.sort(key=lambda item: (-item.scored.weight if item.scored else 0, item.id))
    bars = [_bar(p, item) for item in items[:_MOST_BARS] if item.scored]
    if not bars:
        return []
    story: Story = [
        p.section("score.contributions"),
        p.text(w("score.contributions_note", n=len(bars)), colour="muted", size=7.8),
    ]
    return [KeepTogether([*story, charts.Bars(bars, look.WIDTH, 0.44)])]


def _bar(p: Press, item: ItemContent) -> charts.Bar:
    s = item.scored
    assert s is not None
    full = s.weight * item.standard.cap
    figure = p.w("of", part=p.w.number(s.adds, 2), whole=p.w.number(full, 2))
    return charts.Bar(f"{item.id}  {item.label}", s.adds, full, figure)


def _items(p: Press) -> Story:
    """Every scored item under its C and its row."""
    w = p.w
    rows: list[list[tables.Cell]] = []
    groups: list[int] = []
    leads: list[int] = []
    for c in p.content.score.cs:
        items = [item for item in p.content.items if item.scored is not None and item.scored.c is c.c]
        groups.append(len(rows))
        head = w("score.group", c=w.c(c.c), score=w.score(c.score) if c.score is not None else w("not_assessed"))
        rows.append([head, "", "", "", "", "", "", ""])
        subs = {sub.key: w("score.row", label=sub.label, y=w.score(sub.y), weight=w.share(sub.weight, 0)) for sub in c.subs}
        if not items:
            rows.append(["", w("not_assessed.text"), "", "", "", "", "", ""])
        seen = ""
        for item in sorted(items, key=lambda item: (_place(c, item), item.id)):
            assert item.scored is not None
            if item.scored.sub != seen and item.scored.sub in subs:
                seen = item.scored.sub
                leads.append(len(rows))
                rows.append(["", _muted(p, subs[seen]), "", "", "", "", "", ""])
            rows.append(_item_row(p, item))
    heads = ("no", "item", "x", "standard", "alpha", "y", "weight", "adds")
    table = p.grid(heads, rows, (27, 182, 66, 76, 36, 34, 42, 37), right=(2, 4, 5, 6, 7), groups=groups, leads=leads)
    for place, row in enumerate(rows, start=1):
        if row[0] == "" or place - 1 in groups:
            first = 0 if place - 1 in groups else 1
            table.setStyle([("SPAN", (first, place), (-1, place))])
    return [p.section("score.items"), p.text(w("score.formula"), colour="muted", size=7.8), table, *_how_notes(p)]


def _muted(p: Press, words: str) -> Flowable:
    return para(words, style(p.lang, 7.4, bold=True, colour="muted"))


def _place(c: CContent, item: ItemContent) -> int:
    keys = [sub.key for sub in c.subs]
    return keys.index(item.scored.sub) if item.scored and item.scored.sub in keys else len(keys)


def _item_row(p: Press, item: ItemContent) -> list[tables.Cell]:
    w, s, n = p.w, item.scored, item.standard
    assert s is not None
    x = w.scored_x(item, s) if s.x is not None else w(f"how.{s.how}")
    return [
        item.id,
        item.label,
        x,
        w.standard(n, item.unit),
        w.number(n.alpha),
        w.score(s.y),
        w.share(s.weight, 2),
        w.number(s.adds, 2),
    ]


def _how_notes(p: Press) -> Story:
    counts = Counter(item.scored.how for item in p.content.items if item.scored is not None)
    open_items = counts["missing"] + counts["unknown"] + counts["not_computable"]
    if not open_items:
        return []
    return [flow.gap(3), p.text(p.w("score.open_note", n=open_items), colour="muted", size=7.8)]


def _ask(p: Press) -> Story:
    w, rows = p.w, p.content.ask[:8]
    if not rows:
        return []
    cells = [[row.item, row.label, w.score(row.spread), f"{row.low_grade.name} … {row.high_grade.name}"] for row in rows]
    table = p.grid(("no", "item", "spread", "grades"), cells, (30, 300, 80, 90), right=(2,))
    return [p.section("ask.title"), p.text(w("ask.text"), colour="muted", size=7.8), table]


def _lift(p: Press) -> Story:
    w, lift = p.w, p.content.lift
    if lift is None or lift.target is None or not (lift.moves or lift.blocked_by):
        return []
    story: Story = [p.section("lift.title", grade=lift.target.name)]
    if lift.blocked_by:
        return [*story, p.text(w("lift.blocked", rules="; ".join(lift.blocked_by)))]
    cells = [
        [row.item, row.label, w.x(row.from_x, row.unit), w.x(row.to_x, row.unit), w.signed(row.adds, 2)] for row in lift.moves
    ]
    key = "lift.exact" if lift.exact else "lift.one_way"
    note = p.text(w(key, score=w.score(lift.score), grade=lift.target.name), colour="muted", size=7.8)
    return [*story, note, p.grid(("no", "item", "from", "to", "gain"), cells, (30, 250, 80, 80, 60), right=(2, 3, 4))]


def _split(p: Press) -> Story:
    w, split = p.w, p.content.split
    if split is None:
        return []
    rows: list[list[tables.Cell]] = [
        [w("split.before"), w.score(split.before), split.grade_before.name],
        [w("split.inputs"), w.signed(split.inputs, 2), w.notches(split.inputs_notches)],
        [w("split.methodology"), w.signed(split.methodology, 2), w.notches(split.methodology_notches)],
        [w("split.override"), NONE, w.notches(split.override_notches)],
        [w("split.after"), w.score(split.after), split.grade_after.name],
    ]
    story: Story = [
        p.section("split.title"),
        p.grid(("cause", "score", "grade"), rows, (260, 100, 140), right=(1,), strong=(0, 4)),
    ]
    moved = sorted((row for row in split.items if row.change), key=lambda row: (-abs(row.change), row.item))[:10]
    if moved:
        cells = [[row.item, row.label, w.number(row.before, 2), w.number(row.after, 2), w.signed(row.change, 2)] for row in moved]
        story += [flow.gap(5), p.grid(("no", "item", "before", "after", "change"), cells, (30, 260, 70, 70, 70), right=(2, 3, 4))]
    return story


def models(p: Press) -> Story:
    """Part 10: distress and manipulation models, early-warning rules."""
    c, w = p.content, p.w
    story: Story = [p.part(10), p.section("models.title")]
    if c.models:
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
    story.append(p.text(_limit_text(p), size=9.2, bold=True))
    shown = [row for row in lim.methods if row.amount is not None]
    if shown:
        bars = [
            charts.Bar(
                f"{row.id}  {row.label}",
                row.amount or lim.amount * 0,
                None,
                w.money(row.amount, lim.currency),
                row.on and row.binding,
            )
            for row in shown
        ]
        story += [p.text(w("limit.bars"), colour="muted", size=7.8), charts.Bars(bars, look.WIDTH, 0.4, 100)]
    rows: list[list[tables.Cell]] = [
        [
            row.id,
            row.label,
            row.basis,
            w.money(row.amount, lim.currency) if row.amount is not None else row.why_not or NONE,
            w("limit.counts") if row.on and row.binding else w("limit.shown"),
        ]
        for row in lim.methods
    ]
    story += [flow.gap(6), p.grid(("no", "method", "basis", "amount", "use"), rows, (28, 130, 180, 100, 62), right=(3,))]
    return [*story, *_guarantees(p)]


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
            row.guarantor_grade or NONE,
            row.note or NONE,
        ]
        for row in lim.guarantees
    ]
    heads = ("security", "worth", "prior", "counts", "guarantor", "note")
    return [*story, *p.texts(heads, rows, (120, 85, 75, 50, 60, 110), right=(1, 2, 3))]
