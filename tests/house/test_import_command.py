"""``zixin import``: what it writes, what it tells, what it refuses."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from app.models.db.store import Store
from app.models.db.tables.imports import origins
from tests.house.conftest import Zixin
from tests.unguarded import unguarded

LIST = (
    "企业名称,统一社会信用代码,注册资本(万元),成立日期\n"
    "远航机械有限公司,91350100M000100Y43,500,2001-05-14\n"
    "东海贸易有限公司,91110000802100433X,300,2011-02-03\n"
)


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    file = tmp_path / "list.csv"
    file.write_text(LIST, encoding="utf-8")
    return file


def test_a_list_is_imported_once_and_every_error_has_its_cell(zixin: Zixin, listed: Path, tmp_path: Path) -> None:
    store, report = tmp_path / "a.zixin", tmp_path / "report.json"
    said = zixin("import", listed, "--store", store, "--report", report)
    assert said.code == 0 and "B3" in said.err
    assert "Cells refused: 1." in said.out
    assert "东海贸易有限公司: created without its registration number; 91110000802100433X was refused." in said.err
    told = json.loads(report.read_text(encoding="utf-8"))
    assert (told["imported"], told["rows_read"]) == (True, 2)
    [error] = told["errors"]
    assert (error["file"], error["cell"], error["value"]) == ("list.csv", "B3", "91110000802100433X") and error["message"]
    again = zixin("import", listed, "--store", store)
    assert again.code == 1 and "list.csv" in again.err
    with Store.open(store) as opened, opened.read() as unit:
        assert unit.customers.count() == 2


def test_a_dry_run_writes_nothing_but_its_report(zixin: Zixin, listed: Path, tmp_path: Path) -> None:
    store, report = tmp_path / "a.zixin", tmp_path / "report.xlsx"
    assert zixin("import", listed, "--store", store, "--dry-run", "--report", report).code == 0
    assert not store.exists(), "nothing was written"
    book = load_workbook(report, read_only=True)
    assert len(book.sheetnames) == 3
    assert "B3" in [row[2].value for row in book.worksheets[1].iter_rows(min_row=2)]


def test_a_store_that_took_files_is_whole(zixin: Zixin, listed: Path, tmp_path: Path) -> None:
    """Another process looks: it knows no table but those that the check itself knows."""
    store = tmp_path / "a.zixin"
    assert zixin("import", listed, "--store", store).code == 0
    said = zixin("check", "--store", store)
    assert said.code == 0, said.out
    with Store.open(store) as opened, unguarded(opened, "trial", "officer 1") as unit:
        unit.connection.execute(update(origins).values(entity_id=4711))
        unit.commit()
    assert zixin("check", "--store", store).code == 1


def test_a_profile_that_is_not_there_is_refused_with_those_that_are(zixin: Zixin, listed: Path, tmp_path: Path) -> None:
    said = zixin("import", listed, "--store", tmp_path / "a.zixin", "--profile", "no such")
    assert said.code == 1 and "no such" in said.err


def test_a_file_without_a_table_is_refused_in_words(zixin: Zixin, tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text("Dear Sirs,\n", encoding="utf-8")
    said = zixin("import", file, "--store", tmp_path / "a.zixin")
    assert said.code == 1 and said.err.strip()


def test_what_was_imported_is_listed_and_taken_back_as_a_whole(zixin: Zixin, listed: Path, tmp_path: Path) -> None:
    store = tmp_path / "a.zixin"
    assert zixin("import", listed, "--store", store).code == 0
    assert "list.csv" in zixin("import", "--list", "--store", store).out
    undone = zixin("import", "--undo", "1", "--store", store)
    assert undone.code == 0 and "1" in undone.out
    with Store.open(store) as opened, opened.read() as unit:
        assert unit.customers.count() == 0
    assert zixin("import", "--undo", "1", "--store", store).code == 1
    assert zixin("import", listed, "--store", store).code == 0


def test_an_import_without_files_is_wrong_usage(zixin: Zixin, tmp_path: Path) -> None:
    assert zixin("import", "--store", tmp_path / "a.zixin").code == 2


DOUBTFUL = (
    "Company name,Country,Founded,Registered capital\n"
    'Harbour Ltd,DE,03/04/2015,"1,234"\n'
    'Meadow Ltd,DE,05/06/2016,"2,345"\n'
)


def test_what_is_doubtful_is_answered_by_options(zixin: Zixin, tmp_path: Path) -> None:
    file, store = tmp_path / "list.csv", tmp_path / "a.zixin"
    file.write_text(DOUBTFUL, encoding="utf-8")
    asked = zixin("import", file, "--store", store, "--dry-run")
    assert "03/04/2015" in asked.err and "1,234" in asked.err and "Cells refused: 4." in asked.out
    said = zixin("import", file, "--store", store, "--answer", "order=dmy", "--answer", "decimal=.", "--answer", "percent=points")
    assert said.code == 0 and "Cells refused: 0." in said.out
    assert "not needed" in said.err and "percent" in said.err
    with Store.open(store) as opened, opened.read() as unit:
        values = unit.imports.outside_of(1)[0].values
    assert (values["fact.founded"].value, values["fact.capital"].value) == (date(2015, 4, 3), Decimal(1234))


def test_an_answer_that_is_none_is_wrong_usage(zixin: Zixin, listed: Path, tmp_path: Path) -> None:
    said = zixin("import", listed, "--store", tmp_path / "a.zixin", "--answer", "order=upside")
    assert said.code == 2 and "order=upside" in said.err


def test_an_officer_signs_for_an_import(zixin: Zixin, listed: Path, tmp_path: Path) -> None:
    store = tmp_path / "a.zixin"
    assert zixin("import", listed, "--store", store, "--officer", "nobody").code == 1
    with Store.open(store) as opened, opened.read() as unit:
        name = unit.officers.all()[0].name
        assert unit.imports.all() == ()
    assert zixin("import", listed, "--store", store, "--officer", name).code == 0
    with Store.open(store) as opened, opened.read() as unit:
        assert [one.by for one in unit.imports.all()] == [name]
