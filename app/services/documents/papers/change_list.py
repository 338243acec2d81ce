"""The list of grade changes as it is printed: what the filters of the log let through, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.models.domain.log import LogEntry, LogFilter
from app.services.documents.papers.content import PaperHead

if TYPE_CHECKING:
    from app.services.registry import Services

MOST = 3_000
"""Entries of one printed list: some hundred pages. More belongs into a file."""


@dataclass(frozen=True, slots=True)
class ChangeListContent:
    """Entries newest first, at most ``MOST`` of ``total``; ``counts`` by direction; ``newest`` of the whole log, (number, code):
    whoever keeps the paper can prove by it later that the log up to there is the one of that day.
    """

    head: PaperHead
    wanted: LogFilter
    entries: tuple[LogEntry, ...]
    total: int
    counts: dict[str, int]
    newest: tuple[int, str] | None


def build_change_list(services: Services, lang: str, wanted: LogFilter) -> ChangeListContent:
    """Return the entries that fit."""
    from app.services.documents.papers.build import head_of

    head = head_of(services, lang)
    with services.page():
        page, last = services.log.page(wanted, 0, MOST), services.log.page(LogFilter(), 0, 1)
    newest = last.entries[0].change if last.entries else None
    return ChangeListContent(
        head, wanted, page.entries, page.total, page.counts, None if newest is None else (newest.no, newest.fingerprint),
    )
