"""Paper: the same pages as in the preview, drawn on a QPrinter.

``print_pages`` is for worker threads: Qt lets a QPrinter be painted on by any thread that has it for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QRect, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from app.models.domain.errors import EnvironmentFault
from app.ui.preview.pages import POINTS_PER_INCH, page_sizes, render

_MOST_DPI = 300
_A4 = (595.28, 841.89)


def has_printer() -> bool:
    """Whether the system knows any printer."""
    return bool(QPrinterInfo.availablePrinterNames())


def make_printer(size: tuple[float, float] = _A4) -> QPrinter:
    """A printer set to the paper of the document, ``size`` in points, without margins of its own: the pages bring theirs."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QSizeF(min(size), max(size)), QPageSize.Unit.Point))
    printer.setFullPage(True)
    return printer


def open_print_dialog(parent: QWidget, printer: QPrinter, pages: int, accepted: Callable[[], object]) -> QPrintDialog:
    """The system's print dialog; ``accepted`` (bound method) is called when the user prints."""
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, max(1, pages))
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintCurrentPage)
    dialog.accepted.connect(accepted)
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)
    return dialog


def print_pages(document: bytes, printer: QPrinter, current: int = 1) -> int:
    """Draw the pages that were chosen, as often and in the colours that were chosen; return how many sheets were sent.

    ``current``: the page (from 1) that "current page" means. EnvironmentFault when the printer, or the file that is
    printed to, does not take them.
    """
    sizes = page_sizes(document)
    order = _copies(_chosen(printer, len(sizes), current), printer)
    printer.setFullPage(True)
    _turn(printer, sizes[order[0] - 1])
    painter = QPainter()
    if not painter.begin(printer):
        raise EnvironmentFault("ui.preview.print_failed")
    good = True
    for place, number in enumerate(order):
        if place:
            _turn(printer, sizes[number - 1])
            good = printer.newPage()
        if not good:
            break
        _draw(painter, printer, document, number)
    ended = painter.end()
    if not (good and ended) or printer.printerState() == QPrinter.PrinterState.Error:
        raise EnvironmentFault("ui.preview.print_failed")
    return len(order)


def _draw(painter: QPainter, printer: QPrinter, document: bytes, number: int) -> None:
    picture = render(document, number - 1, min(_MOST_DPI, printer.resolution()) / POINTS_PER_INCH)
    image = QImage(picture.data, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32)
    if printer.colorMode() == QPrinter.ColorMode.GrayScale:
        image = image.convertToFormat(QImage.Format.Format_Grayscale8)
    room = printer.pageLayout().fullRectPixels(printer.resolution())
    size = image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    painter.drawImage(QRect(room.topLeft(), size), image)


def _chosen(printer: QPrinter, pages: int, current: int) -> list[int]:
    """The pages (from 1) that are printed: all, the one that is seen, or those of the ranges that were typed."""
    if printer.printRange() == QPrinter.PrintRange.CurrentPage:
        return [min(max(1, current), pages)]
    ranges = [(part.from_, part.to) for part in printer.pageRanges().toRangeList()]
    typed = ranges or [(printer.fromPage() or 1, printer.toPage() or pages)]
    return [number for number in range(1, pages + 1) if any(first <= number <= last for first, last in typed)] or [1]


def _copies(chosen: list[int], printer: QPrinter) -> list[int]:
    """The pages in the order of the sheets; a printer that cannot repeat a document gets its pages more than once."""
    copies = 1 if printer.supportsMultipleCopies() else max(1, printer.copyCount())
    return chosen * copies if printer.collateCopies() else list(_repeated(chosen, copies))


def _repeated(chosen: list[int], copies: int) -> Iterator[int]:
    for number in chosen:
        yield from [number] * copies


def _turn(printer: QPrinter, size: tuple[float, float]) -> None:
    wide = size[0] > size[1]
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait)
