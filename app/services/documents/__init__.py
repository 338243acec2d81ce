"""Papers: the dossier as PDF and workbook, the grade-change form, the checklist.

One content tree feeds every form of a paper: build it (``build_dossier`` …), then render or write it. Importing this
package imports neither reportlab nor xlsxwriter.
"""

from __future__ import annotations

from app.services.documents.api import (
    render_change_form_pdf,
    render_checklist_pdf,
    render_dossier_pdf,
    render_dossier_xlsx,
    write_change_form_pdf,
    write_checklist_pdf,
    write_dossier_pdf,
    write_dossier_xlsx,
)
from app.services.documents.build import build_change_form, build_checklist, build_dossier

__all__ = [
    "build_change_form",
    "build_checklist",
    "build_dossier",
    "render_change_form_pdf",
    "render_checklist_pdf",
    "render_dossier_pdf",
    "render_dossier_xlsx",
    "write_change_form_pdf",
    "write_checklist_pdf",
    "write_dossier_pdf",
    "write_dossier_xlsx",
]
