"""Making papers on a worker thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.models.domain.errors import EnvironmentFault
from app.models.domain.parties import Customer
from app.models.domain.records import CaseHead, GradeChange

if TYPE_CHECKING:
    from app.services.registry import Services

DOSSIER, CHANGE_FORM, CHECKLIST, FILLED = "dossier", "change_form", "checklist", "filled"
KINDS = (DOSSIER, CHANGE_FORM, CHECKLIST, FILLED)
_NAMES = {DOSSIER: "dossier", CHANGE_FORM: "change-form", CHECKLIST: "checklist-blank", FILLED: "checklist"}


@dataclass(frozen=True, slots=True)
class About:
    """What the papers are about; ``change`` is the case's entry in the log of grade changes, if it has one."""

    head: CaseHead
    customer: Customer
    change: GradeChange | None
    lang: str  # the language of documents that the settings say, "program" for that of the window


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that was made: which one, in which language, its bytes and the name offered for its file."""

    kind: str
    lang: str
    data: bytes
    name: str


def read_about(services: Services, case_id: int) -> About:
    """The case, its customer and its grade change."""
    with services.page(case_id=case_id, answered="case"):
        view = services.cases.view(case_id)
        changes = [change for change in services.grading.changes(view.customer.id) if change.case_id == case_id]
        return About(view.head, view.customer, changes[-1] if changes else None, services.settings.get("document_language"))


def make_paper(services: Services, about: About, kind: str, lang: str) -> Paper:
    """Make one paper as PDF. Without a grade change the change form is a blank one."""
    from app.services import documents

    look = services.page(case_id=about.head.id, answered="case")
    if kind == DOSSIER:
        with look:
            dossier = documents.build_dossier(services, lang, case_id=about.head.id)
        data = documents.render_dossier_pdf(dossier)
    elif kind == CHANGE_FORM:
        with look:
            number = about.change.no if about.change is not None else None
            form = documents.build_change_form(services, number, lang)
        data = documents.render_change_form_pdf(form)
    else:
        with look:
            checklist = documents.build_checklist(services, lang, case_id=about.head.id, blank=kind == CHECKLIST)
        data = documents.render_checklist_pdf(checklist)
    return Paper(kind, lang, data, f"{_NAMES[kind]}-{about.head.number}-{lang}.pdf")


def write_workbook(services: Services, case_id: int, lang: str, path: Path) -> Path:
    """Write the dossier as a workbook. EnvironmentFault when the file cannot be written; an old file stays whole."""
    from app.services import documents

    try:
        documents.write_dossier_xlsx(documents.build_dossier(services, lang, case_id=case_id), path)
    except OSError as error:
        raise EnvironmentFault(
            "ui.preview.not_written", path=str(path), reason=error.strerror or type(error).__name__
        ) from error
    return path
