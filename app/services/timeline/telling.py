"""Events in words: one sentence each, the same in the window and on paper."""

from __future__ import annotations

from app.models.domain.history import Event
from app.models.domain.labels import Labels
from app.texts import Texts

_COUNTED = ("answers", "files", "review_due", "review_late", "alarm_closed")


def sentence(t: Texts, event: Event) -> str:
    """What happened, in one sentence in the language of ``t``."""
    params = {name: _worded(t, name, value) for name, value in event.params.items()}
    key = f"ui.event.{event.kind}"
    if event.kind in _COUNTED:
        number = int(str(params.pop("n", params.pop("days", 0))))
        return t.plural(key, number, **params)
    return t(key, **params)


def department(t: Texts, name: str) -> str:
    """The name of a department; one of the house's own is shown as it was entered."""
    key = f"documents.department.{name}"
    return t(key) if key in t else name


def _worded(t: Texts, name: str, value: object) -> object:
    if name == "department":
        return department(t, str(value))
    if name == "actions" and isinstance(value, tuple):
        return ", ".join(t(key) if (key := f"ui.alarms.action.{one}") in t else one for one in value)
    return value.get(t.lang) if isinstance(value, Labels) else value
