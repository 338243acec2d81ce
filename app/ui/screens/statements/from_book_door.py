"""The way from the statements screen into workbooks and back: files asked for or dropped, the page, the toast, the undo."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from app.ui.frame.host import ScreenHost
    from app.ui.screens.statements.from_book import BookPage
    from app.ui.screens.statements.model import StatementsModel

SHEETS = ("xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "tsv")


class BookDoor(QObject):
    """Shows the page in place of the figures; the page is made when it is first wanted. ``told(sentence, kind)``."""

    refused = Signal(object)
    told = Signal(str, str)
    opened = Signal()

    def __init__(self, host: ScreenHost, model: StatementsModel, figures: QWidget) -> None:
        super().__init__(figures)
        self._host, self._model, self._figures = host, model, figures
        self.place = QWidget()
        column = QVBoxLayout(self.place)
        column.setContentsMargins(0, 0, 0, 0)
        self.place.hide()
        self.page: BookPage | None = None

    @property
    def is_open(self) -> bool:
        """Whether the page of workbooks is shown."""
        return not self.place.isHidden()

    def ask(self) -> None:
        """Ask for the files."""
        ui = self._host.ui
        kinds = " ".join(f"*.{suffix}" for suffix in SHEETS)
        title, names = ui.t("ui.action.statements_book"), f"{ui.t('ui.from_book.kinds')} ({kinds})"
        dialog = QFileDialog(self._figures.window(), title, "", names)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._selected)
        dialog.open()

    def takes(self, urls: Sequence[QUrl]) -> bool:
        """Whether dropped files are tables, each of them, so that statements may be in them."""
        names = [url.toLocalFile() for url in urls if url.isLocalFile()]
        return bool(names) and len(names) == len(urls) and all(Path(name).suffix.casefold()[1:] in SHEETS for name in names)

    def drop(self, urls: Sequence[QUrl]) -> None:
        """Read dropped files."""
        self.open([Path(url.toLocalFile()) for url in urls])

    def open(self, paths: Sequence[Path]) -> None:
        """Read files for the customer whose statements are shown."""
        reading = self._model.reading
        if reading is None or not paths:
            return
        self._host.save_now()  # what was typed stands in the store before it is compared
        page = self._made()
        self._figures.hide()
        self.place.show()
        page.start(reading.customer.id or 0, paths, reading.methodology)
        self.opened.emit()

    def leave(self) -> None:
        """The screen is left, or another customer is shown: what is on its way is not waited for."""
        if self.is_open and self.page is not None:
            self.page.leave()

    def can_take(self) -> bool:
        """Whether periods can be taken now."""
        return self.is_open and self.page is not None and self.page.can_take()

    def take(self) -> None:
        """Take the chosen periods."""
        if self.page is not None:
            self.page.take_now()

    # ---------------------------------------------------------------------------------------------------------------

    def _made(self) -> BookPage:
        from app.ui.screens.statements.from_book import BookPage

        if self.page is None:
            self.page = BookPage(self._host)
            layout = self.place.layout()
            assert layout is not None
            layout.addWidget(self.page)
            self.page.closed.connect(self._close)
            self.page.taken.connect(self._taken)
            self.page.refused.connect(self.refused)
            self.page.changed.connect(self._changed)
            self.page.work.undone.connect(self._undone)
        return self.page

    def _selected(self, names: list[str]) -> None:
        self.open([Path(name) for name in names])

    def _close(self) -> None:
        self.place.hide()
        self._figures.show()
        self._changed()

    def _changed(self) -> None:
        self._host.actions.refresh()

    def _taken(self, many: int) -> None:
        assert self.page is not None
        self._close()
        self._model.refresh()
        text = self._host.ui.plural("ui.from_book.n_periods", many)
        self._host.toast("ui.from_book.done", "ui.from_book.undo", self.page.work.undo, text=text)

    def _undone(self, text: str, stays: bool) -> None:
        self._model.refresh()
        self.told.emit(text, "warning" if stays else "good")

