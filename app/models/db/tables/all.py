"""Every table of the store; importing this fills the metadata."""

from __future__ import annotations

from app.models.db.tables import cases, customers, decisions, found, imports, living, people, ratings, statements, workplace

__all__ = ["BUSINESS", "found"]

BUSINESS = (
    people.officers, people.settings, customers.customers, customers.customer_identifiers, customers.customer_former_names,
    customers.customer_related, customers.customer_contacts, ratings.methodologies, cases.cases, cases.case_reports,
    cases.answers,
    cases.guarantees, cases.evidence, statements.statements, statements.statement_lines, ratings.ratings, decisions.proposals,
    decisions.decisions, decisions.grade_changes, decisions.notices, decisions.grades_in_force,
    workplace.saved_views, workplace.methodology_drafts,
    imports.outside_records, imports.turnover, imports.ledger_entries, imports.import_profiles,
    living.alarms, living.listings, living.limit_holds, living.order_checks, living.review_notes, living.absences,
    living.corrections,
)
"""The tables whose content is the business: what a digest of the store covers."""
