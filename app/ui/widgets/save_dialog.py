"""Asking where a file shall be saved."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_place(
    parent: QWidget, title: str, name: str, then: Callable[[str], object], *, kinds: str = "", suffix: str = ""
) -> QFileDialog:
    """Open the dialog with ``name`` offered and return at once; ``then`` (bound method) is given the chosen file's name.

    ``kinds``: the filter, such as "PDF documents (*.pdf)"; ``suffix`` is put behind a name that was typed without one.
    """
    dialog = QFileDialog(parent, title, name, kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(then)
    dialog.open()
    return dialog
