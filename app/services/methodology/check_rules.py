"""Checks of bands, policies, approvals, haircuts and the general numbers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from app.models.domain.enums import Grade, Role
from app.models.domain.methodology import Band, Methodology, Policy
from app.services.methodology.found import Found
from app.services.methodology.units import UNITS

LONGEST_REVIEW = 92
"""No review interval may be longer, whatever the data say: a grade is looked at again within three months."""
LONGEST_OVERRIDE = 90


def check_rules(m: Methodology, found: Found) -> None:
    _check_bands("band", m.bands, found)
    for key, bands in m.band_presets:
        _check_bands(f"band_preset {key}", bands, found)
    cards = {card.key for card in m.cards}
    for gate in m.gates:
        found.known(f"gate {gate.id} card", gate.card, cards)
    for rule in m.warnings:
        found.listed(f"warning {rule.id} unit", rule.unit, UNITS)
        if rule.amber is None and rule.red is None:
            found.add("missing_value", f"warning {rule.id} red")
    _check_policies(m.policies, found)
    _check_approvals(m, found)
    for haircut in m.haircuts:
        found.between(f"haircut {haircut.key} pct", haircut.pct, 0, 100)
    for source in m.sources:
        found.between(f"source {source.key} weight", source.weight, 0, 1)
    _check_numbers(m, found)


def _check_bands(at: str, bands: Sequence[Band], found: Found) -> None:
    """All ten grades, best first, each beginning lower than the one before; the last begins at 0."""
    if [band.grade for band in bands] != sorted(Grade, reverse=True):
        found.add("not_ten_grades", at)
    for better, worse in pairwise(bands):
        if worse.low >= better.low:
            found.add("bands_overlap", f"{at} {worse.grade.name}", grade=worse.grade.name)
    if bands and (bands[-1].low != 0 or bands[0].low > 100):
        found.add("bands_not_0_to_100", f"{at} {bands[-1].grade.name}")


def _check_policies(policies: Sequence[Policy], found: Found) -> None:
    if [policy.grade for policy in policies] != sorted(Grade, reverse=True):
        found.add("not_ten_grades", "policy")
    for policy in policies:
        at = f"policy {policy.grade.name}"
        found.between(f"{at} review_days", policy.review_days, 1, LONGEST_REVIEW)
        found.between(f"{at} preset_review_days", policy.preset_review_days, 1, LONGEST_REVIEW)
        found.between(f"{at} prepayment_pct", policy.prepayment_pct, 0, 100)
        found.between(f"{at} security_pct", policy.security_pct, 0, 100)
        found.between(f"{at} guarantor_factor", policy.guarantor_factor, 0, 1)
        found.between(f"{at} release_factor", policy.release_factor, 0, 2)
        found.between(f"{at} limit_factor", policy.limit_factor, 0, 10)
        found.between(f"{at} term_days", policy.term_days, 0, 365)
        found.between(f"{at} overdue_tolerance_days", policy.overdue_tolerance_days, 0, 365)


def _check_approvals(m: Methodology, found: Found) -> None:
    roles = {role.value for role in Role}
    for level in m.approvals:
        found.listed(f"approval {level.role} role", level.role, roles)
    endless = Decimal("Infinity")
    for lower, upper in pairwise(m.approvals):
        if (upper.amount or endless) <= (lower.amount or endless) or upper.lowest > lower.lowest:
            found.add("approvals_out_of_order", f"approval {upper.role}")
    if not m.approvals or m.approvals[-1].amount is not None or m.approvals[-1].lowest is not Grade.D:
        found.add("approvals_no_top", "approval")


def _check_numbers(m: Methodology, found: Found) -> None:
    rules, one = m.rules, Decimal(1)
    found.between("rules max_review_days", rules.max_review_days, 1, LONGEST_REVIEW)
    found.between("rules override_days", rules.override_days, 1, LONGEST_OVERRIDE)
    found.between("rules override_up", rules.override_up, 0, 9)
    found.between("rules renormalise_from", rules.renormalise_from, 0, one)
    found.between("rules provisional_below", rules.provisional_below, 0, one)
    found.between("rules neutral_points", rules.neutral_points, 0, 100)
    found.between("rules top_marks_two_sources", rules.top_marks_two_sources, 0, 150)
    found.between("rules days_basis", rules.days_basis, 360, 366)
    for below, _ in rules.completeness_caps:
        found.between("rules completeness_caps", below, 0, one)
    if rules.warning_freeze_from < rules.warning_notch_from:
        found.add("upside_down", "rules warning_freeze_from")
