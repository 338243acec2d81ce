"""The whole dossier."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.services.documents.content.decision import (
    AskContent,
    GradePointContent,
    HistoryContent,
    LiftContent,
    PrincipleContent,
    ProposalContent,
    SignatureContent,
    SplitContent,
    StoryContent,
)
from app.services.documents.content.found import (
    AreaContent,
    EvidenceContent,
    FactContent,
    FinanceContent,
    ItemContent,
    VerificationContent,
)
from app.services.documents.content.outcome import LimitContent, ModelContent, ScoreContent, WarningContent
from app.services.documents.content.who import CaseContent, CustomerContent, Office, Origin, PositionContent
from app.services.documents.content.workings import Workings


@dataclass(frozen=True, slots=True)
class DossierContent:
    """Everything on one customer, for one case, in one language."""

    lang: str
    office: Office
    origin: Origin
    customer: CustomerContent
    case: CaseContent
    position: PositionContent
    areas: tuple[AreaContent, ...]
    facts: tuple[FactContent, ...]
    finance: FinanceContent
    score: ScoreContent
    models: tuple[ModelContent, ...]
    warnings: tuple[WarningContent, ...]
    warning_points: int
    limit: LimitContent
    proposal: ProposalContent
    principles: tuple[PrincipleContent, ...]
    ask: tuple[AskContent, ...]
    lift: LiftContent | None
    split: SplitContent | None
    verification: VerificationContent
    evidence: tuple[EvidenceContent, ...]
    signatures: tuple[SignatureContent, ...]
    history: tuple[HistoryContent, ...]  # newest first
    story: tuple[StoryContent, ...]  # oldest first
    grades: tuple[GradePointContent, ...]  # oldest first
    workings: Workings = field(metadata={"printed": False})

    @property
    def items(self) -> tuple[ItemContent, ...]:
        """All items of all areas, in the order of the checklist."""
        return tuple(item for area in self.areas for item in area.items)
