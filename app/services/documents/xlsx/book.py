"""The dossier as a workbook. Same content, same bytes."""

from __future__ import annotations

from datetime import UTC
from io import BytesIO

from xlsxwriter.workbook import Workbook

from app.services.documents.content import DossierContent
from app.services.documents.wording import Wording
from app.services.documents.xlsx import data_sheets, end_sheets, five_c_sheet, score_sheets
from app.services.documents.xlsx.sheets import Book, plain

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


def render(content: DossierContent) -> bytes:
    """Return the workbook as bytes."""
    out = BytesIO()
    workbook = Workbook(out, _OPTIONS)
    w = Wording(content.lang)
    moment = content.origin.made_at
    workbook.set_properties(
        {
            "title": plain(f"{w('dossier.title')}: {content.customer.name}")[:250],
            "subject": plain(content.origin.number),
            "author": "",
            "comments": "",
            "created": moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment,
        }
    )
    workbook.set_calc_mode("auto")
    book = Book(workbook, content, w)
    periods = len(content.finance.periods)
    summary = book.add("summary", (34, 70, 14), landscape=False)
    areas = book.add("areas", (8, 40, 30, 10, 9, 12, 34, 20, 46, 14, 14, 10))
    statements = book.add("statements", (44, 12, *([16] * max(1, periods)), 12, 12))
    ratios = book.add("ratios", (44, 14, *([16] * max(1, periods)), 40))
    scoring = book.add("scoring", (8, 38, 14, 28, 18, 10, 10, 8, 8, 7, 7, 10, 8, 9, 9, 9, 14, 2, *([7] * 6)))
    five_c = book.add("five_c", (24, 38, 12, 14, 12, 14, 12))
    limits = book.add("limits", (9, 34, 46, 18, 14, 34, 40))
    warnings = book.add("warnings", (9, 44, 18, 12, 10, 70))
    evidence = book.add("evidence", (34, 28, 34, 16, 12, 66))
    data_sheets.areas(book, areas)
    data_sheets.statements(book, statements)
    data_sheets.ratios(book, ratios)
    end_sheets.securities(book, limits)
    five_c_sheet.reserve(book, five_c)
    score_sheets.scoring(book, scoring)
    five_c_sheet.five_c(book, five_c)
    end_sheets.limits(book, limits)
    end_sheets.warnings(book, warnings)
    data_sheets.evidence(book, evidence)
    end_sheets.summary(book, summary)
    workbook.close()
    return out.getvalue()
