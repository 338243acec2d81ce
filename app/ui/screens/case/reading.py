"""What the case screen reads and writes on the worker threads: plain functions over the services."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.models.domain.answers import Answer, Guarantee
from app.models.domain.errors import EnvironmentFault, UserError
from app.models.domain.methodology import Methodology
from app.models.domain.rating import AskNext, Finding, RatingResult
from app.models.domain.records import CaseHead, CaseView, StoredRating
from app.services.cases.signing import Signers
from app.services.cases.states import OPEN_STATES
from app.services.grading.standing import Standing, standing
from app.ui.screens.saving import Versions

if TYPE_CHECKING:
    from app.services.changes import Changed
    from app.services.ledger.service import Proposed
    from app.services.registry import Services


HEAD_FIELDS = (
    "mode",
    "profile",
    "change_class",
    "purpose",
    "requested_limit",
    "requested_term",
    "currency",
    "own_monthly_sales",
    "own_exposure",
    "own_overdue",
    "with_areas",
    "reports",
)
"""What an officer may set on a case."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a case would be worth if it were closed as it stands."""

    result: RatingResult
    ask_next: tuple[AskNext, ...]
    findings: tuple[Finding, ...]
    standing: Standing | None
    """How the grade stands to the one in force; None while the case is not rated and once it is decided."""
    not_asked: frozenset[str] = frozenset()
    """Items whose condition keeps them from being asked."""
    given: frozenset[str] = frozenset()
    """Items that need no answer: the statements give it, or no standard of the trade could score it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A case as it is opened.

    ``previous`` is the customer's last rating before this case; ``verifiers`` says of every officer whether he may verify.
    ``ledger``: what the own ledger says today to questions, by item. ``refusal``: why the officer in use may not answer.
    """

    view: CaseView
    methodology: Methodology
    assessment: Assessment
    previous: StoredRating | None
    verifiers: Signers
    drafts: Mapping[str, str] = field(default_factory=dict)
    ledger: Mapping[str, Proposed] = field(default_factory=dict)
    refusal: UserError | None = None


def draft_place(case_id: int) -> str:
    """Where half-typed input of a case is kept."""
    return f"case.{case_id}"


def read_drafts(services: Services, case_id: int, officer: str) -> dict[str, str]:
    """Texts by question that could not be read when the officer left them."""
    draft = services.drafts.get(officer, draft_place(case_id))
    return {str(item): str(text) for item, text in json.loads(draft.payload).items()} if draft is not None else {}


def save_drafts(services: Services, case_id: int, drafts: Mapping[str, str], officer: str) -> None:
    """Keep what cannot be read yet, or forget it when there is nothing."""
    if drafts:
        services.drafts.put(officer, draft_place(case_id), json.dumps(drafts, ensure_ascii=False))
    else:
        services.drafts.drop(officer, draft_place(case_id))


def assess(services: Services, view: CaseView) -> Assessment:
    """Score the case as it stands on the screen, saved or not; nothing is stored."""
    result = services.ratings.preview(view)
    methodology = services.methodologies.by_hash(view.head.methodology_hash)
    return Assessment(
        result, tuple(services.ratings.ask_next(view, result)), tuple(services.ratings.principles(view, result)),
        standing(result, view.around, methodology) if result.rated and view.head.state in OPEN_STATES else None,
        services.ratings.not_asked(view), _given(methodology, result),
    )


def _given(m: Methodology, result: RatingResult) -> frozenset[str]:
    either = {item.id for item in m.items if item.source == "either"}
    return frozenset(one.item for one in result.items if one.item in either and one.how in ("answered", "left_out"))


def read_case(services: Services, case_id: int, officer: str) -> Reading:
    """Everything that the screen shows of a case."""
    with services.page(case_id=case_id, answered="case", ledger=True):
        view = services.cases.view(case_id)
        methodology = services.methodologies.by_hash(view.head.methodology_hash)
        previous = services.ratings.before(view.customer.id, case_id)
        verifiers, drafts = services.cases.verifiers(case_id), read_drafts(services, case_id, officer)
        is_open = view.head.state in OPEN_STATES
        ledger = services.ledger.proposed(view.customer.id, view.head.currency) if is_open else {}
        refusal = services.rights.refusal("case.answer", officer) if is_open else None
    return Reading(view, methodology, assess(services, view), previous, verifiers, drafts, ledger, refusal)


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save left: ``value`` as it is kept, and the head, whose state and version may have moved with it."""

    value: Any
    head: CaseHead | None


def save_answers(services: Services, versions: Versions, known: CaseHead, answers: Sequence[Answer], by: str) -> Changed[Saved]:
    """Save answers against the newest versions this window knows. ``known``: the head as the window has read it."""
    return _save_answers(services, versions, known, answers, by, pasted=False)


def save_pasted(services: Services, versions: Versions, known: CaseHead, answers: Sequence[Answer], by: str) -> Changed[Saved]:
    """The same for answers that came out of the clipboard."""
    return _save_answers(services, versions, known, answers, by, pasted=True)


def _save_answers(
    services: Services, versions: Versions, known: CaseHead, answers: Sequence[Answer], by: str, *, pasted: bool
) -> Changed[Saved]:
    current = [replace(answer, version=versions.newest((known.id, answer.item), answer.version)) for answer in answers]
    changed = services.cases.answer(known.id, current, by, pasted=pasted)
    for answer in changed.value:
        versions.note((known.id, answer.item), answer.version)
    return _with_head(services, versions, known, changed)


def save_head(services: Services, versions: Versions, head: CaseHead, by: str) -> Changed[Saved]:
    """Save the head of the case against the newest version this window knows."""
    changed = services.cases.update(replace(head, version=versions.newest(head.id, head.version)), by)
    return _head_written(versions, changed)


def save_guarantees(
    services: Services, versions: Versions, known: CaseHead, rows: tuple[Guarantee, ...], by: str
) -> Changed[Saved]:
    """Save the table of guarantees as a whole."""
    return _with_head(services, versions, known, services.cases.guarantees(known.id, rows, by))


def take_over(
    services: Services, versions: Versions, known: CaseHead, items: tuple[str, ...] | None, by: str
) -> Changed[Saved]:
    """Copy the last case's answers to questions nobody has answered here; None: to all of them."""
    changed = services.cases.take_over(known.id, items, by)
    for answer in changed.value:
        versions.note((known.id, answer.item), answer.version)
    return _with_head(services, versions, known, changed)


def declare(services: Services, versions: Versions, case_id: int, by: str) -> Changed[Saved]:
    """The assessor's declaration of independence."""
    return _head_written(versions, services.cases.declare_independence(case_id, by))


def verify(services: Services, versions: Versions, case_id: int, by: str) -> Changed[Saved]:
    """A second officer confirms the key items."""
    return _head_written(versions, services.cases.verify(case_id, by))


def add_files(services: Services, versions: Versions, known: CaseHead, paths: Sequence[Path], by: str) -> Changed[Saved]:
    """Take files into the case. EnvironmentFault when one cannot be read, UserError when one is too big or empty."""
    from app.services.cases.service import MAX_EVIDENCE

    changed: Changed[Any] | None = None
    with services.undo.together("case.evidence_files"):
        for path in paths:
            try:
                if path.stat().st_size > MAX_EVIDENCE:
                    raise UserError("evidence.too_big", "evidence", name=path.name, limit=MAX_EVIDENCE // 1024 // 1024)
                data = path.read_bytes()
            except OSError as error:
                raise EnvironmentFault("ui.case.unreadable", name=path.name, reason=error.strerror or "") from error
            changed = services.cases.add_evidence(known.id, path.name, data, by)
    assert changed is not None, "at least one file"
    return _with_head(services, versions, known, changed)


def _with_head(services: Services, versions: Versions, known: CaseHead, changed: Changed[Any]) -> Changed[Saved]:
    """The head as it is after a save that may have moved its state.

    Its version counts as ours only while what officers type in it is what this window knows: another's change of the
    head must stay a conflict.
    """
    head = services.cases.open_case(known.customer_id)
    written = versions.written(known.id)
    last = written if isinstance(written, CaseHead) else known
    if head is not None and _typed(head) == _typed(last):
        versions.note(head.id, head.version, head)
    elif head is not None:
        typed = {name: getattr(last, name) for name in HEAD_FIELDS}
        head = replace(head, version=versions.newest(known.id, known.version), **typed)
    return replace(changed, value=Saved(changed.value, head))


def _head_written(versions: Versions, changed: Changed[CaseHead]) -> Changed[Saved]:
    head = changed.value
    versions.note(head.id, head.version, head)
    return replace(changed, value=Saved(head, head))  # type: ignore[arg-type, return-value]


def _typed(head: CaseHead) -> tuple[object, ...]:
    return tuple(getattr(head, name) for name in HEAD_FIELDS)
