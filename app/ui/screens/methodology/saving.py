"""Writing a list of this screen to a file that the officer names."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.models.domain.errors import UserError
from app.ui.widgets.save_dialog import ask_place

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.ui.frame.host import ScreenHost

Rows = Sequence[Sequence[str | Decimal | int | None]]


class TableExport(QObject):
    """Asks for a place, then writes off the window's thread."""

    def __init__(self, host: ScreenHost, parent: QWidget) -> None:
        super().__init__(parent)
        self._host, self._parent = host, parent
        self._table: tuple[str, list[str], Rows] = ("", [], [])

    def ask(self, title: str, name: str, heads: list[str], rows: Rows) -> None:
        """Open the dialog; ``name`` is offered without its ending."""
        ui = self._host.ui
        self._table = (title, heads, rows)
        kinds = f"{ui.t('ui.methodology.xlsx_files')};;{ui.t('ui.methodology.csv_files')}"
        ask_place(self._parent, title, f"{name}.xlsx", self.write, kinds=kinds, suffix="xlsx")

    def write(self, place: str) -> None:
        """Write the table that was asked for to ``place``."""
        self._host.runner.query(_write, Path(place), *self._table, self._host.ui.lang, done=self._written)

    def _written(self, path: Path) -> None:
        self._host.toast("ui.methodology.written", path=str(path))


def _write(path: Path, title: str, heads: list[str], rows: Rows, lang: str) -> Path:
    from app.services.table_file import write_table

    try:
        write_table(path, title, heads, rows, lang)
    except OSError as error:
        raise UserError("ui.methodology.not_written", path=str(path), why=error.strerror or str(error)) from error
    return path
