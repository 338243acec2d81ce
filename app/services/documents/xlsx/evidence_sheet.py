"""The sheet of what the dossier rests on: files, principles, fingerprints."""

from __future__ import annotations

from decimal import Decimal

from app.services.documents.xlsx.sheets import QUIET, Book, Sheet, places


def evidence(book: Book, sheet: Sheet) -> None:
    """Files with their fingerprints, the four principles, and what the workbook can be checked against."""
    c, w = book.content, book.w
    sheet.title(w("part.13"))
    heads = ("file", "items", "added", "by", "bytes", "sha256")
    sheet.heads([w(f"head.{key}") for key in heads], freeze=True, columns=1, numbers=(4,))
    first = sheet.row
    for row in c.evidence:
        sheet.long(0, row.name)
        sheet.long(1, ", ".join(row.items))
        sheet.put(2, row.added_at)
        sheet.long(3, row.added_by)
        sheet.put(4, row.size, places(0))
        sheet.put(5, row.sha256, indent=1, align="left")
        sheet.end()
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
