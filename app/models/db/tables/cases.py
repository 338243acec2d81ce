"""Cases: the head, answers, securities, evidence files, reports ordered outside."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint

from app.models.db.base import DIGEST, PERSONAL, record_table
from app.models.db.types import Exact, Instant

cases = record_table(
    "cases",
    Column("number", String(40), nullable=False),
    Column("customer_id", Integer, ForeignKey("customers.id"), nullable=False),
    Column("state", String(20), nullable=False),
    Column("mode", String(20), nullable=False),
    Column("profile", String(20), nullable=False),
    Column("methodology_hash", String(64), ForeignKey("methodologies.hash"), nullable=False),
    Column("methodology_version", String(40), nullable=False),
    Column("opened", Date, nullable=False),
    Column("assessor", String(120), nullable=False),
    Column("change_class", String(20), nullable=False),
    Column("purpose", Text, nullable=False),
    Column("requested_limit", Exact),
    Column("requested_term", Integer),
    Column("currency", String(3), nullable=False),
    Column("own_monthly_sales", Exact),
    Column("own_exposure", Exact),
    Column("own_overdue", Exact),
    Column("with_areas", Boolean, nullable=False),
    Column("independent", Boolean, nullable=False),
    Column("verifier", String(120), nullable=False),
    Column("verified_at", Instant),
    Column("override_grade", Integer),
    Column("override_reason", Text),
    Column("override_expires", Date),
    Column("override_by", String(120)),
    Column("override_second_by", String(120)),
    UniqueConstraint("number"),
    Index("ix_cases_customer", "customer_id", "state"),
    Index("ix_cases_state", "state", "customer_id"),
    versioned=True,
)

case_reports = record_table(
    "case_reports",
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("agency", Text, nullable=False),
    Column("ordered", Date, nullable=False),
    Column("due", Date),
    Column("cost", Exact),
    Column("currency", String(3), nullable=False),
    Column("arrived", Date),
    Column("chased", JSON, nullable=False),          # days on which the agency was reminded
    Column("forced", Text, nullable=False),          # why it was bought again within half a year
    Index("ix_case_reports_case", "case_id", "position"),
)

# What was found may speak of persons in any of these columns; the journal points to all of it.
answers = record_table(
    "answers",
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False),
    Column("item", String(40), nullable=False),
    Column("state", String(20), nullable=False),
    Column("value_kind", String(10), nullable=False),
    Column("value", Text, nullable=False, info=PERSONAL),
    Column("details", JSON, nullable=False, info=PERSONAL),
    Column("rows", JSON, nullable=False, info=PERSONAL),
    Column("as_of", Date),
    Column("sources", JSON, nullable=False),
    Column("evidence_ids", JSON, nullable=False),
    Column("check_state", String(20), nullable=False),
    Column("note", Text, nullable=False, info=PERSONAL),
    Column("comment", Text, nullable=False, info=PERSONAL),
    Column("reason", Text, nullable=False, info=PERSONAL),
    Column("by", String(120), nullable=False),
    Column("at", Instant),
    Column("second_by", String(120), nullable=False),
    Column("sample", Boolean, nullable=False),
    UniqueConstraint("case_id", "item"),
    versioned=True,
)

guarantees = record_table(
    "guarantees",
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("value", Exact, nullable=False),
    Column("prior", Exact, nullable=False),
    Column("guarantor_grade", String(10), nullable=False),
    Column("note", Text, nullable=False, info=PERSONAL),
    Index("ix_guarantees_case", "case_id", "position"),
)

evidence = record_table(
    "evidence",
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("added_by", String(120), nullable=False),
    Column("content", LargeBinary, nullable=False, info=DIGEST),
    Index("ix_evidence_case", "case_id"),
)
