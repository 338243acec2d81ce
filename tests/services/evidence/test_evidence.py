"""Files kept with cases: several at once, each refused or known by itself, taken out and put back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.models.domain.errors import UserError
from app.services.evidence.kinds import MAX_FILE, check_content, read_text, safe_name, shown_name
from app.services.evidence.reading import read_files
from app.services.evidence.service import NewFile
from app.services.registry import Services
from tests.services.desk import Desk

PDF = b"%PDF-1.7 one"


def test_several_files_are_kept_in_one_step_and_named_by_the_item(services: Services) -> None:
    desk = Desk.opened(services)
    added = services.evidence.add(
        desk.case.id, "A02", [NewFile("extract.pdf", PDF), NewFile("note.txt", "见".encode())], "officer 1"
    ).value
    assert [file.name for file in added.kept] == ["extract.pdf", "note.txt"]
    rows = services.evidence.of_customer(desk.customer.id)
    assert [(row.file.name, row.items, row.case_number, row.open) for row in rows] == [
        ("note.txt", ("A02",), desk.case.number, True), ("extract.pdf", ("A02",), desk.case.number, True),
    ]
    assert desk.view().answers["A02"].evidence_ids == tuple(file.id for file in added.kept)


def test_a_file_that_cannot_be_kept_stops_no_other_and_says_why(services: Services) -> None:
    desk = Desk.opened(services)
    files = [
        NewFile("setup.exe", b"MZ"), NewFile("good.pdf", PDF), NewFile("empty.pdf", b""), NewFile("fake.pdf", b"MZ..."),
        NewFile("again.pdf", PDF),
    ]
    added = services.evidence.add(desk.case.id, "", files, "officer 1").value
    assert [file.name for file in added.kept] == ["good.pdf"]
    assert added.known == (("again.pdf", "good.pdf"),)
    assert [error.key for error in added.refused] == ["evidence.kind", "evidence.empty", "evidence.not_what_it_says"]
    assert [row.file.name for row in services.evidence.of_customer(desk.customer.id)] == ["good.pdf"]


def test_the_same_bytes_are_known_the_second_time(services: Services) -> None:
    desk = Desk.opened(services)
    services.evidence.add(desk.case.id, "", [NewFile("a.pdf", PDF)], "officer 1")
    changed = services.evidence.add(desk.case.id, "", [NewFile("b.pdf", PDF)], "officer 1")
    assert (changed.value.kept, changed.value.known, changed.flags) == ((), (("b.pdf", "a.pdf"),), frozenset())


def test_a_removed_file_is_put_back_with_number_date_and_item(services: Services) -> None:
    desk = Desk.opened(services)
    services.evidence.add(desk.case.id, "A02", [NewFile("a.pdf", PDF)], "officer 1")
    before = services.evidence.of_customer(desk.customer.id)
    removed = services.evidence.remove(before[0].file.id, "officer 1").value
    assert services.evidence.of_customer(desk.customer.id) == ()
    assert desk.view().answers["A02"].evidence_ids == ()
    services.evidence.put_back(removed, "officer 1")
    services.evidence.put_back(removed, "officer 1")
    assert services.evidence.of_customer(desk.customer.id) == before
    assert services.evidence.data(before[0].file.id) == PDF


def test_what_a_decision_rests_on_can_be_neither_added_to_nor_removed(services: Services) -> None:
    desk = Desk.filled(services)
    services.evidence.add(desk.case.id, "", [NewFile("a.pdf", PDF)], "officer 1")
    services.cases.verify(desk.case.id, "officer 2")
    desk.approved()
    row = services.evidence.of_customer(desk.customer.id)[0]
    assert not row.open
    with pytest.raises(UserError):
        services.evidence.remove(row.file.id, "officer 1")
    with pytest.raises(UserError):
        services.evidence.add(desk.case.id, "", [NewFile("b.pdf", PDF + b"2")], "officer 1")
    assert services.evidence.of_customer(desk.customer.id) == (row,)


def test_only_plain_files_are_read_and_folders_are_opened(tmp_path: Path) -> None:
    folder = tmp_path / "visit"
    folder.mkdir()
    (folder / "b.pdf").write_bytes(PDF)
    (folder / "a.txt").write_text("text")
    (folder / ".hidden").write_text("x")
    (tmp_path / "link.pdf").symlink_to(folder / "b.pdf")
    os.mkfifo(tmp_path / "pipe.pdf")
    with (tmp_path / "huge.pdf").open("wb") as huge:
        huge.truncate(MAX_FILE + 1)
    paths = [folder, tmp_path / "link.pdf", tmp_path / "pipe.pdf", tmp_path / "huge.pdf", tmp_path / "gone.pdf"]
    files, refused = read_files(paths)
    assert [file.name for file in files] == ["a.txt", "b.pdf"]
    assert [error.key for error in refused] == [
        "evidence.no_file", "evidence.no_file", "evidence.too_big", "evidence.unreadable"
    ]


@pytest.mark.parametrize(
    ("typed", "shown", "safe"),
    [
        ("../../etc/passwd.txt", "passwd.txt", "passwd.txt"), ("CON.txt", "CON.txt", "_CON.txt"),
        ("a\x00b?.pdf", "a_b_.pdf", "a_b_.pdf"), ("scan.pdf. ", "scan.pdf", "scan.pdf"),
    ],
)
def test_a_name_is_made_safe_and_keeps_its_ending(typed: str, shown: str, safe: str) -> None:
    assert (shown_name(typed), safe_name(typed)) == (shown, safe)


def test_a_long_name_keeps_its_ending() -> None:
    name = shown_name("长" * 400 + ".pdf")
    assert len(name) <= 200 and name.endswith(".pdf")


@pytest.mark.parametrize("text", ["資信 Проверка", "Отчёт"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_texts_are_read_in_the_encodings_of_offices(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    check_content("a.txt", data)
    assert read_text(data) == text
