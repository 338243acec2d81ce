"""The cover: what the paper is, about whom, and the verdict in one line. The contents below come when pages are known."""

from __future__ import annotations

from reportlab.lib.colors import Color
from reportlab.platypus import Table, TableStyle

from app.services.documents.pdf import flow, fonts, look, tables
from app.services.documents.pdf.canvas import Mark, PaperCanvas
from app.services.documents.pdf.charts import lines_of
from app.services.documents.pdf.look import para, style
from app.services.documents.pdf.notes import LONG, weight
from app.services.documents.pdf.press import Press, Story
from app.services.documents.wording import NONE, local

_LINE = 9.4
_ROW = 14.5
_NOTE = 6  # lines of the legal note that the cover has room for


def cover(p: Press) -> Story:
    """The first page above its list of contents, which ``contents`` adds when the pages are known."""
    story: Story = []
    for most in (LONG, LONG - 1, LONG // 2, LONG // 4):
        story = _page(p, most)
        if flow.height(story, look.WIDTH) <= p.room - _contents_height(p):
            break
    return story


def _contents_height(p: Press) -> float:
    return 4 + len(legal_lines(p)) * _LINE + 18 + 7 * _ROW + 30


def _page(p: Press, most: int) -> Story:
    """The cover with texts of at most ``most`` characters; below ``LONG`` with less room between its parts."""
    c, w, lang = p.content, p.w, p.lang
    loose = most >= LONG
    story: Story = [flow.gap(6 if loose else 0)]
    if c.office.name:
        story.append(para(_beginning(c.office.name, most), style(lang, 11, bold=True, after=2)))
    if c.office.address:
        story.append(para(_beginning(c.office.address, most), style(lang, 8, colour="muted", after=2)))
    size = 21 if len(c.customer.name) < 40 else 16 if len(c.customer.name) < 90 else 12 if loose else 10
    story += [
        flow.gap(30 if loose else 8),
        flow.Band(),
        flow.gap(12 if loose else 6),
        para(w("dossier.title"), style(lang, 27 if loose else 20, bold=True, colour="accent", after=5), "H1"),
        para(w("dossier.subtitle"), style(lang, 10.5, colour="muted", after=22 if loose else 8)),
        para(_beginning(c.customer.name, most), style(lang, size, bold=True, after=6)),
        para(_beginning(identity(p), most), style(lang, 9.5, colour="muted", after=16)),
    ]
    if c.origin.sample:
        story.append(flow.Notice(w("sample.title"), w("sample.text"), lang, "warn"))
    if c.score.stop:
        story.append(flow.Notice(w("stop.title"), w("stop.text"), lang, "bad"))
    story += [flow.gap(6 if loose else 2), _verdict(p), flow.gap(16 if loose else 6)]
    rows: list[tuple[str, tables.Cell]] = [
        (w("cover.number"), c.origin.number),
        (w("cover.date"), w.t.date_long(local(c.origin.made_at).date())),
        (w("cover.maker"), _beginning(c.case.assessor, most) or NONE),
        (w("cover.methodology"), f"{c.origin.methodology} {c.origin.methodology_version}"),
        (w("cover.state"), w(f"case_state.{c.case.state.value}")),
    ]
    story.append(tables.pairs(lang, rows, look.WIDTH, 0.3))
    return story


def _beginning(text: str, most: int) -> str:
    """As much of a text as the cover has room for; part 3 has the whole of it."""
    return text if weight(text) <= most else f"{text[: most // 2]}…"


def identity(p: Press) -> str:
    """Number and identifiers of the customer in one line."""
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


def legal_lines(p: Press) -> list[str]:
    """The legal note as the cover has room for it; a longer one goes on in part 13."""
    lines = lines_of(p.content.office.legal or p.w("legal"), 7, look.WIDTH)
    return lines if len(lines) <= _NOTE else [*lines[: _NOTE - 1], p.w("legal.whole")]


def contents(p: Press, canvas: PaperCanvas, marks: tuple[Mark, ...]) -> None:
    """Draw the parts with their pages, in two columns above the legal note at the foot of the cover."""
    w, sheet = p.w, p.sheet
    parts = [mark for mark in marks if mark.level == 0]
    note = legal_lines(p)
    base = look.BOTTOM + 4 + len(note) * _LINE
    with canvas.tags.first_section():
        half = (len(parts) + 1) // 2
        wide = (look.WIDTH - 28) / 2
        top = base + 18 + half * _ROW
        _write(canvas, sheet.left, top + 9, (w("contents"),), 9.5, bold=True, colour=look.ACCENT, role="H2")
        for place, mark in enumerate(parts):
            x = sheet.left + (wide + 28) * (place // half)
            _entry(canvas, mark, x, top - 10 - (place % half) * _ROW, wide)
        _write(canvas, sheet.left, base - _LINE, tuple(note), 7, colour=look.MUTED)


def _write(
    canvas: PaperCanvas, x: float, y: float, lines: tuple[str, ...], size: float, *, bold: bool = False,
    colour: Color = look.TEXT, role: str = "P",
) -> None:
    with canvas.tags.leaf(canvas, role):
        canvas.setFillColor(colour)
        canvas.setFont(fonts.BOLD if bold else fonts.REGULAR, size)
        for place, line in enumerate(lines):
            canvas.drawString(x, y - _LINE * place, line)


def _entry(canvas: PaperCanvas, mark: Mark, x: float, y: float, wide: float) -> None:
    """A part with dots to its page."""
    with canvas.tags.leaf(canvas, "TOCI"):
        canvas.setFillColor(look.TEXT)
        canvas.setFont(fonts.REGULAR, 8.6)
        title, page = fonts.trimmed(mark.title, 8.6, wide - 30), str(mark.page)
        canvas.drawString(x, y, title)
        canvas.drawRightString(x + wide, y, page)
    with canvas.tags.artifact(canvas):
        canvas.setStrokeColor(look.STRONG)
        canvas.setLineWidth(0.7)
        canvas.setLineCap(1)
        canvas.setDash(0.1, 3)
        canvas.line(x + fonts.width(title, 8.6) + 6, y + 1, x + wide - fonts.width(page, 8.6) - 6, y + 1)
        canvas.setDash()
        canvas.setLineCap(0)
