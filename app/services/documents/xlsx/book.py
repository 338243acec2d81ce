"""The dossier as a workbook. Same content, same bytes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from decimal import localcontext
from io import BytesIO

from xlsxwriter.workbook import Workbook

from app.services.documents.content import DossierContent
from app.services.documents.stopping import go_on
from app.services.documents.wording import Wording
from app.services.documents.xlsx import five_c_sheet, limit_sheet, score_sheets, statement_sheet
from app.services.documents.xlsx.areas_sheet import areas
from app.services.documents.xlsx.compiler import Compiler
from app.services.documents.xlsx.evidence_sheet import evidence
from app.services.documents.xlsx.places import Lines, Places
from app.services.documents.xlsx.ratio_sheet import ratios
from app.services.documents.xlsx.sheets import Book, Sheet, plain
from app.services.documents.xlsx.summary_sheet import summary
from app.services.documents.xlsx.warning_sheet import warnings
from app.services.rating.assess import Assessment, assess
from app.services.rating.limits import limit_proposal
from app.services.rating.values import EXACT

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
            "subject": plain(content.origin.number)[:250],
            "author": "",
            "comments": "",
            "created": moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment,
        }
    )
    workbook.set_calc_mode("auto")
    with localcontext(EXACT):
        _fill(_opened(workbook, content, w))
    workbook.close()
    return out.getvalue()


def _opened(workbook: Workbook, content: DossierContent, w: Wording) -> Book:
    """The empty workbook with the rating that its formulas write out."""
    m, given = content.workings.methodology, content.workings.given
    base = assess(m, given)
    columns = _columns(content, base)
    points = sum(hit.points for hit in base.hits)
    frozen = points >= m.rules.warning_freeze_from or base.verdict.stop
    limit = limit_proposal(base.run, base.verdict.final, frozen)
    places = Places()
    lines = Lines(
        base.run,
        columns,
        lambda key, column: statement_sheet.amount_of(book, key, column),
        lambda key, column: statement_sheet.opening_of(book, key, column),
    )
    words = {"full": w("xlsx.full"), "zero": w("xlsx.zero")}
    book = Book(workbook, content, w, base, limit, places, Compiler(base.run, places, lines, words), columns=columns)
    return book


def _columns(content: DossierContent, base: Assessment) -> dict[int, int]:
    """The period of the dossier of every rated statement."""
    periods = [(row.end, row.months, row.currency, row.consolidated) for row in content.finance.periods]
    keys = [(s.end, s.months, s.currency, s.consolidated) for s in (one.statement for one in base.run.done)]
    return {place: periods.index(key) for place, key in enumerate(keys)}


def _fill(book: Book) -> None:
    """Write the sheets, each after those that its formulas read the places of."""
    count = max(1, len(book.content.finance.periods))
    summary_sheet = book.add("summary", (34, 74, 14), landscape=False)
    areas_sheet = book.add("areas", (8, 40, 30, 10, 9, 12, 30, 23, 46, 14, 14, 9))
    statements = book.add("statements", (44, 14, *([17] * max(count, 4))))
    ratios_sheet = book.add("ratios", (44, 16, *([14] * count), 48, 44))
    scoring = book.add("scoring", (8, 38, 20, 32, 16, 13, 10, 8, 8, 7, 7, 10, 10, 9, 9, 9, 9, 15, 2, 2, *([7] * 6)))
    five_c = book.add("five_c", (26, 50, 13, 11, 12, 12, 15, 11, 12))
    limits = book.add("limits", (34, 36, 46, 18, 16, 14, 18, 32, 38))
    warnings_sheet = book.add("warnings", (16, 42, 16, 14, 12, 12, 9, 11, 64, 18, 18, 18))
    evidence_sheet = book.add("evidence", (38, 30, 44, 30, 13, 70))
    for sheet in (areas_sheet, warnings_sheet, evidence_sheet):
        sheet.top = True
    steps: tuple[tuple[Callable[[Book, Sheet], None], Sheet], ...] = (
        (areas, areas_sheet),
        (statement_sheet.statements, statements),
        (ratios, ratios_sheet),
        (limit_sheet.securities, limits),
        (five_c_sheet.reserve, five_c),
        (score_sheets.scoring, scoring),
        (warnings, warnings_sheet),
        (five_c_sheet.five_c, five_c),
        (limit_sheet.limits, limits),
        (evidence, evidence_sheet),
        (summary, summary_sheet),
    )
    for write, sheet in steps:
        go_on()
        write(book, sheet)
    for sheet in book.sheets.values():
        sheet.settle()
