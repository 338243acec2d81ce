"""The sheet of what the dossier rests on: files, principles, fingerprints."""

from __future__ import annotations

from decimal import Decimal

from app.services.documents.xlsx.sheets import QUIET, Book, Sheet, Value, places


def evidence(book: Book, sheet: Sheet) -> None:
    """Files with their fingerprints, the four principles, and what the workbook can be checked against."""
    c, w = book.content, book.w
    sheet.title(w("part.13"))
    sheet.heads([w(f"head.{key}") for key in ("file", "items", "added", "by", "bytes", "sha256")], freeze=True, columns=1)
    first = sheet.row
    for row in c.evidence:
        cells: list[Value] = [row.name, ", ".join(row.items), row.added_at, row.added_by, row.size, row.sha256]
        sheet.line(cells, ["", "", "", "", places(0)])
    if c.evidence:
        sheet.put(0, w("total"), bold=True, top=1)
        size = sum((Decimal(row.size) for row in c.evidence), Decimal(0))
        sheet.formula(4, f"SUM({sheet.near(4, first, sheet.row - 1)})", size, places(0), bold=True, top=1)
        sheet.row += 1
    else:
        sheet.line([w("evidence.no_files")], font_color=QUIET, text_wrap=False)
    sheet.row += 1
    sheet.heads([w("principles.title"), w("head.outcome"), w("head.finding"), w("head.items")])
    for principle in c.principles:
        name = w(f"principle.{principle.principle.value}")
        for finding in principle.findings:
            sheet.line([name, w(f"severity.{finding.severity.value}"), finding.text, ", ".join(finding.items)])
        if not principle.findings:
            sheet.line([name, w("severity.ok")])
    sheet.row += 1
    sheet.heads([w("origin.title"), ""])
    o = c.origin
    for key, value in (
        ("methodology", f"{o.methodology} {o.methodology_version}"),
        ("methodology_hash", o.methodology_hash),
        ("input_hash", o.input_hash),
        ("engine", str(o.engine)),
        ("fingerprint", o.fingerprint or w("origin.not_stored")),
    ):
        sheet.put(0, w(f"origin.{key}"))
        sheet.put(1, value, text_wrap=False)
        sheet.row += 1
