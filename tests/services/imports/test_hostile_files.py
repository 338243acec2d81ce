"""Every file of the collection of odd workbooks opens with its cells or is refused with the reason that fits."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from app.models.domain.errors import UserError
from app.services.imports.reading.model import NoteKind
from app.services.imports.reading.reader import read_book

REASONS = {  # what the manifest says was done to the file: the reasons that may be given
    "password": {"import.password"},
    "entity bomb": {"import.entities", "import.is_archive"},
    "XXE": {"import.entities", "import.damaged", "import.web_page"},
    "zip/strings bomb": {"import.no_data", "import.bomb"},
    "gzip bomb": {"import.is_packed"},
    "loop": {"import.damaged"},
    "memory bomb": {"import.damaged", "import.too_big"},
    "corrupt": {"import.damaged", "import.is_archive"},
    "fuzz": {"import.damaged", "import.password", "import.no_data"},
    "wrong type": {"import.is_document", "import.is_archive", "import.web_page"},
    "odd package": {"import.no_data"},
    "macro": {"import.other_sheets"},
    "merges": {"import.no_data"},
    "structure": {"import.no_data", "import.empty", "import.other_sheets"},
    "encoding": {"import.damaged", "import.web_page"},
    "xlsb": {"import.damaged"},
}


def test_every_odd_file_opens_or_is_refused_with_a_fitting_reason(shared: Path) -> None:
    folder = shared / "data" / "hostile"
    wrong = []
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 90
    for row in rows:
        told = _told(folder / "files" / row["file"])
        may_refuse = "clear" in row["expected_behaviour"] or row["category"] in ("structure", "macro", "merges")
        fits = told == "opened" or (may_refuse and told in REASONS.get(row["category"], set()))
        if row["expected_behaviour"].startswith("clear_error:") and "opens" not in row["expected_behaviour"]:
            fits = fits and told != "opened"
        if not fits:
            wrong.append(f"{row['file']}: {row['category']}, {row['expected_behaviour']}, but {told}")
    assert wrong == []


def _told(path: Path) -> str:
    try:
        book = read_book(path)
    except UserError as error:
        return error.key
    return "opened" if any(cell is not None for sheet in book.sheets for row in sheet.rows for cell in row) else "nothing"


@pytest.mark.parametrize(
    ("name", "kind", "count"),
    [
        ("calamine__errors.xlsx", NoteKind.ERRORS, 7),
        ("test_files__ErrorTypes.xls", NoteKind.ERRORS, 20),
        ("poi__TwoSheetsOneHidden.xlsx", NoteKind.HIDDEN, 0),
        ("poi__chart_sheet.xlsx", NoteKind.SKIPPED, 0),
        ("poi__SimpleMacro.xlsm", NoteKind.MACROS, 0),
        ("oletools__dde-test.xlsx", NoteKind.LINKS, 0),
        ("test_files__formula_stress_test.xlsx", NoteKind.FORMULAS, 447),
    ],
)
def test_what_a_reader_must_know_of_a_workbook_is_told(name: str, kind: NoteKind, count: int, shared: Path) -> None:
    notes = read_book(shared / "data" / "hostile" / "files" / name).notes
    assert [note.count for note in notes if note.kind is kind] == [count]


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("poi__chinese-provinces.xls", "省"),
        ("phpspreadsheet__premiere.win1252.csv", "première"),
        ("phpspreadsheet__encoding.utf8bom.csv", "Å"),
        ("phpspreadsheet__sep.csv", "A"),
    ],
)
def test_letters_come_as_they_were_written(name: str, cell: str, shared: Path) -> None:
    book = read_book(shared / "data" / "hostile" / "files" / name)
    texts = [value for row in book.sheets[0].rows for value in row if isinstance(value, str)]
    assert any(cell.lower() in text.lower() for text in texts), texts[:8]
    assert not any("\ufeff" in text or "�" in text for text in texts)
