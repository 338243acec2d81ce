"""The events of the timeline in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.models.domain.history import Event
from app.services.timeline.telling import department, sentence
from app.ui.widgets.timeline import TimelineEntry

if TYPE_CHECKING:
    from app.ui.context import Ui

_KINDS = {
    "grade_up": "good",
    "grade_down": "danger",
    "review_late": "danger",
    "rejected": "warning",
    "first_grade": "accent",
    "grade_same": "accent",
    "corrected": "warning",
    "verified": "good",
    "review_due": "warning",
    "case": "accent",
    "imported": "accent",
    "import_undone": "warning",
    "import_partly": "warning",
    "alarm_red": "danger",
    "alarm_amber": "warning",
    "alarm_answered": "accent",
    "alarm_closed": "good",
    "list_proposed_black": "warning",
    "list_approved_black": "danger",
    "list_approved_watch": "warning",
    "held_warnings": "danger",
    "held_blacklist": "danger",
    "held_stop": "danger",
    "held_edited": "danger",
    "order_hold": "warning",
    "order_reject": "danger",
}


def event_text(ui: Ui, event: Event) -> str:
    """What happened, in one sentence."""
    return sentence(ui.texts, event)


def department_text(ui: Ui, name: str) -> str:
    """The name of a department; one of the house's own is shown as it was entered."""
    return department(ui.texts, name)


def entry_of(ui: Ui, event: Event) -> TimelineEntry:
    """A line of the timeline; it leads to the case, the form of the change, or the import."""
    target = ("change", event.case_id) if event.change_no else ("case", event.case_id) if event.case_id else None
    if event.kind.startswith("statement"):
        target = ("statements", 0)
    if event.kind.startswith("import"):
        target = ("imports", int(str(event.params["number"])))
    if event.kind.startswith("alarm"):
        target = ("alarms", 0)
    if event.kind.startswith("list"):
        target = ("lists", 0)
    return TimelineEntry(ui.date(event.day), event_text(ui, event), event.who, _KINDS.get(event.kind, "plain"), target)
