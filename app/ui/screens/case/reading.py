"""What the case screen reads and writes on the worker threads: plain functions over the services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.models.domain.answers import Answer, Guarantee
from app.models.domain.enums import Area
from app.models.domain.errors import EnvironmentFault
from app.models.domain.methodology import Methodology
from app.models.domain.rating import AskNext, Finding, RatingResult
from app.models.domain.records import CaseHead, CaseView, Officer, StoredRating
from app.ui.screens.saving import Versions

if TYPE_CHECKING:
    from app.services.changes import Changed
    from app.services.registry import Services


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a case would be worth if it were closed as it stands."""

    result: RatingResult
    ask_next: tuple[AskNext, ...]
    findings: tuple[Finding, ...]
    completeness: Mapping[Area, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A case as it is opened. ``previous`` is the customer's last rating before this case."""

    view: CaseView
    methodology: Methodology
    assessment: Assessment
    previous: StoredRating | None
    officers: tuple[Officer, ...]


def assess(services: Services, view: CaseView, methodology: Methodology) -> Assessment:
    """Score the case as it stands on the screen, saved or not; nothing is stored."""
    return Assessment(
        services.ratings.preview(view),
        tuple(services.ratings.ask_next(view)),
        tuple(services.ratings.principles(view)),
        services.cases.completeness(view, methodology),
    )


def read_case(services: Services, case_id: int) -> Reading:
    """Everything that the screen shows of a case."""
    view = services.cases.view(case_id)
    methodology = services.methodologies.by_hash(view.head.methodology_hash)
    ratings = [rating for rating in services.ratings.of_customer(view.customer.id) if rating.case_id != case_id]
    previous = max(ratings, key=lambda rating: rating.id, default=None)
    return Reading(view, methodology, assess(services, view, methodology), previous, tuple(services.officers.all()))


def save_answers(
    services: Services, versions: Versions, case_id: int, answers: Sequence[Answer], by: str
) -> Changed[tuple[Answer, ...]]:
    """Save answers against the newest versions this window knows."""
    current = [replace(answer, version=versions.newest((case_id, answer.item), answer.version)) for answer in answers]
    changed = services.cases.answer(case_id, current, by)
    for answer in changed.value:
        versions.note((case_id, answer.item), answer.version)
    return changed


def save_head(services: Services, versions: Versions, head: CaseHead, by: str) -> Changed[CaseHead]:
    """Save the head of the case against the newest version this window knows."""
    changed = services.cases.update(replace(head, version=versions.newest(head.id, head.version)), by)
    versions.note(head.id, changed.value.version)
    return changed


def save_guarantees(services: Services, case_id: int, rows: tuple[Guarantee, ...], by: str) -> Changed[tuple[Guarantee, ...]]:
    """Save the table of guarantees as a whole."""
    return services.cases.guarantees(case_id, rows, by)


def add_files(services: Services, case_id: int, paths: Sequence[Path], by: str) -> Changed[object]:
    """Take files into the case. EnvironmentFault when one cannot be read."""
    changed: Changed[object] | None = None
    for path in paths:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise EnvironmentFault("ui.case.evidence.unreadable", name=path.name, reason=error.strerror or "") from error
        changed = services.cases.add_evidence(case_id, path.name, data, by)
    assert changed is not None, "at least one file"
    return changed
