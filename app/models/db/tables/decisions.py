"""Proposals, decisions, grades in force, the grade-change log and its notices."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint

from app.models.db.base import PERSONAL, SILENT, record_table
from app.models.db.types import Exact, Instant


def terms_columns(prefix: str = "", *, optional: bool = False) -> tuple[Column[object], ...]:
    """Return the columns of ``Terms``; ``optional`` when there may be no terms at all."""
    kinds = (
        ("grade", Integer()), ("score", Exact()), ("provisional", Boolean()), ("limit", Exact()), ("currency", String(3)),
        ("term_days", Integer()), ("prepayment_pct", Exact()), ("security", Text()), ("release", Text()),
        ("review_days", Integer()),
    )
    return tuple(Column(prefix + name, kind, nullable=optional) for name, kind in kinds)


proposals = record_table(
    "proposals",
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False),
    Column("rating_id", Integer, ForeignKey("ratings.id"), nullable=False),
    Column("state", String(12), nullable=False),
    *terms_columns(),
    Column("change_class", String(20), nullable=False),
    Column("grounds", JSON, nullable=False),
    Column("text", Text, nullable=False),
    Column("conditions", Text, nullable=False),
    Column("effective", Date, nullable=False),
    Column("next_review", Date, nullable=False),
    Column("valid_until", Date, nullable=False),
    Column("by", String(120), nullable=False),
    Column("at", Instant, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Index("ix_proposals_case", "case_id", "state"),
    Index("ix_proposals_state", "state", "id"),
)

decisions = record_table(
    "decisions",
    Column("proposal_id", Integer, ForeignKey("proposals.id"), nullable=False),
    Column("outcome", String(12), nullable=False),
    Column("by", String(120), nullable=False),
    Column("role", String(30), nullable=False),
    Column("at", Instant, nullable=False),
    Column("note", Text, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Index("ix_decisions_proposal", "proposal_id"),
)

grade_changes = record_table(
    "grade_changes",
    Column("customer_id", Integer, ForeignKey("customers.id"), nullable=False),
    Column("customer_number", String(40), nullable=False),
    Column("customer_name", Text, nullable=False),
    Column("customer_identifier", String(80), nullable=False),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False),
    Column("case_number", String(40), nullable=False),
    Column("at", Instant, nullable=False),
    Column("change_class", String(20), nullable=False),
    *terms_columns("before_", optional=True),
    *terms_columns("after_"),
    Column("grounds", JSON, nullable=False),
    Column("text", Text, nullable=False),
    Column("conditions", Text, nullable=False),
    Column("rules", JSON, nullable=False),
    Column("effective", Date, nullable=False),
    Column("next_review", Date, nullable=False),
    Column("proposed_by", String(120), nullable=False),
    Column("proposed_at", Instant, nullable=False),
    Column("approved_by", String(120), nullable=False),
    Column("approved_role", String(30), nullable=False),
    Column("approved_at", Instant, nullable=False),
    Column("decision_note", Text, nullable=False),
    Column("own_exposure", Exact),
    Column("own_overdue", Exact),
    Column("security_held", Exact),
    Column("previous_no", Integer, ForeignKey("grade_changes.id")),
    Column("changes_12m", Integer, nullable=False),
    Column("methodology_version", String(40), nullable=False),
    # The journal's code of this very entry: known only once the entry has been journaled.
    Column("fingerprint", String(64), nullable=False, info=SILENT),
    Index("ix_grade_changes_customer", "customer_id", "id"),
    Index("ix_grade_changes_at", "at"),
    # The early warnings of the grades in force are read from the index alone.
    Index("ix_grade_changes_rules", "rules", "customer_id"),
    # The log is counted and filtered from the index alone: its rows are wide with what was written.
    Index(
        "ix_grade_changes_log",
        *("at", "before_grade", "after_grade", "change_class", "approved_by", "proposed_by", "customer_id", "rules"),
    ),
)

notices = record_table(
    "notices",
    Column("change_id", Integer, ForeignKey("grade_changes.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("department", String(20), nullable=False),
    Column("person", Text, nullable=False, info=PERSONAL),
    Column("sent", Instant),
    Column("channel", String(40), nullable=False),
    Column("acknowledged", Instant),
    Index("ix_notices_change", "change_id", "position"),
    Index("ix_notices_acknowledged", "acknowledged", "change_id"),
)

grades_in_force = record_table(
    "grades_in_force",
    Column("customer_id", Integer, ForeignKey("customers.id"), nullable=False),
    *terms_columns(),
    Column("since", Date, nullable=False),
    Column("next_review", Date, nullable=False),
    Column("valid_until", Date, nullable=False),
    Column("rating_id", Integer, ForeignKey("ratings.id"), nullable=False),
    Column("change_id", Integer, ForeignKey("grade_changes.id"), nullable=False),
    UniqueConstraint("customer_id"),
    Index("ix_grades_in_force_next_review", "next_review"),
)
