"""Preview, printing and saving show the same pages."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialog

from app.models.domain.errors import EnvironmentFault
from app.ui.application import Window
from app.ui.frame.screen import Screen
from app.ui.frame.spec import ScreenSpec
from app.ui.preview import PdfPreview
from app.ui.preview.pages import page_sizes, render
from app.ui.preview.printing import make_printer, print_pages
from app.ui.runtime.files import write_file

SPECS = (ScreenSpec("one", "ui.group.general", "document", "ui.section.work", Screen),)


@pytest.fixture(scope="module")
def document() -> bytes:
    """Two A4 pages, one of them lying; a black square on each."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.rect(100, 400, 200, 200, fill=1)
    canvas.showPage()
    canvas.setPageSize(landscape(A4))
    canvas.rect(50, 50, 100, 100, fill=1)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture
def preview(qtbot: Any, open_window: Callable[..., Window], document: bytes) -> PdfPreview:
    window = open_window(SPECS)
    shown = window.frame.stack.currentWidget()
    assert isinstance(shown, Screen)
    made = PdfPreview(window.frame.host)
    shown.body.addWidget(made)
    with qtbot.waitSignal(made.rendered, timeout=5000):
        made.load_bytes(document, "form.pdf")
    return made


def test_sizes_and_pictures_of_pages(document: bytes) -> None:
    assert [tuple(round(side) for side in size) for size in page_sizes(document)] == [(595, 842), (842, 595)]
    picture = render(document, 0, 1.0)
    image = QImage(picture.data, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32)
    assert image.pixelColor(200, 842 - 500).lightness() == 0
    assert image.pixelColor(20, 20).lightness() == 255


def test_what_is_no_pdf_is_a_fault_of_the_file() -> None:
    with pytest.raises(EnvironmentFault):
        page_sizes(b"no pdf at all")


def test_the_preview_shows_pages_and_zooms(qtbot: Any, preview: PdfPreview) -> None:
    assert preview.page_count == 2
    assert preview.where.text() == "Page 1 of 2"
    wide = preview.zoom
    with qtbot.waitSignal(preview.rendered, timeout=5000):
        qtbot.keyClick(preview, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert preview.zoom > wide
    preview.zoom_out()
    preview.fit_width()
    assert preview.zoom == pytest.approx(wide, rel=0.1)


def test_without_a_printer_it_says_so_and_offers_to_save(
    qtbot: Any, preview: PdfPreview, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.ui.preview import printing

    monkeypatch.setattr(printing, "has_printer", lambda: False)
    preview.print_document()
    dialog = preview.window().findChild(QDialog)
    assert dialog is not None
    assert preview._ui.t("ui.preview.no_printer.text") in [label.text() for label in dialog.findChildren(type(preview.where))]
    dialog.close()


def test_saving_writes_the_same_bytes_through_a_temporary_file(
    qtbot: Any, preview: PdfPreview, document: bytes, tmp_path: Path
) -> None:
    target = tmp_path / "out.pdf"
    preview.write_to(str(target))
    qtbot.waitUntil(target.exists)
    qtbot.waitUntil(lambda: str(target) in preview.window().toast.text)  # type: ignore[attr-defined]
    assert target.read_bytes() == document
    assert list(tmp_path.glob(".*.part")) == []
    with pytest.raises(EnvironmentFault):
        write_file(tmp_path / "no folder" / "x.pdf", b"")


def test_printing_draws_every_page(qtbot: Any, document: bytes, tmp_path: Path) -> None:
    printer = make_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    assert print_pages(document, printer)
    paper = (tmp_path / "paper.pdf").read_bytes()
    assert [size[0] > size[1] for size in page_sizes(paper)] == [False, True]
    picture = render(paper, 0, 1.0)
    image = QImage(picture.data, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32)
    assert image.pixelColor(200, 842 - 500).lightness() < 20
