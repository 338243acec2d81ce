"""Paper: the same pages as in the preview, drawn on a QPrinter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from app.ui.preview.pages import POINTS_PER_INCH, page_sizes, render

_MOST_DPI = 300


def has_printer() -> bool:
    """Whether the system knows any printer."""
    return bool(QPrinterInfo.availablePrinterNames())


def make_printer() -> QPrinter:
    """A printer set to A4 without margins of its own: the document brings its margins."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    return printer


def open_print_dialog(parent: QWidget, pages: int, accepted: Callable[[], object]) -> QPrintDialog:
    """The system's print dialog; ``accepted`` (bound method) is called when the user prints."""
    dialog = QPrintDialog(make_printer(), parent)
    dialog.setMinMax(1, max(1, pages))
    dialog.accepted.connect(accepted)
    QDialog.open(dialog)
    return dialog


def print_pages(document: bytes, printer: QPrinter) -> bool:
    """Draw the chosen pages; False when the printer does not start."""
    sizes = page_sizes(document)
    first = max(1, printer.fromPage())
    last = min(len(sizes), printer.toPage() or len(sizes))
    printer.setFullPage(True)
    _turn(printer, sizes[first - 1])
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for number in range(first - 1, last):
        if number > first - 1:
            _turn(printer, sizes[number])
            printer.newPage()
        picture = render(document, number, min(_MOST_DPI, printer.resolution()) / POINTS_PER_INCH)
        image = QImage(picture.data, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32)
        room = printer.pageLayout().fullRectPixels(printer.resolution())
        size = image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRect(room.topLeft(), size), image)
    return painter.end()


def _turn(printer: QPrinter, size: tuple[float, float]) -> None:
    wide = size[0] > size[1]
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait)
