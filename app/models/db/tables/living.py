"""Living by a grade: alarms, watchlist and blacklist, holds of a limit, order checks, reviews, absences, corrections."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint

from app.models.db.base import PERSONAL, SILENT, record_table
from app.models.db.types import Exact, Instant

# An early warning that was raised, from the question to the end. ``evidence`` is the fingerprint of what raised it: the same
# evidence raises a rule once. Its state follows from the moments: open, answered, closed.
alarms = record_table(
    "alarms",
    Column("customer_id", Integer, ForeignKey("customers.id"), nullable=False),
    Column("rule", String(20), nullable=False),
    Column("colour", String(10), nullable=False),
    Column("evidence", String(64), nullable=False),
    Column("value", Exact),
    Column("source", String(20), nullable=False),    # statement, import, ledger, review, case
    Column("period", Date),                          # end of the statement, where one raised it
    Column("raised", Instant, nullable=False),
    Column("owner", String(120), nullable=False),
    Column("due", Date, nullable=False),
    Column("asked", Text, nullable=False, info=PERSONAL),       # the question in the officer's own words; "": the rule's
    Column("answer", Text, nullable=False, info=PERSONAL),
    Column("answered", Instant),
    Column("answered_by", String(120), nullable=False),
    Column("evidence_ids", JSON, nullable=False),
    Column("actions", JSON, nullable=False),         # watch, cut, stop, secure, blacklist, review, none
    Column("action_note", Text, nullable=False, info=PERSONAL),
    Column("closed", Instant),
    Column("closed_by", String(120), nullable=False),
    UniqueConstraint("customer_id", "rule", "evidence"),
    Index("ix_alarms_customer", "customer_id", "closed"),
    Index("ix_alarms_closed", "closed", "due"),
    versioned=True,
)

# Watchlist and blacklist. A company need not be a customer: then name and number alone stand here. ``keys`` are the
# independent identifiers by which a bad fact was matched.
listings = record_table(
    "listings",
    Column("kind", String(10), nullable=False),      # watch, black
    Column("customer_id", Integer, ForeignKey("customers.id")),
    Column("name", Text, nullable=False),
    Column("name_norm", Text, nullable=False, info=SILENT),
    Column("identifier", String(80), nullable=False),
    Column("identifier_norm", String(80), nullable=False, info=SILENT),
    Column("group_name", Text, nullable=False),
    Column("reason", Text, nullable=False, info=PERSONAL),
    Column("keys", JSON, nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date),
    Column("proposed_by", String(120), nullable=False),
    Column("proposed", Instant, nullable=False),
    Column("approved_by", String(120), nullable=False),
    Column("approved", Instant),
    Column("ended_by", String(120), nullable=False),
    Column("ended", Instant),
    Column("ended_reason", Text, nullable=False, info=PERSONAL),
    Index("ix_listings_customer", "customer_id", "kind"),
    Index("ix_listings_name", "name_norm"),
    Index("ix_listings_identifier", "identifier_norm"),
    Index("ix_listings_ended", "ended", "kind"),
    versioned=True,
)

# Why a limit counts for nothing for new orders, beside an overdue review: a freeze by warnings, a stop, a listing.
limit_holds = record_table(
    "limit_holds",
    Column("customer_id", Integer, ForeignKey("customers.id"), nullable=False),
    Column("kind", String(20), nullable=False),      # warnings, blacklist, stop
    Column("reason", Text, nullable=False),
    Column("since", Instant, nullable=False),
    Column("by", String(120), nullable=False),
    Column("lifted", Instant),
    Column("lifted_by", String(120), nullable=False),
    Column("lifted_reason", Text, nullable=False),
    Index("ix_limit_holds_customer", "customer_id", "lifted"),
    versioned=True,
)

# One order against the limit: what was found, and who released it all the same. A larger amount is a new check.
order_checks = record_table(
    "order_checks",
    Column("customer_id", Integer, ForeignKey("customers.id"), nullable=False),
    Column("order_number", String(80), nullable=False),
    Column("order_day", Date, nullable=False),
    Column("amount", Exact, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("term_days", Integer),
    Column("at", Instant, nullable=False),
    Column("by", String(120), nullable=False),
    Column("exposure", Exact),
    Column("limit", Exact),
    Column("available", Exact),
    Column("result", String(10), nullable=False),    # release, warn, hold, reject
    Column("reasons", JSON, nullable=False),
    Column("decided", String(10), nullable=False),   # "", released, rejected
    Column("decided_by", String(120), nullable=False),
    Column("decided_at", Instant),
    Column("decided_reason", Text, nullable=False),
    Column("valid_until", Date),
    Index("ix_order_checks_customer", "customer_id", "order_number", "id"),
    Index("ix_order_checks_result", "result", "decided", "id"),
    versioned=True,
)

# Looks at a grade that left it as it was, and explanations of an overdue review. A full case ends in the grade-change log.
review_notes = record_table(
    "review_notes",
    Column("customer_id", Integer, ForeignKey("customers.id"), nullable=False),
    Column("change_id", Integer, ForeignKey("grade_changes.id"), nullable=False),
    Column("kind", String(12), nullable=False),      # light, explained
    Column("due", Date, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", String(120), nullable=False),
    Column("text", Text, nullable=False, info=PERSONAL),
    Column("found", JSON, nullable=False),           # what changed since the last look
    Column("next_review", Date),
    Index("ix_review_notes_customer", "customer_id", "id"),
    Index("ix_review_notes_change", "change_id"),
)

absences = record_table(
    "absences",
    Column("officer", String(120), nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("stand_in", String(120), nullable=False),
    Column("by", String(120), nullable=False),
    Column("active", Boolean, nullable=False),
    Index("ix_absences_officer", "officer", "first"),
)

# A correction of the log is an entry of its own; this says which earlier one it corrects.
corrections = record_table(
    "corrections",
    Column("change_id", Integer, ForeignKey("grade_changes.id"), nullable=False),
    Column("corrects_id", Integer, ForeignKey("grade_changes.id"), nullable=False),
    Column("reason", Text, nullable=False),
    UniqueConstraint("change_id"),
    Index("ix_corrections_corrects", "corrects_id"),
)
