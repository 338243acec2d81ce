"""A table of thousands of rows: what fits its column on one line is set as plain text, only the rest as paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import LongTable, Paragraph, Table, TableStyle

from app.services.documents.pdf import fonts, look
from app.services.documents.pdf.look import para, style
from app.services.documents.pdf.tables import BASE

_SIZE, _PAD = 7.6, 4.0


def long_list(
    lang: str, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], *, right: Sequence[int] = ()
) -> Table:
    """Return the table over the width of the page; ``widths`` are parts of it, ``right`` the columns of figures."""
    scale = look.WIDTH / sum(widths)
    room = [part * scale - 2 * _PAD for part in widths]
    body: list[list[str | Paragraph]] = [
        [para(head, _look(lang, column in right, True)) for column, head in enumerate(heads)],
        *([_cell(text, room[column], lang, column in right) for column, text in enumerate(row)] for row in rows),
    ]
    table = LongTable(body, colWidths=[part * scale for part in widths], repeatRows=1, hAlign="LEFT")
    commands: list[tuple[Any, ...]] = [
        BASE,
        ("FONT", (0, 1), (-1, -1), fonts.REGULAR, _SIZE, _SIZE * 1.42),
        ("TEXTCOLOR", (0, 1), (-1, -1), look.TEXT),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("LEFTPADDING", (0, 0), (-1, -1), _PAD),
        ("RIGHTPADDING", (0, 0), (-1, -1), _PAD),
        ("TOPPADDING", (0, 0), (-1, -1), 2.6),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.2),
        ("LINEBELOW", (0, 0), (-1, -1), 0.35, look.LINE),
        ("BACKGROUND", (0, 0), (-1, 0), look.HEAD),
        ("LINEBELOW", (0, 0), (-1, 0), 0.7, look.STRONG),
        *(("ALIGN", (column, 0), (column, -1), "RIGHT") for column in right),
    ]
    table.setStyle(TableStyle(commands))
    return table


def _cell(text: str, room: float, lang: str, right: bool) -> str | Paragraph:
    safe = fonts.safe(text)
    if "\n" not in safe and fonts.width(safe, _SIZE) <= room:
        return safe
    return para(text, _look(lang, right, False))


def _look(lang: str, right: bool, head: bool) -> ParagraphStyle:
    align: look.Align = "right" if right else "left"
    return style(lang, _SIZE - 0.6, bold=True, colour="muted", align=align) if head else style(lang, _SIZE, align=align)
