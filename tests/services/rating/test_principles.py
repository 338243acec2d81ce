"""The four principles find what they should, say so in three languages, and state what is in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState, CheckState, Principle, Severity
from app.models.domain.methodology import Methodology
from app.models.domain.rating import Finding, Override, RatingInput
from app.services.rating import principles, rate
from app.texts import Texts
from tests.services.rating.build import AS_OF, CURRENT, answer, answers, full_answers, golden, statement


def found(m: Methodology, given: RatingInput, **more: object) -> dict[str, Finding]:
    who: dict[str, object] = {"assessor": "officer 1", "owner": "officer 2", "approver": "officer 3", **more}
    return {one.text: one for one in principles(m, given, rate(m, given), **who)}  # type: ignore[arg-type]


def clean(m: Methodology) -> RatingInput:
    """A customer whose every answer is sourced, checked and verified."""
    full = {
        key: replace(one, check=CheckState.CROSS_CHECKED, by="officer 1", second_by="officer 3", comment="looked at")
        for key, one in full_answers(m).items()
    }
    return golden(answers=full, requested_limit=D(1000))


def test_all_four_principles_are_always_stated(shipped: Methodology) -> None:
    for given in (golden(), clean(shipped), RatingInput(AS_OF, "small", {})):
        got = principles(shipped, given, rate(shipped, given), assessor="", owner="")
        assert {one.principle for one in got} == set(Principle)


def test_a_clean_case_has_no_problem(shipped: Methodology) -> None:
    got = found(shipped, clean(shipped), last_version=shipped.version)
    assert {key for key, one in got.items() if one.severity is Severity.PROBLEM} == set()
    assert "principle.truth.ok" in got
    assert "principle.independence.ok" in got
    assert "principle.consistency.same" in got


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"sources": ()}, "principle.truth.no_source"),
        ({"check": CheckState.NOT_ASKED}, "principle.truth.not_checked"),
        ({"check": CheckState.SELF_DECLARED}, "principle.truth.self_declared"),
        ({"sources": ("REG",)}, "principle.prudence.two_sources"),
        ({"value": D(-90), "comment": ""}, "principle.prudence.extreme"),
        ({"state": AnswerState.UNKNOWN}, "principle.prudence.missing_worst"),
    ],
)
def test_a_weak_answer_is_named(shipped: Methodology, changed: dict[str, object], key: str) -> None:
    given = clean(shipped)
    assert key not in found(shipped, given)
    weak = replace(given.answers["F02"], **changed)  # type: ignore[arg-type]
    assert found(shipped, replace(given, answers={**given.answers, "F02": weak}))[key].items == ("F02",)


def test_not_applicable_asks_for_a_reason_and_a_second_signature(shipped: Methodology) -> None:
    off = Answer("D14", AnswerState.NOT_APPLICABLE)
    got = found(shipped, golden(answers={"D14": off}))
    assert got["principle.prudence.no_reason"].severity is Severity.PROBLEM
    assert got["principle.prudence.not_agreed"].items == ("D14",)


def test_a_balance_that_does_not_balance_is_a_problem_of_truth(shipped: Methodology) -> None:
    broken = statement(2025, {**CURRENT, "TA": 9000, "TLE": 8300})
    got = found(shipped, golden(statements=(broken,)))
    assert got["principle.truth.does_not_tie"].severity is Severity.PROBLEM
    assert "2025-12-31" in got["principle.truth.does_not_tie"].params["periods"]


@pytest.mark.parametrize(
    ("who", "key"),
    [
        ({"assessor": " "}, "no_assessor"),
        ({"owner": "Officer 1"}, "assessor_is_owner"),
        ({"approver": "officer 1"}, "approver_is_assessor"),
        ({"approver": "officer 2"}, "approver_is_owner"),
        ({"declared": False}, "not_declared"),
    ],
)
def test_dependence_is_a_problem(shipped: Methodology, who: dict[str, object], key: str) -> None:
    got = found(shipped, golden(), **who)
    assert got[f"principle.independence.{key}"].severity is Severity.PROBLEM


def test_another_version_than_last_time_is_told(shipped: Methodology) -> None:
    got = found(shipped, golden(), last_version="0")
    assert got["principle.consistency.changed"].params == {"version": shipped.version, "last": "0"}


def test_old_accounts_and_a_void_override_are_told(shipped: Methodology) -> None:
    void = Override(rate(shipped, golden()).calculated_grade, "", AS_OF, "officer 1", "officer 2")
    got = found(shipped, golden(as_of=date(2028, 1, 1), override=void))
    assert got["principle.prudence.stale"].params == {"end": "2025-12-31"}
    assert got["rating.override.no_reason"].severity is Severity.PROBLEM


@pytest.mark.parametrize("lang", ["en", "zh", "ru"])
def test_every_finding_can_be_said(shipped: Methodology, lang: str) -> None:
    texts = Texts.load(lang)
    weak = {"C07": Answer("C07", AnswerState.VALUE, D(99)), "D14": Answer("D14", AnswerState.NOT_APPLICABLE)}
    said = 0
    for given in (golden(), clean(shipped), golden(answers=weak), golden(missing="neutral"), golden(missing="renormalise")):
        for version in (None, "0", shipped.version):
            for one in found(shipped, given, last_version=version, declared=False, approver="officer 1").values():
                assert texts(one.text, **one.params)
                said += 1
    assert said > 40


def test_findings_of_typed_items_only_name_typed_items(shipped: Methodology) -> None:
    got = found(shipped, golden(answers={"E01": answer("E01", D(5)), **answers(C07=D(4))}))
    assert got["principle.truth.no_source"].items == ("C07",)
