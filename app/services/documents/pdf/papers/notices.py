"""The notices of a grade change on paper: a page for each department, with a slip to acknowledge it at the foot."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable, KeepTogether, PageBreak, Table, TableStyle

from app.services.documents.forms import NoticeContent
from app.services.documents.papers.content import NoticesContent
from app.services.documents.papers.wording import notice_rows, notice_text
from app.services.documents.pdf import flow, look, tables
from app.services.documents.pdf.look import para, style
from app.services.documents.pdf.notes import Notes
from app.services.documents.pdf.papers.sheet import Sheet, Story, Words
from app.services.documents.wording import NONE

_SIZE = 9.4


def render(content: NoticesContent) -> bytes:
    """Return the notices as the bytes of a PDF. Same content, same bytes."""
    w = Words(content.head.lang)
    foot = f"{w('foot.fingerprint')} {content.fingerprint or NONE}"
    sheet = Sheet(content.head, w.p("notice.title"), f"{w('form.no')} {content.no}", foot)
    story: Story = []
    for place, notice in enumerate(content.notices):
        if place:
            story.append(PageBreak())
        story += _notice(content, notice, sheet, w)
    return sheet.pdf(story)


def _notice(content: NoticesContent, notice: NoticeContent, sheet: Sheet, w: Words) -> Story:
    lang = w.lang
    story = sheet.heading()
    story.append(flow.Heading(w(f"department.{notice.department}"), lang, 0))
    rows: list[tuple[str, tables.Cell]] = [
        (w.p("notice.to"), notice.person or w(f"department.{notice.department}")),
        (w.p("notice.day"), w.day(content.head.made_at)),
        (w.p("head.customer"), content.customer_name),
        (w("customer.number"), content.customer_number),
        (w.p("notice.class"), w(f"change_class.{content.change_class.value}")),
    ]
    story += [tables.pairs(lang, rows, look.WIDTH, 0.28, _SIZE), flow.gap(10)]
    if content.stop:
        story.append(flow.Notice(w("form.stop"), w("form.stop_text"), lang, "bad", 9.4))
    story += [*_terms(content, w), flow.gap(10)]
    story.append(para(w.p("notice.todo"), style(lang, 10.4, bold=True, colour="accent", after=3), "H2"))
    story += [para(words, style(lang, _SIZE, after=4)) for words in notice_text(content, notice.department, w)]
    if content.conditions:
        conditions = w.p("notice.conditions", text=content.conditions)
        story += [para(words, style(lang, _SIZE, after=4)) for words in conditions.split("\n")]
    story.append(para(w.p("notice.approved", name=content.approved_by), style(lang, _SIZE, before=4, after=14)))
    return [*story, KeepTogether([_slip(content, notice, w)])]


def _terms(content: NoticesContent, w: Words) -> Story:
    heads = [w.p("notice.term"), w("form.before"), w("form.after")]
    notes = Notes(w)
    rows: list[list[tables.Cell]] = [
        [name, notes.short(name, before if content.before else NONE), notes.short(name, after)]
        for name, before, after in notice_rows(content.before, content.after, w)
    ]
    return [tables.grid(w.lang, heads, rows, (120, 190, 190), strong=(0,), size=_SIZE - 0.6), *notes.story()]


def _slip(content: NoticesContent, notice: NoticeContent, w: Words) -> Flowable:
    lang = w.lang
    name = f"{w(f'department.{notice.department}')}  ·  {w('form.no')} {content.no}"
    cells: list[Any] = [
        para(w.p("notice.slip"), style(lang, 9.4, bold=True, after=2)),
        para(name, style(lang, 8.2, colour="muted", after=2)),
        para(w.p("notice.slip.text"), style(lang, 8.6, after=20)),
        para(f"{w('form.signature')}:  {'_' * 46}", style(lang, 8.6, after=2)),
    ]
    if notice.acknowledged is not None:
        cells.append(para(f"{w('form.acknowledged')}: {w.moment(notice.acknowledged)}", style(lang, 8.2, bold=True)))
    table = Table([[cells]], colWidths=[look.WIDTH], hAlign="LEFT")
    table.setStyle(TableStyle([tables.BASE, ("BOX", (0, 0), (-1, -1), 0.7, look.STRONG), ("LEFTPADDING", (0, 0), (-1, -1), 10),
                               ("TOPPADDING", (0, 0), (-1, -1), 8), ("BOTTOMPADDING", (0, 0), (-1, -1), 9)]))  # fmt: skip
    return table


