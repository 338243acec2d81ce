"""Why new orders of a customer are stopped, in sight on every page of its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.models.domain.errors import UserError
from app.models.domain.holds import BLACKLIST, STOP, WARNINGS, Hold
from app.models.domain.lists import Standing
from app.ui.forms.text_edits import LineEdit
from app.ui.screens.signing import why_not
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.services.cases.signing import Signers
    from app.ui.frame.host import ScreenHost


class StopLine(Card):
    """Hidden while nothing holds the limit and nothing on the lists is met. What an officer may end is ended here, with a reason,
    which is asked for when it is wanted.
    """

    def __init__(self, host: ScreenHost, parent: QWidget | None = None) -> None:
        super().__init__(host.ui, parent=parent)
        self.host, self._ui = host, host.ui
        self.customer_id = 0
        self._found: tuple[tuple[Hold, ...], Standing] | None = None
        row = QHBoxLayout()
        row.setSpacing(10)
        self.text = Label(host.ui, role="danger")
        row.addWidget(self.text, 1)
        self.open = Button(host.ui, "ui.lists.open", "ghost")
        self.open.clicked.connect(self._open)
        row.addWidget(self.open, 0, Qt.AlignmentFlag.AlignTop)
        self.begin = Button(host.ui, "ui.lists.lift_begin.stop", "secondary")
        self.begin.clicked.connect(self._unfold)
        row.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignTop)
        outer = self.layout()
        if outer is not None:
            outer.setContentsMargins(15, 7, 15, 7)
        self.body.addLayout(row)
        self.reason = LineEdit(host.ui, "ui.lists.lift_reason", max_length=4000, placeholder_key="ui.lists.lift_hint")
        self.reason.setProperty("noDraft", True)
        self.end = Button(host.ui, "ui.lists.lift.stop", "secondary")
        self.end.clicked.connect(self._end)
        self.why_not = Label(host.ui, role="danger")
        self.cancel = Button(host.ui, "ui.cancel", "ghost")
        self.cancel.clicked.connect(self._fold)
        self.ending = QWidget()
        ending = QHBoxLayout(self.ending)
        ending.setContentsMargins(0, 0, 0, 0)
        ending.setSpacing(10)
        ending.addWidget(self.reason, 1)
        ending.addWidget(self.why_not, 1)
        ending.addWidget(self.end, 0, Qt.AlignmentFlag.AlignTop)
        ending.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.ending)
        self._signers: Signers | None = None
        host.ui.language_changed.connect(self._show)
        host.officer_changed.connect(self._other_officer)
        self.hide()

    def show_standing(self, customer_id: int, holds: tuple[Hold, ...], standing: Standing | None) -> None:
        """Show how a customer stands; None: it is not kept yet."""
        kind = self._liftable()
        other, self.customer_id = customer_id != self.customer_id, customer_id
        self._found = (holds, standing) if standing is not None else None
        if other or kind != self._liftable():
            self._fold()      # a reason is of one customer and one hold
        self.setVisible(self._found is not None)
        self._show()

    def _show(self) -> None:
        if self._found is None:
            return
        ui, (holds, standing) = self._ui, self._found
        lines = ["⚠ " + ui.t(f"ui.lists.held.{one.kind}", reason=one.reason) for one in holds]
        held = any(one.kind == BLACKLIST for one in holds)
        lines += [ui.t(f"ui.lists.met.{hit.listing.kind}", name=hit.listing.name,
                              keys=", ".join(ui.t(f"ui.lists.key.{key}") for key in hit.keys))
                  for hit in standing.hits if not hit.differs]
        self.text.set_text("\n".join(lines))
        self.text.set_role("danger" if holds else "warning")
        kind = self._liftable()
        self.begin.setVisible(bool(kind) and self.ending.isHidden())
        if kind:
            self.begin.set_key(f"ui.lists.lift_begin.{kind}")
            self.end.set_key(f"ui.lists.lift.{kind}")
        self._show_signer()
        self.open.setVisible(held or bool(standing.hits) or bool(standing.own))
        self.setVisible(bool(lines))

    def _liftable(self) -> str:
        """The kind of hold that an officer may end: the stop of an officer before the freeze by warnings; "" for none."""
        kinds = {one.kind for one in self._found[0]} if self._found is not None else set()
        return next((kind for kind in (STOP, WARNINGS) if kind in kinds), "")

    def _unfold(self) -> None:
        """Ask for the reason, and who may give it."""
        self.ending.show()
        self.begin.hide()
        self._ask_signers()
        self.reason.setFocus()

    def _fold(self) -> None:
        """Nothing is being ended."""
        self.reason.set_value("")
        self.reason.set_error(None)
        self._signers = None
        self.ending.hide()
        self.begin.setVisible(bool(self._liftable()))

    def _other_officer(self, _name: str) -> None:
        """One officer's reason is not another's."""
        self._fold()

    def _ask_signers(self) -> None:
        self.host.runner.query(
            self.host.services.holds.lifters, self.customer_id, self._liftable(), done=self._signers_read, key="customer.lifters")

    def _signers_read(self, signers: Signers) -> None:
        self._signers = signers
        self._show_signer()

    def _show_signer(self) -> None:
        """One who may not end it is told so, and who may."""
        problem = why_not(self._ui, self._signers, self.host.officer) if self._signers else ""
        self.why_not.set_text(problem)
        self.why_not.setVisible(bool(problem))
        self.reason.setVisible(not problem)
        self.end.setVisible(not problem)

    def _end(self) -> None:
        self.reason.set_error(None)
        self.host.runner.command(
            self.host.services.holds.lift, self.customer_id, self._liftable(), str(self.reason.value()), self.host.officer,
            done=self._ended, failed=self._refused,
        )

    def _ended(self, _changed: object) -> None:
        self._fold()

    def _refused(self, error: UserError) -> None:
        self.reason.set_error(error)
        self.reason.setFocus()

    def _open(self) -> None:
        if self._found is not None:
            _, standing = self._found
            entry = next((one for one in standing.own if one.ended is None), None)
            met = next((hit.listing for hit in standing.hits), None)
            judged = ("met", self.customer_id, met.id if met is not None else None)
            self.host.go("lists", entry.id if entry is not None else judged)
