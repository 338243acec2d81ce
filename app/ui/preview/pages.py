"""PDF pages as pictures, rendered by PDFium. Plain functions for worker threads; PDFium serves one thread at a time."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from app.models.domain.errors import EnvironmentFault

_PDFIUM = threading.Lock()
POINTS_PER_INCH = 72


@dataclass(frozen=True, slots=True)
class Picture:
    """One page: ``data`` holds 4 bytes a pixel (blue, green, red, unused), row by row."""

    number: int
    width: int
    height: int
    stride: int
    data: bytes


def page_sizes(document: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of every page in points; EnvironmentFault when it is no PDF."""
    import pypdfium2 as pdfium

    with _PDFIUM:
        try:
            pdf = pdfium.PdfDocument(document)
        except pdfium.PdfiumError as error:
            raise EnvironmentFault("ui.preview.damaged") from error
        try:
            return tuple(pdf.get_page_size(number) for number in range(len(pdf)))
        finally:
            pdf.close()


def render(document: bytes, number: int, scale: float) -> Picture:
    """Page ``number`` (from 0), ``scale`` pixels a point."""
    import pypdfium2 as pdfium

    with _PDFIUM:
        pdf = pdfium.PdfDocument(document)
        try:
            page = pdf[number]
            bitmap = page.render(scale=scale, prefer_bgrx=True)
            picture = Picture(number, bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
            bitmap.close()
            page.close()
            return picture
        finally:
            pdf.close()
