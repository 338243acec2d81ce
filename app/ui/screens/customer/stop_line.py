"""Why new orders of a customer are stopped, in sight on every page of its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.models.domain.errors import UserError
from app.models.domain.holds import BLACKLIST, STOP, WARNINGS, Hold
from app.models.domain.lists import Standing
from app.ui.forms.text_edits import LineEdit
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.ui.frame.host import ScreenHost


class StopLine(Card):
    """Hidden while nothing holds the limit and nothing on the lists is met. What an officer may end is ended here, with a reason;
    ``ended`` comes after that.
    """

    ended = Signal()

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
        outer = self.layout()
        if outer is not None:
            outer.setContentsMargins(15, 7, 15, 7)
        self.body.addLayout(row)
        self.reason = LineEdit(host.ui, "ui.lists.lift_reason", max_length=4000, placeholder_key="ui.lists.lift_hint")
        self.reason.setProperty("noDraft", True)
        self.end = Button(host.ui, "ui.lists.lift.stop", "secondary")
        self.end.clicked.connect(self._end)
        ending = QHBoxLayout()
        ending.setSpacing(10)
        ending.addWidget(self.reason, 1)
        ending.addWidget(self.end, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(ending)
        host.ui.language_changed.connect(self._show)
        self.hide()

    def show_standing(self, customer_id: int, holds: tuple[Hold, ...], standing: Standing | None) -> None:
        """Show how a customer stands; None: it is not kept yet."""
        self.customer_id = customer_id
        self._found = (holds, standing) if standing is not None else None
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
        self.reason.setVisible(bool(kind))
        self.end.setVisible(bool(kind))
        if kind:
            self.end.set_key(f"ui.lists.lift.{kind}")
        self.open.setVisible(held or bool(standing.hits) or bool(standing.own))
        self.setVisible(bool(lines))

    def _liftable(self) -> str:
        """The kind of hold that an officer may end: the stop of an officer before the freeze by warnings; "" for none."""
        kinds = {one.kind for one in self._found[0]} if self._found is not None else set()
        return next((kind for kind in (STOP, WARNINGS) if kind in kinds), "")

    def _end(self) -> None:
        self.reason.set_error(None)
        self.host.runner.command(
            self.host.services.holds.lift, self.customer_id, self._liftable(), str(self.reason.value()), self.host.officer,
            done=self._ended, failed=self._refused,
        )

    def _ended(self, _changed: object) -> None:
        self.reason.set_value("")
        self.ended.emit()

    def _refused(self, error: UserError) -> None:
        self.reason.set_error(self._ui.error_text(error))
        self.reason.setFocus()

    def _open(self) -> None:
        if self._found is not None:
            _, standing = self._found
            entry = next((one for one in standing.own if one.ended is None), None)
            met = next((hit.listing for hit in standing.hits), None)
            judged = ("met", self.customer_id, met.id if met is not None else None)
            self.host.go("lists", entry.id if entry is not None else judged)
