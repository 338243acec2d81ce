"""What a dossier is made from: the frozen records of one case and the results of one rating."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from app.models.domain.history import Event
from app.models.domain.methodology import Methodology
from app.models.domain.rating import AskNext, ChangeSplit, Finding, Lift, RatingInput, RatingResult
from app.models.domain.records import CaseView, Decision, GradeChange, Proposal
from app.services.documents.content import Office
from app.services.grading.terms import Draft


@dataclass(frozen=True, slots=True)
class DossierSource:
    """Everything the dossier says, before it is put into words of one language.

    ``draft`` are the terms that would be proposed while there is no ``proposal`` yet. ``last`` is the rating of the
    grade before this one. ``fingerprint`` is the journal's head as "<count>:<hash>". ``given`` is what ``result`` was computed
    from; None: what the case gives on the day of the paper.
    """

    view: CaseView
    methodology: Methodology
    result: RatingResult
    made_at: datetime
    office: Office = field(default_factory=Office)
    fingerprint: str = ""
    last: RatingResult | None = None
    findings: tuple[Finding, ...] = ()
    ask: tuple[AskNext, ...] = ()
    lift: Lift | None = None
    split: ChangeSplit | None = None
    proposal: Proposal | None = None
    draft: Draft | None = None
    decisions: tuple[Decision, ...] = ()
    changes: tuple[GradeChange, ...] = ()
    given: RatingInput | None = None
    story: tuple[Event, ...] = ()
