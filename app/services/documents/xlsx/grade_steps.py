"""From total to grade in the workbook: the band table looked up, then every step of the chain."""

from __future__ import annotations

from decimal import Decimal

from app.models.domain.enums import Grade
from app.services.documents.content import StepContent
from app.services.documents.xlsx.sheets import Book, Sheet


def grade_steps(book: Book, sheet: Sheet) -> None:
    """The band table, the grade of the total looked up in it, and every step after it."""
    w, s = book.w, book.content.score
    sheet.heads([w("xlsx.band"), w("xlsx.from"), w("xlsx.index"), w("head.meaning")])
    first = sheet.row
    for band in sorted(s.bands, key=lambda band: band.low):
        sheet.line([band.grade.name, band.low, int(band.grade), band.label], ["", "0.####"])
    last = sheet.row - 1
    names, lows, indexes = (sheet.span(column, first, last).split("!")[1] for column in (0, 1, 2))
    total = book.refs["total"].split("!")[1]
    sheet.row += 1
    sheet.heads([w(f"head.{key}") for key in ("step", "rule", "ceiling", "index", "grade", "effect")])
    if s.stop:
        sheet.line([w("stop.title"), w("stop.text")], bold=True, font_color="#a31d1a")
    previous = ""
    for step in s.steps:
        here = sheet.ref(sheet.row, 3).split("!")[1]
        ceiling = sheet.ref(sheet.row, 2).split("!")[1]
        sheet.put(0, w(f"step.{step.kind}"))
        sheet.put(1, f"{step.rule} {step.label}".strip())
        if step.ceiling is not None:
            sheet.put(2, int(step.ceiling), bg_color="#fff7dc")
        looked_up = f"INDEX({indexes},MATCH(MAX({total},{lows.split(':')[0]}),{lows},1))"
        sheet.formula(3, _step_text(step, previous, ceiling, looked_up, s.stop, s.provisional), Decimal(int(step.after)))
        sheet.formula(4, f"INDEX({names},MATCH({here},{indexes},0))", step.after.name, bold=True)
        sheet.put(5, w("step.binds") if step.binding and step.kind != "band" else "")
        previous = here
        sheet.row += 1
    book.refs["grade"] = sheet.ref(sheet.row - 1, 4)


def _step_text(step: StepContent, previous: str, ceiling: str, band: str, stop: bool, provisional: bool) -> str:
    """The index of the grade after a step, from the one before it."""
    if step.kind == "band":
        return "0" if stop else band
    if step.ceiling is not None:
        return f"MIN({previous},{ceiling})"
    if step.kind == "completeness":
        return f"MAX({previous},{int(Grade.C)})"
    if step.kind == "warning":
        return f"MAX({previous}-1,{f'MIN({previous},{int(Grade.C)})' if provisional else 0})"
    return str(int(step.after)) if step.binding else previous
