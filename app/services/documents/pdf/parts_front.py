"""Cover and parts 2 to 5: summary, basic information, business, equipment."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import Table, TableStyle

from app.models.domain.enums import Area, Colour, Severity
from app.services.documents.content import AreaContent, CContent, LineContent
from app.services.documents.pdf import charts, flow, look, tables
from app.services.documents.pdf.look import para, style
from app.services.documents.pdf.notes import LONG, weight
from app.services.documents.pdf.press import Press, Story
from app.services.documents.wording import NONE

KEY_LINES = ("rev", "np", "cfo", "TA", "TL", "E")
KEY_RATIOS = ("current", "debt", "roe", "growth", "tie", "dso_c")


def cover(p: Press) -> Story:
    """The first page above its list of contents, which the canvas adds when the pages are known."""
    c, w, lang = p.content, p.w, p.lang
    story: Story = [flow.gap(16)]
    if c.office.name:
        story.append(para(c.office.name, style(lang, 10.5, bold=True, colour="muted", after=2)))
    if c.office.address:
        story.append(para(c.office.address, style(lang, 8, colour="muted", after=2)))
    story += [
        flow.gap(22),
        para(w("dossier.title"), style(lang, 26, bold=True, colour="accent", after=4)),
        para(w("dossier.subtitle"), style(lang, 10, colour="muted", after=20)),
        para(_beginning(c.customer.name), style(lang, 19 if len(c.customer.name) < 60 else 13, bold=True, after=6)),
        para(_beginning(_identity(p)), style(lang, 9.5, colour="muted", after=14)),
    ]
    if c.origin.sample:
        story.append(flow.Notice(w("sample.title"), w("sample.text"), lang, "warn"))
    if c.score.stop:
        story.append(flow.Notice(w("stop.title"), w("stop.text"), lang, "bad"))
    story += [flow.gap(6), _verdict(p), flow.gap(14)]
    story.append(
        tables.pairs(
            lang,
            [
                (w("cover.number"), c.origin.number),
                (w("cover.date"), w.day(c.origin.made_at)),
                (w("cover.maker"), _beginning(c.case.assessor) or NONE),
                (w("cover.methodology"), f"{c.origin.methodology} {c.origin.methodology_version}"),
                (w("cover.state"), w(f"case_state.{c.case.state.value}")),
            ],
            look.WIDTH,
            0.3,
        )
    )
    return story


def _beginning(text: str) -> str:
    """As much of a text as the cover has room for; part 3 has the whole of it."""
    return text if weight(text) <= LONG else f"{text[: LONG // 2]}…"


def _identity(p: Press) -> str:
    c = p.content.customer
    parts = [f"{p.w('customer.number')} {c.number}" if c.number else ""]
    parts += [f"{p.w(f'identifier.{kind}')} {value}" for kind, value in c.identifiers]
    return "   ·   ".join(part for part in parts if part) or p.w("customer.no_identifier")


def _verdict(p: Press) -> Table:
    c, w, lang = p.content, p.w, p.lang
    terms = c.proposal.terms
    grade = terms.grade if c.score.rated else None
    cells = [
        (w("summary.grade"), w.grade_text(terms) if c.score.rated else w("not_rated")),
        (w("summary.score"), w.score(c.score.score) if c.score.rated else NONE),
        (w("summary.limit"), w.money(terms.limit, terms.currency) if c.score.rated else NONE),
        (w("summary.term"), w.days(terms.term_days) if c.score.rated else NONE),
    ]
    row: list[object] = [flow.Badge(grade, 26)]
    for label, value in cells:
        row.append([para(label, style(lang, 7.6, colour="muted", after=2)), para(value, style(lang, 11.5, bold=True))])
    table = Table([row], colWidths=[104] + [(look.WIDTH - 104) / 4] * 4, hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                tables.BASE,
                ("BOX", (0, 0), (-1, -1), 0.8, look.STRONG),
                ("BACKGROUND", (0, 0), (-1, -1), look.HEAD),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("TOPPADDING", (0, 0), (-1, -1), 11),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 11),
                ("LEFTPADDING", (0, 0), (0, 0), 13),
            ]
        )
    )
    return table


def summary(p: Press) -> Story:
    """Part 2: who, which grade and why, how much, what to look out for."""
    c, w, lang = p.content, p.w, p.lang
    story: Story = [p.part(2)]
    if not c.score.rated:
        story.append(flow.Notice(w("not_rated"), w("not_rated.text"), lang, "warn"))
    elif c.score.provisional:
        story.append(flow.Notice(w("provisional.title"), _interval_text(p), lang, "warn"))
    story.append(
        charts.GradeScale(
            [(band.grade, band.low) for band in c.score.bands],
            look.WIDTH,
            c.score.score if c.score.rated else None,
            c.score.low,
            c.score.high,
            c.proposal.terms.grade if c.score.rated else None,
            w.score(c.score.score) if c.score.rated else "",
        )
    )
    story.append(flow.gap(8))
    half = look.WIDTH * 0.44
    story.append(tables.beside(tables.pairs(lang, _summary_rows(p), half - 4, 0.48), radar(p, look.WIDTH - half - 14, 214), half))
    story += _flags(p)
    story += _key_figures(p)
    return story


def _interval_text(p: Press) -> str:
    s = p.content.score
    return p.w(
        "interval.text",
        low=p.w.score(s.low),
        high=p.w.score(s.high),
        low_grade=s.low_grade.name,
        high_grade=s.high_grade.name,
        completeness=p.w.share(s.completeness, 0),
    )


def radar(p: Press, width: float, height: float) -> charts.Radar:
    """The five C now, and at the last rating where there was one."""
    return charts.Radar(
        [charts.Axis(p.w.c(row.c), _c_figure(p, row), row.score, row.last) for row in p.content.score.cs],
        width,
        height,
        (p.w("chart.now"), p.w("chart.last")),
    )


def _c_figure(p: Press, row: CContent) -> str:
    return p.w.score(row.score) if row.score is not None else p.w("not_assessed")


def _summary_rows(p: Press) -> list[tuple[str, tables.Cell]]:
    c, w = p.content, p.w
    terms, score = c.proposal.terms, c.score
    rated = score.rated
    rows: list[tuple[str, tables.Cell]] = [
        (w("summary.grade"), w.grade_text(terms) if rated else w("not_rated")),
        (w("summary.meaning"), score.meaning if rated else NONE),
        (w("summary.score"), w.score(score.score) if rated else NONE),
        (w("summary.interval"), f"{w.score(score.low)} … {w.score(score.high)}"),
        (w("summary.completeness"), w.share(score.completeness, 0)),
        (w("summary.confidence"), w.share(score.confidence, 0)),
        (w("summary.limit"), w.money(terms.limit, terms.currency) if rated else NONE),
        (w("summary.requested"), w.money(c.case.requested_limit, c.case.currency)),
        (w("summary.term"), w.days(terms.term_days) if rated else NONE),
        (w("summary.payment"), _area_note(p, Area.EXPERIENCE)),
        (w("summary.next_review"), w.day(c.proposal.next_review)),
    ]
    return rows


def _area_note(p: Press, area: Area) -> str:
    found = next((row for row in p.content.areas if row.area is area), None)
    if found is None or found.answered == 0:
        return p.w("not_collected.short")
    return p.w("answered_of", answered=found.answered, total=found.total)


def _flags(p: Press) -> Story:
    c, w = p.content, p.w
    points = [
        w("flag.rule", step=w(f"step.{step.kind}"), label=f"{step.rule} {step.label}".strip() or NONE, grade=step.after.name)
        for step in c.score.steps
        if step.binding and step.kind != "band"
    ]
    points += [
        w("flag.red" if row.colour is Colour.RED else "flag.amber", rule=row.id, label=row.label)
        for row in c.warnings
        if row.colour in (Colour.RED, Colour.AMBER)
    ]
    if c.limit.frozen:
        points.append(w("flag.frozen"))
    if any(row.severity is Severity.PROBLEM for row in c.principles):
        points.append(w("flag.principles"))
    story: Story = [p.section("summary.flags")]
    story += flow.bullets(points, p.lang) if points else [p.empty("summary.no_flags")]
    return story


def _key_figures(p: Press) -> Story:
    f, w = p.content.finance, p.w
    story: Story = [p.section("summary.figures")]
    if not f.periods:
        return [*story, p.empty("not_collected.statements")]
    years = [w.day(period.end) for period in f.periods[-p.COLUMNS :]]
    rows: list[list[tables.Cell]] = [[line.label, *_amounts(p, line)] for key in KEY_LINES for line in f.lines if line.key == key]
    rows += [
        [ratio.label, *(w.measure(value) if value.value is not None else NONE for value in ratio.values[-p.COLUMNS :])]
        for key in KEY_RATIOS
        for ratio in f.ratios
        if ratio.key == key
    ]
    unit = w("unit_note", currency=f.periods[-1].currency, unit=w.number(f.periods[-1].unit))
    table = tables.grid(p.lang, [unit, *years], rows, [170] + [68] * len(years), right=tuple(range(1, len(years) + 1)))
    return [*story, table]


def _amounts(p: Press, line: LineContent) -> list[str]:
    return [p.w.number(value) for value in line.values[-p.COLUMNS :]]


def basics(p: Press) -> Story:
    """Part 3: registration, related companies, contacts, and the areas company, management, staff."""
    c, w = p.content, p.w
    customer = c.customer
    rows: list[tuple[str, str]] = [
        (w("customer.name"), customer.name),
        (w("customer.number"), customer.number or NONE),
        (w("customer.former"), "; ".join(customer.former_names) or NONE),
        *((w(f"identifier.{kind}"), value) for kind, value in customer.identifiers),
        (w("customer.country"), customer.country or NONE),
        (w("customer.address"), customer.address or NONE),
        (w("customer.trade"), customer.trade or NONE),
        (w("customer.group"), customer.group or NONE),
        (w("customer.first_deal"), w.day(customer.first_deal)),
        (w("customer.owner"), customer.owner or NONE),
        (w("customer.officer"), customer.officer or NONE),
        (w("case.mode"), w(f"case_mode.{c.case.mode.value}")),
        (w("case.profile"), _profile(p)),
        (w("case.purpose"), c.case.purpose or NONE),
    ]
    story: Story = [p.part(3), *p.pairs(rows)]
    if customer.note:
        story.append(p.text(w("item.note", text=customer.note), after=2))
    story += _people(p)
    for area in (Area.COMPANY, Area.MANAGEMENT, Area.STAFF):
        story += area_section(p, area, 3)
    return story


def _profile(p: Press) -> str:
    key = f"documents.profile.{p.content.case.profile}"
    return p.w.t(key) if key in p.w.t else p.content.case.profile


def _people(p: Press) -> Story:
    c, w = p.content, p.w
    story: Story = []
    for key, people in (("related", c.customer.related), ("contacts", c.customer.contacts)):
        if people:
            rows = [[person.name, "; ".join(person.detail) or NONE] for person in people]
            story += [p.section(f"customer.{key}"), *p.texts(("name", "detail"), rows, (200, 300))]
    if c.case.reports:
        rows = [
            [row.agency, w.day(row.ordered), w.day(row.due), w.day(row.arrived), w.money(row.cost, row.currency)]
            for row in c.case.reports
        ]
        heads = ("agency", "ordered", "due", "arrived", "cost")
        story += [p.section("case.reports"), *p.texts(heads, rows, (180, 75, 75, 75, 95), right=(4,))]
    return story


def area_section(p: Press, area: Area, part: int) -> Story:
    """The table of an area's answers that stand in this part, and where its others are."""
    found = next((row for row in p.content.areas if row.area is area), None)
    story: Story = [p.section(f"area.{area.value}")]
    if found is None or not found.items:
        return [*story, p.empty("area.no_items")]
    story.append(p.text(_counted(p, found), colour="muted", size=7.8, after=3))
    here = [item for item in found.items if item.part == part]
    if here:
        story += p.items_table(here)
    elsewhere = sorted({item.part for item in found.items if item.part != part})
    if elsewhere:
        places = "; ".join(
            p.w("area.in_part", part=other, items=", ".join(item.id for item in found.items if item.part == other))
            for other in elsewhere
        )
        story += [flow.gap(3), p.text(p.w("area.elsewhere", places=places), colour="muted", size=7.8, after=2)]
    return story


def _counted(p: Press, area: AreaContent) -> str:
    if area.total == 0:
        return p.w("area.computed")
    if area.answered == 0:
        return p.w("not_collected")
    return p.w("answered_of", answered=area.answered, total=area.total)


def items_of_part(p: Press, number: int, areas: Sequence[Area], empty: str) -> Story:
    """A table of the answers that other areas send to this part."""
    items = [item for area in p.content.areas if area.area in areas for item in area.items if item.part == number]
    return p.items_table(items) if items else [p.empty(empty)]


def business(p: Press) -> Story:
    """Part 4: market, suppliers and customers, surroundings, and own trading experience."""
    c, w = p.content, p.w
    story: Story = [p.part(4), p.section("business.market")]
    story += items_of_part(p, 4, (Area.COMPANY, Area.MANAGEMENT, Area.STAFF), "area.no_items")
    story += area_section(p, Area.SURROUNDINGS, 4)
    story += area_section(p, Area.EXPERIENCE, 4)
    rows: list[tuple[str, tables.Cell]] = [
        (w("own.sales"), w.money(c.case.own_monthly_sales, c.case.currency)),
        (w("own.exposure"), w.money(c.case.own_exposure, c.case.currency)),
        (w("own.overdue"), w.money(c.case.own_overdue, c.case.currency)),
    ]
    return [*story, p.section("own.title"), tables.pairs(p.lang, rows, look.WIDTH, 0.4)]


def equipment(p: Press) -> Story:
    """Part 5: production equipment, performance and scale."""
    return [p.part(5), *area_section(p, Area.EQUIPMENT, 5)]
