"""The lines of the worklist in words: what is to be done, why now, how much is at stake, until when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.models.domain.enums import CaseState
from app.models.domain.tasks import Only, Task, TaskKind
from app.ui.context import Ui

if TYPE_CHECKING:
    from app.models.domain.worklist import Overview, Progress

PATIENCE = 3
"""Days after which a department that is silent is late."""
ROOM = 13
"""So many letters of the names of areas fit into a pill."""


def long_day(ui: Ui, day: date) -> str:
    """The day as the heading says it: "Sunday, 22 November"."""
    return ui.t(
        "ui.today.day", weekday=ui.t(f"ui.today.weekday.{day.weekday()}"), day=day.day, month=ui.t(f"ui.today.month.{day.month}")
    )


def what(ui: Ui, task: Task, progress: Progress | None) -> str:
    """What is to be done."""
    if task.kind is TaskKind.APPROVAL:
        return _approve(ui, task)
    if task.kind is TaskKind.REVIEW:
        return ui.t("ui.today.review_open" if task.case_id is not None else "ui.today.review")
    if task.kind is TaskKind.CASE:
        if progress is None or not progress.total:
            return ui.t("ui.today.case")
        return ui.t("ui.today.case_share", share=ui.percent(progress.done * 100 // progress.total, 0))
    if task.kind is TaskKind.NOTICE and task.silent:
        return ui.t("ui.today.tell" if task.untold else "ui.today.chase", names=_silent(ui, task))
    return ui.t(f"ui.today.{task.kind.value}")


def _silent(ui: Ui, task: Task) -> str:
    """Who has not acknowledged: the persons by name, where they are known."""
    names = [person or ui.t(f"documents.department.{department}") for department, person in task.silent]
    text = ui.t("ui.today.comma").join(names[:2])
    return text if len(names) <= 2 else ui.t("ui.today.areas_more", areas=text, n=len(names) - 2)


def _approve(ui: Ui, task: Task) -> str:
    if task.proposed is None:
        return ui.t("ui.today.approval")
    if task.grade is None:
        return ui.t("ui.today.approve_first", grade=task.proposed.name)
    if task.grade is task.proposed:
        return ui.t("ui.today.approve_same", grade=task.proposed.name)
    return ui.t("ui.today.approve_change", before=task.grade.name, after=task.proposed.name)


def why(ui: Ui, task: Task, progress: Progress | None, today: date) -> tuple[str, str]:
    """Why now, and the kind of the pill."""
    if task.kind is TaskKind.REVIEW:
        return _review(ui, task, today)
    if task.kind is TaskKind.APPROVAL:
        return ui.t("ui.today.waits_second"), "warning"
    if task.kind is TaskKind.CASE:
        return _open_case(ui, task, progress, today)
    if task.kind is TaskKind.ALARM:
        return ui.plural("ui.today.alarms", len(task.alarms)), "danger"
    waited = (today - task.asked_since).days if task.asked_since is not None else 0
    if task.silent and waited > 0:
        key = "ui.today.untold" if task.untold else "ui.today.silent"
        return ui.plural(key, waited), "danger" if waited > PATIENCE else "warning"
    return ui.t("ui.today.told", told=task.told, all=task.notices), "plain"


def _review(ui: Ui, task: Task, today: date) -> tuple[str, str]:
    assert task.due is not None
    late = (today - task.due).days
    if late > 0:
        told = [ui.plural("ui.today.late", late), *([ui.plural("ui.today.alarms", len(task.alarms))] if task.alarms else [])]
        return ui.t("ui.today.comma").join(told), "danger"
    if task.alarms:
        return ui.plural("ui.today.alarms", len(task.alarms)), "danger"
    return (ui.t("ui.today.due_today"), "warning") if late == 0 else (ui.plural("ui.today.due_in", -late), "info")


def _open_case(ui: Ui, task: Task, progress: Progress | None, today: date) -> tuple[str, str]:
    if task.alarms:
        return ui.plural("ui.today.alarms", len(task.alarms)), "danger"
    if task.report_due is not None and task.report_due < today:
        return ui.plural("ui.today.report_late", (today - task.report_due).days), "danger"
    if task.reports_waiting:
        return ui.t("ui.today.waits_report"), "warning"
    if progress is not None and progress.open_areas:
        names = [ui.t(f"ui.area.{area}") for area in progress.open_areas]
        text = names[0]
        if len(names) > 1 and _wide(text + names[1]) <= ROOM:
            text = ui.t("ui.today.comma").join(names[:2])
            names = names[1:]
        more = len(names) - 1
        return (ui.t("ui.today.areas_more", areas=text, n=more) if more else ui.t("ui.today.areas", areas=text)), "plain"
    if task.case_state is CaseState.DRAFT:
        return ui.t("ui.today.begun"), "plain"
    return ui.t("ui.today.to_propose"), "accent"


def _wide(text: str) -> int:
    """How many letters wide; a Chinese one counts for two."""
    return sum(2 if char > "\u2e7f" else 1 for char in text)


def due(ui: Ui, task: Task, today: date) -> str | None:
    """Until when."""
    if task.due is None:
        return None
    return ui.t("ui.today.now") if task.due == today else ui.date(task.due)


def note(ui: Ui, only: Only, figures: Overview, today: date) -> str:
    """The line under a figure."""
    if only is Only.OVERDUE:
        if figures.oldest is None:
            return ui.t("ui.today.note.none_overdue")
        return ui.plural("ui.today.note.oldest", (today - figures.oldest).days)
    if only is Only.CASE:
        return ui.plural("ui.today.note.reports", figures.reports_waiting) if figures.reports_waiting else ui.t(
            "ui.today.note.case"
        )
    return ui.t(f"ui.today.note.{only.value}")
