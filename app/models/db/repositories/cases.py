"""Cases: heads, answers, securities, and the whole view of a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, select

from app.models.db.records import row_of, rows_among, rows_of
from app.models.db.repositories.customer_list import OPEN_STATES
from app.models.db.repositories.customers import CustomerQueries
from app.models.db.repositories.evidence import EvidenceQueries
from app.models.db.repositories.parts import read_parts, save_parts
from app.models.db.repositories.statements import StatementQueries
from app.models.db.tables.cases import answers, case_reports, cases, guarantees
from app.models.db.tables.customers import customers
from app.models.db.unit_of_work import Reading, Writing
from app.models.domain.answers import Answer, Guarantee, Value
from app.models.domain.enums import AnswerState, CaseMode, CaseState, ChangeClass, CheckState, Grade
from app.models.domain.errors import Conflict, UserError
from app.models.domain.rating import Override
from app.models.domain.records import CaseHead, CaseView, OutsideReport


class CaseQueries:
    """Reading cases."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def get(self, case_id: int) -> CaseHead | None:
        """Return the head of a case, None if there is none of that id."""
        row = row_of(self._unit, cases, case_id)
        return None if row is None else self._head(row)

    def open_case(self, customer_id: int) -> CaseHead | None:
        """Return the newest case of a customer that is still worked on."""
        rows = [row for row in rows_of(self._unit, cases, "customer_id", customer_id, "id") if row.state in OPEN_STATES]
        return self._head(rows[-1]) if rows else None

    def owners_of_open(self) -> frozenset[int]:
        """The customers who have a case that is still worked on."""
        wanted = select(cases.c.customer_id).where(cases.c.state.in_([state.value for state in OPEN_STATES])).distinct()
        return frozenset(row.customer_id for row in self._unit.rows(wanted))

    def of_customer(self, customer_id: int) -> tuple[CaseHead, ...]:
        """Return all cases of a customer, oldest first."""
        rows = rows_of(self._unit, cases, "customer_id", customer_id, "id")
        reports = rows_among(self._unit, case_reports, "case_id", [row.id for row in rows], "position")
        return tuple(_head(row, [part for part in reports if part.case_id == row.id]) for row in rows)

    def rejected(self, most: int) -> tuple[tuple[int, str], ...]:
        """Return id and name of customers whose newest case was rejected and not taken up again, the newest case first."""
        newer = cases.alias()
        later = select(newer.c.id).where(newer.c.customer_id == cases.c.customer_id, newer.c.id > cases.c.id).exists()
        wanted = (
            select(customers.c.id, customers.c.name).join_from(cases, customers, cases.c.customer_id == customers.c.id)
            .where(cases.c.state == CaseState.REJECTED, ~later).order_by(cases.c.id.desc()).limit(most)
        )
        return tuple((row.id, row.name) for row in self._unit.rows(wanted))

    def answers(self, case_id: int) -> dict[str, Answer]:
        """Return the answers of a case by item or fact id."""
        return {row.item: _answer(row) for row in rows_of(self._unit, answers, "case_id", case_id, "item")}

    def guarantees(self, case_id: int) -> tuple[Guarantee, ...]:
        """Return the securities offered, in the officer's order."""
        rows = read_parts(self._unit, guarantees, "case_id", case_id)
        return tuple(Guarantee(row.kind, row.value, row.prior, row.guarantor_grade, row.note) for row in rows)

    def last_answers(self, case_id: int) -> dict[str, Answer]:
        """Return the answers of the case before this one of the same customer, empty if it is the first."""
        this = row_of(self._unit, cases, case_id)
        owned = () if this is None else rows_of(self._unit, cases, "customer_id", this.customer_id, "id")
        before = [row.id for row in owned if row.id < case_id]
        return self.answers(before[-1]) if before else {}

    def view(self, case_id: int) -> CaseView | None:
        """Return a case with customer, answers, statements, securities, evidence and the last case's answers."""
        head = self.get(case_id)
        customer = None if head is None else CustomerQueries(self._unit).get(head.customer_id)
        if head is None or customer is None:
            return None
        return CaseView(
            head, customer, self.answers(case_id), StatementQueries(self._unit).of_customer(customer.id),
            self.guarantees(case_id),
            EvidenceQueries(self._unit).of_case(case_id), self.last_answers(case_id),
        )

    def next_number(self, year: int) -> str:
        """Return the next free case number of a year: "2026-0001"."""
        numbers = self._unit.rows(select(cases.c.number).where(cases.c.number.like(f"{year:04d}-%")))
        taken = [int(number[5:]) for (number,) in numbers if number[5:].isascii() and number[5:].isdigit()]
        return f"{year:04d}-{max(taken, default=0) + 1:04d}"

    def _head(self, row: Row[Any]) -> CaseHead:
        return _head(row, read_parts(self._unit, case_reports, "case_id", row.id))


class Cases(CaseQueries):
    """Reading and saving cases."""

    def __init__(self, unit: Writing) -> None:
        super().__init__(unit)
        self._writing = unit

    def save(self, head: CaseHead) -> CaseHead:
        """Store the head of a case (id 0 = new, number given if empty) and return it as stored. Conflict if outdated."""
        unit = self._writing
        values = _columns(head)
        values["number"] = head.number or self.next_number(head.opened.year)
        if head.id == 0:
            case_id = unit.insert(cases, values)
            self._save_reports(case_id, head)
        else:
            case_id = head.id
            version = unit.update(cases, case_id, values, head.version)
            if self._save_reports(case_id, head) and version == head.version:
                unit.touch(cases, case_id)
        stored = self.get(case_id)
        if stored is None:
            raise RuntimeError("the case just saved is gone")
        return stored

    def _save_reports(self, case_id: int, head: CaseHead) -> bool:
        return save_parts(self._writing, case_reports, "case_id", case_id, [
            {"agency": report.agency, "ordered": report.ordered, "due": report.due, "cost": report.cost,
             "currency": report.currency, "arrived": report.arrived,
             "chased": [day.isoformat() for day in report.chased], "forced": report.forced}
            for report in head.reports
        ])

    def save_answers(self, case_id: int, changed: Sequence[Answer]) -> tuple[Answer, ...]:
        """Store answers and return them with their new versions.

        An answer of version 0 is new. Conflict (``item`` in its parameters) when a newer one is stored: none of the
        answers is written then, because the unit is not committed.
        """
        unit = self._writing
        rows = unit.rows(select(answers.c.id, answers.c.item, answers.c.version).where(answers.c.case_id == case_id))
        stored = {row.item: row for row in rows}
        for answer in changed:
            values = {**_answer_columns(answer), "case_id": case_id}
            found = stored.get(answer.item)
            if (found.version if found else 0) != answer.version:
                raise Conflict("store.conflict", field=answer.item, entity="answers", item=answer.item)
            if found is None:
                unit.insert(answers, values)
            else:
                unit.update(answers, found.id, values, answer.version)
        after = self.answers(case_id)
        return tuple(after[answer.item] for answer in changed)

    def save_guarantees(self, case_id: int, offered: Sequence[Guarantee]) -> tuple[Guarantee, ...]:
        """Store the securities of a case in this order and return them."""
        if self.get(case_id) is None:
            raise UserError("store.gone", id=case_id)
        changed = save_parts(self._writing, guarantees, "case_id", case_id, [
            {"kind": part.kind, "value": part.value, "prior": part.prior, "guarantor_grade": part.guarantor_grade,
             "note": part.note}
            for part in offered
        ])
        if changed:
            self._writing.touch(cases, case_id)
        return self.guarantees(case_id)


def _head(row: Row[Any], reports: Sequence[Row[Any]]) -> CaseHead:
    override = None
    if row.override_grade is not None:
        override = Override(Grade(row.override_grade), row.override_reason, row.override_expires, row.override_by,
                            row.override_second_by or "")
    return CaseHead(
        id=row.id, number=row.number, customer_id=row.customer_id, state=CaseState(row.state), mode=CaseMode(row.mode),
        profile=row.profile, methodology_hash=row.methodology_hash, methodology_version=row.methodology_version,
        opened=row.opened,
        assessor=row.assessor, change_class=ChangeClass(row.change_class), purpose=row.purpose,
        requested_limit=row.requested_limit,
        requested_term=row.requested_term, currency=row.currency, own_monthly_sales=row.own_monthly_sales,
        own_exposure=row.own_exposure, own_overdue=row.own_overdue, with_areas=row.with_areas, independent=row.independent,
        verifier=row.verifier, verified_at=row.verified_at, override=override, version=row.version,
        reports=tuple(
            OutsideReport(
                part.agency, part.ordered, part.due, part.cost, part.currency, part.arrived,
                tuple(date.fromisoformat(day) for day in part.chased), part.forced,
            )
            for part in reports
        ),
    )


def _columns(head: CaseHead) -> dict[str, Any]:
    override = head.override
    return {
        "customer_id": head.customer_id, "state": head.state, "mode": head.mode, "profile": head.profile,
        "methodology_hash": head.methodology_hash, "methodology_version": head.methodology_version, "opened": head.opened,
        "assessor": head.assessor, "change_class": head.change_class, "purpose": head.purpose,
        "requested_limit": head.requested_limit,
        "requested_term": head.requested_term, "currency": head.currency, "own_monthly_sales": head.own_monthly_sales,
        "own_exposure": head.own_exposure, "own_overdue": head.own_overdue, "with_areas": head.with_areas,
        "independent": head.independent, "verifier": head.verifier, "verified_at": head.verified_at,
        "override_grade": None if override is None else int(override.grade),
        "override_reason": None if override is None else override.reason,
        "override_expires": None if override is None else override.expires,
        "override_by": None if override is None else override.by,
        "override_second_by": None if override is None else override.second_by,
    }


def _answer_columns(answer: Answer) -> dict[str, Any]:
    kind, text = _value_out(answer.value)
    return {
        "item": answer.item, "state": answer.state, "value_kind": kind, "value": text, "details": dict(answer.details),
        "rows": [dict(row) for row in answer.rows], "as_of": answer.as_of, "sources": list(answer.sources),
        "evidence_ids": list(answer.evidence_ids), "check_state": answer.check, "note": answer.note, "comment": answer.comment,
        "reason": answer.reason, "by": answer.by, "at": answer.at, "second_by": answer.second_by, "sample": answer.sample,
    }


def _answer(row: Row[Any]) -> Answer:
    details: Mapping[str, str] = dict(row.details)
    return Answer(
        item=row.item, state=AnswerState(row.state), value=_value_in(row.value_kind, row.value), details=details,
        rows=tuple(dict(part) for part in row.rows), as_of=row.as_of, sources=tuple(row.sources),
        evidence_ids=tuple(row.evidence_ids),
        check=CheckState(row.check_state), note=row.note, comment=row.comment, reason=row.reason, by=row.by, at=row.at,
        second_by=row.second_by, sample=row.sample, version=row.version,
    )


def _value_out(value: Value | None) -> tuple[str, str]:
    if value is None:
        return "", ""
    if isinstance(value, bool):
        return "yn", "yes" if value else "no"
    if isinstance(value, Decimal):
        return "number", str(value)
    if isinstance(value, date):
        return "date", value.isoformat()
    return "text", value


def _value_in(kind: str, text: str) -> Value | None:
    if not kind:
        return None
    if kind == "yn":
        return text == "yes"
    if kind == "number":
        return Decimal(text)
    return date.fromisoformat(text) if kind == "date" else text
