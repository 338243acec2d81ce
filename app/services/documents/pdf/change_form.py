"""The grade-change form 客户资信等级变更表 on exactly one A4 page; what does not fit stands in full on an attachment.

The page is laid out in two passes: every block at its least height, then the space that is left goes to the places
where somebody writes by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from reportlab.platypus import Flowable, Frame, Table

from app.services.documents.forms import ChangeFormContent
from app.services.documents.pdf import fonts, look
from app.services.documents.pdf.canvas import Mark, PaperCanvas
from app.services.documents.pdf.form_blocks import FormBlocks
from app.services.documents.pdf.form_frame import EDGE, FOOT, WIDTH
from app.services.documents.pdf.look import para, style
from app.services.documents.wording import NONE, Wording

# How many times the height of one line the places to write on take together (see the ``extra`` in the blocks).
_STRETCHY = 11.3


def render(content: ChangeFormContent) -> bytes:
    """Return the form as the bytes of a PDF: one page, and an attachment only when a text does not fit on it."""
    fonts.register()
    form = _Form(content, Wording(content.lang))
    out = BytesIO()
    canvas = PaperCanvas(
        out,
        title=form.title,
        subject=content.customer_name,
        lang=content.lang,
        made_at=content.made_at,
        on_page=form.foot,
        pagesize=look.PAGE,
    )
    form.draw(canvas)
    canvas.save()
    return out.getvalue()


class _Form(FormBlocks):
    __slots__ = ()

    @property
    def title(self) -> str:
        number = "" if self.c.no is None else f" {self.c.no}"
        return f"{self.w('form.title')}{number}"

    def draw(self, canvas: PaperCanvas) -> None:
        canvas.mark(self.title, 0)
        room = look.PAGE[1] - EDGE - FOOT
        least = sum(self._height(block(0.0)) for block in self._blocks())
        self.overflow.clear()
        extra = max(0.0, min(18.0, (room - least) / _STRETCHY))
        y = look.PAGE[1] - EDGE
        for block in self._blocks():
            table = block(extra)
            height = self._height(table)
            table.drawOn(canvas, EDGE, y - height)
            y -= height
        canvas.showPage()
        self._attachment(canvas)

    def _height(self, table: Table) -> float:
        return float(table.wrap(WIDTH, 2000)[1])

    def _blocks(self) -> tuple[Callable[[float], Table], ...]:
        blocks: list[Callable[[float], Table]] = [self.top, self.customer]
        if self.c.stop:
            blocks.append(self.stop)
        return (
            *blocks,
            self.terms,
            self.grounds,
            self.position,
            self.effect,
            self.proposal,
            self.opinions,
            self.decision,
            self.notices,
            self.log,
        )

    def _attachment(self, canvas: PaperCanvas) -> None:
        if not self.overflow:
            return
        canvas.mark(self.w("form.attachment"), 0)
        lang = self.w.lang
        story: list[Flowable] = [
            para(self.w("form.attachment_of", title=self.title), style(lang, 13, bold=True, colour="accent", after=3)),
            para(self.c.customer_name, style(lang, 9.5, colour="muted", after=8)),
        ]
        for number, (name, text) in enumerate(self.overflow, start=1):
            story.append(para(f"{number}.  {name}", style(lang, 9.5, bold=True, before=8, after=3, keep=True)))
            story += [para(piece, style(lang, 9, after=4)) for piece in text.split("\n")]
        while story:
            frame = Frame(EDGE, FOOT, WIDTH, look.PAGE[1] - EDGE - FOOT, 0, 0, 0, 0)
            frame.addFromList(story, canvas)
            if story:
                pieces = frame.split(story[0], canvas)
                if pieces:
                    frame.add(pieces[0], canvas)
                    story[:1] = pieces[1:]
            canvas.showPage()

    def foot(self, canvas: PaperCanvas, page: int, pages: int, marks: tuple[Mark, ...]) -> None:
        c, w = self.c, self.w
        y, right = 7 * look.mm, look.PAGE[0] - EDGE
        canvas.setFont(fonts.REGULAR, 6.2)
        canvas.setFillColor(look.MUTED)
        pages_text = w("foot.page", page=page, pages=pages)
        canvas.drawRightString(right, y, pages_text)
        left = f"{self.title}   ·   {w('foot.fingerprint')} {c.fingerprint or NONE}"
        if c.methodology_version:
            left += f"   ·   {w('origin.methodology')} {c.methodology_version}"
        canvas.drawString(EDGE, y, fonts.trimmed(fonts.safe(left), 6.2, WIDTH - fonts.width(pages_text, 6.2) - 10))
