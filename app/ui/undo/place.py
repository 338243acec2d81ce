"""Undo and redo: two actions that name their step, and the short notes that offer to take something back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence

from app.ui.actions.registry import Action
from app.ui.undo.typing import Typing
from app.ui.undo.words import step_name

if TYPE_CHECKING:
    from app.models.domain.errors import UserError
    from app.services.changes import Changed
    from app.services.undo.names import StepView
    from app.services.undo.service import Undo
    from app.ui.main_window import Frame

_GROUP = "ui.group.edit"
_REMOVALS = frozenset({"customer.delete", "statement.delete", "evidence.remove", "methodology.draft.discard", "sample.remove"})
"""After these a note offers at once to take them back."""
_OF_CUSTOMER = frozenset({"customer", "statements"})
_OF_CASE = frozenset({"case", "score", "approval", "documents"})


class UndoPlace(QObject):
    """Knows which step is undone next and which is done again; asks anew whenever something was changed."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._frame, self._ui, self._host = frame, frame.ui, frame.host
        self._service: Undo | None = None
        self.back_step: StepView | None = None
        self.again_step: StepView | None = None
        self.typing = Typing(self)
        add = frame.actions_.add
        add(Action(
            "edit.undo", "ui.undo.undo", self.undo, "Ctrl+Z", "undo", _GROUP, self._can_undo, menu="edit", text=self._undo_text,
            why_not=_why_no_undo,
        ))
        made = add(Action(
            "edit.redo", "ui.undo.redo", self.redo, "Ctrl+Shift+Z", "redo", _GROUP, self._can_redo, menu="edit",
            text=self._redo_text, why_not=_why_no_redo,
        ))
        made.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])

    def start(self) -> None:
        """The store is open: remember from now on."""
        self._service = getattr(self._host.services, "undo", None)
        if self._service is not None:
            self._host.runner.changed.connect(self._changed)
            self._host.officer_changed.connect(self._look)
            self._host.autosave.marked.connect(self.typing.note_marked)
            self._host.autosave.written.connect(self.typing.note_written)

    # --- doing -----------------------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take back the newest step; what is being typed is saved first, and is that step then."""
        if self._service is not None:
            self._host.runner.command(self._service.undo, self._host.officer, done=self._undone, failed=self._refused)

    def redo(self) -> None:
        """Do again what was undone last."""
        if self._service is not None:
            self._host.runner.command(self._service.redo, self._host.officer, done=self._redone, failed=self._refused)

    def _undone(self, changed: Changed[StepView]) -> None:
        self._leave_gone(changed.value)
        name = step_name(self._ui, changed.value)
        self._host.toast("ui.undo.undone", "ui.undo.redo", self.redo, step=name)

    def _redone(self, changed: Changed[StepView]) -> None:
        self._leave_gone(changed.value)
        name = step_name(self._ui, changed.value)
        self._host.toast("ui.undo.redone", "ui.undo.undo", self.undo, step=name)

    def _refused(self, error: UserError) -> None:
        self._frame.show_banner(self._ui.error_text(error), "warning")
        self._look()

    def _leave_gone(self, step: StepView) -> None:
        """A page of what is there no longer shows nothing true: go to the list it stood in."""
        screen, argument = self._frame.current, self._frame.argument
        of_customer = screen in _OF_CUSTOMER and argument in step.gone_customers
        of_case = screen in _OF_CASE and argument in step.gone_cases
        if of_case and step.customer_id and step.customer_id not in step.gone_customers:
            self._host.go("customer", step.customer_id)
        elif of_customer or of_case:
            self._host.go("customers")

    # --- the steps -------------------------------------------------------------------------------------------------

    def _changed(self, flags: frozenset[str], owner: object) -> None:
        self._look()

    def _look(self, *_: Any) -> None:
        if self._service is not None and not self._host.runner.closed:
            self._host.runner.query(self._service.peek, self._host.officer, done=self._show, key="undo.peek")

    def _show(self, steps: tuple[StepView | None, StepView | None]) -> None:
        before, (self.back_step, self.again_step) = self.back_step, steps
        step = self.back_step
        self.typing.note_step(made=step is not None and step != before)
        fresh = step is not None and (before is None or step.at > before.at) and self.again_step is None
        if step is not None and fresh and step.kind in _REMOVALS:
            self._host.toast("ui.undo.removed", "ui.undo.undo", self.undo, step=step_name(self._ui, step))
        self._frame.actions_.refresh()

    def _can_undo(self) -> bool:
        return self._service is not None and (self.back_step is not None or self._host.autosave.pending)

    def _can_redo(self) -> bool:
        return self.again_step is not None

    def _undo_text(self) -> str:
        step = self.back_step
        return self._ui.t("ui.undo.undo_step", step=step_name(self._ui, step)) if step else self._ui.t("ui.undo.undo")

    def _redo_text(self) -> str:
        step = self.again_step
        return self._ui.t("ui.undo.redo_step", step=step_name(self._ui, step)) if step else self._ui.t("ui.undo.redo")


def _why_no_undo() -> str:
    return "ui.undo.no_step"


def _why_no_redo() -> str:
    return "ui.undo.no_redo"
