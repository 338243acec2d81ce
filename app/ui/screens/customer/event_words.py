"""The events of the timeline in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.models.domain.history import Event
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
    "verified": "good",
    "review_due": "warning",
    "case": "accent",
    "imported": "accent",
    "import_undone": "warning",
    "import_partly": "warning",
}
_COUNTED = ("answers", "files", "review_due", "review_late")


def event_text(ui: Ui, event: Event) -> str:
    """What happened, in one sentence."""
    params = dict(event.params)
    if "department" in params:
        params["department"] = department_text(ui, str(params["department"]))
    key = f"ui.event.{event.kind}"
    if event.kind in _COUNTED:
        number = int(str(params.pop("n", params.pop("days", 0))))
        return ui.plural(key, number, **params)
    return ui.t(key, **params)


def department_text(ui: Ui, department: str) -> str:
    """The name of a department; one of the house's own is shown as it was entered."""
    key = f"documents.department.{department}"
    return ui.t(key) if key in ui.texts else department


def entry_of(ui: Ui, event: Event) -> TimelineEntry:
    """A line of the timeline; it leads to the case, the form of the change, or the import."""
    target = ("change", event.case_id) if event.change_no else ("case", event.case_id) if event.case_id else None
    if event.kind.startswith("statement"):
        target = ("statements", 0)
    if event.kind.startswith("import"):
        target = ("imports", int(str(event.params["number"])))
    return TimelineEntry(ui.date(event.day), event_text(ui, event), event.who, _KINDS.get(event.kind, "plain"), target)
