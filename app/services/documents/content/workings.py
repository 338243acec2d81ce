"""What the figures of a dossier were computed from, for the paper that computes them again: the workbook."""

from __future__ import annotations

from dataclasses import dataclass

from app.models.domain.methodology import Methodology
from app.models.domain.rating import RatingInput


@dataclass(frozen=True, slots=True)
class Workings:
    """The methodology and the input of the rating that the dossier tells of. Nothing of it is printed as it stands:
    the workbook writes its live formulas from the expressions of the methodology over the cells of the input."""

    methodology: Methodology
    given: RatingInput
