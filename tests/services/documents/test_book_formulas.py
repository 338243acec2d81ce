"""The formulas of the workbook piece by piece, and rows that are as tall as their texts."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal, localcontext

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter.workbook import Workbook

from app.services.documents import render_dossier_xlsx
from app.services.documents.assemble import assemble
from app.services.documents.stopping import Stopped, watched
from app.services.documents.wording import Wording
from app.services.documents.xlsx.book import _opened
from app.services.documents.xlsx.fit import MOST_LINES, line_starts, pieces
from app.services.documents.xlsx.places import Year
from app.services.documents.xlsx.sheets import Book
from app.services.documents.xlsx.terms import (
    GAP,
    Term,
    arithmetic,
    cell,
    compared,
    entry,
    holds,
    logic,
    number,
    quoted,
    shown,
)
from app.services.rating.functions import FUNCTIONS
from app.services.rating.values import EXACT
from tests.services.documents import cases, hard_texts
from tests.services.documents.conftest import dossier
from tests.services.documents.workbooks import row_of

A, B, C = cell("A1"), cell("B1"), cell("C1", soft=True)


def test_parentheses_stand_where_the_order_needs_them() -> None:
    assert arithmetic(A, "/", arithmetic(B, "*", A)).text == "A1/(B1*A1)"
    assert arithmetic(A, "-", arithmetic(B, "-", A)).text == "A1-(B1-A1)"
    assert arithmetic(A, "*", arithmetic(B, "+", A)).text == "A1*(B1+A1)"
    assert arithmetic(arithmetic(A, "*", B), "+", A).text == "A1*B1+A1"


def test_what_can_fail_ends_in_words_and_what_cannot_stays_plain() -> None:
    assert shown(arithmetic(A, "+", B), "none") == "A1+B1"
    assert shown(arithmetic(A, "/", number(2)), "none") == "A1/2"
    assert shown(arithmetic(A, "/", B), "none") == 'IFERROR(A1/B1,"none")'
    assert shown(C, "none") == 'IFERROR(C1+0,"none")'  # words in the cell must not pass for a figure
    assert shown(GAP, "none") == 'IFERROR(NA(),"none")'


def test_comparisons_see_through_binary_fractions() -> None:
    assert compared((A, number(2)), (">",)).text == "ROUND(A1,10)>2"
    assert compared((number(0), A, B), ("<", "<=")).text == "AND(0<ROUND(A1,10),ROUND(A1,10)<=ROUND(B1,10))"


def test_one_side_may_decide_although_the_other_cannot_be_computed() -> None:
    sure = compared((A, number(1)), (">",))
    unsure = compared((arithmetic(A, "/", B), number(1)), (">",))
    assert logic((sure, sure), either=True).text == "OR(ROUND(A1,10)>1,ROUND(A1,10)>1)"
    text = logic((sure, unsure), either=True).text
    assert text == "IF(OR(ROUND(A1,10)>1,IFERROR(ROUND(A1/B1,10)>1,FALSE)),TRUE,OR(ROUND(A1,10)>1,ROUND(A1/B1,10)>1))"
    assert holds(unsure) == "IFERROR(IF(ROUND(A1/B1,10)>1,1,0),0)"
    assert entry("D1", filled=False).text == "IF(ISNUMBER(D1),D1,NA())"


@given(st.text(max_size=400))
def test_no_text_leaves_its_quotes(text: str) -> None:
    inner = quoted(text)[1:-1]
    assert '"' not in inner.replace('""', "")
    assert len(quoted(text)) <= 2 + 2 * 250


@pytest.fixture
def book() -> Book:
    """An empty workbook of the sample dossier, with places made up for a few names."""
    content = dossier("en")
    with localcontext(EXACT):
        made = _opened(Workbook(io.BytesIO(), {"in_memory": True}), content, Wording("en"))
    made.places.facts["f_sanctions"] = "F1"
    made.places.answers["C09"] = "W1"
    table = made.base.run.table
    assert table is not None
    assert table.previous is not None
    before = Year(table.previous, 0, True, {"rev": Term("R0", sure=True), "ar": Term("A0", sure=True)})
    lines = {"rev": Term("R1", sure=True), "ar": Term("A1", sure=True), "cfo": Term("K1", sure=True)}
    made.formulas.newest = Year(table, 1, True, lines, before, before)
    return made


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("rev / avg(ar)", "R1/((A0+A1)/2)"),
        ("growth(rev)", "IF(ROUND(R0,10)>0,R1/R0-1,NA())"),
        ("prev(rev) - rev", "R0-R1"),
        ("default(lt_inv, 3)", "IFERROR(NA(),3)"),
        ("fact(f_sanctions)", "N(F1)>0"),
        ("known(f_sanctions)", "ISNUMBER(F1)"),
        ("C09 > 30", "ROUND(IF(ISNUMBER(W1),W1,NA()),10)>30"),
        ("iff(cfo > 0, cfo, 0) / rev", "IF(ROUND(K1,10)>0,K1,0)/R1"),
        ("max(rev, abs(ar))", "MAX(R1,ABS(A1))"),
        ("-rev + 1.5", "-R1+1.5"),
        ("ln(rev)", "LN(R1)"),
        ("cat(rev, 2, 1)", "IF(ROUND(R1,10)>=2,1,IF(ROUND(R1,10)>=1,2,3))"),
        ("'full'", '"full marks"'),
    ],
)
def test_expressions_become_formulas(book: Book, expression: str, text: str) -> None:
    assert book.formulas.term(expression).text == text


EXAMPLES = {
    "avg": "avg(ar)",
    "prev": "prev(ar)",
    "growth": "growth(ar)",
    "min": "min(ar, 1)",
    "max": "max(ar, 1)",
    "abs": "abs(ar)",
    "ln": "ln(ar)",
    "default": "default(ar, 1)",
    "known": "known(ar)",
    "fact": "fact(ar)",
    "cat": "cat(ar, 2, 1)",
    "table": "table(ar)",
    "iff": "iff(ar > 0, 1, 0)",
    "std": "std('debt', 'acceptable')",
    "guarantee_cover": "guarantee_cover()",
    "item_rows_median": "item_rows_median('A11', 'limit')",
    "usd": "usd(ar)",
}


def test_every_function_of_the_expressions_has_a_formula(book: Book) -> None:
    assert set(EXAMPLES) == set(FUNCTIONS)
    book.places.specials["guarantee_cover"] = Term("G1", sure=True)
    run = book.base.run
    book.formulas.run = run.at_table(run.table)
    given = replace(run.input, rates={"USD": Decimal(7)}, trade=next(row.key for row in book.m.trades if row.standard_set))
    table = replace(given.answers["A11"], rows=({"limit": "50"}, {"limit": "80"}))
    book.formulas.run.input = replace(given, answers={**given.answers, "A11": table})
    for name, expression in EXAMPLES.items():
        term = book.formulas.term(expression, rows=((Decimal(0), Decimal(1)), (Decimal(5), Decimal(2))))
        assert "NA()" not in term.text.replace("-1,NA())", ""), name


def test_an_average_without_opening_value_compares_closing_values_in_both_years(book: Book) -> None:
    # 2024 has no year before: the rating compares closing values then, and so does the formula.
    assert book.formulas.term("growth(avg(ar))").text == "IF(ROUND(A0,10)>0,A1/A0-1,NA())"


@given(st.text(max_size=3000), st.floats(min_value=5, max_value=80))
def test_pieces_hold_the_whole_text_and_fit_in_a_row(text: str, width: float) -> None:
    parts = pieces(text, width)
    assert "".join(parts).replace("\n", "") == text.replace("\n", "")
    assert all(len(line_starts(part, width)) <= MOST_LINES + 1 for part in parts)


def test_a_long_note_goes_on_below_and_stays_whole() -> None:
    note = hard_texts.prose("russian", 6000)
    case = cases.view()
    answer = replace(case.answers["A01"], note=note, comment="", reason="", details={}, rows=())
    content = assemble(cases.source(replace(case, answers={**case.answers, "A01": answer})), "en")
    sheet = openpyxl.load_workbook(io.BytesIO(render_dossier_xlsx(content)))["Areas"]
    first, last = row_of(sheet, "A01"), row_of(sheet, "A02")
    assert last - first > 2
    found = "".join(str(sheet.cell(row, 9).value or "") for row in range(first, last))
    assert "".join(found.split()) == "".join(note.split())
    assert all((sheet.row_dimensions[row].height or 0) <= 409 for row in range(first, last))


def test_a_workbook_that_is_no_longer_wanted_is_given_up() -> None:
    with watched(lambda: True), pytest.raises(Stopped):
        render_dossier_xlsx(dossier("en"))
