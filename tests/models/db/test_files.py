"""A file is whole before it gets its name, whatever the disk does."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from app.models import files


def test_a_written_file_holds_all_bytes_and_is_private(tmp_path: Path) -> None:
    target = tmp_path / "form.pdf"
    files.atomic_write(target, b"x" * 100_000)
    assert target.read_bytes() == b"x" * 100_000
    assert os.name == "nt" or target.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["form.pdf"]


def test_writes_that_take_fewer_bytes_than_given_are_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, data[:7]))
    files.atomic_write(tmp_path / "a", bytes(range(256)))
    assert (tmp_path / "a").read_bytes() == bytes(range(256))


@pytest.mark.parametrize("failing", ["write", "fsync", "replace"])
def test_a_failing_disk_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    target = tmp_path / "form.pdf"
    target.write_bytes(b"old")

    def fail(*_args: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, failing, fail)
    with pytest.raises(OSError, match="No space"):
        files.atomic_write(target, b"new content")
    assert target.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_start_up_cleaning_takes_old_temporary_files_only(tmp_path: Path) -> None:
    old, fresh = files.temporary_name(tmp_path / "a.zixin"), files.temporary_name(tmp_path / "a.zixin")
    kept = tmp_path / "notes.tmp-file"
    for path in (old, fresh, kept):
        path.write_bytes(b"")
    os.utime(old, (time.time() - 3600, time.time() - 3600))
    os.utime(kept, (time.time() - 3600, time.time() - 3600))
    assert files.clean_temporaries(tmp_path) == [old]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([fresh.name, kept.name])


@pytest.mark.parametrize("links", [True, False])
def test_a_new_file_never_takes_a_name_that_is_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    if not links:

        def refuse(*_args: object) -> None:
            raise PermissionError("no hard links here")

        monkeypatch.setattr(os, "link", refuse)
    first, second, target = tmp_path / "1", tmp_path / "2", tmp_path / "store"
    first.write_bytes(b"first")
    second.write_bytes(b"second")
    files.place_new(first, target)
    with pytest.raises(FileExistsError):
        files.place_new(second, target)
    assert target.read_bytes() == b"first"
    assert not first.exists()


def test_folders_made_for_a_store_are_private(tmp_path: Path) -> None:
    files.make_private_folder(tmp_path / "a" / "b")
    assert os.name == "nt" or (tmp_path / "a").stat().st_mode & 0o777 == 0o700
    files.make_private_folder(tmp_path / "a" / "b")
