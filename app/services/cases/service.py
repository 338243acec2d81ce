"""Cases: opening, collecting answers and evidence, verification."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from app.models.db.store import Store
from app.models.db.units import ReadUnit, WriteUnit
from app.models.domain.answers import Answer, Evidence, Guarantee
from app.models.domain.enums import AnswerState, Area, CaseMode, CaseState, ChangeClass
from app.models.domain.errors import NotAllowed, UserError
from app.models.domain.methodology import Methodology
from app.models.domain.rating import RatingInput
from app.models.domain.records import CaseHead, CaseView
from app.services.cases import answering
from app.services.cases.details import with_plain_details
from app.services.cases.guarantees import check_guarantees
from app.services.cases.head import CaseInput, check_head, independent_of_owner, no_such_case, with_input
from app.services.cases.signing import Signers, check_verifier, signers
from app.services.cases.states import OPEN_STATES, Event, after, can
from app.services.cases.validate import check_answers
from app.services.changes import CASE, CUSTOMER, GRADE, REVIEWS, Changed, changed
from app.services.clock import Clock
from app.services.customers.service import customer_in
from app.services.grading.voiding import Voiding, open_case_in
from app.services.methodologies import Methodologies
from app.services.officers.service import may_enter, signer
from app.services.people import same_person
from app.services.ratings.around import around, seen_by
from app.services.ratings.inputs import input_of
from app.services.typed_text import LINE, check_line

MAX_EVIDENCE = 50 * 1024 * 1024


class Cases:
    """Everything about cases up to the score."""

    def __init__(self, store: Store, clock: Clock, methodologies: Methodologies, voiding: Voiding) -> None:
        self._store = store
        self._clock = clock
        self._methodologies = methodologies
        self._voiding = voiding

    # --- reading -----------------------------------------------------------------------------------------------------

    def view(self, case_id: int) -> CaseView:
        """Return a case with all that was found and what surrounds it today. UserError ``case.not_found``."""
        with self._store.page(case_id=case_id, answered="case") as unit:
            return view_in(unit, case_id, self._clock)

    def found(self, case_id: int) -> CaseView:
        """Return a case with all that was found, without what surrounds it: no rating is read. UserError ``case.not_found``."""
        with self._store.read() as unit:
            view = unit.cases.view(case_id)
        if view is None:
            raise no_such_case(case_id)
        return view

    def of_customer(self, customer_id: int) -> tuple[CaseHead, ...]:
        """Return the cases of a customer, oldest first."""
        with self._store.read() as unit:
            return unit.cases.of_customer(customer_id)

    def open_case(self, customer_id: int) -> CaseHead | None:
        """Return the case of a customer that still takes input, None if there is none."""
        with self._store.read() as unit:
            return unit.cases.open_case(customer_id)

    def evidence_data(self, evidence_id: int) -> bytes:
        """Return the bytes of a file kept with a case."""
        with self._store.read() as unit:
            return unit.evidence.data(evidence_id)

    def input_of(self, view: CaseView) -> RatingInput:
        """Return the input of today's rating of this case. Pure but for the day."""
        return input_of(view, self._clock.today())

    @staticmethod
    def completeness(view: CaseView, m: Methodology) -> dict[Area, tuple[int, int]]:
        """Return (answered, all) per area."""
        return answering.completeness(view, m)

    # --- opening and the head ----------------------------------------------------------------------------------------

    def open(
        self, customer_id: int, by: str, mode: CaseMode = CaseMode.INTERNAL, profile: str = "auto",
        change_class: ChangeClass | None = None, purpose: str = "", requested_limit: Decimal | None = None,
        requested_term: int | None = None, currency: str | None = None, own_monthly_sales: Decimal | None = None,
        own_exposure: Decimal | None = None, own_overdue: Decimal | None = None, with_areas: bool = False,
    ) -> Changed[CaseHead]:
        """Open a case with ``by`` as assessor and pin the current methodology.

        One case at a time: UserError ``case.already_open``. NotAllowed ``case.assessor_is_owner`` for the account owner.
        ``change_class`` None: first rating, or periodic review when there is a grade. ``currency`` None: the customer's.
        """
        typed = CaseInput(
            mode, profile, change_class, purpose, requested_limit, requested_term, currency, own_monthly_sales, own_exposure,
            own_overdue, with_areas,
        )
        with self._store.write("case.open", by) as unit:
            may_enter(unit, by)
            head = self._new_head(unit, customer_id, by, typed)
            for earlier in unit.cases.of_customer(customer_id):
                if can(earlier.state, Event.FALL_DUE):
                    unit.cases.save(replace(earlier, state=after(earlier.state, Event.FALL_DUE)))
            head = unit.cases.save(head)
            unit.commit()
        return changed(head, CASE, CUSTOMER, REVIEWS, customer_id=customer_id, case_id=head.id)

    def _new_head(self, unit: WriteUnit, customer_id: int, by: str, typed: CaseInput) -> CaseHead:
        customer = customer_in(unit, customer_id)
        already = unit.cases.open_case(customer_id)
        if already is not None:
            raise UserError("case.already_open", number=already.number)
        assessor = check_line(by, "by", LINE, required=True)
        independent_of_owner(assessor, customer.owner)
        m = self._methodologies.current_in(unit)
        usual = ChangeClass.FIRST if unit.changes.in_force(customer_id) is None else ChangeClass.PERIODIC
        return check_head(
            CaseHead(
                id=0, number="", customer_id=customer_id, state=CaseState.DRAFT, mode=typed.mode, profile=typed.profile,
                methodology_hash=m.hash, methodology_version=m.version, opened=self._clock.today(), assessor=assessor,
                change_class=typed.change_class or usual, purpose=typed.purpose, requested_limit=typed.requested_limit,
                requested_term=typed.requested_term, currency=typed.currency or customer.currency,
                own_monthly_sales=typed.own_monthly_sales, own_exposure=typed.own_exposure, own_overdue=typed.own_overdue,
                with_areas=typed.with_areas,
            ),
            m,
        )

    def update(self, head: CaseHead, by: str) -> Changed[CaseHead]:
        """Keep what an officer may set on a case (mode, profile, requested limit and term, own figures, reports…).

        State, methodology, assessor, declaration and signatures are not taken from ``head``. Conflict if outdated.
        """
        with self._store.write("case.update", by) as unit:
            may_enter(unit, by)
            stored = open_case_in(unit, head.id)
            typed = with_input(stored, head, self._methodologies.load(unit, stored.methodology_hash))
            if typed.reports != stored.reports:
                from app.services.reports.service import check_reports

                check_reports(unit, stored, typed, self._clock.today())
            kept = unit.cases.save(typed)
            if kept.version != stored.version:
                self._voiding.after_edit(unit, head.id, (), scored_input=True)
            kept = unit.cases.get(head.id) or kept
            unit.commit()
        return changed(kept, CASE, customer_id=kept.customer_id, case_id=kept.id)

    # --- collecting --------------------------------------------------------------------------------------------------

    def answer(self, case_id: int, answers: Sequence[Answer], by: str, *, pasted: bool = False) -> Changed[tuple[Answer, ...]]:
        """Check answers against their items and keep those that say something new, with who and when.

        Returns every answer given, as it is kept now. UserError at the item (or ProblemList ``answer.problems``);
        Conflict when somebody answered the same item in between. All or none are kept. ``pasted``: they came out of the
        clipboard; the history says so.
        """
        with self._store.write("case.paste" if pasted else "case.answer", by) as unit:
            may_enter(unit, by)
            head = open_case_in(unit, case_id)
            m = self._methodologies.load(unit, head.methodology_hash)
            check_answers(m, tuple(answers), self._clock.today())
            _check_evidence(unit, case_id, answers)
            kept = self._keep(unit, case_id, with_plain_details(m, answers), by)
            unit.commit()
        return changed(kept, CASE, customer_id=head.customer_id, case_id=case_id)

    def take_over(self, case_id: int, items: Sequence[str] | None, by: str) -> Changed[tuple[Answer, ...]]:
        """Copy last case's answers to the items that are empty here (None: all of them), dates and sources as they were.

        With all of them come its securities, where none were entered here yet.
        """
        with self._store.write("case.take_over", by) as unit:
            may_enter(unit, by)
            head = open_case_in(unit, case_id)
            m = self._methodologies.load(unit, head.methodology_hash)
            stored, last = unit.cases.answers(case_id), unit.cases.last_answers(case_id)
            kept = self._keep(unit, case_id, answering.taken_over(last, items, stored, m), by)
            if items is None:
                self._take_over_guarantees(unit, head)
            unit.commit()
        return changed(kept, CASE, customer_id=head.customer_id, case_id=case_id)

    def _take_over_guarantees(self, unit: WriteUnit, head: CaseHead) -> None:
        earlier = [one.id for one in unit.cases.of_customer(head.customer_id) if one.id < head.id]
        last = unit.cases.guarantees(earlier[-1]) if earlier else ()
        if last and not unit.cases.guarantees(head.id):
            unit.cases.save_guarantees(head.id, last)
            self._voiding.after_edit(unit, head.id, (), scored_input=True)

    def _keep(self, unit: WriteUnit, case_id: int, answers: Sequence[Answer], by: str) -> tuple[Answer, ...]:
        stored = unit.cases.answers(case_id)
        new = answering.stamped(answers, stored, by, self._clock.now())
        kept = {answer.item: answer for answer in unit.cases.save_answers(case_id, new)} if new else {}
        if kept:
            self._voiding.after_edit(unit, case_id, set(kept))
        return tuple(kept.get(answer.item) or stored.get(answer.item) or answer for answer in answers)

    def guarantees(self, case_id: int, offered: tuple[Guarantee, ...], by: str) -> Changed[tuple[Guarantee, ...]]:
        """Keep the securities offered, in this order. UserError at ``guarantees.<n>.<part>``."""
        with self._store.write("case.guarantees", by) as unit:
            may_enter(unit, by)
            head = open_case_in(unit, case_id)
            m = self._methodologies.load(unit, head.methodology_hash)
            before = unit.cases.guarantees(case_id)
            kept = unit.cases.save_guarantees(case_id, check_guarantees(offered, m))
            if kept != before:
                self._voiding.after_edit(unit, case_id, (), scored_input=True)
            unit.commit()
        return changed(kept, CASE, customer_id=head.customer_id, case_id=case_id)

    def add_evidence(self, case_id: int, name: str, data: bytes, by: str) -> Changed[Evidence]:
        """Keep a file with a case. UserError ``evidence.empty`` or ``evidence.too_big``."""
        plain = check_line(name, "name", LINE, required=True)
        if not data:
            raise UserError("evidence.empty", "evidence", name=plain)
        if len(data) > MAX_EVIDENCE:
            raise UserError("evidence.too_big", "evidence", name=plain, limit=MAX_EVIDENCE // 1024 // 1024)
        with self._store.write("case.evidence", by) as unit:
            may_enter(unit, by)
            head = open_case_in(unit, case_id)
            kept = unit.evidence.add(case_id, plain, data, by)
            self._voiding.after_edit(unit, case_id, ())
            unit.commit()
        return changed(kept, CASE, customer_id=head.customer_id, case_id=case_id)

    # --- signatures --------------------------------------------------------------------------------------------------

    def declare_independence(self, case_id: int, by: str) -> Changed[CaseHead]:
        """The assessor declares to be independent of the customer and of the sale. Nobody else can."""
        with self._store.write("case.declare", by) as unit:
            may_enter(unit, by)
            head = open_case_in(unit, case_id)
            if not same_person(head.assessor, by):
                raise NotAllowed("case.declares_assessor", "by", name=head.assessor)
            independent_of_owner(by, customer_in(unit, head.customer_id).owner)
            head = unit.cases.save(replace(head, independent=True))
            self._voiding.after_edit(unit, case_id, ())
            unit.commit()
        return changed(head, CASE, customer_id=head.customer_id, case_id=case_id)

    def verify(self, case_id: int, by: str) -> Changed[CaseHead]:
        """A second officer confirms the key items: each has been answered, if only by "unknown".

        NotAllowed for the assessor and the account owner; UserError ``case.key_items_open`` names what is still empty.
        """
        with self._store.write("case.verify", by) as unit:
            head = open_case_in(unit, case_id)
            officer = signer(unit, by)
            check_verifier(officer.name, head, customer_in(unit, head.customer_id))
            key = _key_answers(unit, head, self._methodologies.load(unit, head.methodology_hash))
            unit.cases.save_answers(case_id, [replace(answer, second_by=officer.name) for answer in key])
            head = unit.cases.save(
                replace(head, state=after(head.state, Event.VERIFY), verifier=officer.name, verified_at=self._clock.now())
            )
            unit.commit()
        return changed(head, CASE, customer_id=head.customer_id, case_id=case_id)

    def verifiers(self, case_id: int) -> Signers:
        """Return every officer with why he may not verify this case, None where he may."""
        with self._store.page(case_id=case_id) as unit:
            head = unit.cases.get(case_id)
            if head is None:
                raise no_such_case(case_id)
            customer = customer_in(unit, head.customer_id)
            return signers(unit, lambda officer: check_verifier(officer.name, head, customer))

    def reopen(self, case_id: int, by: str) -> Changed[CaseHead]:
        """Go on with a rejected case. UserError ``case.state`` for any other, ``case.already_open`` beside an open one."""
        with self._store.write("case.reopen", by) as unit:
            may_enter(unit, by)
            head = unit.cases.get(case_id)
            if head is None:
                raise no_such_case(case_id)
            already = unit.cases.open_case(head.customer_id)
            if already is not None:
                raise UserError("case.already_open", number=already.number)
            head = unit.cases.save(replace(head, state=after(head.state, Event.REOPEN), verifier="", verified_at=None))
            unit.commit()
        return changed(head, CASE, CUSTOMER, GRADE, customer_id=head.customer_id, case_id=case_id)


def view_in(unit: ReadUnit, case_id: int, clock: Clock) -> CaseView:
    """A case with what surrounds it. A decided case sees the warnings that were new to its own decision as new for ever."""
    view = unit.cases.view(case_id)
    if view is None:
        raise no_such_case(case_id)
    surroundings = around(unit, view.customer.id, clock.today())
    return replace(view, around=replace(surroundings, seen_warnings=seen_by(unit, view.head, surroundings)))


def _check_evidence(unit: ReadUnit, case_id: int, answers: Sequence[Answer]) -> None:
    wanted = {evidence_id for answer in answers for evidence_id in answer.evidence_ids}
    missing = wanted - {one.id for one in unit.evidence.of_case(case_id)} if wanted else set()
    for answer in answers:
        if missing & set(answer.evidence_ids):
            raise UserError("answer.unknown_evidence", f"{answer.item}.evidence", item=answer.item)


def _key_answers(unit: ReadUnit, head: CaseHead, m: Methodology) -> list[Answer]:
    stored = unit.cases.answers(head.id)
    wanted = [item.id for item in m.items if item.key and item.source != "expr"]
    empty = [item for item in wanted if stored.get(item, Answer(item)).state is AnswerState.EMPTY]
    if empty:
        raise UserError("case.key_items_open", empty[0], items=", ".join(empty))
    return [stored[item] for item in wanted]


__all__ = ["OPEN_STATES", "Cases", "view_in"]
