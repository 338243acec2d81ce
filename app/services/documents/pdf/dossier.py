"""The dossier as PDF: the fourteen parts of the outline in one flowing document."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from reportlab.platypus import BaseDocTemplate, Frame, PageBreak, PageTemplate

from app.services.documents.content import DossierContent
from app.services.documents.pdf import fonts, look, parts_end, parts_finance, parts_front, parts_score
from app.services.documents.pdf.canvas import Mark, PaperCanvas
from app.services.documents.pdf.charts import lines_of
from app.services.documents.pdf.press import Press, Story
from app.services.documents.wording import Wording


def render(content: DossierContent) -> bytes:
    """Return the dossier as the bytes of a PDF. Same content, same bytes."""
    fonts.register()
    press = Press(content, Wording(content.lang))
    story: Story = [
        *parts_front.cover(press),
        PageBreak(),
        *parts_front.summary(press),
        *parts_front.basics(press),
        *parts_front.business(press),
        *parts_front.equipment(press),
        *parts_finance.finance(press),
        *parts_finance.banks(press),
        *parts_finance.records(press),
        *parts_score.five_c(press),
        *parts_score.models(press),
        *parts_score.limit(press),
        *parts_end.proposal(press),
        *parts_end.evidence(press),
        *parts_end.signatures(press),
    ]
    out = BytesIO()
    document = BaseDocTemplate(
        out, pagesize=look.PAGE, leftMargin=look.MARGIN, rightMargin=look.MARGIN, topMargin=look.TOP, bottomMargin=look.BOTTOM
    )
    frame = Frame(
        look.MARGIN,
        look.BOTTOM,
        look.WIDTH,
        look.PAGE[1] - look.TOP - look.BOTTOM,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    document.addPageTemplates([PageTemplate("page", [frame])])
    running = _Running(press)

    def make_canvas(filename: Any, **keywords: Any) -> PaperCanvas:
        return PaperCanvas(
            filename,
            title=f"{press.w('dossier.title')} — {content.customer.name}",
            subject=f"{content.origin.number}",
            lang=content.lang,
            made_at=content.origin.made_at,
            on_page=running.draw,
            **{
                key: value
                for key, value in keywords.items()
                if key not in ("invariant", "pageCompression", "lang", "initialFontName")
            },
        )

    document.build(story, canvasmaker=make_canvas)
    return out.getvalue()


# As much of the fingerprint as a foot shows; part 13 has the whole of it.
_FINGERPRINT = 28


class _Running:
    """Head and foot of the pages, and the contents list on the cover."""

    def __init__(self, press: Press) -> None:
        self._p = press

    def draw(self, canvas: PaperCanvas, page: int, pages: int, marks: tuple[Mark, ...]) -> None:
        if page == 1:
            self._contents(canvas, marks)
        else:
            self._head(canvas)
        self._foot(canvas, page, pages)

    def _head(self, canvas: PaperCanvas) -> None:
        c, w = self._p.content, self._p.w
        y = look.PAGE[1] - 13.5 * look.mm
        right = look.PAGE[0] - look.MARGIN
        number = fonts.safe(c.origin.number)
        mark = fonts.safe(w("sample.mark")) if c.origin.sample else ""
        canvas.setFont(fonts.REGULAR, 7.2)
        canvas.setFillColor(look.MUTED)
        canvas.drawRightString(right, y, number)
        taken = fonts.width(number, 7.2) + 14
        if mark:
            canvas.setFillColor(look.WARN)
            canvas.setFont(fonts.BOLD, 7.2)
            canvas.drawRightString(right - taken, y, mark)
            taken += fonts.width(mark, 7.2, bold=True) + 14
        canvas.setFillColor(look.MUTED)
        canvas.setFont(fonts.REGULAR, 7.2)
        name = fonts.safe(f"{w('dossier.title')}  ·  {c.customer.name}").replace("\n", " ")
        canvas.drawString(look.MARGIN, y, fonts.trimmed(name, 7.2, look.WIDTH - taken))
        canvas.setStrokeColor(look.LINE)
        canvas.setLineWidth(0.5)
        canvas.line(look.MARGIN, y - 5, right, y - 5)

    def _foot(self, canvas: PaperCanvas, page: int, pages: int) -> None:
        c, w = self._p.content, self._p.w
        y, right = 10.5 * look.mm, look.PAGE[0] - look.MARGIN
        canvas.setStrokeColor(look.LINE)
        canvas.setLineWidth(0.5)
        canvas.line(look.MARGIN, y + 9, right, y + 9)
        canvas.setFont(fonts.REGULAR, 6.6)
        canvas.setFillColor(look.MUTED)
        fingerprint = c.origin.fingerprint[:_FINGERPRINT] or w("origin.not_stored")
        text = fonts.safe(f"{w('foot.fingerprint')} {fingerprint}   ·   {w('foot.confidential')}")
        pages_text = w("foot.page", page=page, pages=pages)
        canvas.drawRightString(right, y, pages_text)
        canvas.drawString(look.MARGIN, y, fonts.trimmed(text, 6.6, look.WIDTH - fonts.width(pages_text, 6.6) - 12))

    def _contents(self, canvas: PaperCanvas, marks: tuple[Mark, ...]) -> None:
        """The parts with their pages, in two columns above the legal note at the foot of the cover."""
        w = self._p.w
        parts = [mark for mark in marks if mark.level == 0]
        note = lines_of(w("legal"), 7, look.WIDTH)
        base = look.BOTTOM + 4 + len(note) * 9.4
        canvas.setFillColor(look.MUTED)
        canvas.setFont(fonts.REGULAR, 7)
        for place, line in enumerate(note):
            canvas.drawString(look.MARGIN, base - 9.4 * (place + 1), line)
        half = (len(parts) + 1) // 2
        wide = (look.WIDTH - 24) / 2
        top = base + 16 + half * 14
        canvas.setFont(fonts.BOLD, 9)
        canvas.setFillColor(look.ACCENT)
        canvas.drawString(look.MARGIN, top + 8, w("contents"))
        for place, mark in enumerate(parts):
            x = look.MARGIN + (wide + 24) * (place // half)
            y = top - 10 - (place % half) * 14
            canvas.setFillColor(look.TEXT)
            canvas.setFont(fonts.REGULAR, 8.4)
            canvas.drawString(x, y, fonts.trimmed(mark.title, 8.4, wide - 24))
            canvas.drawRightString(x + wide, y, str(mark.page))
            canvas.setStrokeColor(look.LINE)
            canvas.setLineWidth(0.4)
            canvas.line(x, y - 4, x + wide, y - 4)
