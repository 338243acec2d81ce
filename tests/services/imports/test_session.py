"""One import step by step, as window and command walk through it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from app.models.db.store import Store
from app.models.domain.enums import Role
from app.models.domain.errors import UserError
from app.services.clock import FixedClock
from app.services.imports import session
from app.services.imports.check import Decisions
from app.services.imports.model import Ask, Sureness
from app.services.imports.profiles import profile_from
from app.services.imports.wanted import columns_of, place_of
from app.services.left_behind import clean_up_copies
from app.services.progress import Progress
from app.services.registry import Services, build_services
from tests.services.conftest import TODAY

OFFICER = "officer 1"
HEADS = ("企业名称", "统一社会信用代码", "注册资本", "成立日期", "备用")
ROWS = (("远航机械有限公司", "91350100M000100Y43", "500", "03/04/2001", "17"),
        ("东海贸易有限公司", "91110000802100433X", "300", "05/06/2011", "18"))


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    (tmp_path / "store").mkdir()
    with Store.open(tmp_path / "store" / "test.zixin", create=True) as store:
        built = build_services(store, FixedClock(TODAY))
        built.methodologies.ensure_builtin(OFFICER)
        built.officers.add(OFFICER, Role.GENERAL_MANAGER, OFFICER)
        yield built


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    file = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("企业")
        for row, cells in enumerate((HEADS, *ROWS)):
            sheet.write_row(row, 0, cells)
    return file


def line_of(work: session.Work, head: str) -> int:
    return next(number for number, line in enumerate(work.plan.tables[0].lines) if line.head == head)


def test_the_first_look_takes_only_the_first_rows(tmp_path: Path) -> None:
    file = tmp_path / "long.csv"
    file.write_text("a,b\n" + "".join(f"{row},x\n" for row in range(1000)), encoding="utf-8")
    seen = session.peek(file)
    assert len(seen.book.sheets[0].rows) == session.FIRST_ROWS and not seen.whole


def test_a_short_file_is_seen_whole(listed: Path) -> None:
    seen = session.peek(listed)
    assert seen.whole and seen.book.sheets[0].rows[0] == HEADS


def test_reading_tells_the_rows_and_stops_when_asked(services: Services, listed: Path) -> None:
    going = Progress()
    work = session.read(services, [listed], "zh", going)
    assert going.done >= 3 and (work.rows, work.files) == (2, ("list.xlsx",))
    going.cancel()
    with pytest.raises(UserError) as raised:
        session.read(services, [listed], "zh", going)
    assert raised.value.key == "import.cancelled"


def test_a_question_is_answered_for_its_table_and_the_values_follow(services: Services, listed: Path) -> None:
    work = session.read(services, [listed], "zh")
    work = session.with_target(work, 0, line_of(work, "成立日期"), "fact.founded")
    assert session.open_questions(work) == 1
    assert len(session.check(services, work).faults) > 1
    work = session.with_answer(work, 0, Ask.ORDER, "mdy")
    assert session.open_questions(work) == 0
    assert str(session.first_values(work)[0]["fact.founded"].value) == "2001-03-04"


def test_another_field_for_a_column_is_sure_and_left_out_on_wish(services: Services, listed: Path) -> None:
    work = session.read(services, [listed], "zh")
    at = line_of(work, "备用")
    changed = session.with_target(work, 0, at, "fact.employees")
    line = changed.plan.tables[0].lines[at]
    assert (line.target, line.sureness, line.why) == ("fact.employees", Sureness.SURE, "chosen")
    assert session.first_values(changed)[0]["fact.employees"].value == Decimal(17)
    assert session.with_target(changed, 0, at, "").plan.tables[0].lines[at].target == ""
    assert work.plan.tables[0].lines[at].target == "", "what was known before is not changed"


def test_a_table_that_is_left_out_is_not_checked(services: Services, listed: Path) -> None:
    work = session.without_table(session.read(services, [listed], "zh"), 0)
    with pytest.raises(UserError) as raised:
        session.check(services, work)
    assert raised.value.key == "import.no_table_left"
    again = session.without_table(work, 0, out=False)
    assert session.check(services, again).counts()["read"] == 2


def test_what_was_chosen_is_remembered_as_a_profile(services: Services, listed: Path) -> None:
    work = session.read(services, [listed], "zh")
    taught = session.with_target(work, 0, line_of(work, "备用"), "fact.employees")
    toml = session.profile_of(taught, "own list")
    assert profile_from(toml).name == "own list"
    services.imports.save_profile("own list", toml, OFFICER)
    fitted = session.replan(work, services, "own list")
    assert fitted.plan.tables[0].lines[line_of(work, "备用")].target == "fact.employees"
    with pytest.raises(UserError):
        session.replan(work, services, "no such")


def test_all_is_about_one_customer_when_that_is_known(services: Services, listed: Path) -> None:
    work = session.read(services, [listed], "zh", customer_id=7)
    assert {table.fixed["customer"] for table in work.plan.tables} == {"7"}


def test_what_was_checked_is_written(services: Services, listed: Path) -> None:
    checked = session.check(services, session.read(services, [listed], "zh"))
    done = session.commit(services, checked, None, OFFICER)
    assert done.value.counts["customers.new"] == 2
    with pytest.raises(UserError) as raised:
        session.read(services, [listed], "zh")
    assert raised.value.key == "import.same_file"


def test_a_file_that_changes_while_it_is_read_is_refused(
    services: Services, listed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = session._whole

    def read_and_change(path: Path, going: Progress) -> object:
        book = whole(path, going)
        path.write_bytes(path.read_bytes() + b" ")
        return book

    monkeypatch.setattr(session, "_whole", read_and_change)
    with pytest.raises(UserError) as raised:
        session.read(services, [listed], "zh")
    assert (raised.value.key, raised.value.params) == ("import.file_changed", {"names": "list.xlsx"})


def test_copies_that_a_crash_left_are_removed_once_no_reading_can_last_so_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name in ("zixin-import-old", "zixin-import-new", "other-old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "list.xlsx").write_bytes(b"names and numbers")
    for name in ("zixin-import-old", "other-old"):
        os.utime(tmp_path / name, (0, 0))
    assert clean_up_copies() == [tmp_path / "zixin-import-old"]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["other-old", "zixin-import-new"]


def test_dates_in_the_place_of_names_make_no_customers(services: Services, tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("Customer,Country\n2001-02-03,CN\n03.04.2002,CN\n360 Ltd,CN\n", encoding="utf-8")
    checked = session.check(services, session.read(services, [file], "en"))
    assert [party.name for party in checked.wanted.parties] == ["360 Ltd"]
    assert [(one.key, one.value) for one in checked.faults] == [("name_is_date", "2001-02-03"), ("name_is_date", "03.04.2002")]


def test_a_file_that_gave_nothing_is_not_registered_as_imported(services: Services, tmp_path: Path) -> None:
    files = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for number, file in enumerate(files):
        file.write_text(f"Customer,Country\nCompany {number} Ltd,CN\n", encoding="utf-8")
    work = session.without_table(session.read(services, files, "en"), 1)
    checked = session.check(services, work)
    assert [(one.name, one.taken) for one in checked.wanted.files] == [("a.csv", True), ("b.csv", False)]
    session.commit(services, checked, Decisions(), OFFICER)
    assert [(one.name, one.taken) for one in services.imports.all()[0].files] == [("a.csv", True), ("b.csv", False)]
    with pytest.raises(UserError):
        session.read(services, [files[0]], "en")
    assert session.check(services, session.read(services, [files[1]], "en")).wanted.files[0].taken


def test_a_line_of_the_ledger_leads_to_its_own_cells(services: Services, tmp_path: Path) -> None:
    file = tmp_path / "ledger.csv"
    rows = "".join(f"818,C-{at},INV-{at},2026-01-0{at},2026-02-0{at},{at}00.50\n" for at in range(1, 5))
    file.write_text("area,customerID,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount\n" + rows, encoding="utf-8")
    work = session.read(services, [file], "en")
    checked = session.check(services, work)
    line = next(one for one in checked.wanted.items if one.entity == "ledger_entries")
    table, position = line.origins[0]
    places = {field: place_of(work.plan, table, position, *columns_of(line.entity, field)).address for field in line.values}
    assert places == {"kind": "2:2", "number": "C2", "day": "D2", "amount": "F2", "currency": "2:2", "due": "E2"}
    assert place_of(work.plan, table, position, *columns_of("customers", "")).address == "B2"
