"""The order of an outside report on paper, filled or to be filled in by hand."""

from __future__ import annotations

from reportlab.platypus import Flowable, KeepTogether, PageBreak

from app.services.documents.papers.content import OrderContent, OrdersContent
from app.services.documents.pdf import flow, look, tables
from app.services.documents.pdf.look import para, style
from app.services.documents.pdf.notes import LONG, Notes
from app.services.documents.pdf.papers.sheet import Sheet, Story, Words

_SIZE = 9.2
_LINE = "_" * 34


def render(content: OrdersContent) -> bytes:
    """Return the orders as the bytes of a PDF, each from a page of its own. Same content, same bytes."""
    first = content.orders[0]
    w = Words(first.head.lang)
    sheet = Sheet(first.head, w.p("order.title"), first.case_number, w.p("order.foot"), own=False)
    story: Story = []
    for place, order in enumerate(content.orders):
        if place:
            story.append(PageBreak())
        story += _order(order, sheet, w)
    return sheet.pdf(story)


def _order(order: OrderContent, sheet: Sheet, w: Words) -> Story:
    lang = w.lang
    story = sheet.heading(order.head.office.address)
    notes = Notes(w)
    terms: list[tuple[str, tables.Cell]] = [
        (w.p("order.agency"), notes.short(w.p("order.agency"), order.agency) or _LINE),
        (w.p("order.number"), order.case_number),
        (w.p("order.ordered"), w.day(order.ordered) if order.ordered else _LINE),
        (w.p("order.due"), w.day(order.due) if order.due else _LINE),
        (w.p("order.cost"), w.money(order.cost, order.currency) if order.cost is not None else _LINE),
    ]
    story += [tables.pairs(lang, terms, look.WIDTH, 0.32, _SIZE), flow.gap(6), _section(w.p("order.subject"), lang)]
    story.append(tables.pairs(lang, _subject(order, w, notes), look.WIDTH, 0.32, _SIZE))
    story += [flow.gap(6), _section(w.p("order.questions"), lang)]
    if order.questions:
        story.append(para(w.p("order.wanted"), style(lang, _SIZE, after=3)))
        story += flow.bullets([label for _, label in order.questions], lang, _SIZE)
    else:
        story.append(flow.text(w.p("order.all"), lang, _SIZE))
    conditions = [w.p(f"order.condition.{name}") for name in ("sources", "dates", "person", "secret")]
    by = notes.short(w.p("order.by"), order.ordered_by) or _LINE
    signed: list[tuple[str, tables.Cell]] = [(w.p("order.by"), by), (w("form.signature"), f"\n{_LINE}")]
    end = [
        _section(w.p("order.conditions"), lang),
        *flow.bullets(conditions, lang, _SIZE),
        flow.gap(10),
        tables.pairs(lang, signed, look.WIDTH, 0.32, _SIZE),
    ]
    return [*story, *notes.story(), flow.gap(6), KeepTogether(end)]


def _section(title: str, lang: str) -> Flowable:
    return para(title, style(lang, 10.4, bold=True, colour="accent", before=4, after=3, keep=True), "H2")


def _subject(order: OrderContent, w: Words, notes: Notes) -> list[tuple[str, tables.Cell]]:
    rows = [
        (w("customer.name"), order.customer_name),
        (w("customer.former"), "; ".join(order.former_names)),
        *((w(f"identifier.{kind}"), value) for kind, value in order.identifiers),
        (w("customer.country"), order.country),
        (w("customer.address"), order.address),
        (w("customer.trade"), order.trade),
    ]
    return [(name, notes.short(name, value, LONG)) for name, value in rows if value]
