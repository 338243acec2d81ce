"""Papers as bytes and as files. The libraries that draw them are imported by the first paper that is made."""

from __future__ import annotations

from pathlib import Path

from app.services.documents.content import DossierContent
from app.services.documents.forms import ChangeFormContent, ChecklistContent
from app.services.documents.saving import save


def render_dossier_pdf(content: DossierContent) -> bytes:
    """Return the dossier as PDF. Same content, same bytes."""
    from app.services.documents.pdf.dossier import render

    return render(content)


def render_dossier_xlsx(content: DossierContent) -> bytes:
    """Return the dossier as a workbook with live formulas. Same content, same bytes."""
    from app.services.documents.xlsx.book import render

    return render(content)


def render_change_form_pdf(content: ChangeFormContent) -> bytes:
    """Return the grade-change form as PDF: one A4 page, and an attachment only for what does not fit on it."""
    from app.services.documents.pdf.change_form import render

    return render(content)


def render_checklist_pdf(content: ChecklistContent) -> bytes:
    """Return the checklist as PDF, each area from a page of its own."""
    from app.services.documents.pdf.checklist import render

    return render(content)


def write_dossier_pdf(content: DossierContent, path: Path) -> None:
    """Write the dossier; the old file stays whole until the new one is safe and opens. Raises as ``saving.save``."""
    save(path, render_dossier_pdf(content))


def write_dossier_xlsx(content: DossierContent, path: Path) -> None:
    """Write the workbook; as ``write_dossier_pdf``."""
    save(path, render_dossier_xlsx(content))


def write_change_form_pdf(content: ChangeFormContent, path: Path) -> None:
    """Write the form; as ``write_dossier_pdf``."""
    save(path, render_change_form_pdf(content))


def write_checklist_pdf(content: ChecklistContent, path: Path) -> None:
    """Write the checklist; as ``write_dossier_pdf``."""
    save(path, render_checklist_pdf(content))
