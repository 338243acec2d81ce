"""The view model of the approval screen: the terms being typed, and the commands of both officers."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.models.domain.enums import CaseState, ChangeClass, Grade
from app.models.domain.rating import Override
from app.models.domain.records import Proposal, Terms
from app.ui.runtime.autosave import Autosave, Write
from app.ui.runtime.runner import Runner
from app.ui.screens.approval.reading import Matter, place_of, read_matter
from app.ui.screens.signing import may_sign

if TYPE_CHECKING:
    from app.services.changes import Changed
    from app.services.registry import Services

_NUMBERS = ("limit", "prepayment_pct")
_COUNTS = ("term_days", "review_days")
_DAYS = ("effective",)
_RAW = "unreadable"
TERMS = ("limit", "term_days", "prepayment_pct", "security", "release", "review_days")
TEXTS = ("grounds", "text", "conditions")


class ApprovalModel(QObject):
    """``typed`` holds only what the officer set differently from the policy, ``raw`` the texts of fields that cannot be read.

    Both survive a crash as a draft.
    """

    loaded = Signal()
    proposed = Signal()
    decided = Signal(object)

    def __init__(self, services: Services, runner: Runner, autosave: Autosave, officer: Callable[[], str]) -> None:
        super().__init__()
        self._services, self._runner, self._autosave, self._officer = services, runner, autosave, officer
        self.case_id = 0
        self.matter: Matter | None = None
        self.typed: dict[str, Any] = {}
        self.raw: dict[str, str] = {}

    # --- reading ---------------------------------------------------------------------------------------------------

    def load(self, case_id: int) -> None:
        """Read a case; what was typed for another one is saved first."""
        self._autosave.flush()
        if case_id != self.case_id:
            self.matter, self.typed, self.raw = None, {}, {}
        self.case_id = case_id
        self._runner.query(read_matter, self._services, case_id, self._officer(), done=self._loaded, key="approval")

    def refresh(self) -> None:
        """Read the same case again."""
        if self.case_id:
            self._runner.query(read_matter, self._services, self.case_id, self._officer(), done=self._loaded, key="approval")

    @property
    def officer(self) -> str:
        """Who works at the window and signs."""
        return self._officer()

    @property
    def can_propose(self) -> bool:
        """Whether the terms can be typed and sent."""
        matter = self.matter
        if matter is None or matter.draft is None or matter.change is not None:
            return False
        return matter.state != "open" and matter.view.head.state is not CaseState.REJECTED

    @property
    def may_send(self) -> bool:
        """Whether the officer in use may send the proposal of this case, and take it back."""
        return self.matter is not None and may_sign(self.matter.senders, self.officer)

    @property
    def waits(self) -> bool:
        """Whether a proposal waits for its decision."""
        return self.matter is not None and self.matter.state == "open"

    @property
    def can_reopen(self) -> bool:
        """Whether the case was rejected and nobody works on it again yet."""
        return self.matter is not None and self.matter.view.head.state is CaseState.REJECTED

    @property
    def decided_on(self) -> Proposal | None:
        """The proposal to be shown instead of what could be typed; None while terms can be typed."""
        matter = self.matter
        return matter.proposal if matter is not None and not self.can_propose and matter.state != "withdrawn" else None

    # --- typing ----------------------------------------------------------------------------------------------------

    def change(self, name: str, value: object) -> None:
        """Take what was typed into a field of the proposal; None or "" is as the policy says."""
        self.raw.pop(name, None)
        if value in (None, ""):
            self.typed.pop(name, None)
        else:
            self.typed[name] = value
        self._autosave.touch(("proposal", self.case_id), self._write)

    def change_raw(self, name: str, text: str) -> None:
        """Take a text that cannot be read: it is kept with the draft and nothing is sent while it stands there."""
        self.raw[name] = text
        self._autosave.touch(("proposal", self.case_id), self._write)

    def forget(self) -> None:
        """Throw away what was typed and not sent."""
        self.typed, self.raw = {}, {}
        self._autosave.forget(("proposal", self.case_id))
        self._runner.command(self._services.drafts.drop, self._officer(), place_of(self.case_id))

    # --- commands --------------------------------------------------------------------------------------------------

    def propose(self) -> None:
        """Send the proposal to the second officer."""
        arguments = {name: int(value) if name in _COUNTS else value for name, value in self.typed.items()}
        self._runner.command(_propose, self._services, self.case_id, self._officer(), arguments, done=self._proposed)

    def withdraw(self) -> None:
        """Take the open proposal back."""
        self._take_back()
        self._runner.command(self._services.grading.withdraw, self._open_id(), self._officer(), done=self._taken)

    def approve(self, note: str) -> None:
        """The yes of the second officer, who is the one in use."""
        self._runner.command(self._services.grading.approve, self._open_id(), self._officer(), note, done=self._decided)

    def reject(self, note: str) -> None:
        """The no of the second officer, who is the one in use."""
        self._runner.command(self._services.grading.reject, self._open_id(), self._officer(), note, done=self._taken)

    def reopen(self) -> None:
        """Work on after a rejection."""
        self._take_back()
        self._runner.command(self._services.cases.reopen, self.case_id, self._officer(), done=self._taken)

    def declare(self) -> None:
        """The assessor declares to be independent."""
        self._runner.command(self._services.cases.declare_independence, self.case_id, self._officer(), done=self._taken)

    def override(self, grade: Grade | None, reason: str, expires: date | None) -> None:
        """Set an override, or take it away when there is no grade."""
        wanted = None
        if grade is not None:
            wanted = Override(grade, reason, expires or self._services.clock.today(), self._officer())
        self._runner.command(self._services.grading.override, self.case_id, wanted, self._officer(), done=self._taken)

    def sign_override(self) -> None:
        """The second signature under the override, by the officer in use."""
        self._runner.command(self._services.grading.sign_override, self.case_id, self._officer(), done=self._taken)

    # ---------------------------------------------------------------------------------------------------------------

    def _take_back(self) -> None:
        """What was proposed stands in the form again, where it differs from the policy."""
        matter = self.matter
        if matter is None or matter.proposal is None or matter.draft is None:
            return
        usual, proposed = _figures(matter.draft.terms), shown_of(matter.proposal)
        self.typed = {name: proposed[name] for name in TERMS if proposed[name] != usual[name]}
        self.typed.update({name: proposed[name] for name in TEXTS if proposed[name]})

    def _open_id(self) -> int:
        assert self.matter is not None and self.matter.proposal is not None
        return self.matter.proposal.id

    def _write(self) -> Write | None:
        if not self.can_propose:
            return None
        return Write(self._services.drafts.put, self._officer(), place_of(self.case_id), _dump(self.typed, self.raw))

    def _loaded(self, matter: Matter) -> None:
        if self.matter is None and matter.kept and matter.state != "open":
            self.typed, self.raw = _load(matter.kept)
        self.matter = matter
        self.loaded.emit()

    def _proposed(self, changed: Changed[Any]) -> None:
        self.typed, self.raw = {}, {}
        self._runner.command(self._services.drafts.drop, self._officer(), place_of(self.case_id))
        self.proposed.emit()
        self.refresh()

    def _decided(self, changed: Changed[Any]) -> None:
        self.decided.emit(changed.value)
        self.refresh()

    def _taken(self, changed: Changed[Any]) -> None:
        self.refresh()


def _figures(terms: Terms) -> dict[str, Any]:
    """The terms as the fields hold them: days as figures too."""
    values = {name: getattr(terms, name) for name in TERMS}
    return {name: Decimal(value) if isinstance(value, int) else value for name, value in values.items()}


def shown_of(proposal: Proposal) -> dict[str, Any]:
    """What the fields show of a proposal."""
    others = {name: getattr(proposal, name) for name in (*TEXTS, *_DAYS, "change_class")}
    return {**_figures(proposal.terms), **others}


def _propose(services: Services, case_id: int, by: str, arguments: dict[str, Any]) -> Changed[Any]:
    return services.grading.propose(case_id, by, **arguments)


def _dump(typed: dict[str, Any], raw: dict[str, str]) -> str:
    plain = {name: str(value) if isinstance(value, Decimal | date) else value for name, value in typed.items()}
    return json.dumps({**plain, _RAW: raw} if raw else plain)


def _load(payload: str) -> tuple[dict[str, Any], dict[str, str]]:
    """What was typed, as it was: the values, and the texts that could not be read."""
    found: dict[str, Any] = {}
    kept = json.loads(payload)
    raw = kept.pop(_RAW, {})
    for name, value in kept.items():
        if name in _NUMBERS or name in _COUNTS:
            found[name] = Decimal(value)
        elif name in _DAYS:
            found[name] = date.fromisoformat(value)
        elif name == "grounds":
            found[name] = tuple(value)
        elif name == "change_class":
            found[name] = ChangeClass(value)
        else:
            found[name] = value
    return found, raw
