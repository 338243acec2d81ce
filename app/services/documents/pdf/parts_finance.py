"""Parts 6 to 8: finance, banks, public records."""

from __future__ import annotations

from reportlab.platypus import KeepTogether

from app.models.domain.enums import Area
from app.services.documents.content import FactContent, LineContent, RatioContent
from app.services.documents.pdf import charts_finance as charts
from app.services.documents.pdf import flow, look, tables
from app.services.documents.pdf.notes import Notes
from app.services.documents.pdf.parts_front import area_section, items_of_part
from app.services.documents.pdf.parts_summary import trade_figure
from app.services.documents.pdf.press import Press, Story
from app.services.documents.wording import NONE

TREND_RATIOS = ("current", "debt", "main_margin", "roe", "art", "cfo_cl")
_SIDES = ("CA", "NCA", "CL", "NCL", "E", "PL", "CF", "memo")


def finance(p: Press) -> Story:
    """Part 6: statements, checks, ratios with their trends, and the scored financial items."""
    f = p.content.finance
    story: Story = [p.part(6)]
    if not f.periods:
        story.append(flow.Notice("", p.w("not_collected.statements"), p.lang, "warn"))
    else:
        story += _statements(p)
        story += _checks(p)
        story += _ratios(p)
    return [*story, *area_section(p, Area.FINANCES, 6)]


def _statements(p: Press) -> Story:
    f, w = p.content.finance, p.w
    periods = f.periods[-p.COLUMNS :]
    columns = range(1, len(periods) + 1)
    kept = Notes(w)
    rows: list[list[tables.Cell]] = [
        [w("period.months"), *(w("period.n_months", n=period.months) for period in periods)],
        [w("period.framework"), *(w(f"framework.{period.framework}") for period in periods)],
        [w("period.unit"), *(w("unit_short", unit=w.number(period.unit), currency=period.currency) for period in periods)],
        [w("period.audit"), *(w("audited") if period.audited else w("unaudited") for period in periods)],
        [w("period.scope"), *(w("consolidated") if period.consolidated else w("single") for period in periods)],
        [w("period.source"), *(kept.short(w.day(period.end), period.source or NONE) for period in periods)],
    ]
    groups, strong = [], []
    for side in _SIDES:
        lines = [line for line in f.lines if _side(line) == side]
        if not lines:
            continue
        groups.append(len(rows))
        rows.append([w(f"side.{side}"), *("" for _ in periods)])
        for line in lines:
            if line.total:
                strong.append(len(rows))
            rows.append([line.label, *_figures(p, line)])
    heads = [w("head.line"), *(w.day(period.end) for period in periods)]
    wide = 200 if len(periods) < 5 else 170
    table = tables.grid(p.lang, heads, rows, [wide] + [74] * len(periods), right=tuple(columns), groups=groups, strong=strong)
    story: Story = [p.section("finance.statements"), table]
    notes = [f"{w.day(period.end)}: {period.note}" for period in periods if period.note]
    if len(f.periods) > len(periods):
        notes.append(w("finance.earlier", n=len(f.periods) - len(periods)))
    if any(any(line.filled) for line in f.lines):
        notes.append(w("finance.filled"))
    story += [flow.gap(3), *(p.text(note, colour="muted", size=7.6, after=2) for note in notes), *kept.story()]
    return story


def _side(line: LineContent) -> str:
    return line.side if line.side in _SIDES else _TOTAL_SIDE.get(line.key, "memo")


_TOTAL_SIDE = {"TA": "NCA", "TL": "NCL", "TLE": "E"}


def _figures(p: Press, line: LineContent) -> list[str]:
    figures = []
    for value, filled in list(zip(line.values, line.filled, strict=True))[-p.COLUMNS :]:
        text = p.w.number(value)
        figures.append(f"{text} *" if filled and value is not None else text)
    return figures


def _checks(p: Press) -> Story:
    w, checks = p.w, p.content.finance.checks
    story: Story = [p.section("finance.checks")]
    if not checks:
        return [*story, p.empty("finance.no_checks")]
    failed = [row for row in checks if row.holds is False]
    done = [row for row in checks if row.holds is not None]
    story.append(p.text(w("finance.checks_held", held=len(done) - len(failed), done=len(done), left=len(checks) - len(done))))
    if failed:
        rows = [
            [row.label, w.day(row.period), w.measure(row.left), w.measure(row.right), w.number(row.difference)] for row in failed
        ]
        story.append(p.grid(("check", "period", "left", "right", "difference"), rows, (210, 70, 75, 75, 70), right=(2, 3, 4)))
    return story


def _ratios(p: Press) -> Story:
    f, w = p.content.finance, p.w
    periods = f.periods[-p.COLUMNS :]
    rows: list[list[tables.Cell]] = []
    reasons: dict[str, str] = {}
    for ratio in f.ratios:
        cells = []
        for value in ratio.values[-p.COLUMNS :]:
            if value.value is None and value.why_not:
                reasons.setdefault(value.why_not, f"{len(reasons) + 1})")
                cells.append(f"{NONE} {reasons[value.why_not]}")
            else:
                cells.append(w.measure(value) + ("°" if "closing_only" in value.flags and value.value is not None else ""))
        rows.append([ratio.label, *cells, trade_figure(p, ratio)])
    heads = [w("head.ratio"), *(w.day(period.end) for period in periods), w("head.trade")]
    wide = 200 if len(periods) < 4 else 160
    widths = [wide] + [66] * len(periods) + [60]
    table = tables.grid(p.lang, heads, rows, widths, right=tuple(range(1, len(periods) + 2)))
    story: Story = [p.section("finance.ratios"), *p.source(p.statements_source()), table, flow.gap(3)]
    notes = [w("finance.marks"), *(f"{mark} {words}" for words, mark in reasons.items())] if reasons else []
    if any("closing_only" in value.flags for ratio in f.ratios for value in ratio.values):
        notes.append(w("finance.closing_only"))
    story += [p.text(note, colour="muted", size=7.6, after=2) for note in notes]
    return [*story, *_trends(p)]


def _trends(p: Press) -> Story:
    f, w = p.content.finance, p.w
    chosen = [ratio for key in TREND_RATIOS for ratio in f.ratios if ratio.key == key]
    trends = [trend for ratio in chosen for trend in [_trend(p, ratio)] if trend is not None]
    if len(f.periods) < 2 or not trends:
        return []
    said = "; ".join(
        w("alt.trend", name=trend.name, figures=", ".join(f"{name} {figure}" for name, _, figure in trend.points))
        + (f" ({trend.standard_name})" if trend.standard_name else "")
        for trend in trends
    )
    chart = charts.Trends(trends, look.WIDTH, w("alt.trends", figures=said))
    note = p.text(w("finance.trends_note"), colour="muted", size=7.8, after=3)
    return [KeepTogether([p.section("finance.trends"), note, chart])]


def _trend(p: Press, ratio: RatioContent) -> charts.Trend | None:
    if all(value.value is None for value in ratio.values[-p.COLUMNS :]):
        return None
    points = tuple(
        (f"{period.end:%Y-%m}" if period.months != 12 else f"{period.end:%Y}", value.value, p.w.measure(value))
        for period, value in zip(p.content.finance.periods, ratio.values, strict=True)
    )[-p.COLUMNS :]
    trade = ratio.trade
    if trade is None or trade.values[-1] is None:
        return charts.Trend(ratio.label, points)
    kind = "acceptable" if trade.level == "acceptable" else "own" if trade.own else "general"
    name = p.w(f"trade.{kind}", value=p.w.standard_value(ratio, trade.values[-1]))
    return charts.Trend(ratio.label, points, trade.values[-p.COLUMNS :], name)


def banks(p: Press) -> Story:
    """Part 7: banks."""
    return [p.part(7), *items_of_part(p, 7, tuple(Area), "not_collected.banks")]


def records(p: Press) -> Story:
    """Part 8: court, enforcement, tax and other public records."""
    story: Story = [p.part(8)]
    story += items_of_part(p, 8, tuple(Area), "not_collected.records")
    story += [flow.gap(3), p.text(p.w("records.note"), colour="muted", size=7.8)]
    return [*story, *_facts(p)]


def _facts(p: Press) -> Story:
    """The facts that the rules of grade, warnings, models and limits ask for."""
    w, facts = p.w, p.content.facts
    story: Story = [p.section("facts.title")]
    if not facts:
        return [*story, p.empty("facts.none")]
    rows = [[fact.label, _fact(p, fact), _fact_known(p, fact)] for fact in facts]
    return [
        *story,
        p.text(w("facts.text"), colour="muted", size=7.8),
        *p.texts(("item", "found", "known"), rows, (206, 74, 220)),
    ]


def _fact(p: Press, fact: FactContent) -> str:
    if fact.value is None:
        return p.w(f"state.{fact.state.value}")
    return p.w.shown(fact.value, fact.unit, p.content.case.currency if fact.money else "")


def _fact_known(p: Press, fact: FactContent) -> str:
    parts = [", ".join(fact.sources) or p.w("known.no_source")]
    parts += [p.w("known.as_of", day=p.w.day(fact.as_of))] if fact.as_of else []
    parts += [fact.note] if fact.note else []
    parts += [p.w("sample.short")] if fact.sample else []
    return "; ".join(parts)
