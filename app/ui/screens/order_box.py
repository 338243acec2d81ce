"""One check of an order: exposure against limit, every reason against it, and the decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.models.domain.errors import UserError
from app.models.domain.orders import Asked
from app.services.orders.service import MAX_VALID
from app.services.orders.words import reason_line
from app.ui.forms.text_edits import TextEdit
from app.ui.forms.typed_edits import DateEdit
from app.ui.screens import order_words as words
from app.ui.screens.signing import may_sign
from app.ui.widgets.badge import Badge, GradeBadge
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.flow import FlowRow, clear_layout
from app.ui.widgets.key_value import KeyValue
from app.ui.widgets.labels import Label, SectionTitle

if TYPE_CHECKING:
    from app.models.domain.enums import Grade
    from app.models.domain.orders import OrderCheck
    from app.services.changes import Changed
    from app.services.orders.service import Standing
    from app.ui.frame.host import ScreenHost


@dataclass(frozen=True, slots=True)
class Shown:
    """What the box shows. ``decidable``: no later check of the same order. ``customer`` "" on the customer's own page."""

    check: OrderCheck
    today: date
    release_days: int
    decidable: bool
    customer: str = ""
    grade: Grade | None = None


class OrderBox(Card):
    """``show_order`` fills it; ``decided`` comes when the order was released, rejected or checked again here.

    How the check stands now is asked behind it: who may release it, and whether more speaks against it than it knew.
    """

    decided = Signal(object)  # OrderCheck
    customer_wanted = Signal(int)

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host.ui)
        self.host, self._ui = host, host.ui
        self.shown: Shown | None = None
        self.standing: Standing | None = None
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
        self.before = Label(ui, role="warning")
        for widget in (self.whose, self.badges, self.before, self.figures, SectionTitle(ui, "ui.orders.why")):
            self.body.addWidget(widget)
        self.body.addLayout(self.reasons)
        self.body.addWidget(self.ends)
        self.since = Label(ui, role="danger")
        self.again = Button(ui, "ui.orders.again", "secondary", "check")
        self.again.clicked.connect(self._check_again)
        self.body.addWidget(self.since)
        self.body.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._deciding())
        self.body.addWidget(self.customer, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()
        ui.language_changed.connect(self.retranslate)
        host.officer_changed.connect(self._other_officer)

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
            self.standing = None
            self._empty()
        if shown is not None:
            self.retranslate()
            if shown.decidable and (shown.check.waits or shown.check.free):
                self.host.runner.query(
                    self.host.services.orders.standing, shown.check.customer_id, shown.check.id,
                    done=self._stands, failed=self._gone, key="orders.standing",
                )

    def _empty(self) -> None:
        """Nothing typed, nothing told."""
        self.refused.clear()
        self.reason.set_value("")
        self.reason.set_error(None)
        self.reason.note_kept()
        self.until.set_error(None)
        if self.shown is not None:
            self.until.set_value(self.shown.today + timedelta(days=self.shown.release_days))

    def _other_officer(self, _name: str) -> None:
        """One officer's reason is not another's."""
        self._empty()
        self._show_standing()

    def _stands(self, standing: Standing) -> None:
        if self.shown is not None and standing.check_id == self.shown.check.id:
            self.standing = standing
            self._show_standing()

    def _gone(self, error: UserError) -> None:
        """The customer was removed while this was read; what is shown is about to be read anew."""

    def _show_standing(self) -> None:
        """What became of the order before, what speaks against it since, and who may release it."""
        ui, standing, shown = self._ui, self.standing, self.shown
        before = words.earlier(ui, standing) if standing is not None else ""
        self.before.set_text(before)
        self.before.setVisible(bool(before))
        worse = standing is not None and shown is not None and standing.worse and shown.decidable and (
            shown.check.waits or shown.check.stands(shown.today))
        self.since.setVisible(worse)
        self.again.setVisible(worse)
        if worse and standing is not None and shown is not None:
            key = "ui.orders.since_held" if shown.check.waits else "ui.orders.since_free"
            self.since.set_text(ui.t(key, what=words.since(ui, shown.check, standing.now)))
            if shown.check.free:
                self.state.set(*words.state(ui, shown.check, shown.today, stopped=True))
        self.release.setEnabled(standing is not None and not worse and may_sign(standing.level.signers, self.host.officer))
        refusal = standing.level.signers.get(self.host.officer) if standing is not None else None
        self.reject.setEnabled(refusal is None or refusal.key.startswith("order."))
        self.who.set_text(words.who(ui, standing) if standing is not None else "")

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
        self.state.set(*words.state(ui, check, shown.today, newest=shown.decidable))
        self.figures.set_rows(words.figures(ui, check))
        clear_layout(self.reasons)
        if check.clear:
            self.reasons.addWidget(Label(ui, "ui.orders.nothing", role="muted"))
        for one in check.reasons:
            text = reason_line(ui.texts, one, check.currency)
            self.reasons.addWidget(Label(ui, text=text, role=words.ROLES[one.level]))
        self.ends.set_text(words.ends(ui, check))
        self.deciding.setVisible(check.waits and shown.decidable)
        self._show_standing()

    # --- doing -------------------------------------------------------------------------------------------------------

    def _release(self) -> None:
        if self.shown is None or self.until.has_error():
            return
        if self.until.value() is None:
            self.until.set_error(UserError("order.valid", limit=MAX_VALID))
            self.until.setFocus()
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

    def _check_again(self) -> None:
        """The same order, with what is known now."""
        if self.shown is not None:
            check = self.shown.check
            asked = Asked(check.customer_id, check.number, check.amount, check.currency, check.term_days)
            self.again.setEnabled(False)
            self.host.runner.command(
                self.host.services.orders.check, asked, self.host.officer, done=self._checked_again, failed=self._not_done)

    def _checked_again(self, changed: Changed[OrderCheck]) -> None:
        self.again.setEnabled(True)
        self.host.toast("ui.orders.kept")
        self.decided.emit(changed.value)

    def _done(self, changed: Changed[OrderCheck]) -> None:
        self.reason.set_value("")
        self.reason.note_kept()
        self.host.toast(f"ui.orders.done_{changed.value.decided}")
        self.decided.emit(changed.value)

    def _not_done(self, error: UserError) -> None:
        self.again.setEnabled(True)
        field = {"reason": self.reason, "valid_until": self.until}.get(error.field or "")
        if field is not None and error.key in ("order.reason", "order.valid"):
            field.set_error(error)
            field.setFocus()
        else:
            self.refused.show_errors([error])

    def _to_customer(self) -> None:
        if self.shown is not None:
            self.customer_wanted.emit(self.shown.check.customer_id)
