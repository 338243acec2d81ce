"""A grade falls at once and rises slowly: the table of domain.md §5.2 on the decision that holds it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.models.domain.enums import Grade
from app.models.domain.methodology import Methodology
from app.models.domain.rating import RatingInput, RatingResult
from app.models.domain.records import Around, GradeInForce, Terms
from app.services.grading.standing import standing
from app.services.methodology import builtin
from app.services.rating import rate

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def m() -> Methodology:
    return builtin()


@pytest.fixture(scope="module")
def plain(m: Methodology) -> RatingResult:
    return rate(m, RatingInput(DAY, "small", {}), with_interval=False)


def rated(plain: RatingResult, grade: Grade, score: str, final: Grade | None = None, provisional: bool = False) -> RatingResult:
    return replace(
        plain, calculated_grade=grade, grade=grade if final is None else final, score=Decimal(score), provisional=provisional
    )


def around(now: Grade, before: Grade, score_before: str, provisional: bool = False) -> Around:
    terms = Terms(now, Decimal(50), provisional, Decimal(0), "CNY", 0, Decimal(0), "", "", 30)
    return Around(
        in_force=GradeInForce(1, terms, DAY, DAY, DAY, 1, 1), grade_before=before, score_before=Decimal(score_before)
    )


def test_the_first_grade_is_free(m: Methodology, plain: RatingResult) -> None:
    found = standing(rated(plain, Grade.AAA, "95"), Around(), m)
    assert (found.grade, found.held, found.free) == (Grade.AAA, False, True)


def test_a_provisional_grade_does_not_hold_the_first_full_one(m: Methodology, plain: RatingResult) -> None:
    found = standing(rated(plain, Grade.A, "75"), around(Grade.C, Grade.C, "12", provisional=True), m)
    assert found.grade is Grade.A and found.free
    still = standing(rated(plain, Grade.A, "75", provisional=True), around(Grade.C, Grade.C, "12", provisional=True), m)
    assert still.grade is Grade.C and not still.free


@pytest.mark.parametrize(
    ("now", "before", "score_before", "calculated", "score", "expected"),
    [
        (Grade.AA, Grade.AA, "85", Grade.CC, "25", Grade.CC),           # down any number of notches
        (Grade.A, Grade.A, "75", Grade.A, "79", Grade.A),
        (Grade.A, Grade.A, "79", Grade.AA, "85", Grade.A),              # the review before was below the border
        (Grade.A, Grade.AA, "80.9", Grade.AA, "85", Grade.A),           # above the border, but not by the margin
        (Grade.A, Grade.AA, "81", Grade.AA, "80.9", Grade.A),
        (Grade.A, Grade.AA, "81", Grade.AA, "81", Grade.AA),
        (Grade.A, Grade.A, "81", Grade.AA, "81", Grade.A),              # a cap held the grade last time
        (Grade.BB, Grade.AA, "85", Grade.AA, "85", Grade.BBB),          # one notch at most
        (Grade.D, Grade.B, "45", Grade.B, "45", Grade.C),
    ],
)
def test_a_rise_needs_two_reviews_above_the_border_and_goes_one_notch(
    m: Methodology, plain: RatingResult, now: Grade, before: Grade, score_before: str, calculated: Grade, score: str,
    expected: Grade,
) -> None:
    found = standing(rated(plain, calculated, score), around(now, before, score_before), m)
    assert found.grade is expected
    assert found.held == (expected is not calculated) == bool(found.why)


def test_an_override_moves_what_is_held_by_its_own_notch_at_most(m: Methodology, plain: RatingResult) -> None:
    held = around(Grade.BB, Grade.BB, "55")
    up = standing(rated(plain, Grade.A, "75", final=Grade.AA), held, m)
    assert up.grade is Grade.BBB
    down = standing(rated(plain, Grade.A, "75", final=Grade.CC), held, m)
    assert down.grade is Grade.CC
