"""Evidence of a customer: the list over all cases, adding several files at once, removing one and putting it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.models.db.store import Store
from app.models.db.units import WriteUnit
from app.models.domain.answers import Answer, Evidence
from app.models.domain.enums import CaseState
from app.models.domain.errors import UserError
from app.services.cases.answering import stamped
from app.services.cases.states import OPEN_STATES
from app.services.changes import CASE, Changed, changed
from app.services.clock import Clock
from app.services.evidence.kinds import MAX_AT_ONCE, check_content, check_file, shown_name
from app.services.grading.voiding import Voiding, open_case_in
from app.services.officers.service import may_enter


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A file with the case it is kept with and the items whose answers name it. ``open``: it may still be taken out."""

    file: Evidence
    case_id: int
    case_number: str
    items: tuple[str, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be kept: its name as it was, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Added:
    """What became of several files: kept, there already (by the name they have here), refused and why."""

    kept: tuple[Evidence, ...]
    known: tuple[tuple[str, str], ...]
    refused: tuple[UserError, ...]


@dataclass(frozen=True, slots=True)
class Removed:
    """A file that was taken out, whole, so that it can be put back."""

    file: Evidence
    case_id: int
    items: tuple[str, ...]
    data: bytes


class EvidenceFiles:
    """Files of a customer."""

    def __init__(self, store: Store, clock: Clock, voiding: Voiding) -> None:
        self._store = store
        self._clock = clock
        self._voiding = voiding

    def of_customer(self, customer_id: int) -> tuple[EvidenceRow, ...]:
        """Return the files of all cases of a customer, newest first."""
        with self._store.page(customer_id=customer_id, answered="all") as unit:
            heads = {head.id: head for head in unit.cases.of_customer(customer_id)}
            named: dict[int, list[str]] = {}
            files = unit.evidence.of_customer(customer_id)
            for case_id in {case_id for case_id, _ in files}:
                for item, answer in unit.cases.answers(case_id).items():
                    for number in answer.evidence_ids:
                        named.setdefault(number, []).append(item)
        return tuple(
            EvidenceRow(file, case_id, heads[case_id].number, tuple(named.get(file.id, ())), _is_open(heads[case_id].state))
            for case_id, file in files
        )

    def data(self, evidence_id: int) -> bytes:
        """Return the bytes of a file. UserError ``store.gone``; EnvironmentFault when they were damaged."""
        with self._store.read() as unit:
            return unit.evidence.data(evidence_id)

    def add(self, case_id: int, item: str, files: Sequence[NewFile], by: str) -> Changed[Added]:
        """Keep files with a case and, if one is named, with the answer to an item, in one step.

        A file that cannot be kept stops no other: it comes back with its reason. The same bytes are kept once.
        """
        kept: list[Evidence] = []
        known: list[tuple[str, str]] = []
        refused: list[UserError] = []
        with self._store.write("evidence.add", by) as unit:
            may_enter(unit, by)
            head = open_case_in(unit, case_id)
            before = {file.id for file in unit.evidence.of_case(case_id)}
            for file in files[:MAX_AT_ONCE]:
                try:
                    check_file(file.name, len(file.data))
                    check_content(file.name, file.data)
                except UserError as error:
                    refused.append(error)
                    continue
                found = unit.evidence.add(case_id, shown_name(file.name), file.data, by)
                if found.id in before or found in kept:
                    known.append((shown_name(file.name), found.name))
                else:
                    kept.append(found)
            refused += [UserError("evidence.too_many", "evidence", limit=MAX_AT_ONCE)] * (len(files) > MAX_AT_ONCE)
            touched = self._name(unit, case_id, item, kept, by) if item and kept else set()
            if kept:
                self._voiding.after_edit(unit, case_id, touched)
            unit.commit()
        result = Added(tuple(kept), tuple(known), tuple(refused))
        flags = (CASE,) if kept else ()
        return changed(result, *flags, customer_id=head.customer_id, case_id=case_id)

    def _name(self, unit: WriteUnit, case_id: int, item: str, kept: Sequence[Evidence], by: str) -> set[str]:
        stored = unit.cases.answers(case_id)
        answer = stored.get(item, Answer(item))
        ids = (*answer.evidence_ids, *(file.id for file in kept))
        return self._save(unit, case_id, [replace(answer, evidence_ids=ids)], by)

    def _save(self, unit: WriteUnit, case_id: int, typed: Sequence[Answer], by: str) -> set[str]:
        new = stamped(typed, unit.cases.answers(case_id), by, self._clock.now())
        unit.cases.save_answers(case_id, new)
        return {answer.item for answer in new}

    def remove(self, evidence_id: int, by: str) -> Changed[Removed]:
        """Take a file out of an open case and out of the answers that name it. What a decision rests on stays for ever."""
        with self._store.write("evidence.remove", by) as unit:
            may_enter(unit, by)
            case_id = unit.evidence.case_of(evidence_id)
            if case_id is None:
                raise UserError("store.gone", id=evidence_id)
            head = open_case_in(unit, case_id)
            file = next(one for one in unit.evidence.of_case(case_id) if one.id == evidence_id)
            data = unit.evidence.data(evidence_id)
            naming = [one for one in unit.cases.answers(case_id).values() if evidence_id in one.evidence_ids]
            touched = self._save(unit, case_id, [_without(answer, evidence_id) for answer in naming], by)
            unit.evidence.remove(evidence_id)
            self._voiding.after_edit(unit, case_id, touched)
            unit.commit()
        removed = Removed(file, case_id, tuple(answer.item for answer in naming), data)
        return changed(removed, CASE, customer_id=head.customer_id, case_id=case_id)

    def put_back(self, removed: Removed, by: str) -> Changed[Evidence]:
        """Keep a file again that ``remove`` took out, and name it again where it was named. Nothing when it is there."""
        with self._store.write("evidence.put_back", by) as unit:
            may_enter(unit, by)
            head = open_case_in(unit, removed.case_id)
            if unit.evidence.case_of(removed.file.id) is None:
                unit.evidence.put_back(removed.case_id, removed.file, removed.data)
                stored = unit.cases.answers(removed.case_id)
                again = [_with(stored.get(item, Answer(item)), removed.file.id) for item in removed.items]
                self._voiding.after_edit(unit, removed.case_id, self._save(unit, removed.case_id, again, by))
            unit.commit()
        return changed(removed.file, CASE, customer_id=head.customer_id, case_id=removed.case_id)


def _is_open(state: CaseState) -> bool:
    return state in OPEN_STATES


def _without(answer: Answer, evidence_id: int) -> Answer:
    return replace(answer, evidence_ids=tuple(one for one in answer.evidence_ids if one != evidence_id))


def _with(answer: Answer, evidence_id: int) -> Answer:
    return replace(answer, evidence_ids=(*(one for one in answer.evidence_ids if one != evidence_id), evidence_id))
