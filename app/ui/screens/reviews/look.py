"""The light review of one customer: what changed since the last look, what it means, and the grade confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.forms.text_edits import TextEdit
from app.ui.qtmodels.rows import Column
from app.ui.widgets.badge import GradeBadge
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.reviews.service import Look
    from app.services.reviews.since import Found
    from app.ui.frame.host import ScreenHost

_NOTES = 4


class LookPane(Card):
    """``show_look(None)`` while nothing is chosen."""

    def __init__(self, host: ScreenHost) -> None:
        ui = host.ui
        super().__init__(ui, "ui.reviews.look")
        self._ui = ui
        self.look: Look | None = None
        self.none = Label(ui, "ui.reviews.look_none", role="muted")
        self.body.addWidget(self.none)
        self._inner = QWidget()
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(9)
        head = QHBoxLayout()
        self.name = Label(ui, role="strong")
        self.grade = GradeBadge(ui)
        head.addWidget(self.name, 1)
        head.addWidget(self.grade)
        column.addLayout(head)
        self.limit, self.last_day, self.why = Label(ui), Label(ui, role="small"), Label(ui)
        self.since = Label(ui, role="muted")
        self.found = DataTable(ui, [
            Column("kind", "ui.reviews.found.kind", width=110),
            Column("count", "ui.reviews.found.count", kind="number", places=0, width=72),
            Column("places", "ui.reviews.found.places", stretch=True, width=90),
        ], "ui.reviews.look", wrap=True)
        self.nothing = Label(ui, "ui.reviews.nothing")
        self.text = TextEdit(ui, "ui.reviews.text", lines=3, max_length=2000)
        self.text.setProperty("noDraft", True)     # it is about the customer that is chosen: kept by LookTexts
        self.caption = Label(ui, "ui.reviews.text", role="muted")
        self.until = Label(ui, role="small")
        for widget in (
            self.limit, self.last_day, self.since, self.found, self.nothing, self.why, self.caption, self.text, self.until
        ):
            column.addWidget(widget)
        self._buttons(host, column)
        self.notes = Label(ui, role="small")
        column.addWidget(self.notes)
        self.body.addWidget(self._inner)
        self.body.addStretch(1)
        self.show_look(None)

    def _buttons(self, host: ScreenHost, column: QVBoxLayout) -> None:
        self.confirm = host.actions.button("reviews.confirm", "primary")
        self.full = host.actions.button("reviews.full")
        self.explain = Button(self._ui, "ui.reviews.explain", "secondary")
        self.file = Button(self._ui, "ui.reviews.file", "ghost")
        for pair in ((self.confirm, self.full), (self.explain, self.file)):
            row = QHBoxLayout()
            row.setSpacing(8)
            for button in pair:
                row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)

    # --- showing ---------------------------------------------------------------------------------------------------

    def show_look(self, look: Look | None, typed: str = "") -> None:
        """Fill, or say that nothing is chosen. What is typed stays while the customer stays; ``typed`` is what was kept of it."""
        before, self.look = self.look, look
        self.none.setVisible(look is None)
        self._inner.setVisible(look is not None)
        if look is None:
            return
        ui, due = self._ui, look.due
        if before is None or before.due.customer_id != due.customer_id:
            self.text.set_value(typed)
            self.text.set_error(None)
        self.name.set_text(due.name)
        self.grade.set_grade(due.grade.name)
        late = due.due < look.today
        amount = ui.money(due.limit, due.currency, 0)
        if look.usable:
            self.limit.set_text(ui.t("ui.reviews.usable", amount=ui.money(look.usable, due.currency, 0)))
        else:
            told = [ui.t("ui.reviews.frozen_late" if late else "ui.reviews.frozen_held", amount=amount)]
            if look.in_force.holds:
                held = ui.t("ui.today.comma").join(ui.t(f"ui.reviews.held.{kind}") for kind in look.in_force.holds)
                told.append(ui.t("ui.reviews.held_by", what=held))
            self.limit.set_text("\n".join(told))
        self.last_day.set_text(ui.t("ui.reviews.last_day", day=ui.date(due.hard)))
        self.since.set_text(ui.t("ui.reviews.since", day=ui.date(look.since.astimezone().date())))
        self._show_found([one for one in look.found if one.count])
        self.why.set_text("\n".join(ui.t(key) for key in look.full))
        self.why.setVisible(bool(look.full))
        self.until.set_text(ui.t("ui.reviews.confirm_until", day=ui.date(look.next_review)))
        self.until.setVisible(not look.full)
        self.explain.setVisible(late)
        said = [
            ui.t("ui.reviews.said", day=ui.date(note.at.astimezone().date()), by=note.by, text=note.text)
            for note in look.notes[::-1] if note.text
        ]
        self.notes.set_text("\n".join(said[:_NOTES]))

    def _show_found(self, found: Sequence[Found]) -> None:
        ui = self._ui
        self.found.set_rows([
            (ui.t(f"ui.reviews.found.{one.kind}"), one.count, ", ".join(self._place(place) for place in one.places))
            for one in found
        ])
        self.found.fit_height()
        self.found.setVisible(bool(found))
        self.nothing.setVisible(not found)

    def _place(self, place: str) -> str:
        """The end of a period is a day; other names are shown as they are."""
        from datetime import date

        try:
            return self._ui.date(date.fromisoformat(place))
        except ValueError:
            return place

    def retranslate(self) -> None:
        self.show_look(self.look)
