"""One check of an order: exposure against limit, every reason against it, and the decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.models.domain.errors import UserError
from app.services.orders.words import reason_line
from app.ui.forms.text_edits import TextEdit
from app.ui.forms.typed_edits import DateEdit
from app.ui.screens import order_words as words
from app.ui.widgets.badge import Badge, GradeBadge
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.flow import FlowRow, clear_layout
from app.ui.widgets.key_value import KeyValue
from app.ui.widgets.labels import Label, SectionTitle

if TYPE_CHECKING:
    from app.models.domain.enums import Grade, Role
    from app.models.domain.orders import OrderCheck
    from app.services.changes import Changed
    from app.ui.frame.host import ScreenHost


@dataclass(frozen=True, slots=True)
class Shown:
    """What the box shows. ``decidable``: no later check of the same order. ``customer`` "" on the customer's own page."""

    check: OrderCheck
    today: date
    releaser: Role
    release_days: int
    decidable: bool
    customer: str = ""
    grade: Grade | None = None


class OrderBox(Card):
    """``show_order`` fills it; ``decided`` comes when the order was released or rejected here."""

    decided = Signal(object)  # OrderCheck
    customer_wanted = Signal(int)

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host.ui)
        self.host, self._ui = host, host.ui
        self.shown: Shown | None = None
        ui = host.ui
        self.badges = FlowRow(spacing=6)
        self.state, self.grade = Badge(ui), GradeBadge(ui)
        self.badges.add(self.state)
        self.badges.add(self.grade)
        self.customer = Button(ui, "ui.orders.to_customer", "ghost", "customers")
        self.customer.clicked.connect(self._to_customer)
        self.whose = Label(ui, role="strong")
        self.figures = KeyValue(ui)
        self.reasons = QVBoxLayout()
        self.reasons.setSpacing(4)
        self.ends = Label(ui, role="small")
        self.ends.set_selectable()
        for widget in (self.whose, self.badges, self.figures, SectionTitle(ui, "ui.orders.why")):
            self.body.addWidget(widget)
        self.body.addLayout(self.reasons)
        self.body.addWidget(self.ends)
        self.body.addWidget(self._deciding())
        self.body.addWidget(self.customer, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()
        ui.language_changed.connect(self.retranslate)

    def _deciding(self) -> QWidget:
        ui = self._ui
        self.deciding = QWidget()
        column = QVBoxLayout(self.deciding)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(5)
        self.refused = Banner(ui)
        self.who = Label(ui, role="small")
        self.reason = TextEdit(ui, "ui.orders.reason_of", lines=2, max_length=2000)
        self.until = DateEdit(ui, "ui.orders.valid")
        for field in (self.reason, self.until):
            field.setProperty("noDraft", True)     # it is about the order that is chosen, not about the page
        column.addWidget(self.refused)
        column.addWidget(self.who)
        for key, editor in (("ui.orders.reason_of", self.reason), ("ui.orders.valid", self.until)):
            label = Label(ui, key, role="muted")
            label.setBuddy(editor.editor)
            column.addWidget(label)
            column.addWidget(editor)
        self.release = Button(ui, "ui.orders.release", "primary", "check")
        self.reject = Button(ui, "ui.orders.reject", "secondary", "close")
        self.release.clicked.connect(self._release)
        self.reject.clicked.connect(self._reject)
        buttons = FlowRow(spacing=8)
        buttons.add(self.release)
        buttons.add(self.reject)
        column.addWidget(buttons)
        return self.deciding

    # --- showing -----------------------------------------------------------------------------------------------------

    def show_order(self, shown: Shown | None) -> None:
        """Show a check, or nothing. What was typed about it stays while the same one is shown again."""
        before, self.shown = self.shown, shown
        self.setVisible(shown is not None)
        other = shown is None or before is None or shown.check.id != before.check.id
        if other:
            self.refused.clear()
            self.reason.set_value("")
            self.reason.note_kept()
        if shown is not None:
            if other:
                self.until.set_value(shown.today + timedelta(days=shown.release_days))
            self.retranslate()

    def retranslate(self) -> None:
        """The texts in the language in use."""
        if self.shown is None:
            return
        ui, shown, check = self._ui, self.shown, self.shown.check
        self.set_title(words.title(ui, check))
        self.whose.set_text(shown.customer)
        self.whose.setVisible(bool(shown.customer))
        self.customer.setVisible(bool(shown.customer))
        self.grade.set_grade(None if shown.grade is None else shown.grade.name)
        self.grade.setVisible(bool(shown.customer))
        self.state.set(*words.state(ui, check, shown.today))
        self.figures.set_rows(words.figures(ui, check))
        clear_layout(self.reasons)
        if check.clear:
            self.reasons.addWidget(Label(ui, "ui.orders.nothing", role="muted"))
        for one in check.reasons:
            text = reason_line(ui.texts, one, check.currency)
            self.reasons.addWidget(Label(ui, text=text, role=words.ROLES[one.level]))
        self.ends.set_text(words.ends(ui, check))
        self.deciding.setVisible(check.waits and shown.decidable)
        self.who.set_text(ui.t("ui.orders.who", role=ui.t(f"ui.role.{shown.releaser.value}")))

    # --- doing -------------------------------------------------------------------------------------------------------

    def _release(self) -> None:
        if self.shown is None or self.until.has_error():
            return
        call = partial(self.host.services.orders.release, valid_until=self.until.value())
        self.host.runner.command(
            call, self.shown.check.id, self.reason.value(), self.host.officer, done=self._done, failed=self._not_done)

    def _reject(self) -> None:
        if self.shown is not None:
            self.host.runner.command(
                self.host.services.orders.reject, self.shown.check.id, self.reason.value(), self.host.officer,
                done=self._done, failed=self._not_done,
            )

    def _done(self, changed: Changed[OrderCheck]) -> None:
        self.reason.set_value("")
        self.reason.note_kept()
        self.host.toast(f"ui.orders.done_{changed.value.decided}")
        self.decided.emit(changed.value)

    def _not_done(self, error: UserError) -> None:
        field = {"reason": self.reason, "valid_until": self.until}.get(error.field or "")
        if field is not None and error.key in ("order.reason", "order.valid"):
            field.set_error(self._ui.error_text(error))
            field.setFocus()
        else:
            self.refused.show_message(self._ui.error_text(error), "danger")

    def _to_customer(self) -> None:
        if self.shown is not None:
            self.customer_wanted.emit(self.shown.check.customer_id)
