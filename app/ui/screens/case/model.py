"""An open case: reading it, taking what is typed, saving it, and asking what it is worth so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from app.models.domain.answers import Guarantee
from app.models.domain.enums import AnswerState
from app.models.domain.errors import Conflict, ProblemList, UserError
from app.models.domain.records import CaseHead, CaseView
from app.ui.runtime.autosave import Autosave, Write
from app.ui.runtime.runner import Runner
from app.ui.screens.case import reading as work
from app.ui.screens.case.conflicts import Conflicts, OtherHead, clashing, merged
from app.ui.screens.case.content import CaseContent
from app.ui.screens.case.reading import HEAD_FIELDS, Assessment, Reading, Saved
from app.ui.screens.case.sections import sections
from app.ui.screens.saving import Versions

if TYPE_CHECKING:
    from app.services.changes import Changed
    from app.services.registry import Services

ASSESS_PAUSE_MS = 150
OWN_LEDGER = "OWN"
"""Key of the source of what the own ledger says, in a methodology that knows it."""


class CaseModel(CaseContent):
    """One case. What is typed counts at once in the score; it is written by autosave a moment later."""

    def __init__(self, services: Services, runner: Runner, autosave: Autosave, officer: Callable[[], str]) -> None:
        super().__init__()
        self._services, self._runner, self._autosave, self._officer = services, runner, autosave, officer
        self._read_head: CaseHead | None = None  # as it was read or saved last, without what is being typed
        self._versions = Versions()
        self._writes = self._read_at = 0  # writes sent so far, and when what is shown next was asked for
        self._pause = QTimer(self, singleShot=True, interval=ASSESS_PAUSE_MS)
        self._pause.timeout.connect(self.assess_now)
        self.conflicts = Conflicts(self)
        self.conflicts.changed.connect(self.problem_changed)
        self.other_head = OtherHead(self)
        self.other_head.changed.connect(self._head_read)
        autosave.failed.connect(self._not_saved)

    # --- reading ---------------------------------------------------------------------------------------------------

    def load(self, case_id: int) -> None:
        """Open a case; what was typed in the last one is saved first."""
        self._autosave.flush()
        self._read(case_id)

    def _read(self, case_id: int) -> None:
        self._read_at = self._writes
        self._runner.query(work.read_case, self._services, case_id, self._officer(), done=self._show, key="case.read")

    def suspend(self) -> None:
        """The screen is left: nothing is computed until it is shown again."""
        self._pause.stop()

    def refresh(self) -> None:
        """Read again what other screens may have changed; not while something typed is on its way."""
        if self.reading is not None and not self.quiet:
            self._pause.start()
        elif self.reading is not None:
            self._read(self.head.id)

    @property
    def officer(self) -> str:
        """Who works at the window and signs."""
        return self._officer()

    @property
    def today(self) -> date:
        """The day by the clock of the services."""
        return self._services.clock.today()

    # --- typing ----------------------------------------------------------------------------------------------------

    def change(self, question_id: str, **fields: Any) -> None:
        """Take what was typed into fields of the answer. A value makes the answer known, no value makes it empty again."""
        answer = self.answer(question_id)
        if "value" in fields and "state" not in fields:
            fields["state"] = AnswerState.EMPTY if _nothing(fields["value"]) else AnswerState.VALUE
            if fields["state"] is AnswerState.EMPTY:
                fields["value"] = None
                if fields.get("rows", answer.rows) or any(dict(answer.details).values()):
                    fields["state"] = answer.state
        if (fields.get("rows") or any(dict(fields.get("details") or {}).values())) and answer.state is AnswerState.EMPTY:
            fields.setdefault("state", AnswerState.VALUE)
        changed = replace(answer, **fields)
        if "value" in fields:
            self._forget_draft(question_id)
        self._clear_places(question_id, fields)
        if changed == answer:
            return
        self.answers[question_id] = changed
        self._dirty.add(question_id)
        self._pasted.discard(question_id)
        if changed.state is AnswerState.NOT_APPLICABLE and not changed.reason.strip():
            place = f"{question_id}.reason"
            self._set_problem(place, UserError("ui.case.reason_missing", place))
        self._autosave.touch(("answers", self.head.id), self._write_answers)
        self._pause.start()
        self.answer_changed.emit(question_id)

    def paste(self, answers: Mapping[str, Mapping[str, Any]]) -> None:
        """Take answers out of the clipboard, and save them at once: the history says where they come from."""
        self.save_now()
        for question_id, fields in answers.items():
            self.change(question_id, **fields)
        self._pasted |= answers.keys() & self._dirty
        self.save_now()

    def set_state(self, question_id: str, state: AnswerState, reason: str = "") -> None:
        """Say that nobody knows, that the question does not apply (with a reason), or that it is open again."""
        self.change(question_id, state=state, value=None, reason=reason if state is AnswerState.NOT_APPLICABLE else "")

    def confirm(self, question_id: str) -> None:
        """What was taken over from the last case is found so today as well."""
        if self.to_confirm(question_id):
            self.change(question_id, as_of=self.today)

    def take_from_ledger(self, question_id: str) -> None:
        """Answer with what the own ledger says, as of its day and with the own ledger as the source."""
        found = self.from_ledger(question_id)
        if found is not None and self.reading is not None:
            known = {source.key for source in self.reading.methodology.sources}
            sources = (OWN_LEDGER,) if OWN_LEDGER in known else self.answer(question_id).sources
            self.change(question_id, value=found.value, as_of=found.day, sources=sources)
            self.save_now()

    def keep_draft(self, question_id: str, raw: str, problem: UserError | None = None) -> None:
        """Keep a text that cannot be read as it was typed; the answer itself stays what it was."""
        if self.drafts.get(question_id) != raw:
            self.drafts[question_id] = raw
            self._autosave.touch(("drafts", self.head.id), self._write_drafts)
        if problem is not None:
            self._set_problem(question_id, problem)

    def forget_drafts(self) -> tuple[str, ...]:
        """Throw away every text that cannot be read; returns the questions beside which one stood."""
        items = tuple(self.drafts)
        self.drafts.clear()
        self._autosave.touch(("drafts", self.head.id), self._write_drafts)
        for item in items:
            self._set_problem(item, None)
        return items

    def change_head(self, **fields: Any) -> None:
        """Take what was typed into fields of the head."""
        changed = replace(self.head, **fields)
        if changed == self.head:
            return
        self._head = changed
        self._dirty.add("head")
        for place in [place for place in self.problems if place.split(".")[0] in fields]:
            self._set_problem(place, None)
        self._autosave.touch(("case", changed.id), self._write_head)
        self._pause.start()
        self.head_changed.emit()

    def read_report_costs(self, done: Callable[[Any], None]) -> None:
        """What outside reports of all customers cost in this quarter."""
        self._runner.query(self._services.reports.costs, 1, done=done, key="case.report_costs")

    def change_guarantees(self, rows: tuple[Guarantee, ...]) -> None:
        """Take the table of guarantees."""
        if rows != self.guarantees:
            self.guarantees = rows
            self._dirty.add("guarantees")
            self._clear_places("guarantees", ())
            self._autosave.touch(("guarantees", self.head.id), self._write_guarantees)
            self._pause.start()
            self.guarantees_changed.emit()

    def settle(self, item: str, *, mine: bool) -> None:
        """Of two answers one is chosen: what is typed here, saved over the other; or what somebody else has saved."""
        theirs = self.conflicts.take(item)
        self._set_problem(item, None)
        if mine:
            self.answers[item] = replace(self.answer(item), version=theirs.version)
            self._dirty.add(item)
            self._autosave.touch(("answers", self.head.id), self._write_answers)
        else:
            self.answers[item] = theirs
            self._dirty.discard(item)
            self._pause.start()
        self.answer_changed.emit(item)

    def clashes(self) -> tuple[str, ...]:
        """Fields of the head that hold one value here and another one that somebody else has saved."""
        theirs = self.other_head.theirs
        return clashing(self.head, self._read_head, theirs) if theirs is not None and self._read_head is not None else ()

    def settle_head(self, *, mine: bool) -> None:
        """What is typed here is saved over the fields of the other head, or that head is taken as it is."""
        read, theirs = self._read_head, self.other_head.take()
        if theirs is None or read is None:
            return
        self._head = merged(self.head, read, theirs) if mine else theirs
        self._read_head = theirs
        self._dirty.add("head") if mine else self._dirty.discard("head")
        self._set_problem("case", None)
        self._autosave.touch(("case", theirs.id), self._write_head)
        self._pause.start()
        self.head_changed.emit()

    # --- commands --------------------------------------------------------------------------------------------------

    def add_evidence(self, paths: Sequence[Path]) -> None:
        """Take files into the case."""
        if paths:
            self._command(work.add_files, self._read_head, tuple(paths), done=self._evidence_added)

    def declare_independence(self) -> None:
        """The assessor declares to have no tie to the customer or its account owner."""
        self._command(work.declare, self.head.id, done=self._head_saved_outside)

    def take_over(self, question_id: str) -> None:
        """Take the last case's answer to a question nobody has answered here."""
        self._command(work.take_over, self._read_head, (question_id,), done=self._taken_over)

    def take_over_all(self) -> None:
        """Take the last case's answers to everything nobody has answered here, and its securities where there are none."""
        self._command(work.take_over, self._read_head, None, done=self._all_taken_over)

    def can_take_over(self) -> tuple[str, ...]:
        """Ids of the questions whose last answer could be taken over."""
        last = self.reading.view.last_answers if self.reading is not None and not self.read_only else {}
        empty = (AnswerState.EMPTY,)
        return tuple(item for item, answer in last.items() if answer.state not in empty and self.answer(item).state in empty)

    def save_now(self) -> None:
        """Write what was typed without waiting for a pause."""
        self._autosave.flush()

    def verify(self) -> None:
        """A second person, who is the officer in use, confirms the key items."""
        self._command(work.verify, self.head.id, done=self._head_saved_outside)

    def assess_now(self) -> None:
        """Score what stands on the screen; a newer question replaces an older one."""
        self._pause.stop()
        if self.reading is not None:
            self._runner.query(work.assess, self._services, self.view, done=self._assessed, key="case.assess")

    # --- saving ----------------------------------------------------------------------------------------------------

    def _forget_draft(self, question_id: str) -> None:
        if self.drafts.pop(question_id, None) is not None:
            self._autosave.touch(("drafts", self.head.id), self._write_drafts)

    def _write_drafts(self) -> Write:
        return Write(work.save_drafts, self._services, self.head.id, dict(self.drafts), self._officer())

    def _write_answers(self) -> Write | None:
        ready = sorted(item for item in self._dirty - {"head", "guarantees"} if not self.blocked(item))
        if not ready:
            return None
        self._send(*ready)
        answers = tuple(self.answers[item] for item in ready)
        call = work.save_pasted if self._pasted.issuperset(ready) else work.save_answers
        return self._write(call, answers, self._answers_saved)

    def _answers_saved(self, changed: Changed[Saved]) -> None:
        self._follow_head(changed.value.head)
        for saved in changed.value.value:
            self._sent.discard(saved.item)
            if saved.item not in self._dirty:
                self._pasted.discard(saved.item)
            shown = self.answers.get(saved.item)
            if shown is not None:
                newer = {"version": saved.version, "by": saved.by, "at": saved.at, "second_by": saved.second_by}
                self.answers[saved.item] = replace(shown, **newer)

    def _taken_over(self, changed: Changed[Saved]) -> None:
        self._follow_head(changed.value.head)
        for answer in changed.value.value:
            self.answers[answer.item] = answer
            self._clear_places(answer.item, ())
            self.answer_changed.emit(answer.item)
        self.assess_now()

    def _all_taken_over(self, changed: Changed[Saved]) -> None:
        self._taken_over(changed)
        self.taken_over.emit(len(changed.value.value))
        self.refresh()

    def _write_head(self) -> Write | None:
        if "head" not in self._dirty or self.problems.keys() & set(HEAD_FIELDS):
            return None
        self._send("head")
        return Write(work.save_head, self._services, self._versions, self.head, self._officer(), done=self._head_saved)

    def _head_saved(self, changed: Changed[Saved]) -> None:
        self._sent.discard("head")
        self._follow_head(changed.value.head)

    def _write_guarantees(self) -> Write | None:
        if "guarantees" not in self._dirty or self.blocked("guarantees"):
            return None
        self._send("guarantees")
        return self._write(work.save_guarantees, self.guarantees, self._guarantees_saved)

    def _guarantees_saved(self, changed: Changed[Saved]) -> None:
        self._sent.discard("guarantees")
        self._follow_head(changed.value.head)

    def _write(self, call: Callable[..., Any], value: object, done: Callable[..., Any]) -> Write:
        return Write(call, self._services, self._versions, self._read_head, value, self._officer(), done=done)

    def _command(self, call: Callable[..., Any], *args: Any, done: Callable[..., Any]) -> None:
        self._runner.command(call, self._services, self._versions, *args, self._officer(), done=done)

    def _follow_head(self, saved: CaseHead | None) -> None:
        """State, version and signatures are the program's to say; what is being typed stays."""
        if saved is None or saved.id != self.head.id:
            return
        self._read_head = saved
        own = {name: getattr(saved, name) for name in ("version", "state", "independent", "verifier", "verified_at", "number")}
        if replace(self.head, **own) != self.head:
            self._head = replace(self.head, **own)
            self.head_changed.emit()

    def _send(self, *names: str) -> None:
        self._writes += 1
        self._dirty.difference_update(names)
        self._sent.update(names)

    def _not_saved(self, error: BaseException, owner: QObject | None) -> None:
        """A write was refused or failed: what was on its way is unsaved again, and the refused part waits to be mended."""
        if owner is not self:
            return
        sent = set(self._sent)
        self._dirty |= sent
        self._sent.clear()
        if not isinstance(error, UserError):
            return
        for problem in error.problems if isinstance(error, ProblemList) else (error,):
            self._set_problem(problem.field or "case", problem)
            if isinstance(problem, Conflict) and problem.field in self.answers:
                self.conflicts.waiting.add(problem.field)
            elif isinstance(problem, Conflict) and problem.field is None and "head" in sent:
                self._runner.query(self._services.cases.view, self.head.id, done=self.other_head.read, key="case.other_head")
        if self.conflicts.waiting:
            self._runner.query(self._services.cases.view, self.head.id, done=self.conflicts.read, key="case.theirs")
        answers = sent - {"head", "guarantees"}
        if any(self.blocked(item) for item in answers) and not all(self.blocked(item) for item in answers):
            self._autosave.touch(("answers", self.head.id), self._write_answers)

    def _head_read(self) -> None:
        """What two officers typed into different fields stands beside each other; about the same field one is asked."""
        if self.clashes():
            self.head_changed.emit()
        else:
            self.settle_head(mine=True)

    def _head_saved_outside(self, changed: Changed[Saved]) -> None:
        self._follow_head(changed.value.head)
        self.assess_now()

    # ---------------------------------------------------------------------------------------------------------------

    def blocked(self, item: str) -> bool:
        """Whether something typed for an item is refused and waits to be mended."""
        return any(place.split(".")[0] == item for place in self.problems)

    def _clear_places(self, item: str, fields: Iterable[str]) -> None:
        """Forget the messages at what has just been typed anew; another state clears them all."""
        touched = {item if name == "value" else f"{item}.{name}" for name in fields}
        whole = not touched or f"{item}.state" in touched
        for place in tuple(self.problems):
            here = place == item or place.startswith(f"{item}.")
            if here and (whole or place in touched or any(place.startswith(f"{name}.") for name in touched if name != item)):
                self._set_problem(place, None)

    def _set_problem(self, place: str, problem: UserError | None) -> None:
        if problem is None and self.problems.pop(place, None) is None:
            return
        if problem is not None:
            self.problems[place] = problem
        self.problem_changed.emit(place)

    def _show(self, reading: Reading) -> None:
        other = self.reading is None or self.reading.view.head.id != reading.view.head.id
        if not other and not self.quiet:
            return
        if not other and self._read_at != self._writes:
            self._read(self.head.id)  # something was saved while this was being read: it may not hold it yet
            return
        if self.quiet:
            self._versions = Versions()  # what was undone and typed again begins to count anew
        self.reading = reading
        self._head = self._read_head = reading.view.head
        self.answers = dict(reading.view.answers)
        self.guarantees = reading.view.guarantees
        if other:
            self.problems.clear()
            self.conflicts.clear()
            self.other_head.take()
            self.drafts = dict(reading.drafts)
            self._dirty.clear()
            self._pasted.clear()
            self._sent.clear()
        self._use_card()
        self.loaded.emit()

    def _use_card(self) -> bool:
        assert self.reading is not None
        self.scores = {score.item: score for score in self.assessment.result.items}
        fresh = sections(self.reading.methodology, self.assessment.result.card)
        changed, self.sections = fresh != self.sections, fresh
        return changed

    def _assessed(self, assessment: Assessment) -> None:
        if self.reading is not None:
            self.reading = replace(self.reading, assessment=assessment)
            if self._use_card():
                self.sections_changed.emit()
            self.assessed.emit()

    def _evidence_added(self, changed: Changed[Saved]) -> None:
        self._follow_head(changed.value.head)
        self._runner.query(self._services.cases.view, self.head.id, done=self._evidence_read, key="case.evidence")

    def _evidence_read(self, view: CaseView) -> None:
        if self.reading is not None:
            self.reading = replace(self.reading, view=replace(self.reading.view, evidence=view.evidence))
            self.evidence_changed.emit()


def _nothing(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
