"""Grading: an assessor proposes, a second officer decides, the grade comes into force and the log tells it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.models.db.store import Store
from app.models.db.units import ReadUnit, WriteUnit
from app.models.domain.enums import AnswerState, ChangeClass
from app.models.domain.errors import UserError
from app.models.domain.parties import Officer
from app.models.domain.rating import Override, RatingResult
from app.models.domain.records import CaseHead, CaseView, Decision, GradeChange, GradeInForce, Notice, Proposal, StoredRating
from app.services.alarms.raising import after_decision
from app.services.cases.head import independent_of_owner, no_such_case
from app.services.cases.service import view_in
from app.services.cases.signing import Signers, signers
from app.services.cases.states import Event, after, can
from app.services.changes import CASE, CUSTOMER, GRADE, NOTICES, REVIEWS, Changed, changed
from app.services.clock import Clock
from app.services.customers.service import customer_in
from app.services.grading import authority, entry, overrides
from app.services.grading.after_approval import approved_anew
from app.services.grading.guards import check_proposable
from app.services.grading.terms import Draft, TermsInput, base_amount, draft
from app.services.grading.usable import usable_limit
from app.services.grading.voiding import Voiding, open_case_in
from app.services.lists.checking import refuse_credit
from app.services.methodologies import Methodologies
from app.services.officers.service import may_enter, signer
from app.services.people import same_person
from app.services.ratings.service import read_row, store_rating
from app.services.settings.departments import told
from app.services.settings.service import read as read_setting
from app.services.typed_text import TEXT, check_text


class Grading:
    """Proposals, decisions, grades in force and the log."""

    def __init__(self, store: Store, clock: Clock, methodologies: Methodologies, voiding: Voiding) -> None:
        self._store = store
        self._clock = clock
        self._methodologies = methodologies
        self._voiding = voiding

    # --- proposing -----------------------------------------------------------------------------------------------------

    def draft(self, view: CaseView, result: RatingResult | None = None, typed: TermsInput | None = None) -> Draft:
        """What would be proposed now: grade as it stands, terms, days. Nothing is stored. UserErrors as ``propose``."""
        from app.services.rating import rate
        from app.services.ratings.inputs import input_of

        today = self._clock.today()
        m = self._methodologies.by_hash(view.head.methodology_hash)
        with self._store.read() as unit:
            days, step = read_setting(unit, "review_days_default"), read_setting(unit, "round_unit")
        result = result or rate(m, input_of(view, today), with_interval=False)
        return draft(view, m, result, today, review_days=days, round_unit=step, typed=typed)

    def propose(
        self, case_id: int, by: str, limit: Decimal | None = None, term_days: int | None = None,
        prepayment_pct: Decimal | None = None, security: str = "", release: str = "", review_days: int | None = None,
        grounds: tuple[str, ...] = (), text: str = "", conditions: str = "", effective: date | None = None,
        change_class: ChangeClass | None = None,
    ) -> Changed[Proposal]:
        """Store a rating of the case and propose its grade and terms for decision.

        None means as the policy of the grade says; only more careful terms are taken, and no review interval over 92
        days. UserError ``grading.*`` says what is still missing: declaration, rating, explanation of failed checks,
        second signature of an override, a reason (at least one ground or a text). NotAllowed for the account owner, and
        for others than the assessor while the assessor can sign.
        """
        typed = TermsInput(limit, term_days, prepayment_pct, security, release, review_days, effective)
        with self._store.write("grading.propose", by) as unit:
            head = open_case_in(unit, case_id)
            officer = signer(unit, by)
            authority.check_speaks_for_case(unit, officer.name, head)
            check_proposable(head, customer_in(unit, head.customer_id), officer.name, unit.cases.view(case_id))
            rating = store_rating(unit, view_in(unit, case_id, self._clock), self._methodologies, self._clock, officer.name)
            head = replace(head, state=after(head.state, Event.SCORE), change_class=change_class or head.change_class)
            head = unit.cases.save(replace(head, state=after(head.state, Event.PROPOSE)))
            view = view_in(unit, case_id, self._clock)
            proposal = self._proposal(unit, view, rating, officer, typed)
            proposal = replace(
                proposal, grounds=_grounds(grounds), text=check_text(text, "text", TEXT).strip(),
                conditions=check_text(conditions, "conditions", TEXT).strip(),
            )
            if not proposal.grounds and not proposal.text:
                raise UserError("grading.no_grounds", "text")
            proposal = unit.decisions.add_proposal(self._voiding.bound(view, proposal, rating.input.as_of))
            unit.commit()
        return changed(proposal, CASE, CUSTOMER, customer_id=head.customer_id, case_id=case_id)

    def _proposal(
        self, unit: ReadUnit, view: CaseView, rating: StoredRating, officer: Officer, typed: TermsInput
    ) -> Proposal:
        from app.services.grading.guards import check_rating

        m = self._methodologies.load(unit, view.head.methodology_hash)
        today = self._clock.today()
        check_rating(view, rating.result, m, today)
        ready = draft(
            view, m, rating.result, today, review_days=read_setting(unit, "review_days_default"),
            round_unit=read_setting(unit, "round_unit"), typed=typed,
        )
        refuse_credit(unit, view.customer.id, ready.terms.limit)
        return Proposal(
            id=0, case_id=view.head.id, rating_id=rating.id, terms=ready.terms, change_class=view.head.change_class, grounds=(),
            text="", conditions="", effective=ready.effective, next_review=ready.next_review, valid_until=ready.valid_until,
            by=officer.name, at=self._clock.now(), content_hash="",
        )

    def withdraw(self, proposal_id: int, by: str) -> Changed[CaseHead]:
        """Take an open proposal back, to go on working on the case: the assessor, or who sent it. NotAllowed for others."""
        with self._store.write("grading.withdraw", by) as unit:
            may_enter(unit, by)
            proposal = _open_proposal(unit, proposal_id)
            head = open_case_in(unit, proposal.case_id)
            authority.check_speaks_for_case(unit, by, head, proposal.by)
            unit.decisions.withdraw_proposal(proposal_id)
            head = unit.cases.save(replace(head, state=after(head.state, Event.EDIT if head.verifier else Event.EDIT_KEY)))
            unit.commit()
        return changed(head, CASE, CUSTOMER, customer_id=head.customer_id, case_id=head.id)

    def senders(self, case_id: int) -> Signers:
        """Return every officer with why he may not send a proposal of this case or take it back, None where he may."""
        with self._store.read() as unit:
            head = unit.cases.get(case_id)
            if head is None:
                raise no_such_case(case_id)
            customer, waiting = customer_in(unit, head.customer_id), unit.decisions.open_proposal(case_id)

            def check(officer: Officer) -> None:
                authority.check_speaks_for_case(unit, officer.name, head, waiting.by if waiting is not None else "")
                independent_of_owner(officer.name, customer.owner)

            return signers(unit, check)

    # --- deciding ------------------------------------------------------------------------------------------------------

    def approve(self, proposal_id: int, by: str, note: str = "") -> Changed[GradeChange]:
        """A second officer approves: the grade comes into force and is entered in the log.

        NotAllowed ``grading.approver_is_assessor``, ``grading.approver_is_proposer``, ``grading.approver_is_owner``,
        ``grading.over_authority``. UserError ``grading.changed_since`` when an input is no longer what was proposed on
        (the proposal is withdrawn then), ``grading.withdrawn``, ``grading.decided``, ``grading.stale``.
        """
        comment = check_text(note, "note", TEXT).strip()
        with self._store.write("grading.approve", by) as unit:
            proposal = _open_proposal(unit, proposal_id)
            officer = signer(unit, by)
            view = view_in(unit, proposal.case_id, self._clock)
            self._check_may_decide(unit, officer, view, proposal)
            holds = self._voiding.still_holds(unit, proposal.case_id, proposal)
            if not holds:
                self._voiding.after_edit(unit, proposal.case_id, ())
                unit.commit()
            else:
                entered = self._enter(unit, view, proposal, officer, comment)
                unit.commit()
        if not holds:
            raise UserError("grading.changed_since")
        return changed(
            entered, GRADE, CASE, CUSTOMER, REVIEWS, NOTICES, customer_id=view.customer.id, case_id=proposal.case_id
        )

    def reject(self, proposal_id: int, by: str, note: str) -> Changed[Decision]:
        """A second officer rejects, with a reason. The case can be reopened (``cases.reopen``)."""
        comment = check_text(note, "note", TEXT).strip()
        if not comment:
            raise UserError("grading.reject_reason", "note")
        with self._store.write("grading.reject", by) as unit:
            proposal = _open_proposal(unit, proposal_id)
            officer = signer(unit, by)
            head = open_case_in(unit, proposal.case_id)
            authority.check_independent(officer.name, head, customer_in(unit, head.customer_id), proposal)
            decision = unit.decisions.add_decision(self._decision(proposal, "rejected", officer, comment))
            unit.cases.save(replace(head, state=after(head.state, Event.REJECT)))
            unit.commit()
        return changed(decision, CASE, CUSTOMER, customer_id=head.customer_id, case_id=head.id)

    def deciders(self, proposal_id: int) -> Signers:
        """Return every officer with why he may not approve this proposal, None where he may."""
        with self._store.read() as unit:
            proposal = unit.decisions.proposal(proposal_id)
            if proposal is None:
                raise UserError("grading.no_proposal", id=proposal_id)
            view = view_in(unit, proposal.case_id, self._clock)
            return signers(unit, lambda officer: self._check_may_decide(unit, officer, view, proposal))

    def _check_may_decide(self, unit: ReadUnit, officer: Officer, view: CaseView, proposal: Proposal) -> None:
        authority.check_independent(officer.name, view.head, view.customer, proposal)
        m = self._methodologies.load(unit, view.head.methodology_hash)
        row = unit.ratings.get(proposal.rating_id)
        if row is None:
            raise UserError("grading.no_proposal", id=proposal.id)
        terms = proposal.terms
        try:
            amount: Decimal = base_amount(terms.limit, terms.currency, read_row(row).input)
        except UserError:
            # Without a rate nobody can say how much it is: only a level without a ceiling covers it.
            amount = Decimal("Infinity")
        authority.check_authority(officer, m, amount, terms.grade)
        if proposal.next_review <= self._clock.today():
            raise UserError("grading.stale", day=proposal.next_review)

    def _enter(self, unit: WriteUnit, view: CaseView, proposal: Proposal, officer: Officer, note: str) -> GradeChange:
        head, today = view.head, self._clock.today()
        row = unit.ratings.get(proposal.rating_id)
        if row is None:
            raise UserError("grading.no_proposal", id=proposal.id)
        decision = unit.decisions.add_decision(self._decision(proposal, "approved", officer, note))
        _sign_not_applicable(unit, view, officer.name)
        for earlier in unit.cases.of_customer(view.customer.id):
            if can(earlier.state, Event.SUPERSEDE):
                unit.cases.save(replace(earlier, state=after(earlier.state, Event.SUPERSEDE)))
        head = unit.cases.save(replace(head, state=after(head.state, Event.APPROVE)))
        unit.cases.save(replace(head, state=after(head.state, Event.ENTER_FORCE)))
        m = self._methodologies.load(unit, head.methodology_hash)
        earlier_entries = unit.changes.of_customer(view.customer.id)
        told_of_it = told(read_setting(unit, "departments"))
        change = unit.changes.add(
            entry.new_entry(view, proposal, decision, read_row(row).result, m, earlier_entries, today, told_of_it)
        )
        unit.changes.set_in_force(GradeInForce(
            customer_id=view.customer.id, terms=proposal.terms, since=change.effective, next_review=proposal.next_review,
            valid_until=proposal.valid_until, rating_id=proposal.rating_id, change_no=change.no,
        ))
        after_decision(unit, view.customer.id, read_row(row).result, m.rules)
        approved_anew(unit, view.customer.id)
        return change

    def _decision(self, proposal: Proposal, outcome: str, officer: Officer, note: str) -> Decision:
        return Decision(proposal.id, outcome, officer.name, officer.role, self._clock.now(), note, proposal.content_hash)

    # --- override ------------------------------------------------------------------------------------------------------

    def override(self, case_id: int, override: Override | None, by: str) -> Changed[CaseHead]:
        """Set or take away an override of the calculated grade; it counts once a second officer has signed.

        At most one notch up, any down, for at most 90 days. A ``second_by`` that is given counts for nothing: see
        ``sign_override``.
        """
        with self._store.write("grading.override", by) as unit:
            may_enter(unit, by)
            head = open_case_in(unit, case_id)
            kept = None
            if override is not None:
                from app.services.rating import rate
                from app.services.ratings.inputs import input_of

                m, today = self._methodologies.load(unit, head.methodology_hash), self._clock.today()
                plain = replace(input_of(view_in(unit, case_id, self._clock), today), override=None)
                calculated = rate(m, plain, with_interval=False).calculated_grade
                customer = customer_in(unit, head.customer_id)
                kept = overrides.check_override(unit, override, by, customer, calculated, m, today)
            return self._set_override(unit, head, kept)

    def sign_override(self, case_id: int, by: str) -> Changed[CaseHead]:
        """The second signature under an override. NotAllowed for its author, the assessor and the account owner."""
        with self._store.write("grading.sign_override", by) as unit:
            head = open_case_in(unit, case_id)
            if head.override is None:
                raise UserError("override.none")
            return self._set_override(
                unit, head, overrides.signed(unit, head.override, by, head, customer_in(unit, head.customer_id))
            )

    def override_signers(self, case_id: int) -> Signers:
        """Return every officer with why he may not sign the override of this case second; empty without an override."""
        with self._store.read() as unit:
            head = unit.cases.get(case_id)
            if head is None or head.override is None:
                return {}
            override, customer = head.override, customer_in(unit, head.customer_id)
            return signers(unit, lambda officer: overrides.signed(unit, override, officer.name, head, customer))

    def _set_override(self, unit: WriteUnit, head: CaseHead, override: Override | None) -> Changed[CaseHead]:
        unit.cases.save(replace(head, override=override))
        self._voiding.after_edit(unit, head.id, (), scored_input=True)
        kept = open_case_in(unit, head.id)
        unit.commit()
        return changed(kept, CASE, customer_id=kept.customer_id, case_id=kept.id)

    # --- reading -------------------------------------------------------------------------------------------------------

    def proposal(self, case_id: int) -> Proposal | None:
        """Return the proposal of a case that waits for a decision, else the last one that was decided."""
        with self._store.read() as unit:
            waiting = unit.decisions.open_proposal(case_id)
            decided = [one for one in unit.decisions.of_case(case_id) if unit.decisions.decisions(one.id)]
        return waiting or (decided[-1] if decided else None)

    def proposal_state(self, proposal_id: int) -> str:
        """Return "open", "withdrawn", "approved" or "rejected"."""
        with self._store.read() as unit:
            return unit.decisions.proposal_state(proposal_id)

    def decisions(self, proposal_id: int) -> tuple[Decision, ...]:
        """Return the decisions on a proposal, oldest first."""
        with self._store.read() as unit:
            return unit.decisions.decisions(proposal_id)

    def in_force(self, customer_id: int) -> GradeInForce | None:
        """Return the grade that a customer has now, None if none was ever given."""
        with self._store.read() as unit:
            return unit.changes.in_force(customer_id)

    def limit_usable(self, customer_id: int) -> Decimal:
        """Return the limit that counts for new orders today: 0 without a grade or while its review is overdue."""
        with self._store.read() as unit:
            in_force = unit.changes.in_force(customer_id)
            change = None if in_force is None else unit.changes.get(in_force.change_no)
        return usable_limit(in_force, None if change is None else change.before, self._clock.today())

    def changes(self, customer_id: int) -> tuple[GradeChange, ...]:
        """Return the log entries of a customer, oldest first."""
        with self._store.read() as unit:
            return unit.changes.of_customer(customer_id)

    def log(self, offset: int = 0, limit: int = 100) -> tuple[GradeChange, ...]:
        """Return a page of the whole log, newest first."""
        with self._store.read() as unit:
            return unit.changes.all(offset, limit)

    def change(self, no: int) -> GradeChange:
        """Return a log entry. UserError ``change.not_found``."""
        with self._store.read() as unit:
            found = unit.changes.get(no)
        if found is None:
            raise UserError("change.not_found", no=no)
        return found

    def set_notices(self, no: int, notices: tuple[Notice, ...], by: str) -> Changed[GradeChange]:
        """Keep to whom a change was told, how, and who acknowledged it."""
        with self._store.write("grading.notices", by) as unit:
            may_enter(unit, by)
            kept = unit.changes.set_notices(no, entry.check_notices(notices))
            unit.commit()
        return changed(kept, NOTICES, customer_id=kept.customer_id, case_id=kept.case_id)


def _open_proposal(unit: ReadUnit, proposal_id: int) -> Proposal:
    proposal = unit.decisions.proposal(proposal_id)
    if proposal is None:
        raise UserError("grading.no_proposal", id=proposal_id)
    state = unit.decisions.proposal_state(proposal_id)
    if state == "withdrawn":
        raise UserError("grading.withdrawn")
    if state != "open":
        raise UserError("grading.decided")
    return proposal


def _grounds(grounds: tuple[str, ...]) -> tuple[str, ...]:
    for ground in grounds:
        if ground not in entry.GROUNDS:
            raise UserError("grading.ground", "grounds", ground=ground[:40])
    return tuple(ground for ground in entry.GROUNDS if ground in grounds)


def _sign_not_applicable(unit: WriteUnit, view: CaseView, name: str) -> None:
    """Not applicable asks for a second signature at approval (domain.md §0)."""
    unsigned = [
        replace(answer, second_by=name)
        for answer in view.answers.values()
        if answer.state is AnswerState.NOT_APPLICABLE and not answer.second_by and not same_person(answer.by, name)
    ]
    if unsigned:
        unit.cases.save_answers(view.head.id, unsigned)
