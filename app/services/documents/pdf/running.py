"""Head and foot of the pages of a dossier: whose it is, which page, and what it can be checked against."""

from __future__ import annotations

from app.services.documents.pdf import fonts, look, qr
from app.services.documents.pdf.canvas import Mark, PaperCanvas
from app.services.documents.pdf.parts_cover import contents
from app.services.documents.pdf.press import Press

# As much of the fingerprint as a foot shows; the square code and part 13 have the whole of it.
_FINGERPRINT = 28
_CODE = 15.5 * look.mm
_HEAD, _FOOT = 7.2, 6.6


class Running:
    """Draws head and foot of each page, and on the cover the contents."""

    def __init__(self, press: Press) -> None:
        self._p = press
        self._sheet = press.sheet

    def draw(self, canvas: PaperCanvas, page: int, pages: int, marks: tuple[Mark, ...]) -> None:
        """Draw what surrounds page ``page`` of ``pages``."""
        if page == 1:
            contents(self._p, canvas, marks)
        with canvas.tags.artifact(canvas):
            self._own_line(canvas)
            if page > 1:
                self._head(canvas)
            self._foot(canvas, page, pages)

    def _own_line(self, canvas: PaperCanvas) -> None:
        """The line that the settings give to the head of every page."""
        line = fonts.safe(self._p.content.office.head).replace("\n", " ")
        if line:
            canvas.setFont(fonts.REGULAR, _HEAD)
            canvas.setFillColor(look.MUTED)
            canvas.drawString(self._sheet.left, self._sheet.height - 9 * look.mm, fonts.trimmed(line, _HEAD, look.WIDTH))

    def _head(self, canvas: PaperCanvas) -> None:
        c, w = self._p.content, self._p.w
        y, right = self._sheet.height - 14 * look.mm, self._sheet.right
        number = fonts.safe(c.origin.number)
        mark = fonts.safe(w("sample.mark")) if c.origin.sample else ""
        canvas.setFont(fonts.REGULAR, _HEAD)
        canvas.setFillColor(look.MUTED)
        canvas.drawRightString(right, y, number)
        taken = fonts.width(number, _HEAD) + 14
        if mark:
            canvas.setFillColor(look.WARN)
            canvas.setFont(fonts.BOLD, _HEAD)
            canvas.drawRightString(right - taken, y, mark)
            taken += fonts.width(mark, _HEAD, bold=True) + 14
        canvas.setFillColor(look.MUTED)
        canvas.setFont(fonts.REGULAR, _HEAD)
        name = fonts.safe(f"{w('dossier.title')}  ·  {c.customer.name}").replace("\n", " ")
        canvas.drawString(self._sheet.left, y, fonts.trimmed(name, _HEAD, look.WIDTH - taken))
        self._rule(canvas, y - 5)

    def _foot(self, canvas: PaperCanvas, page: int, pages: int) -> None:
        """The square code at the right, beside it the page, at the left the fingerprint and the line of the settings."""
        c, w = self._p.content, self._p.w
        left, right = self._sheet.left, self._sheet.right
        top = look.BOTTOM - 3.5 * look.mm
        self._rule(canvas, top)
        qr.stamp(canvas, c.origin.seal, right - _CODE, top - _CODE - 1.5, _CODE)
        edge = right - _CODE - 8
        canvas.setFont(fonts.REGULAR, _FOOT)
        canvas.setFillColor(look.MUTED)
        number = w("foot.page", page=page, pages=pages)
        canvas.drawRightString(edge, top - 12, number)
        room = edge - left - fonts.width(number, _FOOT) - 14
        fingerprint = c.origin.fingerprint[:_FINGERPRINT] or w("origin.not_stored")
        lines = (
            f"{w('foot.fingerprint')} {fingerprint}",
            c.office.foot or w("foot.confidential"),
            c.office.name,
        )
        for place, line in enumerate(line for line in lines if line):
            words = fonts.safe(line).replace("\n", " ")
            canvas.drawString(left, top - 12 - 9 * place, fonts.trimmed(words, _FOOT, room if place == 0 else edge - left))

    def _rule(self, canvas: PaperCanvas, y: float) -> None:
        canvas.setStrokeColor(look.LINE)
        canvas.setLineWidth(0.5)
        canvas.line(self._sheet.left, y, self._sheet.right, y)
