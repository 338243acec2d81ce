"""The list of all customers with their grades, on as many pages as it takes."""

from __future__ import annotations

from app.services.documents.papers.content import GradeLine, GradeListContent, GradeSum
from app.services.documents.pdf import flow, tables
from app.services.documents.pdf.papers.long_list import long_list
from app.services.documents.pdf.papers.sheet import Sheet, Story, Words
from app.services.documents.wording import NONE

_WIDTHS = (50, 142, 50, 92, 46, 58, 62)


def render(content: GradeListContent) -> bytes:
    """Return the list as the bytes of a PDF. Same content, same bytes."""
    w = Words(content.head.lang)
    day = w.day(content.head.made_at)
    sheet = Sheet(content.head, w.p("grade_list.title"), day, w.p("internal"))
    story = sheet.heading(w.p("grade_list.below", day=day, count=w.many("customers", len(content.lines))))
    if not content.lines:
        return sheet.pdf([*story, flow.text(w.p("grade_list.none"), w.lang, colour="muted")])
    story += [_sums(content, w), flow.gap(12)]
    return sheet.pdf([*story, *_lines(content, w)])


def _sums(content: GradeListContent, w: Words) -> tables.Table:
    heads = [w.p("head.grade"), w.p("grade_list.customers"), w.p("grade_list.limits")]
    rows: list[list[tables.Cell]] = [[_grade(row, w), w.number(row.count), _limits(row, w)] for row in content.sums]
    rows.append([w("total"), w.number(len(content.lines)), _limits(_total(content), w)])
    return tables.grid(w.lang, heads, rows, (70, 60, 260), right=(1, 2), strong=(len(rows) - 1,), width=320)


def _total(content: GradeListContent) -> GradeSum:
    found = {currency: amount * 0 for row in content.sums for currency, amount in row.limits}
    for row in content.sums:
        for currency, amount in row.limits:
            found[currency] += amount
    return GradeSum(None, len(content.lines), tuple(sorted(found.items())))


def _grade(row: GradeSum, w: Words) -> str:
    return row.grade.name if row.grade is not None else w.p("grade_list.no_grade")


def _limits(row: GradeSum, w: Words) -> str:
    return "\n".join(w.money(amount, currency) for currency, amount in row.limits) or NONE


def _lines(content: GradeListContent, w: Words) -> Story:
    heads = [w.p(f"head.{key}") for key in ("number", "customer", "grade", "limit", "term", "prepaid", "review")]
    rows = [_row(line, w) for line in content.lines]
    return [long_list(w.lang, heads, rows, _WIDTHS, right=(3, 4, 5))]


def _row(line: GradeLine, w: Words) -> list[str]:
    name = w.listed(line.name, line.sample)
    terms = line.terms
    if terms is None:
        return [line.number, name, NONE, NONE, NONE, NONE, NONE]
    day = w.day(line.next_review)
    if line.days_left is not None and line.days_left < 0:
        day = f"{day}\n{w.p('overdue')}"
    return [
        line.number,
        name,
        w.graded(terms.grade, terms.provisional),
        w.money(terms.limit, terms.currency) + (f"\n{w.p('frozen')}" if line.frozen else ""),
        w.days(terms.term_days),
        w.t.percent(terms.prepayment_pct, 0),
        day,
    ]
