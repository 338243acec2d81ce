"""The commands on a store that holds the sample company: what they write, what they refuse, and with which exit code."""

from __future__ import annotations

import csv
import io
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.cli.arguments import COMPANY_DOCUMENTS, DOCUMENTS
from app.models.db.store import Store
from app.models.domain.enums import Grade
from app.texts import Texts
from tests.house.conftest import Demo, Zixin

COLUMNS = (
    "customer,name,identifier,as_of,statement_date,score,grade,low,high,completeness,methodology,band,warning_points,lowered_by"
)


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# --- rate -------------------------------------------------------------------------------------------------------------


def test_rate_gives_one_line_a_customer_with_the_stated_columns(demo: Demo, zixin: Zixin) -> None:
    said = zixin("rate", "--store", demo.store)
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[0] == COLUMNS
    (row,) = _rows(said.out)
    assert (row["customer"], row["name"]) == (demo.summary["customer_number"], demo.summary["customer"])
    assert Decimal(row["low"]) <= Decimal(row["score"]) <= Decimal(row["high"])
    assert 0 <= Decimal(row["completeness"]) <= 1
    assert date.fromisoformat(row["statement_date"]) <= date.fromisoformat(row["as_of"])


def test_rate_gives_the_score_that_the_demo_approved(demo: Demo, zixin: Zixin) -> None:
    (row,) = _rows(zixin("rate", "--store", demo.store, "--customer", demo.summary["customer"]).out)
    assert float(row["score"]) == pytest.approx(demo.summary["score"], abs=1e-5)
    assert row["grade"] in Grade.__members__  # not always the approved one: a warning lowers the grade once, and then is known


def test_rate_gives_one_line_a_statement_when_asked(demo: Demo, zixin: Zixin) -> None:
    rows = _rows(zixin("rate", "--store", demo.store, "--each-statement", "--profile", "large").out)
    assert len(rows) >= 2
    assert len({row["statement_date"] for row in rows}) == len(rows)
    lowered = [row for row in rows if row["band"] != row["grade"]]
    assert lowered and all(row["lowered_by"] for row in lowered)
    assert all(int(row["warning_points"]) > 0 for row in lowered if "warning" in row["lowered_by"])
    assert all(not row["lowered_by"] for row in rows if row["band"] == row["grade"])


def test_a_word_that_is_not_understood_is_told_with_the_usage_of_its_command(zixin: Zixin, tmp_path: Path) -> None:
    said = zixin("restore", tmp_path / "a.zixin", "--force")
    assert said.code == 2
    assert said.err.splitlines()[0].startswith("usage: zixin restore") and "--force" in said.err


def test_rate_writes_a_file_that_a_spreadsheet_can_take(demo: Demo, zixin: Zixin, tmp_path: Path) -> None:
    out = tmp_path / "ratings.csv"
    said = zixin("rate", "--store", demo.store, "--out", out, "--as-of", "2026年11月22日")
    assert said.code == 0
    assert str(out) in said.out
    (row,) = _rows(out.read_text(encoding="utf-8"))
    assert row["as_of"] == "2026-11-22"


@pytest.mark.parametrize("name", ["=1+1", "+x", "-x", "@home", "＝1", " =1", "\u200b=1"])
def test_a_name_that_begins_like_a_formula_stays_text_in_a_spreadsheet(name: str) -> None:
    from app.cells import harmless

    assert harmless(name) == f"'{name}"
    assert harmless("A=1") == "A=1"


# --- documents --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "form"), [("dossier", "pdf"), ("dossier", "xlsx"), ("change-form", "pdf"), ("checklist", "pdf")]
)
def test_export_writes_each_document(kind: str, form: str, demo: Demo, zixin: Zixin, tmp_path: Path) -> None:
    out = tmp_path / f"paper.{form}"
    said = zixin(
        "export", kind, "--store", demo.store, "--customer", demo.summary["customer_number"], "--out", out, "--lang", "ru"
    )
    assert said.code == 0, said.err
    assert out.read_bytes()[:4] == (b"%PDF" if form == "pdf" else b"PK\x03\x04")


@pytest.mark.parametrize("more", [(), ("--format", "pdf")])
def test_drafts_want_a_folder_and_say_so(more: tuple[str, ...], demo: Demo, zixin: Zixin, tmp_path: Path) -> None:
    number, out = demo.summary["customer_number"], tmp_path / "drafts" if more else tmp_path / "drafts.pdf"
    done = zixin("export", "notice-mails", "--store", demo.store, "--customer", number, "--out", out, *more)
    assert done.code == 1
    assert ".eml" in done.err and str(out) in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_letter_without_a_sender_is_written_with_a_warning(demo: Demo, zixin: Zixin, tmp_path: Path) -> None:
    number = demo.summary["customer_number"]
    done = zixin("export", "letter", "--store", demo.store, "--customer", number, "--out", tmp_path / "l.pdf", "--lang", "en")
    assert done.code == 0
    assert Texts.load("en")("ui.documents.no_sender") in done.err
    assert (tmp_path / "l.pdf").read_bytes().startswith(b"%PDF")
    memo = zixin("export", "memo", "--store", demo.store, "--customer", number, "--out", tmp_path / "m.pdf", "--lang", "en")
    assert memo.err == ""


def test_export_into_a_folder_names_the_file_by_number_and_kind(demo: Demo, zixin: Zixin, tmp_path: Path) -> None:
    number = demo.summary["customer_number"]
    assert zixin("export", "change-form", "--store", demo.store, "--customer", number, "--out", tmp_path).code == 0
    assert [file.name for file in tmp_path.iterdir()] == [f"{number}-change-form.pdf"]


@pytest.mark.parametrize("kind", COMPANY_DOCUMENTS)
def test_a_document_about_all_customers_needs_none_named(kind: str, demo: Demo, zixin: Zixin, tmp_path: Path) -> None:
    assert zixin("export", kind, "--store", demo.store, "--out", tmp_path).code == 0
    (file,) = tmp_path.iterdir()
    assert (file.name.startswith(kind), file.read_bytes()[:4]) == (True, b"%PDF")


def test_every_document_is_offered_by_name_in_commands_and_batches() -> None:
    from app.services.documents.batch import KINDS
    from app.services.documents.papers import KINDS as PAPERS

    named = list(dict.fromkeys([kind.name for kind in KINDS] + [kind.name for kind in PAPERS]))
    assert sorted(named) == sorted(DOCUMENTS)


@pytest.mark.parametrize("whom", [("--all",), ("--grade", "{grade}", "D")])
def test_export_for_all_or_by_grade_writes_into_a_folder_made_for_it(
    whom: tuple[str, ...], demo: Demo, zixin: Zixin, tmp_path: Path
) -> None:
    asked = [word.format(grade=demo.summary["grade"]) for word in whom]
    out = tmp_path / "new" / "papers"
    said = zixin("export", "change-form", "--store", demo.store, *asked, "--out", out)
    assert (said.code, said.err) == (0, "")
    assert [file.name for file in out.iterdir()] == [f"{demo.summary['customer_number']}-change-form.pdf"]


def test_export_tells_how_many_were_written_and_why_others_were_not(store: Path, zixin: Zixin, tmp_path: Path) -> None:
    from app.models.db.store import Store
    from app.services.registry import build_services
    from tests.services.desk import new_customer

    with Store.open(store) as opened:
        services = build_services(opened)
        new_customer(services, name="Never graded Ltd", identifiers=())
    said = zixin("export", "dossier", "--store", store, "--all", "--out", tmp_path / "papers")
    assert said.code == 1
    assert "Never graded Ltd" in said.err
    assert len(list((tmp_path / "papers").iterdir())) == said.out.count(".pdf")


def test_a_customer_is_named_by_number_identifier_or_exact_name(demo: Demo, zixin: Zixin, tmp_path: Path) -> None:
    (row,) = _rows(zixin("rate", "--store", demo.store).out)
    for name in (row["customer"], row["identifier"], row["name"]):
        assert zixin("rate", "--store", demo.store, "--customer", name).code == 0, name


# --- calendar ---------------------------------------------------------------------------------------------------------


def test_the_calendar_lists_the_grade_in_force_and_nothing_is_due_yet(demo: Demo, zixin: Zixin) -> None:
    listed = zixin("review", "list", "--store", demo.store)
    assert listed.code == 0
    assert demo.summary["customer"] in listed.out
    assert demo.summary["grade"] in listed.out
    assert demo.summary["customer"] not in zixin("review", "due", "--store", demo.store).out
    assert demo.summary["customer"] in zixin("review", "due", "--days", "92", "--store", demo.store).out


# --- care -------------------------------------------------------------------------------------------------------------


def test_check_finds_a_whole_store_whole_and_a_changed_byte_at_once(store: Path, zixin: Zixin) -> None:
    assert zixin("check", "--store", store).code == 0
    data = bytearray(store.read_bytes())
    data[len(data) // 2] ^= 1
    store.write_bytes(data)
    said = zixin("check", "--store", store)
    assert said.code == 1
    assert "Traceback" not in said.err + said.out
    assert said.err


def test_a_backup_restores_what_was_there(store: Path, zixin: Zixin, tmp_path: Path) -> None:
    backup = tmp_path / "backup.zixin"
    before = zixin("rate", "--store", store).out
    assert zixin("backup", backup, "--store", store).code == 0
    store.write_bytes(b"no store any more")
    assert zixin("rate", "--store", store).code == 1
    said = zixin("restore", backup, "--store", store)
    assert said.code == 0, said.err
    assert zixin("rate", "--store", store).out == before


def test_a_backup_replaces_a_file_only_when_told_to(store: Path, zixin: Zixin, tmp_path: Path) -> None:
    target = tmp_path / "letter.zixin"
    target.write_bytes(b"something else")
    said = zixin("backup", target, "--store", store)
    assert (said.code, said.out) == (1, "")
    assert str(target) in said.err
    assert "--force" in said.err
    assert target.read_bytes() == b"something else"
    assert zixin("backup", target, "--store", store, "--force").code == 0
    assert zixin("check", "--store", target).code == 0
    assert zixin("backup", store, "--store", store, "--force").code == 1, "a store is no backup of itself"
    assert zixin("check", "--store", store).code == 0


def test_a_strayed_row_of_the_list_is_told_with_the_repair_that_mends_it(store: Path, zixin: Zixin) -> None:
    with Store.open(store) as opened, opened.write("damage", "officer 1") as unit:
        unit.connection.exec_driver_sql("UPDATE customer_list SET owner = 'somebody else'")
        unit.commit()
    said = zixin("check", "--store", store)
    assert said.code == 1
    assert "customer_list/1" in said.out
    assert "--repair" in said.err
    mended = zixin("check", "--repair", "--store", store)
    assert (mended.code, mended.err) == (0, "")
    assert zixin("check", "--store", store).code == 0


def test_a_repair_names_every_file_that_it_leaves(store: Path, zixin: Zixin) -> None:
    before = set(store.parent.iterdir())
    said = zixin("check", "--repair", "--store", store)
    assert said.code == 0
    for file in set(store.parent.iterdir()) - before:
        assert str(file) in said.out


def test_a_password_file_opens_a_protected_store_and_a_wrong_one_is_told(zixin: Zixin, tmp_path: Path) -> None:
    right, wrong = tmp_path / "right.txt", tmp_path / "wrong.txt"
    right.write_text("пароль 密码 1\nnotes below\n", encoding="utf-8")
    wrong.write_text("another password\n", encoding="utf-8")
    assert zixin("demo", tmp_path, "--password-file", right).code == 0
    store = tmp_path / "sample.zixin"
    assert zixin("rate", "--store", store, "--password-file", right).code == 0
    for given in (["--password-file", wrong], [], ["--password-file", tmp_path / "none.txt"]):
        said = zixin("rate", "--store", store, *given)
        assert (said.code, said.out) == (1, "")
        assert said.err


# --- refusals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argv", "said_of"),
    [
        (["rate", "--customer", "Nobody & Co"], "Nobody & Co"),
        (["export", "change-form", "--customer", "{number}", "--out", "x.xlsx"], "PDF"),
        (["export", "dossier", "--customer", "{number}", "{number}", "--out", "x.pdf"], "x.pdf"),
        (["export", "dossier", "--customer", "{number}", "--out", "/dev/null/x.pdf"], "/dev/null"),
        (["backup", "{store}"], "sample.zixin"),
        (["restore", "nothing-here.zixin"], "nothing-here.zixin"),
        (["rate", "--store", "store.db"], "store.db"),
        (["rate", "--store", "nowhere.zixin"], "nowhere.zixin"),
    ],
)
def test_what_cannot_be_done_is_told_in_words_with_exit_code_1(argv: list[str], said_of: str, demo: Demo, zixin: Zixin) -> None:
    filled = [word.format(number=demo.summary["customer_number"], store=demo.store) for word in argv]
    store = [] if "--store" in filled else ["--store", demo.store]
    for lang in ("en", "zh", "ru"):
        said = zixin(*filled, *store, "--lang", lang)
        assert (said.code, said.out) == (1, "")
        assert said_of in said.err
        assert "Traceback" not in said.err


def test_the_demo_can_be_run_again_but_never_over_a_store_with_other_customers(store: Path, zixin: Zixin, tmp_path: Path) -> None:
    from dataclasses import replace

    from app.models.db.store import Store
    from app.services.registry import build_services

    folder = tmp_path / "again"
    folder.mkdir()
    target = folder / "sample.zixin"
    store.rename(target)
    assert zixin("demo", folder).code == 0
    with Store.open(target) as opened:
        services = build_services(opened)
        sample = services.customers.get(services.customers.page("", 0, 1, "name", False)[0].id)
        own = replace(sample, id=0, number="", name="Own customer", identifiers=(), flags=(), version=0)
        services.customers.save(own, services.officers.all()[0].name)
    kept = target.read_bytes()
    said = zixin("demo", folder)
    assert said.code == 1
    assert str(target) in said.err
    assert target.read_bytes() == kept


@pytest.mark.slow
def test_an_installed_copy_proves_itself_in_under_a_minute(zixin: Zixin) -> None:
    said = zixin("self-test", "--lang", "zh")
    assert said.code == 0, said.out + said.err


def test_a_bug_is_kept_in_a_file_and_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from app import __main__, bootstrap

    def broken(argv: object) -> int:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr(bootstrap, "main", broken)
    monkeypatch.setenv("ZIXIN_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["zixin"])
    assert __main__.main() == 1
    (file,) = (tmp_path / "logs").iterdir()
    assert "ZeroDivisionError: ours" in file.read_text(encoding="utf-8")
    err = capsys.readouterr().err
    assert str(file) in err
    assert "Traceback" not in err
