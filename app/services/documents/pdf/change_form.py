"""The grade-change form 客户资信等级变更表 on exactly one page; what does not fit stands in full on an attachment.

Every block is measured at its least height; the height that is left goes to the places where somebody writes by hand.
"""

from __future__ import annotations

from io import BytesIO

from app.services.documents.forms import ChangeFormContent
from app.services.documents.pdf import fonts, form_attachment, look
from app.services.documents.pdf.canvas import Mark, PaperCanvas
from app.services.documents.pdf.form_frame import TIGHTER, WIDTH, Block
from app.services.documents.pdf.form_signed import FormSigned
from app.services.documents.wording import Wording

_TOP, _FOOT = 13 * look.mm, 12 * look.mm
_MOST = 16.0  # points for a share: more than that is emptiness, not room to write
_SMALL = 6.2
_FOOT_LINES = (26.2, 19.1, 12.0)  # the form, the code of its entry, the office's own line: points above the edge


def render(content: ChangeFormContent) -> bytes:
    """Return the form as the bytes of a PDF: one page, and an attachment only when a text does not fit on it.

    On A4, or on Letter when the office says so. Same content, same bytes.
    """
    fonts.register()
    form = _Form(content, Wording(content.lang))
    out = BytesIO()
    canvas = PaperCanvas(
        out,
        title=form.title,
        subject=content.customer_name,
        lang=content.lang,
        made_at=content.made_at,
        on_page=form.around,
        pagesize=form.sheet.size,
    )
    form.draw(canvas)
    canvas.save()
    return out.getvalue()


class _Form(FormSigned):
    __slots__ = ()

    @property
    def sheet(self) -> look.Sheet:
        return look.sheet_of(self.c.office.paper)

    @property
    def title(self) -> str:
        number = f" {self.c.no}" if self.filled else ""
        return f"{self.w('form.title')}{number}"

    def draw(self, canvas: PaperCanvas) -> None:
        """Draw the main page and what hangs on it."""
        canvas.mark(self.title, 0)
        sheet = self.sheet
        blocks, left = self._fitting(sheet.height - _TOP - _FOOT)
        part = max(0.0, min(_MOST, left / sum(block.share for block in blocks)))
        x, y = (sheet.width - WIDTH) / 2, sheet.height - _TOP
        for block in blocks:
            y -= block.height + block.share * part
            block.table(part).drawOn(canvas, x, y)
        canvas.showPage()
        self._attachment(canvas)

    def _fitting(self, room: float) -> tuple[list[Block], float]:
        """The blocks in ``room`` points, and what they leave of it: as loose as they can be."""
        for self.tight in range(len(TIGHTER)):
            self.overflow.clear()
            blocks = self._blocks()
            left = room - sum(block.height for block in blocks)
            if left >= 0:
                break
        return blocks, left

    def _blocks(self) -> list[Block]:
        return [
            self.top(),
            self.customer(),
            *([self.stop()] if self.c.stop else []),
            self.terms(),
            self.grounds(),
            self.position(),
            self.effect(),
            self.proposal(),
            self.opinions(),
            self.decision(),
            self.notices(),
            self.log(),
        ]

    def _attachment(self, canvas: PaperCanvas) -> None:
        if not self.overflow:
            return
        sheet = self.sheet
        canvas.mark(self.w("form.attachment"), 0)
        form_attachment.draw(
            canvas,
            self.overflow,
            self.w("form.attachment_of", title=self.title),
            self.w.lang,
            left=(sheet.width - WIDTH) / 2,
            top=sheet.height - _TOP,
            width=WIDTH,
            height=sheet.height - _TOP - _FOOT - 6,
        )

    def around(self, canvas: PaperCanvas, page: int, pages: int, marks: tuple[Mark, ...]) -> None:
        """Head and foot of a page: the office's own lines, the form, and what it can be checked against."""
        c, w, sheet = self.c, self.w, self.sheet
        left = (sheet.width - WIDTH) / 2
        right = left + WIDTH
        code = w("form.code_at", code=c.fingerprint, row=c.journal_row) if c.journal_row else c.fingerprint
        version = c.methodology_version if c.fingerprint else ""
        named = [self.title, *([f"{w('origin.methodology')} {version}"] if version else [])]
        said = ["   ·   ".join(named), *([f"{w('foot.fingerprint')} {code}"] if code else []), c.office.foot]
        of = w("foot.page", page=page, pages=pages)
        with canvas.tags.artifact(canvas):
            canvas.setFillColor(look.MUTED)
            canvas.setFont(fonts.REGULAR, _SMALL)
            canvas.drawRightString(right, _FOOT_LINES[0], of)
            rooms = (WIDTH - fonts.width(of, _SMALL) - 10, WIDTH, WIDTH)
            for words, y, room in zip(said, _FOOT_LINES, rooms, strict=False):
                canvas.drawString(left, y, _line(words, room))
            canvas.drawString(left, sheet.height - 9.2 * look.mm, _line(c.office.head, WIDTH))


def _line(words: str, room: float) -> str:
    return fonts.trimmed(fonts.safe(words).replace("\n", " "), _SMALL, room)
