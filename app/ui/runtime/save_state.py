"""How saving stands: what the status bar says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True)
class SaveState:
    """``kind``: clean (nothing changed yet), saving, saved or failed. ``at``: time of the last save. ``error``: why not."""

    kind: str
    at: datetime | None = None
    error: BaseException | None = None
