"""Entries and decisions in any order: no undo and no redo ever moves what was decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from operator import attrgetter
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState
from app.models.domain.errors import UserError
from app.models.domain.labels import LANGUAGES
from app.models.domain.records import Notice
from app.texts import Texts
from tests.services.conftest import TODAY
from tests.services.undo.office import BY, NAMES, PICK, SECOND, Office

MANAGER = "officer 4"
REFUSALS = frozenset({"undo.decided", "undo.proposed", "undo.changed_since", "undo.in_use"})


class Boardroom(Office):
    """``refused`` collects why steps were refused; a refusal changes nothing and is told in every language."""

    def __init__(self, ready: Path, folder: Path, seen: set[str]) -> None:
        super().__init__(ready, folder, seen)
        self.refused: set[str] = set()

    # --- decisions ---------------------------------------------------------------------------------------------------

    @rule(pick=PICK)
    def propose(self, pick: int) -> None:
        head = self._case(pick)
        if head is not None:
            if not head.independent:
                self._try(self.services.cases.declare_independence, head.id, BY)
            self._try(self.services.grading.propose, head.id, BY, grounds=("statements",))

    @rule(pick=PICK, how=st.sampled_from(("approve", "reject", "withdraw")))
    def decide(self, pick: int, how: str) -> None:
        head = self._case(pick)
        proposal = self.services.grading.proposal(head.id) if head is not None else None
        if proposal is None:
            return
        if how == "withdraw":
            self._try(self.services.grading.withdraw, proposal.id, BY)
        else:
            self._try(getattr(self.services.grading, how), proposal.id, SECOND, "as discussed")

    @rule(pick=PICK)
    def propose_and_approve(self, pick: int) -> None:
        self.propose(pick)
        self.decide(pick, "approve")

    @rule(pick=PICK)
    def confirm_the_key_items(self, pick: int) -> None:
        head = self._case(pick)
        if head is not None:
            self._try(self.services.cases.verify, head.id, SECOND)

    @rule(pick=PICK)
    def sign_the_override(self, pick: int) -> None:
        head = self._case(pick)
        if head is not None:
            self._try(self.services.grading.sign_override, head.id, SECOND)

    @rule(pick=PICK, person=NAMES)
    def tell_the_departments(self, pick: int, person: str) -> None:
        log = self.services.grading.log()
        if log:
            notices = (Notice("sales", person, self.now, "paper"),)
            self._try(self.services.grading.set_notices, log[pick % len(log)].no, notices, BY)

    @rule(pick=PICK)
    def publish_a_draft(self, pick: int) -> None:
        there = self.services.methodology_drafts.all()
        if there:
            head = there[pick % len(there)]
            self._try(
                self.services.methodology_drafts.publish, head.id, head.version, name=f"v {head.id}-{head.version}",
                valid_from=TODAY + timedelta(days=30), reason="as discussed", by=MANAGER,
            )

    @rule(pick=PICK)
    def store_the_score(self, pick: int) -> None:
        head = self._case(pick)
        if head is not None:
            self._try(self.services.ratings.store, head.id, BY)

    @rule(pick=PICK, item=st.sampled_from(("A13", "A01")))
    def another_officer_answers(self, pick: int, item: str) -> None:
        head = self._case(pick)
        if head is not None:
            kept = self.services.cases.view(head.id).answers.get(item, Answer(item))
            typed = replace(kept, state=AnswerState.UNKNOWN, value=None, note=f"asked at {self.now:%H:%M:%S}")
            self._try(self.services.cases.answer, head.id, [typed], "officer 3")

    # --- undo and redo -----------------------------------------------------------------------------------------------

    @rule(count=st.integers(1, 3))
    def undo_some(self, count: int) -> None:
        for _ in range(count):
            self._move(back=True)

    @rule(count=st.integers(1, 3))
    def redo_some(self, count: int) -> None:
        for _ in range(count):
            self._move(back=False)

    def _move(self, *, back: bool) -> bool:
        """One step; False when there is none, or the one that is next stays for now."""
        step = self.undo.peek(BY)[0 if back else 1]
        if step is None:
            return False
        practice = not step.kind.startswith("sample.")  # what was decided for practice comes and goes with the sample company
        decided, before = self._decided(practice), self.store.content_digest()
        why: UserError | None = None
        try:
            (self.undo.undo if back else self.undo.redo)(BY)
        except UserError as error:
            why = error
        assert self._decided(practice) == decided, "what was decided was moved"
        if why is not None:
            self._check_refusal(why)
            assert self.store.content_digest() == before, "a refusal changed something"
        return why is None or why.key != "undo.proposed"

    def _check_refusal(self, why: UserError) -> None:
        assert why.key in REFUSALS
        self.refused.add(why.key)
        for lang in LANGUAGES:
            told = Texts.load(lang).error(why.key, why.params)
            assert why.key not in told and "{" not in told

    def _decided(self, practice: bool = True) -> Any:
        """Every decision as it can be read: the log with its notices, terms in force, decided cases and their decisions.

        ``practice``: those of the sample company too.
        """
        rows = [row for row in self.services.customers.page() if practice or not row.sample]
        ids = {row.id for row in rows}
        found: list[object] = [[one for one in self.services.grading.log() if practice or one.customer_id in ids]]
        for row in sorted(rows, key=attrgetter("id")):   # a name may be undone
            in_force = self.services.grading.in_force(row.id)
            if in_force is not None:    # what an entry itself froze or called goes with it; the terms do not move
                found.append(replace(in_force, holds=(), next_review=in_force.since))
            for head in self.services.cases.of_customer(row.id):
                proposal = self.services.grading.proposal(head.id)
                decisions = self.services.grading.decisions(proposal.id) if proposal is not None else ()
                if any(one.outcome == "approved" for one in decisions):
                    found.append((self.services.cases.view(head.id).answers, proposal, decisions, head.number))
        return found

    def _there_and_back(self) -> None:
        while self._move(back=False):
            pass
        while self._move(back=True):
            pass
        while self._move(back=False):
            pass

