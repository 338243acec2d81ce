"""Reading what follows from a score: bands, gates, knock-outs, warnings, policies, approvals, haircuts, rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from app.models.domain.enums import Grade, MissingPolicy
from app.models.domain.methodology import (
    ApprovalLevel,
    Band,
    Cap,
    EvidenceSource,
    Gate,
    Haircut,
    Policy,
    Rules,
    WarningRule,
)
from app.services.methodology.reader import Row


def read_band(row: Row) -> Band:
    band = Band(row.grade("grade"), row.number("low"), row.labels("label"))
    row.close()
    return band


def read_band_preset(row: Row, bands: Sequence[Band]) -> tuple[str, tuple[Band, ...]]:
    """Another set of borders; the wording of the grades stays."""
    key, lows = row.text("key"), row.row("lows")
    preset = key, tuple(replace(band, low=lows.number(band.grade.name)) for band in bands)
    lows.close()
    row.close()
    return preset


def read_gate(row: Row) -> Gate:
    gate = Gate(row.text("id"), row.grade("grade"), row.text("card", ""), row.text("when"), row.labels("label"))
    row.close()
    return gate


def read_cap(row: Row) -> Cap:
    cap = Cap(
        row.text("id"),
        row.grade("grade"),
        row.text("when"),
        row.labels("label"),
        row.text("origin"),
        event=row.flag("event"),
        stop=row.flag("stop"),
    )
    row.close()
    return cap


def read_warning(row: Row) -> WarningRule:
    rule = WarningRule(
        id=row.text("id"),
        label=row.labels("label"),
        value=row.optional("value"),
        amber=row.optional("amber"),
        red=row.optional("red"),
        unit=row.text("unit", ""),
        question=row.labels("question"),
        origin=row.text("origin"),
    )
    row.close()
    return rule


def read_policy(row: Row) -> Policy:
    policy = Policy(
        grade=row.grade("grade"),
        limit_factor=row.number("limit_factor"),
        term_days=row.integer("term_days"),
        prepayment_pct=row.number("prepayment_pct"),
        security=row.labels("security"),
        security_pct=row.number("security_pct"),
        release=row.labels("release"),
        release_factor=row.number("release_factor"),
        overdue_tolerance_days=row.integer("overdue_tolerance_days"),
        review_days=row.integer("review_days"),
        contact=row.labels("contact"),
        preset_review_days=row.integer("preset_review_days", 30),
        guarantor_factor=row.number("guarantor_factor", 0),
    )
    row.close()
    return policy


def read_approval(row: Row) -> ApprovalLevel:
    level = ApprovalLevel(row.text("role"), row.labels("label"), row.optional_number("amount"), row.grade("lowest"))
    row.close()
    return level


def read_haircut(row: Row) -> Haircut:
    haircut = Haircut(row.text("key"), row.labels("label"), row.number("pct"), row.flag("grade_factor"))
    row.close()
    return haircut


def read_source(row: Row) -> EvidenceSource:
    source = EvidenceSource(row.text("key"), row.labels("label"), row.number("weight"))
    row.close()
    return source


def read_rules(row: Row) -> Rules:
    rules = Rules(
        missing=row.member("missing", MissingPolicy),
        renormalise_from=row.number("renormalise_from"),
        neutral_points=row.number("neutral_points"),
        completeness_caps=tuple(_completeness_cap(part) for part in row.rows("completeness_caps", "grade")),
        provisional_below=row.number("provisional_below"),
        warning_points_amber=row.integer("warning_points_amber"),
        warning_points_red=row.integer("warning_points_red"),
        warning_notch_from=row.integer("warning_notch_from"),
        warning_freeze_from=row.integer("warning_freeze_from"),
        max_review_days=row.integer("max_review_days"),
        override_up=row.integer("override_up"),
        override_days=row.integer("override_days"),
        upgrade_notches=row.integer("upgrade_notches"),
        upgrade_reviews=row.integer("upgrade_reviews"),
        upgrade_margin=row.number("upgrade_margin"),
        days_basis=row.integer("days_basis"),
        top_marks_two_sources=row.number("top_marks_two_sources"),
    )
    row.close()
    return rules


def _completeness_cap(row: Row) -> tuple[Decimal, Grade]:
    cap = row.number("below"), row.grade("grade")
    row.close()
    return cap
