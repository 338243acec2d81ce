"""The dossier as a workbook: what is in it, how it prints, and no text that becomes a formula."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from functools import cache

import openpyxl
import pytest

from app.models.domain.enums import ScoringKind
from app.services.documents import render_dossier_xlsx
from app.services.documents.assemble import assemble
from app.services.documents.content import DossierContent, Office
from app.services.documents.wording import Wording
from tests.services.documents import cases
from tests.services.documents.conftest import dossier
from tests.services.documents.workbooks import row_of

SHEETS = ("summary", "areas", "statements", "ratios", "scoring", "five_c", "limits", "warnings", "evidence")


@cache
def workbook(lang: str) -> bytes:
    return render_dossier_xlsx(dossier(lang))


def test_every_y_row_c_total_rule_and_grade_is_a_formula() -> None:
    content, book = dossier("en"), openpyxl.load_workbook(io.BytesIO(workbook("en")))
    w = Wording("en")
    scoring, five_c = book[w("sheet.scoring")], book[w("sheet.five_c")]
    heads = row_of(scoring, w("head.no"))
    y = next(n for n in range(1, 30) if scoring.cell(heads, n).value == w("head.y"))
    ys = {row[0].value: row[y - 1] for row in scoring.iter_rows(min_row=heads + 1) if row[0].value}
    for item in content.items:
        if item.scored is not None and item.scored.how != "not_applicable" and item.standard.kind is not ScoringKind.NONE:
            assert ys[item.id].data_type == "f", item.id
    total = five_c.cell(row_of(five_c, w("total")), 3).value
    assert str(total).startswith("=ROUND(")
    assert str(total).endswith(",9)")
    names = [w.c(c.c) for c in content.score.cs]
    rows = [row for row in five_c.iter_rows(min_row=5, max_row=40) if row[0].value in names]
    assert len(rows) == len(names) + sum(len(c.subs) for c in content.score.cs)
    assert all(any(cell.data_type == "f" for cell in row) for row in rows)
    m = content.workings.methodology
    rules = {str(row[1].value).split()[0]: row for row in five_c.iter_rows(min_row=40) if row[1].value}
    for rule in (*(cap.id for cap in m.caps), *(gate.id for gate in m.gates if gate.card == "small")):
        assert [rules[rule][place].data_type for place in (3, 4, 5)] == ["f", "f", "f"], rule


def test_computed_values_are_the_program_s_own() -> None:
    content, book = dossier("ru"), openpyxl.load_workbook(io.BytesIO(workbook("ru")), data_only=True)
    w = Wording("ru")
    five_c = book[w("sheet.five_c")]
    for c in content.score.cs:
        assert five_c.cell(row_of(five_c, w.c(c.c)), 3).value == pytest.approx(float(c.score or 0), abs=1e-9)
    assert Decimal(str(five_c.cell(row_of(five_c, w("total")), 3).value)) == content.score.score
    summary = book[w("sheet.summary")]
    assert summary.cell(row_of(summary, w("xlsx.grade_now")), 2).value == content.score.grade.name
    assert summary.cell(row_of(summary, w("xlsx.limit_now")), 2).value == float(content.limit.amount)


def test_ratios_models_warnings_and_limits_are_formulas() -> None:
    content, book = dossier("en"), openpyxl.load_workbook(io.BytesIO(workbook("en")))
    ratios = {row[1].value: row for row in book["Ratios"].iter_rows(min_row=5) if row[1].value}
    assert "'Statements'!" in str(ratios["current"][3].value)
    for ratio in content.finance.ratios:
        assert all(cell.data_type == "f" for cell in ratios[ratio.key][2:4]), ratio.key
    warnings = {row[0].value: row for row in book["Warnings"].iter_rows(min_row=5) if row[0].value}
    assert all(warnings[row.id][3].data_type == warnings[row.id][6].data_type == "f" for row in content.warnings)
    limits = {row[0].value: row for row in book["Limits"].iter_rows() if row[0].value}
    assert all(limits[row.id][3].data_type == "f" for row in content.limit.methods)


def test_what_cannot_be_computed_says_so_and_why() -> None:
    content = assemble(cases.source(cases.view(given=cases.negative_equity())), "en")
    book = openpyxl.load_workbook(io.BytesIO(render_dossier_xlsx(content)), data_only=True)
    row = next(row for row in book["Ratios"].iter_rows() if row[1].value == "roe")
    measure = next(ratio for ratio in content.finance.ratios if ratio.key == "roe").values[-1]
    assert measure.value is None
    assert row[3].value == Wording("en")("not_computable")
    assert measure.why_not in str(row[5].value)


def test_no_text_becomes_a_formula_or_a_link() -> None:
    clean = formulas_of(workbook("en"))
    for text in cases.FORMULAS:
        data = render_dossier_xlsx(assemble(cases.source(cases.with_texts(text)), "en"))
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = parts.namelist()
            everything = b"".join(parts.read(name) for name in names if name.startswith("xl/worksheets"))
        assert not [name for name in names if "externalLink" in name]
        assert b"<hyperlink" not in everything
        assert b"DDE" not in everything
        assert {kind for kind in formulas_of(data) if not kind.startswith("'")} <= clean | {"0"}, text


def formulas_of(data: bytes) -> set[str]:
    """The kinds of formulas in a workbook: their text without references and numbers."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        found = re.findall(rb"<f>([^<]*)</f>", b"".join(parts.read(n) for n in parts.namelist() if n.startswith("xl/worksheets")))
    return {re.sub(r"[A-Z]+\(|'[^']*'!|\$?[A-Z]+\$?\d+|[\d.]+|[()+*/,:\-]", "", part.decode()) for part in found}


def test_sheets_panes_print_setup_and_charts_are_there(lang: str) -> None:
    book, w = openpyxl.load_workbook(io.BytesIO(workbook(lang))), Wording(lang)
    assert book.sheetnames == [w(f"sheet.{key}") for key in SHEETS]
    for key in ("areas", "statements", "ratios", "scoring", "warnings"):
        assert book[w(f"sheet.{key}")].freeze_panes
        assert book[w(f"sheet.{key}")].print_title_rows
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddHeader.right.text
        assert "&P" in sheet.oddFooter.right.text
    with zipfile.ZipFile(io.BytesIO(workbook(lang))) as parts:
        charts = b"".join(parts.read(name) for name in parts.namelist() if name.startswith("xl/charts/chart"))
    assert b"radarChart" in charts
    assert b"barChart" in charts
    assert b"lineChart" in charts


def test_paper_head_and_foot_follow_the_settings() -> None:
    office = Office("Trade & Co.", head="Our & own head", foot="Own foot", paper="letter")
    content = replace(dossier("en"), office=office)
    for sheet in openpyxl.load_workbook(io.BytesIO(render_dossier_xlsx(content))):
        assert sheet.page_setup.paperSize == 1
        assert sheet.oddHeader.left.text == "Our && own head"
        assert sheet.oddFooter.left.text == "Own foot"


def test_dates_follow_the_language() -> None:
    def formats(lang: str) -> set[str]:
        sheet = openpyxl.load_workbook(io.BytesIO(workbook(lang)))[Wording(lang)("sheet.areas")]
        return {cell.number_format for row in sheet.iter_rows() for cell in row if cell.is_date}

    assert formats("ru") == {"dd.mm.yyyy"}
    assert formats("zh") == {"yyyy-mm-dd"}


def test_same_content_gives_the_same_workbook(content: DossierContent, lang: str) -> None:
    assert render_dossier_xlsx(content) == workbook(lang)


def test_no_author_stands_in_the_workbook() -> None:
    properties = openpyxl.load_workbook(io.BytesIO(workbook("en"))).properties
    assert not properties.creator
    assert not properties.lastModifiedBy


@pytest.mark.parametrize("name", sorted(cases.hostile()))
def test_hostile_cases_open(name: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_dossier_xlsx(assemble(cases.source(cases.hostile()[name]), "en"))))
    assert len(book.sheetnames) == len(SHEETS)


def test_an_untouched_case_has_no_score_on_the_summary() -> None:
    case = replace(cases.view(found={}, given=()), guarantees=())
    data = render_dossier_xlsx(assemble(cases.source(case), "en"))
    sheet, w = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["Summary"], Wording("en")
    for name in ("summary.score", "xlsx.grade_now", "xlsx.limit_now", "summary.grade"):
        assert sheet.cell(row_of(sheet, w(name)), 2).value == w("not_rated")
