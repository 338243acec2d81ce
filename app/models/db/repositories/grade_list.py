"""The query behind the list of grades: every customer with what is in force, in one question."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.models.db.repositories.terms import read_terms, terms_values
from app.models.db.tables.cases import cases
from app.models.db.tables.customers import customers
from app.models.db.tables.decisions import grade_changes, grades_in_force
from app.models.db.tables.living import limit_holds
from app.models.db.unit_of_work import Reading
from app.models.domain.records import GradeRow


def grade_rows(unit: Reading, today: date) -> tuple[GradeRow, ...]:
    """Return every customer by name with the grade in force, if there is one; days are counted from ``today``."""
    force = grades_in_force.c
    held = select(limit_holds.c.id).where(limit_holds.c.customer_id == customers.c.id, limit_holds.c.lifted.is_(None)).exists()
    wanted = (
        select(customers.c.id, customers.c.number, customers.c.name, customers.c.flags, cases.c.methodology_hash,
               force.next_review, held.label("held"), *(force[name] for name in terms_values(None)))
        .outerjoin_from(customers, grades_in_force, force.customer_id == customers.c.id)
        .outerjoin(grade_changes, grade_changes.c.id == force.change_id)
        .outerjoin(cases, cases.c.id == grade_changes.c.case_id)
        .order_by(customers.c.name_norm, customers.c.id)
    )  # fmt: skip
    return tuple(
        GradeRow(
            customer_id=row.id,
            number=row.number,
            name=row.name,
            sample="sample" in row.flags,
            methodology_hash=row.methodology_hash or "",
            terms=None if row.grade is None else read_terms(row),
            next_review=row.next_review,
            days_left=None if row.next_review is None else (row.next_review - today).days,
            held=bool(row.held),
        )
        for row in unit.rows(wanted)
    )
