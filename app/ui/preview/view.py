"""The preview: pages one below the other, rendered when they come into sight."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.ui.context import Ui
from app.ui.frame.file_saving import FileSaving
from app.ui.frame.host import ScreenHost
from app.ui.preview.pages import Picture, page_sizes, render
from app.ui.runtime.files import write_file
from app.ui.widgets.buttons import Button, IconButton
from app.ui.widgets.flow import clear_layout
from app.ui.widgets.labels import Label
from app.ui.widgets.save_dialog import ask_place

_ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
_MARGIN = 14
_SCREEN_POINTS = 96 / 72  # pixels a point at zoom 1


class _Page(QWidget):
    """One page: white paper until its picture has come."""

    def __init__(self, ui: Ui, number: int, size: tuple[float, float], parent: QWidget) -> None:
        super().__init__(parent)
        self._ui, self.number, self.points = ui, number, size
        self.image: QImage | None = None
        self.asked = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_zoom(self, zoom: float) -> None:
        self.setFixedSize(round(self.points[0] * zoom * _SCREEN_POINTS), round(self.points[1] * zoom * _SCREEN_POINTS))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if self.image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.rect(), self.image)
        painter.setPen(self._ui.colour("border_strong"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class PdfPreview(QWidget):
    """Shows, zooms, prints and saves one PDF document. Keys: Ctrl++, Ctrl+-, Ctrl+0 (width), Page Up and Down."""

    loaded = Signal(int)  # pages
    rendered = Signal(int)  # number of the page whose picture has come

    def __init__(self, host: ScreenHost, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._host, self._ui = host, host.ui
        self._document = b""
        self._name = "document.pdf"
        self._pages: list[_Page] = []
        self._at = 0  # the page that is looked at, from 0
        self._saving = FileSaving(host, self, self._written)
        self._zoom: float | None = None  # None: fit the width
        self._settle = QTimer(self, singleShot=True, interval=60)
        self._settle.timeout.connect(self._render_seen)
        self._lay_out()

    def _lay_out(self) -> None:
        ui = self._ui
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        bar = QHBoxLayout()
        bar.setSpacing(6)
        self._smaller = IconButton(ui, "zoom-out", "ui.action.zoom_out")
        self._larger = IconButton(ui, "zoom-in", "ui.action.zoom_in")
        self._width = IconButton(ui, "fit-width", "ui.action.fit_width")
        self.where = Label(ui, "ui.preview.loading", role="muted", wrap=False)
        self._print = Button(ui, "ui.action.print", icon="print")
        self._save = Button(ui, "ui.action.save_pdf", icon="save")
        for widget in (self._smaller, self._larger, self._width, self.where):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self._print)
        bar.addWidget(self._save)
        outer.addLayout(bar)
        self.area = QScrollArea()
        self.area.setObjectName("preview")
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # or the width to fit would change with it
        self._body = QWidget()
        self._body.setObjectName("previewBody")
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self._column.setSpacing(_MARGIN)
        self.area.setWidget(self._body)
        outer.addWidget(self.area, 1)
        self._smaller.clicked.connect(self.zoom_out)
        self._larger.clicked.connect(self.zoom_in)
        self._width.clicked.connect(self.fit_width)
        self._print.clicked.connect(self.print_document)
        self._save.clicked.connect(self.save_as)
        self.area.verticalScrollBar().valueChanged.connect(self._scrolled)
        ui.language_changed.connect(self._name_area)
        self._name_area()
        self._allow()

    # --- document --------------------------------------------------------------------------------------------------

    def load_bytes(self, document: bytes, name: str = "document.pdf") -> None:
        """Show a document; ``name`` is offered when it is saved."""
        self._document, self._name = document, name
        self._host.runner.query(page_sizes, document, done=self._sized, key=f"preview-{id(self)}")

    def clear(self) -> None:
        """Show nothing, as before the first document."""
        self._document = b""
        self._pages = []
        clear_layout(self._column)
        self.where.set_key("ui.preview.loading")
        self._allow()

    @property
    def page_count(self) -> int:
        return len(self._pages)

    def _sized(self, sizes: tuple[tuple[float, float], ...]) -> None:
        clear_layout(self._column)
        self._pages = [_Page(self._ui, number, size, self._body) for number, size in enumerate(sizes)]
        for page in self._pages:
            self._column.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)
        self.area.verticalScrollBar().setValue(0)
        self._apply_zoom()
        self._allow()
        self._scrolled()
        self.loaded.emit(len(self._pages))

    # --- zoom and place --------------------------------------------------------------------------------------------

    @property
    def zoom(self) -> float:
        """Zoom in use; 1 is the size on paper on a screen of 96 dots an inch."""
        if self._zoom is not None:
            return self._zoom
        widest = max((page.points[0] for page in self._pages), default=595.0)
        return max(0.2, (self.area.viewport().width() - 2 * _MARGIN) / (widest * _SCREEN_POINTS))

    def zoom_in(self) -> None:
        self._set_zoom(next((one for one in _ZOOMS if one > self.zoom + 0.01), _ZOOMS[-1]))

    def zoom_out(self) -> None:
        self._set_zoom(next((one for one in reversed(_ZOOMS) if one < self.zoom - 0.01), _ZOOMS[0]))

    def fit_width(self) -> None:
        self._set_zoom(None)

    def _set_zoom(self, zoom: float | None) -> None:
        bar = self.area.verticalScrollBar()
        share = bar.value() / max(1, bar.maximum())
        self._zoom = zoom
        fitted = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if zoom is None else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.area.setHorizontalScrollBarPolicy(fitted)
        self._apply_zoom()
        self._body.adjustSize()
        bar.setValue(round(share * bar.maximum()))

    def _apply_zoom(self) -> None:
        zoom = self.zoom
        for page in self._pages:
            page.set_zoom(zoom)
        self._settle.start()

    def _scrolled(self) -> None:
        if self._pages:
            middle = self.area.verticalScrollBar().value() + self.area.viewport().height() // 3
            number = max((page.number for page in self._pages if self._top(page) <= middle), default=0)
            self._at = number
            self.where.set_key("ui.preview.page", page=number + 1, pages=len(self._pages))
            self._settle.start()

    def _top(self, page: _Page) -> int:
        """Where a page begins; the layout may not have placed it yet."""
        return _MARGIN + sum(one.height() + _MARGIN for one in self._pages[: page.number])

    def _render_seen(self) -> None:
        if not self._document or self._host.runner.closed:
            return
        top = self.area.verticalScrollBar().value()
        bottom = top + self.area.viewport().height()
        scale = self.zoom * _SCREEN_POINTS * self.devicePixelRatioF()
        for page in self._pages:
            near = self._top(page) < bottom + 400 and self._top(page) + page.height() > top - 400
            if not near:
                page.image, page.asked = None, 0.0  # a long document must not keep every picture
            elif page.asked != scale:
                page.asked = scale
                self._host.runner.query(
                    render, self._document, page.number, scale, done=self._rendered, key=f"preview-{id(self)}-{page.number}"
                )

    def _rendered(self, picture: Picture) -> None:
        if picture.number < len(self._pages):
            page = self._pages[picture.number]
            image = QImage(picture.data, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32)
            page.image = image.copy()
            page.update()
            self.rendered.emit(picture.number)

    # --- paper and file --------------------------------------------------------------------------------------------

    def print_document(self) -> None:
        """Ask for a printer and print; without any printer say so and offer to save.

        Whether there is one is asked off the window's thread: a print service that is down answers after many seconds.
        """
        if self._document:
            from app.ui.preview.printing import has_printer

            self._host.runner.query(has_printer, done=self._choose_printer, key=f"printers-{id(self)}")

    def _choose_printer(self, there: bool) -> None:
        from app.ui.preview.printing import make_printer, open_print_dialog

        if not self._document:
            return  # another page is shown by now
        if there:
            self._printer = make_printer(self._pages[0].points) if self._pages else make_printer()
            open_print_dialog(self, self._printer, len(self._pages), self._to_printer)
        else:
            self._host.ask("ui.preview.no_printer.title", "ui.preview.no_printer.text", "ui.action.save_pdf", self.save_as)

    def _to_printer(self) -> None:
        """Draw off the window's thread: a page at the fineness of paper takes longer than a window may wait."""
        from app.ui.preview.printing import print_pages

        self._host.toast("ui.preview.printing")
        self._host.runner.query(print_pages, self._document, self._printer, self._at + 1, done=self._printed)

    def _printed(self, sheets: int) -> None:
        self._host.toast("ui.preview.printed")

    def save_as(self) -> None:
        """Ask for a place and write the document there."""
        if not self._document:
            return
        kinds = self._ui.t("ui.preview.pdf_files")
        ask_place(self, self._ui.t("ui.action.save_pdf"), self._name, self.write_to, kinds=kinds, suffix="pdf")

    def write_to(self, name: str) -> None:
        """Write the document to the file ``name``, through a temporary file beside it; the officer chooses when it is in use."""
        self._saving.write(write_file, Path(name), self._document)

    def _written(self, path: Path) -> None:
        self._host.toast("ui.preview.saved", path=str(path))

    # ---------------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.area.verticalScrollBar()
        if event.matches(QKeySequence.StandardKey.ZoomIn):
            self.zoom_in()
        elif event.matches(QKeySequence.StandardKey.ZoomOut):
            self.zoom_out()
        elif event.key() == Qt.Key.Key_0 and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.fit_width()
        elif event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._zoom is None:
            self._apply_zoom()

    def _name_area(self) -> None:
        self.area.setAccessibleName(self._ui.t("ui.preview.name"))

    def _allow(self) -> None:
        for widget in (self._smaller, self._larger, self._width, self._print, self._save):
            widget.setEnabled(bool(self._document))
