"""Part 2, one page: who, which grade and why, how much, what to look out for."""

from __future__ import annotations

from reportlab.platypus import PageBreak, Table, TableStyle

from app.models.domain.enums import Area, Colour, Severity
from app.services.documents.content import CContent, LineContent, RatioContent
from app.services.documents.pdf import charts_grade, flow, look, tables
from app.services.documents.pdf import charts_score as charts
from app.services.documents.pdf.look import para, style
from app.services.documents.pdf.notes import LONG, oneline, weight
from app.services.documents.pdf.parts_cover import identity
from app.services.documents.pdf.press import Press, Story
from app.services.documents.wording import NONE

KEY_LINES = ("rev", "np", "cfo", "TA", "TL", "E")
KEY_RATIOS = ("current", "debt", "roe", "growth", "tie", "dso_c")
_SIZES = ((10, 12, 196), (8, 11, 190), (6, 10, 186), (5, 10, 182), (5, 8, 182), (4, 7, 178), (3, 5, 170), (2, 4, 160))
_SHORT = 110
_RULE = 220


def summary(p: Press) -> Story:
    """The summary in the fullest form that stays on one page; what it leaves out stands in the parts it names."""
    for flags, figures, radar_height in _SIZES:
        story = _page(p, flags, figures, radar_height)
        if flow.height(story, look.WIDTH) <= p.room:
            break
    return [*story, PageBreak()]


def _page(p: Press, flags: int, figures: int, radar_height: float) -> Story:
    story: Story = [p.part(2), p.text(_short(f"{p.content.customer.name}   ·   {identity(p)}", 220), colour="muted", size=8)]
    story += _notices(p)
    story += [scale(p), flow.gap(8)]
    half = look.WIDTH * 0.5
    rows = tables.pairs(p.lang, _rows(p), half - 4, 0.42, 8)
    story.append(tables.beside(rows, radar(p, look.WIDTH - half - 14, radar_height), half))
    return [*story, *_flags(p, flags), *_principles(p), *_key_figures(p, figures)]


def _notices(p: Press) -> Story:
    c, w, lang = p.content, p.w, p.lang
    story: Story = []
    if c.score.stop:
        story.append(flow.Notice(w("stop.title"), w("stop.text"), lang, "bad"))
    if not c.score.rated:
        story.append(flow.Notice(w("not_rated"), w("not_rated.text"), lang, "warn"))
    elif c.score.provisional:
        story.append(flow.Notice(w("provisional.title"), interval_text(p), lang, "warn"))
    return story


def interval_text(p: Press) -> str:
    """Between what the score can still end, in words."""
    s = p.content.score
    ends = p.w(
        "interval.text",
        low=p.w.score(s.low),
        high=p.w.score(s.high),
        low_grade=s.low_grade.name,
        high_grade=s.high_grade.name,
        completeness=p.w.share(s.completeness, 0),
    )
    return f"{ends} {p.w('interval.rules')}" if s.high > s.low else ends


def scale(p: Press) -> charts_grade.GradeScale:
    """The ten grades with score, interval and the final grade."""
    s, w = p.content.score, p.w
    final = p.content.proposal.terms.grade if s.rated else None
    alt = w("not_rated")
    if final is not None:
        alt = w("alt.scale", score=w.score(s.score), grade=final.name, interval=interval_text(p))
    high = s.high if s.rated else s.low
    return charts_grade.GradeScale(
        [(band.grade, band.low) for band in s.bands],
        look.WIDTH,
        s.score if s.rated else None,
        ((s.low, f"{w.score(s.low)} {s.low_grade.name}"), (high, f"{w.score(s.high)} {s.high_grade.name}")),
        final,
        w.score(s.score) if s.rated else "",
        alt,
    )


def radar(p: Press, width: float, height: float) -> charts.Radar:
    """The five C now, and at the last rating where there was one."""
    cs = p.content.score.cs
    rated = p.content.score.rated
    said = "; ".join(
        p.w("alt.c_last" if row.last is not None else "alt.c", c=p.w.c(row.c), score=_c_figure(p, row), last=p.w.score(row.last))
        for row in cs
    )
    return charts.Radar(
        [charts.Axis(p.w.c(row.c), _c_figure(p, row), row.score if rated else None, row.last) for row in cs],
        width,
        height,
        (p.w("chart.now"), p.w("chart.last")),
        p.w("alt.radar", figures=said),
    )


def _c_figure(p: Press, row: CContent) -> str:
    if not p.content.score.rated:
        return NONE
    return p.w.score(row.score) if row.score is not None else p.w("not_assessed")


def _rows(p: Press) -> list[tuple[str, tables.Cell]]:
    c, w = p.content, p.w
    terms, score, rated = c.proposal.terms, c.score, c.score.rated
    contact = next(iter(c.customer.contacts), None)
    return [
        (w("summary.grade"), _bold(p, w.grade_text(terms) if rated else w("not_rated"))),
        (w("summary.meaning"), _short(score.meaning, 84) if rated else NONE),
        (w("summary.score"), _score(p) if rated else NONE),
        (w("summary.limit"), _bold(p, w.money(terms.limit, terms.currency) if rated else NONE)),
        (w("summary.requested"), w.money(c.case.requested_limit, c.case.currency)),
        (w("summary.term"), w.days(terms.term_days) if rated else NONE),
        (w("summary.position"), _owed(p)),
        (w("summary.payment"), _area_note(p, Area.EXPERIENCE)),
        (w("summary.completeness"), w("summary.known", all=w.share(score.completeness, 0), weight=w.share(score.confidence, 0))),
        (w("summary.next_review"), w.day(c.proposal.next_review)),
        (w("summary.contact"), _short("; ".join((contact.name, *contact.detail)), 64) if contact is not None else NONE),
    ]


def _bold(p: Press, words: str) -> tables.Cell:
    return para(words, style(p.lang, 8.4, bold=True))


def _short(words: str, most: int = _SHORT) -> str:
    plain = oneline(words)
    return plain if weight(plain) <= min(most, LONG) else f"{plain[: most - 1].rstrip()}…"


def _score(p: Press) -> str:
    s, w = p.content.score, p.w
    if s.last_score is None or s.last_grade is None:
        return w.score(s.score)
    return w("summary.score_last", score=w.score(s.score), last=w.score(s.last_score), grade=s.last_grade.name)


def _owed(p: Press) -> str:
    own, w = p.content.position, p.w
    if own.balance is None:
        return w("own.unknown")
    owed = w.money(own.balance, own.currency)
    return w("own.short", balance=owed, overdue=w.share(own.overdue_share, 0)) if own.overdue_share is not None else owed


def _area_note(p: Press, area: Area) -> str:
    found = next((row for row in p.content.areas if row.area is area), None)
    if found is None or found.answered == 0:
        return p.w("not_collected.short")
    return p.w("answered_of", answered=found.answered, total=found.total)


def _flags(p: Press, most: int) -> Story:
    c, w = p.content, p.w
    points = [w("flag.frozen")] if c.limit.frozen else []
    for step in c.score.steps if c.score.rated else ():
        if step.binding and step.kind != "band":
            rule = _short(f"{step.rule} {step.label}".strip(), _RULE) or NONE
            points.append(w("flag.rule", step=w(f"step.{step.kind}"), label=rule, grade=step.after.name))
    points += [
        w("flag.red" if row.colour is Colour.RED else "flag.amber", rule=row.id, label=row.label)
        for row in sorted(c.warnings, key=lambda row: row.colour is not Colour.RED)
        if row.colour in (Colour.RED, Colour.AMBER)
    ]
    story: Story = [p.section("summary.flags")]
    if not points:
        return [*story, p.empty("summary.no_flags" if c.score.rated else "not_rated")]
    shown = points if len(points) <= most else points[: most - 1]
    story += flow.bullets(shown, p.lang, 8.2)
    if len(points) > len(shown):
        story.append(p.text(w("summary.more_flags", n=len(points) - len(shown)), colour="muted", size=7.8, after=0))
    return story


def _principles(p: Press) -> Story:
    """The four principles in one row."""
    w, lang = p.w, p.lang
    cells = []
    for row in p.content.principles:
        tone = {Severity.OK: "good", Severity.NOTE: "warn", Severity.PROBLEM: "bad"}[row.severity]
        state = {Severity.OK: "ok", Severity.NOTE: "note", Severity.PROBLEM: "problem"}[row.severity]
        cells.append(
            [
                para(w(f"principle.{row.principle.value}"), style(lang, 7.4, colour="muted")),
                para(w(f"severity.{state}"), style(lang, 8, bold=True, colour=tone)),
            ]
        )
    table = Table([cells], colWidths=[look.WIDTH / len(cells)] * len(cells), hAlign="LEFT")
    edge = ("BOX", (0, 0), (-1, -1), 0.6, look.STRONG)
    inner = ("INNERGRID", (0, 0), (-1, -1), 0.4, look.LINE)
    table.setStyle(TableStyle([tables.BASE, edge, inner, ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return [flow.gap(7), table]


def _key_figures(p: Press, most: int) -> Story:
    f, w = p.content.finance, p.w
    story: Story = [p.section("summary.figures")]
    if not f.periods:
        return [*story, p.empty("not_collected.statements")]
    years = [w.day(period.end) for period in f.periods[-p.COLUMNS :]]
    lines = [line for key in KEY_LINES for line in f.lines if line.key == key][: most // 2]
    ratios = [ratio for key in KEY_RATIOS for ratio in f.ratios if ratio.key == key][: most - len(lines)]
    rows: list[list[tables.Cell]] = [[line.label, *_amounts(p, line), ""] for line in lines]
    rows += [[ratio.label, *_figures(p, ratio), trade_figure(p, ratio)] for ratio in ratios]
    unit = w("unit_note", currency=f.periods[-1].currency, unit=w.number(f.periods[-1].unit))
    widths = [150] + [62] * len(years) + [62]
    table = tables.grid(
        p.lang, [unit, *years, w("head.trade")], rows, widths, right=tuple(range(1, len(years) + 2)), size=7.6
    )
    return [*story, table, *p.source(f"{p.statements_source(trade=False)} {w('source.marks')}")]


def _amounts(p: Press, line: LineContent) -> list[str]:
    return [p.w.number(value) for value in line.values[-p.COLUMNS :]]


def _figures(p: Press, ratio: RatioContent) -> list[str]:
    return [p.w.measure(value) if value.value is not None else NONE for value in ratio.values[-p.COLUMNS :]]


def trade_figure(p: Press, ratio: RatioContent) -> str:
    """The newest standard value of a ratio, marked where it is only acceptable or of all trades."""
    trade = ratio.trade
    if trade is None or trade.values[-1] is None:
        return NONE
    mark = "" if trade.own and trade.level == "average" else "†" if trade.level == "acceptable" else "‡"
    return f"{p.w.standard_value(ratio, trade.values[-1])}{mark}"
