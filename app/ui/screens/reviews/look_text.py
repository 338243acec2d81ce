"""What is typed into a light review and not said yet: kept as a draft of the customer that it is about."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.ui.runtime.autosave import Write

if TYPE_CHECKING:
    from app.models.domain.reviews import Due
    from app.services.drafts import Drafts
    from app.services.registry import Services
    from app.services.reviews.service import Look
    from app.ui.frame.host import ScreenHost

_KEY = "reviews.text"
Texts = dict[tuple[str, int], str]
"""By officer and customer."""


class LookTexts(QObject):
    """Each text goes to the drafts of the officer who typed it."""

    def __init__(self, host: ScreenHost, parent: QObject) -> None:
        super().__init__(parent)
        self._host = host
        self._waiting: Texts = {}
        self._under_way: Texts = {}

    def take(self, customer_id: int, text: str) -> None:
        """Keep what is typed about a customer; "" drops what was kept."""
        self._waiting[self._host.officer, customer_id] = text
        self._host.autosave.touch(_KEY, self._write, counted=False)

    def held(self, customer_id: int) -> str | None:
        """What the officer at work typed and is not written yet; None when there is nothing."""
        key = self._host.officer, customer_id
        return self._waiting.get(key, self._under_way.get(key))

    def _write(self) -> Write | None:
        self._under_way, self._waiting = {**self._under_way, **self._waiting}, {}
        if not self._under_way:
            return None
        return Write(_keep, self._host.services.drafts, dict(self._under_way), done=self._kept)

    def _kept(self, texts: Texts) -> None:
        """What could not be written stays here and goes with the next try."""
        for key, text in texts.items():
            if self._under_way.get(key) == text:
                del self._under_way[key]


def look_with_text(services: Services, due: Due, officer: str) -> tuple[Look, str]:
    """What to look at, and what the officer typed about it and did not say yet."""
    place = _place(due.customer_id)
    with services.page(customer_id=due.customer_id, answered="all", history=True, draft=(officer, place)):
        look, draft = services.reviews.look(due.customer_id, due), services.drafts.get(officer, place)
    return look, "" if draft is None else str(json.loads(draft.payload)["text"])


def _keep(drafts: Drafts, texts: Texts) -> Texts:
    for (officer, customer_id), text in texts.items():
        if text.strip():
            drafts.put(officer, _place(customer_id), json.dumps({"text": text}, ensure_ascii=False))
        else:
            drafts.drop(officer, _place(customer_id))
    return texts


def _place(customer_id: int) -> str:
    return f"review.{customer_id}"
