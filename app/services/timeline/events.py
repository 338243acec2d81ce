"""The timeline of a customer: what was opened, found, verified, proposed, decided, told and entered; newest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from app.models.db.units import ReadUnit
from app.models.domain.enums import AnswerState, CheckState
from app.models.domain.history import Event
from app.models.domain.records import CaseHead, GradeChange, GradeInForce
from app.services.timeline.imported import import_events

_PROVEN = (CheckState.DOCUMENTED, CheckState.CROSS_CHECKED)


def events_in(
    unit: ReadUnit, customer_id: int, cases: tuple[CaseHead, ...], changes: tuple[GradeChange, ...],
    in_force: GradeInForce | None, today: date,
) -> tuple[Event, ...]:
    """Every event of a customer within a unit of work. ``changes``: its decisions; corrections of the log are found here."""
    found = [*_entered(unit, customer_id), *_files(unit, customer_id), *import_events(unit, customer_id)]
    for case in cases:
        found += _of_case(unit, case)
    for change in changes:
        found += _of_change(change)
    found += _corrections(unit, customer_id, changes)
    if in_force is not None:
        late = (today - in_force.next_review).days
        kind = "review_late" if late > 0 else "review_due"
        found.append(Event(kind, in_force.next_review, params={"days": abs(late)}))
    return tuple(sorted(found, key=_order, reverse=True))


def moment_of(event: Event) -> tuple[date, float]:
    """The place of an event in time; what has no hour comes first on its day."""
    return event.day, event.at.timestamp() if event.at is not None else 0.0


def _order(event: Event) -> tuple[tuple[date, float], str]:
    return moment_of(event), event.kind


def _day(moment: datetime) -> date:
    return moment.astimezone().date()


def _entered(unit: ReadUnit, customer_id: int) -> Iterator[Event]:
    """The customer and its statements."""
    periods = {statement.id: statement for statement in unit.statements.of_customer(customer_id)}
    for one in unit.timeline.entered(customer_id):
        if one.table == "customers":
            yield Event("customer", _day(one.at), one.at, one.who)
        elif one.record_id in periods:
            period = periods[one.record_id]
            kind = "statement_audited" if period.audited else "statement"
            yield Event(kind, _day(one.at), one.at, one.who, params={"end": period.end})


def _files(unit: ReadUnit, customer_id: int) -> Iterator[Event]:
    """One line a day, case and person: a visit may bring twenty pictures."""
    together: dict[tuple[date, int, str], list[tuple[datetime, str]]] = {}
    for case_id, file in unit.evidence.of_customer(customer_id):
        together.setdefault((_day(file.added_at), case_id, file.added_by), []).append((file.added_at, file.name))
    for (day, case_id, who), files in together.items():
        yield Event("files", day, max(files)[0], who, case_id, params={"n": len(files), "name": files[-1][1]})


def _of_case(unit: ReadUnit, case: CaseHead) -> Iterator[Event]:
    yield Event("case", case.opened, None, case.assessor, case.id, params={"number": case.number})
    together: dict[tuple[date, str], list[tuple[datetime, bool]]] = {}
    for answer in unit.cases.answers(case.id).values():
        if answer.at is not None and answer.state is not AnswerState.EMPTY:
            together.setdefault((_day(answer.at), answer.by), []).append((answer.at, answer.check in _PROVEN))
    for (day, who), given in together.items():
        proven = sum(checked for _, checked in given)
        yield Event("answers", day, max(given)[0], who, case.id,
                    params={"n": len(given), "proven": proven, "number": case.number})
    for report in case.reports:
        yield Event("report_ordered", report.ordered, None, "", case.id, params={"agency": report.agency})
        if report.arrived is not None:
            yield Event("report_arrived", report.arrived, None, "", case.id, params={"agency": report.agency})
    if case.verified_at is not None:
        yield Event("verified", _day(case.verified_at), case.verified_at, case.verifier, case.id, params={"number": case.number})
    for proposal in unit.decisions.of_case(case.id):
        yield Event("proposed", _day(proposal.at), proposal.at, proposal.by, case.id, params={"grade": proposal.terms.grade.name})
        for decision in unit.decisions.decisions(proposal.id):
            if decision.outcome != "approved":  # an approval stands in the timeline as the change of the grade
                yield Event("rejected", _day(decision.at), decision.at, decision.by, case.id, params={"note": decision.note})


def _corrections(unit: ReadUnit, customer_id: int, decisions: tuple[GradeChange, ...]) -> Iterator[Event]:
    """Entries of the log that correct another one: they decide nothing, and belong to the day on which they were made."""
    decided = {one.no for one in decisions}
    for change in unit.changes.of_customer(customer_id):
        if change.no not in decided:
            entry = unit.log.entry(change.no)
            if entry is not None and entry.corrects is not None:
                yield Event("corrected", _day(change.at), change.at, change.approved_by, change.case_id, change.no,
                            {"no": entry.corrects, "by": change.no, "reason": entry.reason})


def _of_change(change: GradeChange) -> Iterator[Event]:
    params: dict[str, object] = {"after": change.after.grade.name, "no": change.no}
    kind = "first_grade"
    if change.before is not None:
        params["before"] = change.before.grade.name
        moved = change.after.grade - change.before.grade
        kind = "grade_up" if moved > 0 else "grade_down" if moved < 0 else "grade_same"
    yield Event(kind, change.effective, change.approved_at, change.approved_by, change.case_id, change.no, params)
    for notice in change.notices:
        told = {"department": notice.department, "no": change.no}
        if notice.sent is not None:
            yield Event("notice_sent", _day(notice.sent), notice.sent, "", change.case_id, change.no, told)
        if notice.acknowledged is not None:
            read = notice.acknowledged
            yield Event("notice_read", _day(read), read, notice.person, change.case_id, change.no, told)
