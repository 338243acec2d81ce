"""The dossier as a workbook: live formulas that recompute to the program's figures, and no text that becomes a formula."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from app.models.domain.enums import ScoringKind
from app.services.documents import render_dossier_xlsx
from app.services.documents.assemble import assemble
from app.services.documents.content import DossierContent
from app.services.documents.wording import Wording
from app.services.methodology import builtin
from app.services.rating import rate
from app.services.ratings.inputs import input_of
from tests.services.documents import boxes, cases
from tests.services.documents.conftest import dossier

SHEETS = ("summary", "areas", "statements", "ratios", "scoring", "five_c", "limits", "warnings", "evidence")


@cache
def workbook(lang: str) -> bytes:
    return render_dossier_xlsx(dossier(lang))


def without_values(data: bytes) -> bytes:
    """The workbook with the computed values taken out, so that whoever opens it has to calculate."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part = re.sub(rb"(<f>[^<]*</f>)<v>[^<]*</v>", rb"\1", part)
            target.writestr(name, part)
    return out.getvalue()


def recalculated(data: bytes, folder: Path) -> openpyxl.Workbook:
    """The workbook after LibreOffice has calculated every formula."""
    office = boxes.need("soffice")
    (folder / "in").mkdir()
    path = folder / "in" / "dossier.xlsx"
    path.write_bytes(without_values(data))
    profile = (folder / "profile").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx", "--outdir", str(folder)]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=120)
    return openpyxl.load_workbook(folder / "dossier.xlsx", data_only=True)


def differences(data: bytes, after: openpyxl.Workbook) -> tuple[int, list[str]]:
    """How many formulas there are, and which of them come out differently."""
    formulas = openpyxl.load_workbook(io.BytesIO(data))
    before = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    count, wrong = 0, []
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                count += 1
                old, new = before[sheet.title][cell.coordinate].value, after[sheet.title][cell.coordinate].value
                if isinstance(old, int | float) and isinstance(new, int | float):
                    same = abs(old - new) <= 1e-9 * max(1.0, abs(old))
                else:
                    same = (old or "") == (new or "")
                if not same:
                    wrong.append(f"{sheet.title}!{cell.coordinate}: {old!r} != {new!r}")
    return count, wrong


def test_libreoffice_recalculates_every_formula_to_the_program_s_figure(tmp_path: Path) -> None:
    count, wrong = differences(workbook("zh"), recalculated(workbook("zh"), tmp_path))
    assert wrong == []
    assert count > 500


@pytest.mark.parametrize("name", ["large", "negative equity", "many periods"])
def test_libreoffice_agrees_on_other_cards_and_periods(name: str, tmp_path: Path) -> None:
    data = render_dossier_xlsx(assemble(cases.source(cases.hostile()[name]), "en"))
    count, wrong = differences(data, recalculated(data, tmp_path))
    assert wrong == []
    assert count > 100


def test_every_y_row_c_total_and_grade_is_a_formula() -> None:
    content, book = dossier("en"), openpyxl.load_workbook(io.BytesIO(workbook("en")))
    w = Wording("en")
    scoring, five_c = book[w("sheet.scoring")], book[w("sheet.five_c")]
    ys = {row[0].value: row[11] for row in scoring.iter_rows(min_row=6) if row[0].value}
    for item in content.items:
        if item.scored is not None and item.scored.y is not None and item.standard.kind is not ScoringKind.NONE:
            assert ys[item.id].data_type == "f", item.id
    scores = [row[1] for row in five_c.iter_rows(min_row=5, max_row=10)]
    assert all(cell.data_type == "f" for cell in scores)
    assert str(scores[-1].value).startswith("=ROUND(")
    assert str(scores[-1].value).endswith(",9)")
    subs = [row[2] for row in five_c.iter_rows(min_row=14, max_row=13 + sum(len(c.subs) for c in content.score.cs))]
    assert all(cell.data_type == "f" for cell in subs)
    assert any("MATCH(" in str(cell.value) for row in five_c.iter_rows() for cell in row if cell.data_type == "f")


def test_computed_values_are_the_program_s_own() -> None:
    content, book = dossier("ru"), openpyxl.load_workbook(io.BytesIO(workbook("ru")), data_only=True)
    five_c = book[Wording("ru")("sheet.five_c")]
    for place, c in enumerate(content.score.cs):
        assert five_c.cell(5 + place, 2).value == pytest.approx(float(c.score or 0), abs=1e-9)
    assert Decimal(str(five_c.cell(10, 2).value)) == content.score.score


def test_ratios_follow_the_statement_lines() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook("en")))
    ratios = book["Ratios"]
    formulas = {row[1].value: row[3].value for row in ratios.iter_rows(min_row=5) if row[1].value}
    assert "'Statements'!" in str(formulas["current"])
    computed = [value for value in formulas.values() if str(value).startswith("=")]
    assert len(computed) >= 0.9 * len(formulas)


def test_changing_one_answer_in_the_workbook_gives_what_the_program_gives(tmp_path: Path) -> None:
    content = dossier("en")
    book = openpyxl.load_workbook(io.BytesIO(workbook("en")))
    areas = book["Areas"]
    cell = next(row[2] for row in areas.iter_rows() if row[0].value == "A10")
    cell.value = 55
    out = io.BytesIO()
    book.save(out)
    after = recalculated(out.getvalue(), tmp_path)
    case = cases.view()
    changed = dict(case.answers)
    from dataclasses import replace

    changed["A10"] = replace(changed["A10"], value=Decimal(55))
    again = rate(builtin(), input_of(replace(case, answers=changed), cases.TODAY))
    assert again.score != content.score.score
    assert after["5C"].cell(10, 2).value == pytest.approx(float(again.score), abs=1e-9)


def test_changing_a_statement_line_moves_ratio_y_and_total(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook("en")))
    sheet = book["Statements"]
    row = next(row for row in sheet.iter_rows() if row[1].value == "lt_loans")
    row[3].value = 2600
    out = io.BytesIO()
    book.save(out)
    after = recalculated(out.getvalue(), tmp_path)
    case = cases.view()
    from dataclasses import replace

    newest = case.statements[1]
    moved = replace(newest, values={**newest.values, "lt_loans": Decimal(2600)})
    again = rate(builtin(), input_of(replace(case, statements=(case.statements[0], moved)), cases.TODAY))
    expected = {item.item: item.y for item in again.items}
    ys = {line[0].value: line[11].value for line in after["Scoring"].iter_rows(min_row=6) if line[0].value}
    assert ys["E09"] == pytest.approx(float(expected["E09"] or 0), abs=1e-9)


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
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToHeight == 0
    with zipfile.ZipFile(io.BytesIO(workbook(lang))) as parts:
        charts = b"".join(parts.read(name) for name in parts.namelist() if name.startswith("xl/charts/chart"))
    assert b"radarChart" in charts
    assert b"barChart" in charts


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
    from dataclasses import replace

    case = replace(cases.view(found={}, given=()), guarantees=())
    book = openpyxl.load_workbook(io.BytesIO(render_dossier_xlsx(assemble(cases.source(case), "en"))))
    shown = [cell.value for row in book["Summary"].iter_rows() for cell in row if cell.value]
    assert Wording("en")("not_rated") in shown
    assert not [value for value in shown if str(value).startswith("=")]
