"""The content of a dossier: one frozen tree that feeds the PDF, the workbook and the screen.

Labels are already in the language of the document; figures are raw ``Decimal`` and dates are dates, so that each
renderer writes them its own way (``Texts`` in the PDF, number formats in the workbook) and none can differ from another.
``None`` always means "not there"; a renderer says so in words and never prints 0 for it. Texts that belong to the paper
itself (headings, column titles) are not here but in the catalogue under ``documents.``.
"""

from __future__ import annotations

from app.services.documents.content.decision import (
    AskContent,
    ChangeItemContent,
    FindingContent,
    GradePointContent,
    HistoryContent,
    LiftContent,
    MoveContent,
    PrincipleContent,
    ProposalContent,
    SignatureContent,
    SplitContent,
    StoryContent,
    TermsContent,
)
from app.services.documents.content.dossier import (
    DossierContent,
)
from app.services.documents.content.found import (
    AreaCheckContent,
    AreaContent,
    CheckContent,
    DoubtContent,
    EvidenceContent,
    FactContent,
    FinanceContent,
    ItemContent,
    LineContent,
    Measure,
    PeriodContent,
    RatioContent,
    Scored,
    Shown,
    Standard,
    TradeContent,
    VerificationContent,
)
from app.services.documents.content.outcome import (
    BandContent,
    CContent,
    GuaranteeContent,
    LimitContent,
    LimitMethodContent,
    ModelContent,
    ScoreContent,
    StepContent,
    SubContent,
    WarningContent,
)
from app.services.documents.content.who import (
    CaseContent,
    CustomerContent,
    Office,
    Origin,
    Person,
    PositionContent,
    ReportContent,
)
from app.services.documents.content.workings import Workings

__all__ = [
    "AreaCheckContent",
    "AreaContent",
    "AskContent",
    "BandContent",
    "CContent",
    "CaseContent",
    "ChangeItemContent",
    "CheckContent",
    "CustomerContent",
    "DossierContent",
    "DoubtContent",
    "EvidenceContent",
    "FactContent",
    "FinanceContent",
    "FindingContent",
    "GradePointContent",
    "GuaranteeContent",
    "HistoryContent",
    "ItemContent",
    "LiftContent",
    "LimitContent",
    "LimitMethodContent",
    "LineContent",
    "Measure",
    "ModelContent",
    "MoveContent",
    "Office",
    "Origin",
    "PeriodContent",
    "Person",
    "PositionContent",
    "PrincipleContent",
    "ProposalContent",
    "RatioContent",
    "ReportContent",
    "ScoreContent",
    "Scored",
    "Shown",
    "SignatureContent",
    "SplitContent",
    "Standard",
    "StepContent",
    "StoryContent",
    "SubContent",
    "TermsContent",
    "TradeContent",
    "VerificationContent",
    "WarningContent",
    "Workings",
]
