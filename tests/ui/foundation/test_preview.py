"""Preview, printing and saving show the same pages."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialog, QLabel

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

    asked: list[int] = []
    monkeypatch.setattr(printing, "has_printer", lambda: bool(asked.append(threading.get_ident())))
    preview.print_document()
    qtbot.waitUntil(lambda: preview.window().findChild(QDialog) is not None)
    assert len(asked) == 1 and threading.get_ident() not in asked  # a print service may keep its answer for a long time
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


def to_file(path: Path) -> QPrinter:
    """A printer that prints to a file."""
    printer = make_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def seen(paper: bytes, number: int = 0) -> QImage:
    picture = render(paper, number, 1.0)
    return QImage(picture.data, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32).copy()


def test_printing_draws_every_page(qtbot: Any, document: bytes, tmp_path: Path) -> None:
    assert print_pages(document, to_file(tmp_path / "paper.pdf")) == 2
    paper = (tmp_path / "paper.pdf").read_bytes()
    assert [size[0] > size[1] for size in page_sizes(paper)] == [False, True]
    assert seen(paper).pixelColor(200, 842 - 500).lightness() < 20


def test_only_the_pages_that_were_chosen_are_printed(qtbot: Any, document: bytes, tmp_path: Path) -> None:
    printer = to_file(tmp_path / "paper.pdf")
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 2)
    assert print_pages(document, printer) == 1
    assert [size[0] > size[1] for size in page_sizes((tmp_path / "paper.pdf").read_bytes())] == [True]
    printer.setPrintRange(QPrinter.PrintRange.CurrentPage)
    assert print_pages(document, printer, current=1) == 1
    assert [size[0] > size[1] for size in page_sizes((tmp_path / "paper.pdf").read_bytes())] == [False]


@pytest.mark.parametrize(("collate", "wide"), [(True, [False, True] * 3), (False, [False] * 3 + [True] * 3)])
def test_a_printer_that_cannot_repeat_gets_every_copy(
    collate: bool, wide: list[bool], qtbot: Any, document: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer = to_file(tmp_path / "paper.pdf")
    printer.setCopyCount(3)
    printer.setCollateCopies(collate)
    monkeypatch.setattr(QPrinter, "supportsMultipleCopies", lambda self: False)
    assert print_pages(document, printer) == 6
    assert [size[0] > size[1] for size in page_sizes((tmp_path / "paper.pdf").read_bytes())] == wide


@pytest.mark.parametrize("mode", list(QPrinter.ColorMode))
def test_black_and_white_has_no_colour(mode: QPrinter.ColorMode, qtbot: Any, tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595.28, 841.89))
    canvas.setFillColorRGB(0.64, 0.11, 0.1)  # the red of the stop notice
    canvas.rect(100, 400, 200, 200, fill=1)
    canvas.save()
    printer = to_file(tmp_path / "paper.pdf")
    printer.setColorMode(mode)
    print_pages(out.getvalue(), printer)
    drawn = seen((tmp_path / "paper.pdf").read_bytes()).pixelColor(200, 842 - 500)
    assert (drawn.saturation() > 100) is (mode == QPrinter.ColorMode.Color)
    assert drawn.lightness() < 120


def test_the_paper_is_that_of_the_document(qtbot: Any) -> None:
    assert make_printer().pageLayout().pageSize().id() == QPageSize.PageSizeId.A4
    assert make_printer((792.0, 612.0)).pageLayout().pageSize().id() == QPageSize.PageSizeId.Letter


@pytest.mark.qt_log_ignore("QPainter::begin", "propagateSizeHints", extend=True)
def test_a_place_that_cannot_be_printed_to_is_a_fault_that_says_so(qtbot: Any, document: bytes, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as fault:
        print_pages(document, to_file(tmp_path / "no folder" / "paper.pdf"))
    assert fault.value.key == "ui.preview.print_failed"


def test_printing_leaves_the_window_free_and_says_when_it_is_done(
    qtbot: Any, preview: PdfPreview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.ui.preview import printing

    drawn: list[int] = []
    draw = printing._draw

    def noted(*args: Any) -> None:
        drawn.append(threading.get_ident())
        draw(*args)

    monkeypatch.setattr(printing, "_draw", noted)
    preview._printer = to_file(tmp_path / "paper.pdf")
    preview._to_printer()
    done = preview._ui.t("ui.preview.printed")
    qtbot.waitUntil(lambda: done in preview.window().toast.text)  # type: ignore[attr-defined]
    assert len(drawn) == 2
    assert threading.get_ident() not in drawn
    assert len(page_sizes((tmp_path / "paper.pdf").read_bytes())) == 2


@pytest.mark.qt_log_ignore("QPainter::begin", "propagateSizeHints", extend=True)
def test_a_printer_that_refuses_is_told_with_a_way_out(qtbot: Any, preview: PdfPreview, tmp_path: Path) -> None:
    preview._printer = to_file(tmp_path / "no folder" / "paper.pdf")
    preview._to_printer()
    words = preview._ui.t("ui.preview.print_failed")
    window = preview.window()
    qtbot.waitUntil(lambda: any(label.isVisible() and words in label.text() for label in window.findChildren(QLabel)))
    assert preview.page_count == 2
    for dialog in window.findChildren(QDialog):
        dialog.close()
