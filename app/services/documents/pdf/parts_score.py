"""Part 9: the five C, where the points come from, every item, and the way from score to grade."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from reportlab.platypus import Flowable, KeepTogether

from app.services.documents.content import CContent, ChangeItemContent, ItemContent
from app.services.documents.pdf import charts_score as charts
from app.services.documents.pdf import flow, look, tables
from app.services.documents.pdf.look import para, style
from app.services.documents.pdf.parts_summary import interval_text, radar, scale
from app.services.documents.pdf.press import Press, Story
from app.services.documents.wording import NONE

_MOST_BARS = 16
_MOST_MOVES = 8


def five_c(p: Press) -> Story:
    """Part 9: five scores, where the points come from, every item, and the way from score to grade."""
    w, s = p.w, p.content.score
    story: Story = [p.part(9)]
    if not s.rated:
        return [*story, flow.Notice(w("not_rated"), w("not_rated.text"), p.lang, "warn")]
    story += [radar(p, look.WIDTH, 204), flow.gap(6), _c_table(p), *p.source(_made_by(p))]
    story += _waterfall(p)
    story += _steps(p)
    story += _contributions(p)
    story += _items(p)
    story += _ask(p)
    story += _lift(p)
    story += _split(p)
    return story


def _made_by(p: Press) -> str:
    o = p.content.origin
    return p.w("score.source", methodology=f"{o.methodology} {o.methodology_version}", day=p.w.day(o.made_at))


def _waterfall(p: Press) -> Story:
    """From 0 to the total, C by C: what each adds and what it could have added."""
    w, s = p.w, p.content.score
    rows: list[charts.Fall] = []
    at = Decimal(0)
    for c in s.cs:
        if c.score is None:
            continue
        end = at + c.adds
        figure = w("of", part=w.number(c.adds, 1), whole=w.number(c.weight * 100, 1))
        rows.append(charts.Fall(w.c(c.c), at, end, figure, at + c.weight * 100))
        at = end
    rows.append(charts.Fall(w("total"), Decimal(0), at, w.score(at), None, True))
    alt = w("alt.waterfall", figures="; ".join(f"{row.name} {row.figure}" for row in rows))
    note = p.text(w("score.waterfall_note"), colour="muted", size=7.8, after=3)
    return [KeepTogether([p.section("score.waterfall"), note, charts.Waterfall(rows, look.WIDTH, alt=alt)])]


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
    return tables.grid(p.lang, heads, rows, (200, 75, 75, 75, 75), right=(1, 2, 3, 4), strong=(len(rows) - 1,), whole=True)


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
    return [*story, p.grid(("step", "rule", "before", "after", "effect"), rows, (100, 210, 50, 50, 90), whole=len(rows) < 6)]


def _contributions(p: Press) -> Story:
    """Bars of what each item brings out of what it could bring, the heaviest first."""
    w = p.w
    items = [item for item in p.content.items if item.scored is not None and item.scored.weight > 0]
    items.sort(key=lambda item: (-item.scored.weight if item.scored else 0, item.id))
    bars = [_bar(p, item) for item in items[:_MOST_BARS] if item.scored]
    if not bars:
        return []
    alt = w("alt.bars", figures="; ".join(f"{bar.name} {bar.figure}" for bar in bars))
    story: Story = [
        p.section("score.contributions"),
        p.text(w("score.contributions_note", n=len(bars)), colour="muted", size=7.8),
    ]
    return [KeepTogether([*story, charts.Bars(bars, look.WIDTH, 0.44, alt=alt)])]


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
    table = p.grid(heads, rows, (30, 179, 66, 76, 36, 34, 42, 37), right=(2, 4, 5, 6, 7), groups=groups, leads=leads)
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
    table = p.grid(("no", "item", "spread", "grades"), cells, (30, 300, 80, 90), right=(2,), whole=True)
    story: Story = [p.section("ask.title")]
    if p.content.score.high > p.content.score.low:
        story += [p.text(interval_text(p)), scale(p)]
    return [KeepTogether([*story, p.text(w("ask.text"), colour="muted", size=7.8)]), table]


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
    told = w(key, score=w.score(lift.score), grade=lift.target.name)
    if p.content.score.grade < p.content.score.band_grade:
        told = f"{told} {w('lift.held')}"
    table = p.grid(("no", "item", "from", "to", "gain"), cells, (30, 250, 80, 80, 60), right=(2, 3, 4))
    return [*story, p.text(told, colour="muted", size=7.8), table]


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
    table = p.grid(("cause", "score", "grade"), rows, (260, 100, 140), right=(1,), strong=(0, 4))
    moved = sorted((row for row in split.items if row.change), key=lambda row: (-abs(row.change), row.item))
    chart = _change(p, moved[:_MOST_MOVES], moved[_MOST_MOVES:])
    story: Story = [KeepTogether([p.section("split.title"), table, flow.gap(6), chart])]
    if moved:
        cells = [
            [row.item, row.label, w.number(row.before, 2), w.number(row.after, 2), w.signed(row.change, 2)] for row in moved[:10]
        ]
        story += [flow.gap(5), p.grid(("no", "item", "before", "after", "change"), cells, (30, 260, 70, 70, 70), right=(2, 3, 4))]
    return story


def _change(p: Press, moved: list[ChangeItemContent], rest: list[ChangeItemContent]) -> charts.Waterfall:
    """From the last score to this one, item by item, the biggest moves first."""
    w, split = p.w, p.content.split
    assert split is not None
    steps = [(f"{row.item}  {row.label}", row.change) for row in moved]
    if rest:
        steps.append((w("split.others", n=len(rest)), sum((row.change for row in rest), Decimal(0))))
    if split.methodology:
        steps.append((w("split.methodology"), split.methodology))
    rows = [charts.Fall(w("split.before"), Decimal(0), split.before, w.score(split.before), None, True)]
    at = split.before
    for name, change in steps:
        rows.append(charts.Fall(name, at, at + change, w.signed(change, 2)))
        at += change
    rows.append(charts.Fall(w("split.after"), Decimal(0), split.after, w.score(split.after), None, True))
    ends = [float(value) for row in rows for value in ((row.end,) if row.total else (row.start, row.end))]
    low, high = 5 * (min(ends) // 5 - 1), 5 * (max(ends) // 5 + 2)
    # Big gains drawn before the losses may pass 100 on the way: the axis follows them, or their bars would be slivers.
    low, high = max(0.0, low) if min(ends) >= 0 else low, min(100.0, high) if max(ends) <= 100 else high
    alt = w("alt.waterfall", figures="; ".join(f"{row.name} {row.figure}" for row in rows))
    return charts.Waterfall(rows, look.WIDTH, low, high, alt)
