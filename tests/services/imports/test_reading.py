"""Reading files that nobody trusts: what is there comes as it is, and what would harm is refused with its reason."""

from __future__ import annotations

import csv
import io
import itertools
import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.errors import UserError
from app.services.imports.reading import reader
from app.services.imports.reading.model import ErrorCell, FileKind, Limits, NoteKind, TextChoice, Unsaved
from app.services.imports.reading.reader import pieces, read_book
from app.services.imports.reading.text import TextTable, best_delimiter


def _book(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        sheet = book.add_worksheet("资产")
        sheet.write_row(2, 1, ["指标", "2025", "2024"])
        sheet.write_row(3, 1, ["货币资金", 1250.5, 900])
        sheet.write(4, 1, "007")
        sheet.write_datetime(4, 2, datetime(2025, 3, 31), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_formula(5, 2, "=1/0", None, "#DIV/0!")
        sheet.write_formula(5, 3, "=C4*2", None, 2501)
        sheet.merge_range(0, 0, 0, 3, "资产负债表")
        book.add_worksheet("hidden").hide()
    return path


def _refused(path: Path, **how: object) -> str:
    with pytest.raises(UserError) as refusal:
        read_book(path, **how)  # type: ignore[arg-type]
    assert refusal.value.field == "file"
    assert refusal.value.params["name"] == path.name
    return refusal.value.key


# --- workbooks ----------------------------------------------------------------------------------------------------------


def test_a_sheet_comes_with_its_blank_rows_its_errors_and_its_merged_cells(tmp_path: Path) -> None:
    book = read_book(_book(tmp_path / "a.xlsx"))
    sheet = book.sheets[0]
    assert (book.kind, sheet.head.name, sheet.head.hidden, sheet.head.merged) == (FileKind.XLSX, "资产", False, ((0, 0, 0, 3),))
    assert [row[1:4] for row in sheet.rows[2:5]] == [
        ("指标", "2025", "2024"), ("货币资金", 1250.5, 900), ("007", date(2025, 3, 31), None)
    ]
    assert sheet.rows[5][2:4] == (ErrorCell("#DIV/0!"), 2501), "an error is no blank and no figure"
    assert sheet.rows[0][0] == "资产负债表"
    assert {note.kind for note in book.notes} == {NoteKind.ERRORS, NoteKind.FORMULAS, NoteKind.HIDDEN}


def test_a_formula_whose_result_was_never_saved_is_told_and_is_no_blank(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active.append(["a", 1])
    made.active["B2"] = "=B1*2"
    made.save(tmp_path / "a.xlsx")
    book = read_book(tmp_path / "a.xlsx")
    assert book.sheets[0].rows == [("a", 1), (None, Unsaved())]
    assert [note.count for note in book.notes if note.kind is NoteKind.UNSAVED] == [1]


def test_errors_are_found_in_every_row_of_a_sheet_that_comes_in_many_pieces(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx"), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(30_000):
            sheet.write(row, 0, f"row {row} with a text that is long enough to fill more than one piece")
            sheet.write_formula(row, 1, "=NA()", None, "#N/A") if row % 10_000 == 9_999 else sheet.write(row, 1, row)
    rows = read_book(tmp_path / "a.xlsx").sheets[0].rows
    assert [number for number, row in enumerate(rows) if row[1] == ErrorCell("#N/A")] == [9_999, 19_999, 29_999]
    assert len(rows) == 30_000


def _archive(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_an_archive_that_unpacks_to_far_more_than_it_is_is_not_opened(tmp_path: Path) -> None:
    bomb = _archive(tmp_path / "bomb.xlsx", {"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b"0" * 90_000_000})
    assert _refused(bomb) == "import.bomb"


@pytest.mark.parametrize("name", ["../outside.xml", "C:/windows/a.xml", "xl\\..\\..\\a.xml"])
def test_an_archive_whose_names_lead_out_of_it_is_not_opened(name: str, tmp_path: Path) -> None:
    assert _refused(_archive(tmp_path / "slip.xlsx", {"xl/workbook.xml": b"<a/>", name: b""})) == "import.bomb"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_workbook_with_a_document_type_is_not_opened(encoding: str, tmp_path: Path) -> None:
    text = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    assert _refused(_archive(tmp_path / "xxe.xlsx", {"xl/workbook.xml": text.encode(encoding)})) == "import.entities"


def test_a_sheet_that_claims_more_cells_than_allowed_is_refused(tmp_path: Path) -> None:
    far = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(str(far)) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, 1)
        sheet.write(1_048_575, 16_383, 1)
    began = time.thread_time()
    assert _refused(far) == "import.too_big"
    assert time.thread_time() - began < 5, "the process that reads does the work"


def test_too_many_rows_columns_or_bytes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b,c\n" * 50, encoding="utf-8")
    assert _refused(path, limits=Limits(rows=49)) == "import.too_big"
    assert _refused(path, limits=Limits(columns=2)) == "import.too_big"
    assert _refused(path, limits=Limits(cells=149)) == "import.too_big"
    assert _refused(path, limits=Limits(file_bytes=100)) == "import.too_big"
    assert len(read_book(path, limits=Limits(rows=50, columns=3, cells=150, file_bytes=400)).sheets[0].rows) == 50


# --- text tables --------------------------------------------------------------------------------------------------------

TEXTS = {
    "gb18030": "企业名称,统一社会信用代码,注册资本,成立日期\n北京市某某机械有限公司,91110000,140(万元),1995-01-09\n",
    "big5": "公司名稱,統一編號,資本額,設立日期\n臺北機械股份有限公司,12345678,一百萬元,中華民國八十四年\n",
    "cp1251": "Наименование;ИНН;Выручка;Дата\nОбщество с ограниченной ответственностью Ромашка;7707083893;12 500;31.12.2024\n",
    "cp866": "Наименование;ИНН;Выручка;Дата\nОбщество с ограниченной ответственностью Ромашка;7707083893;12 500;31.12.2024\n",
    "cp1252": "Raison sociale;Numéro;Chiffre d'affaires\nSociété générale française;552120222;1 250 000,50\n",
    "utf-16": "名称\tNumber\n公司\t1\n",
    "utf-8-sig": "名称,Number\n公司,1\n",
    "utf-8": "名称,Number\n公司,1\n",
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_a_text_table_is_read_in_the_letters_it_was_written_in(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes((TEXTS[encoding] * 3).encode(encoding))
    rows = read_book(path).sheets[0].rows
    delimiter = next(sign for sign in ";\t," if sign in TEXTS[encoding])
    assert rows[:2] == [tuple(line.split(delimiter)) for line in TEXTS[encoding].splitlines()]


def test_guessed_letters_are_told_and_can_be_chosen_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(TEXTS["cp1251"].encode("cp1251"))
    assert [(note.kind, note.what) for note in read_book(path).notes] == [(NoteKind.ENCODING, "cp1251")]
    chosen = read_book(path, TextChoice(encoding="cp866", delimiter="|")).sheets[0].rows
    assert chosen[0] == (TEXTS["cp1251"].splitlines()[0].encode("cp1251").decode("cp866"),)


def test_quotation_marks_that_belong_to_a_name_do_not_swallow_rows(tmp_path: Path) -> None:
    names = [f'"Завод №{n}" открытое общество' if n % 2 else f'ООО "Ромашка {n}"' for n in range(10)]
    lines = [f"{name};770708389{n};{n}" for n, name in enumerate(names)]
    lines[4] = '"Энергия;7707083894;4'  # a mark that nothing closes
    path = tmp_path / "names.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    book = read_book(path)
    assert [len(row) for row in book.sheets[0].rows] == [3] * 10
    assert book.sheets[0].rows[4] == ('"Энергия', "7707083894", "4")
    assert NoteKind.QUOTES in {note.kind for note in book.notes}


FIELDS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12)


@given(rows=st.lists(st.tuples(FIELDS, FIELDS, FIELDS), min_size=1, max_size=8), delimiter=st.sampled_from(",;\t|"))
def test_what_was_written_as_csv_is_read_back_the_same(
    rows: list[tuple[str, str, str]], delimiter: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([("first", "second", "third"), *rows])
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    table = TextTable(path)
    assert table.delimiter == delimiter
    assert list(table.rows())[1:] == [tuple(field or None for field in row) for row in rows]


@pytest.mark.parametrize(
    ("lines", "delimiter"),
    [
        (["name;sum", "a;1,5", "b;2,5", "c;3,5"], ";"),
        (["name,sum", '"a;b",1', "c,2"], ","),
        (["name\tsum", "a, b\t1", "c\t2"], "\t"),
        (["only one column", "a", "b"], ","),
    ],
)
def test_the_sign_between_the_fields_is_the_one_that_cuts_all_lines_alike(lines: list[str], delimiter: str) -> None:
    assert best_delimiter(lines) == delimiter


# --- the process --------------------------------------------------------------------------------------------------------


def _long(path: Path) -> Path:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{number},a text\n" for number in range(400_000))
    return path


def test_rows_come_while_the_file_is_still_read_and_a_reader_that_stops_asking_ends_the_process(tmp_path: Path) -> None:
    told = pieces(_long(tmp_path / "long.csv"))
    first = list(itertools.islice((piece for piece in told if piece.rows), 1))
    assert first[0].rows is not None and len(first[0].rows) == 1_000
    told.close()  # type: ignore[attr-defined]
    import multiprocessing

    assert multiprocessing.active_children() == []


def test_cancelling_ends_the_reading_and_says_so(tmp_path: Path) -> None:
    seen = iter([False, False, False])
    assert _refused(_long(tmp_path / "long.csv"), cancelled=lambda: next(seen, True)) == "import.cancelled"


def test_a_process_that_takes_too_long_or_dies_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _long(tmp_path / "long.csv")
    monkeypatch.setattr(reader.child, "run", _sleep)
    assert _refused(path, limits=Limits(seconds=0.3)) == "import.too_slow"
    monkeypatch.setattr(reader.child, "run", _die)
    assert _refused(path) == "import.damaged"


def _sleep(*_given: object) -> None:
    time.sleep(30)


def _die(*_given: object) -> None:
    import os

    os._exit(6)


def test_a_process_that_wants_more_memory_than_allowed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text('"' + "a" * 60_000_000 + '",b\n', encoding="utf-8")
    assert _refused(path, limits=Limits(memory_bytes=200_000_000)) in ("import.too_big", "import.damaged")


def test_a_file_that_is_not_there_or_holds_nothing_is_told(tmp_path: Path) -> None:
    assert _refused(tmp_path / "gone.xlsx") == "import.not_found"
    (tmp_path / "empty.csv").write_bytes(b"")
    assert _refused(tmp_path / "empty.csv") == "import.empty"
    (tmp_path / "blank.csv").write_text(",,\n,,\n", encoding="utf-8")
    assert _refused(tmp_path / "blank.csv") == "import.no_data"
    (tmp_path / "paper.xlsx").write_bytes(b"%PDF-1.7\n")
    assert _refused(tmp_path / "paper.xlsx") == "import.is_pdf"
    (tmp_path / "page.xls").write_text("<html><table><tr><td>1</td></tr></table></html>", encoding="utf-8")
    assert _refused(tmp_path / "page.xls") == "import.web_page"
