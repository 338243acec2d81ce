"""The square code of a page: who has the paper can compare it with the journal without typing 64 signs."""

from __future__ import annotations

from typing import Any

from reportlab.graphics.barcode.qr import QrCode

from app.services.documents.pdf.canvas import PaperCanvas

_QUIET = 2  # modules of white around the code; the page around it gives the rest


def stamp(canvas: PaperCanvas, text: str, x: float, y: float, size: float) -> None:
    """Draw the code of ``text`` with its lower left corner at (x, y), ``size`` points wide.

    It is kept in the file once for all pages. Level M: an eighth of it may be soiled.
    """
    form = f"code-{size:g}"
    kept: Any = canvas
    if not canvas.hasForm(form):
        code = QrCode(text, width=size, height=size, qrBorder=_QUIET, qrLevel="M")
        kept.beginForm(form, 0, 0, size, size)
        code.canv = canvas
        kept.setFillColorRGB(0, 0, 0)
        code.draw()
        kept.endForm()
    canvas.saveState()
    canvas.translate(x, y)
    canvas.doForm(form)
    canvas.restoreState()
