"""Why a limit counts for nothing for new orders, although its grade and its review are in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

WARNINGS, BLACKLIST, STOP, EDITED = "warnings", "blacklist", "stop", "edited"
KINDS = (WARNINGS, BLACKLIST, STOP, EDITED)


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold. ``kind``: warnings (early warnings froze the limit), blacklist, stop (an officer stopped the trade), edited
    (what the approval rested on was changed after it). It holds until ``lifted``.
    """

    id: int
    customer_id: int
    kind: str
    reason: str
    since: datetime
    by: str
    lifted: datetime | None = None
    lifted_by: str = ""
    lifted_reason: str = ""
