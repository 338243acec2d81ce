"""The four principles of credit assessment as checks: truth, consistency, independence and prudence.

A finding is a catalogue key with its parameters; where a principle has nothing to complain of it says so, so that the
dossier can state all four.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal, localcontext

from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState, CheckState, MissingPolicy, Principle, Severity
from app.models.domain.methodology import Methodology
from app.models.domain.rating import Finding, ItemScore, RatingInput, RatingResult
from app.services.people import same_person
from app.services.rating.grade import override_problem
from app.services.rating.statements import full_years
from app.services.rating.values import EXACT

STALE_DAYS = 550
"""A newest full year that closed longer ago than this, about a year and a half, is told."""

_OPEN = frozenset({"missing", "unknown", "not_computable"})


def principles(
    m: Methodology,
    given: RatingInput,
    result: RatingResult,
    *,
    assessor: str,
    owner: str,
    approver: str = "",
    last_version: str | None = None,
    declared: bool | None = None,
) -> tuple[Finding, ...]:
    """Check a rating against the four principles.

    ``owner`` is the account owner, ``last_version`` the methodology version of the rating before (None: there is none),
    ``declared`` whether the assessor has declared independence (None: not asked here).
    """
    with localcontext(EXACT):
        found = [
            *_or_ok(Principle.TRUTH, _truth(m, given, result)),
            *_or_ok(Principle.CONSISTENCY, _consistency(given, result, last_version)),
            *_or_ok(Principle.INDEPENDENCE, _independence(assessor, owner, approver, declared)),
            *_or_ok(Principle.PRUDENCE, _prudence(m, given, result)),
        ]
    return tuple(found)


def _or_ok(principle: Principle, findings: Iterable[Finding]) -> list[Finding]:
    found = list(findings)
    return found or [Finding(principle, Severity.OK, f"principle.{principle.value}.ok")]


def _listed(principle: Principle, severity: Severity, key: str, items: Iterable[str]) -> Iterator[Finding]:
    """One finding about all of ``items``; none when there are none."""
    names = tuple(items)
    if names:
        yield Finding(principle, severity, f"principle.{principle.value}.{key}", {"n": str(len(names))}, names)


def _typed(m: Methodology, given: RatingInput, result: RatingResult) -> list[tuple[ItemScore, Answer]]:
    """The scored answers that an officer gave, with their scores."""
    sources = {item.id: item.source for item in m.items}
    return [
        (one, given.answers[one.item])
        for one in result.items
        if one.how == "answered"
        and sources.get(one.item) != "expr"
        and one.item in given.answers
        and given.answers[one.item].state is AnswerState.VALUE
    ]


def _truth(m: Methodology, given: RatingInput, result: RatingResult) -> Iterator[Finding]:
    """Each scored figure has a source and a check; key items a second pair of eyes; the statements tie out."""
    principle = Principle.TRUTH
    typed = _typed(m, given, result)
    key = {item.id for item in m.items if item.key}
    yield from _listed(principle, Severity.PROBLEM, "no_source", (s.item for s, a in typed if not a.sources))
    unasked = (s.item for s, a in typed if a.check is CheckState.NOT_ASKED)
    yield from _listed(principle, Severity.PROBLEM, "not_checked", unasked)
    declared = (s.item for s, a in typed if a.check is CheckState.SELF_DECLARED)
    yield from _listed(principle, Severity.NOTE, "self_declared", declared)
    answered_keys = [a for a in given.answers.values() if a.item in key and a.state is AnswerState.VALUE]
    unverified = sorted(a.item for a in answered_keys if not a.second_by or same_person(a.second_by, a.by))
    yield from _listed(principle, Severity.NOTE, "not_verified", unverified)
    for severity, word in ((Severity.PROBLEM, "does_not_tie"), (Severity.NOTE, "ties_roughly")):
        broken = [one for one in result.checks if one.holds is False and one.severity == severity.value]
        if broken:
            places = ", ".join(sorted({one.period.isoformat() for one in broken}))
            yield Finding(principle, severity, f"principle.truth.{word}", {"n": str(len(broken)), "periods": places})
    residual = [line for period in result.periods for line, flag in period.flags.items() if flag == "residual"]
    if residual:
        yield Finding(principle, Severity.NOTE, "principle.truth.residual", {"n": str(len(residual))})


def _consistency(given: RatingInput, result: RatingResult, last_version: str | None) -> Iterator[Finding]:
    """One pinned methodology version; the same as last time, or told."""
    principle = Principle.CONSISTENCY
    version = {"version": result.methodology_version}
    if last_version is None:
        yield Finding(principle, Severity.OK, "principle.consistency.first", version)
    elif last_version != result.methodology_version:
        both = {**version, "last": last_version}
        yield Finding(principle, Severity.NOTE, "principle.consistency.changed", both)
    else:
        yield Finding(principle, Severity.OK, "principle.consistency.same", version)
    years = full_years(given.statements)
    if len({one.framework for one in years}) > 1:
        yield Finding(principle, Severity.NOTE, "principle.consistency.frameworks")
    if len(years) < sum(one.full_year for one in given.statements):
        yield Finding(principle, Severity.NOTE, "principle.consistency.left_out")


def _independence(assessor: str, owner: str, approver: str, declared: bool | None) -> Iterator[Finding]:
    """Assessor, account owner and approver are different people, and the assessor says so."""
    principle = Principle.INDEPENDENCE

    def told(severity: Severity, key: str, name: str = "") -> Finding:
        return Finding(principle, severity, f"principle.independence.{key}", {"name": name} if name else {})

    if not assessor.strip():
        yield told(Severity.PROBLEM, "no_assessor")
    elif same_person(assessor, owner):
        yield told(Severity.PROBLEM, "assessor_is_owner", assessor)
    if approver.strip():
        if same_person(approver, assessor):
            yield told(Severity.PROBLEM, "approver_is_assessor", approver)
        if same_person(approver, owner):
            yield told(Severity.PROBLEM, "approver_is_owner", approver)
    if declared is False:
        yield told(Severity.PROBLEM, "not_declared")


def _prudence(m: Methodology, given: RatingInput, result: RatingResult) -> Iterator[Finding]:
    """Missing is worst, top marks ask for two sources, extremes for a comment, and what was left out for a reason."""
    principle = Principle.PRUDENCE
    waiting = [one for one in result.items if one.how in _OPEN or set(one.flags) & _OPEN]
    policy = MissingPolicy(given.missing) if given.missing else m.rules.missing
    key = "missing_worst" if policy is MissingPolicy.PRUDENT else f"missing_{policy.value}"
    yield from _listed(principle, Severity.NOTE, key, (one.item for one in waiting))
    if result.provisional:
        share = {"share": format((result.completeness * 100).quantize(Decimal(1)), "f")}
        yield Finding(principle, Severity.NOTE, "principle.prudence.provisional", share)
    single = (s.item for s, a in _typed(m, given, result) if _top(m, s) and len(set(a.sources)) < 2)
    yield from _listed(principle, Severity.NOTE, "two_sources", single)
    yield from _listed(principle, Severity.NOTE, "extreme", _extremes(m, given, result))
    left = [a for a in given.answers.values() if a.state is AnswerState.NOT_APPLICABLE]
    yield from _listed(principle, Severity.PROBLEM, "no_reason", sorted(a.item for a in left if not a.reason.strip()))
    yield from _listed(principle, Severity.NOTE, "not_agreed", sorted(a.item for a in left if not a.second_by.strip()))
    years = full_years(given.statements)
    if years and (given.as_of - years[0].end).days > STALE_DAYS:
        yield Finding(principle, Severity.NOTE, "principle.prudence.stale", {"end": years[0].end.isoformat()})
    problem = override_problem(m, given, result.stop, result.calculated_grade)
    if problem:
        yield Finding(principle, Severity.PROBLEM, f"rating.override.{problem}")


def _top(m: Methodology, score: ItemScore) -> bool:
    return score.y is not None and score.y >= m.rules.top_marks_two_sources


def _extremes(m: Methodology, given: RatingInput, result: RatingResult) -> Iterator[str]:
    """Items whose X lies outside its plausible range and that carry no comment."""
    for one in result.items:
        item = m.item(one.item)
        answer = given.answers.get(one.item)
        if one.x is None or (answer is not None and answer.comment.strip()):
            continue
        if (item.low is not None and one.x < item.low) or (item.high is not None and one.x > item.high):
            yield one.item
