"""Cells of real registers and lists: capital is amount, unit and currency or unknown; registration numbers are checked."""

from __future__ import annotations

import csv
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from app.services.imports.reading.reader import read_book
from app.services.imports.values.guess import guess_choice
from app.services.imports.values.read import as_amount, as_code, as_text
from app.services.imports.values.units import unit_of_code

KINDS = {"cn_uscc": "uscc", "ru_inn": "inn", "ru_ogrn": "ogrn", "lei": "lei"}


@pytest.mark.parametrize("name", ["1982_福建.csv", "1982_福建.xls", "1995_青海.csv", "1995_青海.xls"])
def test_every_capital_of_a_register_is_read_or_unknown_and_none_is_0(name: str, shared: Path) -> None:
    rows = read_book(shared / "data" / "registry" / name).sheets[0].rows
    column = rows[0].index("注册资金")
    cells = [row[column] for row in rows[1:] if len(row) > column]
    choice, questions = guess_choice(cells, "zh", ("注册资金",))
    assert questions == ()
    told: Counter[str] = Counter()
    for cell in cells:
        read = as_amount(cell, choice, "zh")
        figures = re.sub(r"[^0-9.]", "", str(cell))
        if not figures:
            assert (read.value, read.fault) == (None, ""), cell
            told["unknown"] += 1
            continue
        assert read.value == Decimal(figures) * 10_000, cell
        assert read.currency == ("CNY" if "元" in str(cell) or "人民币" in str(cell) else ""), cell
        told["read"] += 1
    assert told.total() == len(cells)
    assert told["read"] > 3


def test_registration_numbers_are_judged_as_their_lists_say(shared: Path) -> None:
    with (shared / "data" / "identifiers" / "identifiers.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["type"] in KINDS]
    assert len(rows) > 400
    wrong = [row for row in rows if (as_code(row["value"], KINDS[row["type"]]).value is not None) != (row["expected"] == "valid")]
    # Zeros in front are put back where a check digit proves it: such a number is read, and shown.
    assert [row for row in wrong if as_code(row["value"], KINDS[row["type"]]).fault != "zeros_restored"] == []


def test_codes_of_units_and_names_in_open_data_are_read(shared: Path) -> None:
    folder = shared / "data" / "statements" / "ru_rosstat"
    heads = (folder / "raw_column_names.txt").read_text(encoding="utf-8").splitlines()
    rows = read_book(folder / "rosstat_boo_raw_cp1251_no_header.csv").sheets[0].rows
    assert {unit_of_code(row[heads.index("Код единицы измерения")]).multiplier for row in rows} <= {1_000, 1_000_000}
    assert all(as_code(row[heads.index("ИНН")], "inn").value for row in rows)
    assert all(as_text(row[heads.index("Наименование")]).value for row in rows)
