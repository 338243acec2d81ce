"""Comparing a printed grade-change form with the log: its number and its code are typed, the answer is words."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.models.domain.errors import UserError
from app.models.domain.log import FormFit
from app.ui.forms.form_grid import FormGrid
from app.ui.forms.text_edits import TextEdit
from app.ui.forms.typed_edits import DecimalEdit
from app.ui.widgets.badge import Badge
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.flow import FlowRow
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.ui.frame.screen import Screen

LENGTH = 64
"""Signs of a code."""
_MOST = Decimal(10**9)


class CompareForm(Card):
    """``begin`` shows it. ``entry_wanted`` brings the number of the entry whose form fits."""

    entry_wanted = Signal(int)

    def __init__(self, screen: Screen) -> None:
        ui = screen.ui
        super().__init__(ui, "ui.changes.compare")
        self.host, self._ui = screen.host, ui
        self.fit: FormFit | None = None
        self._no = 0
        self.body.addWidget(Label(ui, "ui.changes.compare_hint", role="small"))
        grid = FormGrid(ui, label_width=90)
        self.no, self.code = DecimalEdit(ui, minimum=Decimal(1), maximum=_MOST), TextEdit(ui, lines=3, max_length=200)
        for field, key in ((self.no, "ui.changes.form_no"), (self.code, "ui.changes.form_code")):
            grid.add(field, key=key)
            field.setProperty("noDraft", True)       # a paper in the hand, not work of this store
            field.edited.connect(self._typed)
        self.body.addWidget(grid)
        self.answer, self.told = Badge(ui), Label(ui)
        answers = FlowRow(spacing=8)
        answers.add(self.answer)
        self.body.addWidget(answers)
        self.body.addWidget(self.told)
        self.close_, self.open_ = Button(ui, "ui.changes.compare_close", "ghost"), Button(ui, "ui.changes.compare_open")
        self.start = Button(ui, "ui.changes.compare_start", "primary", "check")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for button, slot in ((self.close_, self.hide), (self.open_, self._open), (self.start, self._compare)):
            row.addWidget(button)
            button.clicked.connect(slot)
        self.body.addLayout(row)
        ui.language_changed.connect(self._tell)
        self._tell()
        self.hide()

    def begin(self) -> None:
        """Ask for number and code of a form."""
        self.fit = None
        for field in (self.no, self.code):
            field.set_value(None)
            field.set_error(None)
        self._tell()
        self.show()
        self.no.setFocus()

    def _typed(self, value: object) -> None:
        """An answer is about what was compared, not about what is typed now."""
        self.fit = None
        self._tell()

    def _compare(self) -> None:
        self.fit = None
        self._tell()
        for field in (self.no, self.code):
            field.commit()
        no, code = self.no.value(), "".join(self.code.value().split()).replace("-", "").lower()
        whole = no is not None and no == int(no)
        if not self.no.has_error():
            self.no.set_error(None if whole else UserError("ui.changes.form_no_missing"))
        right = len(code) == LENGTH and set(code) <= set("0123456789abcdef")
        self.code.set_error(None if right else UserError("ui.changes.code_length", n=len(code), wanted=LENGTH))
        if self.no.has_error() or self.code.has_error():
            (self.no if self.no.has_error() else self.code).setFocus()
            return
        self._no = int(no)
        self.host.runner.query(
            self.host.services.log.compare_form, self._no, code, done=self._compared, key="changes.compare")

    def _compared(self, fit: FormFit) -> None:
        self.fit = fit
        self._tell()

    def _tell(self) -> None:
        ui, fit = self._ui, self.fit
        for widget in (self.answer, self.told):
            widget.setVisible(fit is not None)
        self.open_.setVisible(fit in (FormFit.FITS, FormFit.OTHER_CODE))
        if fit is not None:
            fits = fit is FormFit.FITS
            self.answer.set(ui.t("ui.changes.fits" if fits else "ui.changes.fits_not"), "good" if fits else "danger")
            self.told.set_text(ui.t(f"ui.changes.fit.{fit.value}", no=self._no))

    def _open(self) -> None:
        self.entry_wanted.emit(self._no)
