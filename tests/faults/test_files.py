"""Damaged, foreign and exchanged files: named for what they are, never shown as figures, never changed."""

from __future__ import annotations

import hashlib
import random
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from app.models.db import driver, maintenance, migrate
from app.models.db.keys import built_in_key
from app.models.db.layout import HEAD
from app.models.db.store import Store
from app.models.db.verify import verify_file
from app.models.domain.errors import EnvironmentFault
from tests.models.db import samples

PAGE = driver.PAGE_BYTES
FLIPS = 100


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with one of everything."""
    path = tmp_path_factory.mktemp("good") / "good.zixin"
    with Store.open(path, create=True) as store, store.write("fill", "officer 1") as unit:
        samples.fill(unit)
        unit.commit()
    return path


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _opening(path: Path, password: str | None = None) -> str:
    """What opening and checking says: "whole", "found" by the check, or the key of the refusal."""
    try:
        with Store.open(path, password) as store:
            return "whole" if store.check().whole else "found"
    except EnvironmentFault as fault:
        return fault.key


# --- F-11: one flipped bit ----------------------------------------------------------------------------------------------


def test_every_flipped_bit_is_found(good: Path, tmp_path: Path) -> None:
    data, chance, missed = good.read_bytes(), random.Random(11), 0
    target = tmp_path / "flipped.zixin"
    for _ in range(FLIPS):
        flipped = bytearray(data)
        flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        target.write_bytes(flipped)
        missed += _opening(target) == "whole"
    assert missed == 0


def test_without_the_check_on_each_page_most_flipped_bits_go_unseen(good: Path, tmp_path: Path) -> None:
    """The control: the same tables as plain SQLite, checked by SQLite's own integrity check."""
    plain = tmp_path / "plain.db"
    connection = driver.open_keyed(good, built_in_key())
    connection.execute("ATTACH DATABASE ? AS plain KEY ''", (str(plain),))
    connection.execute("SELECT sqlcipher_export('plain')")
    connection.close()
    data, chance, found = plain.read_bytes(), random.Random(11), 0
    target = tmp_path / "flipped.db"
    for _ in range(FLIPS):
        flipped = bytearray(data)
        flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        target.write_bytes(flipped)
        checked = sqlite3.connect(target)
        try:
            found += checked.execute("PRAGMA integrity_check").fetchall() != [("ok",)]
        except (sqlite3.DatabaseError, UnicodeDecodeError):  # its message may hold what was flipped
            found += 1
        checked.close()
    assert found < FLIPS / 2


@pytest.mark.parametrize("offset", [20, 3 * PAGE + 100, -50])
def test_a_damaged_store_with_a_password_is_told_from_a_wrong_password(tmp_path: Path, offset: int) -> None:
    path = tmp_path / "a.zixin"
    Store.open(path, "secret", create=True).close()
    data = bytearray(path.read_bytes())
    data[offset] ^= 1
    path.write_bytes(data)
    assert _opening(path, "secret") in ("store.damaged", "found")
    assert _opening(path, "wrong") == "store.wrong_password"


# --- F-12: files that are no store, or no longer one --------------------------------------------------------------------


_SEEN = "store.damaged|found"
"""By opening or by the check that follows: which page holds what is not the same in every store."""


def _zero_page(number: int) -> Callable[[Path, Path], None]:
    def make(good: Path, target: Path) -> None:
        data = bytearray(good.read_bytes())
        data[number * PAGE:(number + 1) * PAGE] = bytes(PAGE)
        target.write_bytes(data)

    return make


def _cut(size: int) -> Callable[[Path, Path], None]:
    return lambda good, target: target.write_bytes(good.read_bytes()[:size])  # type: ignore[return-value]


def _bytes(data: bytes) -> Callable[[Path, Path], None]:
    return lambda _good, target: target.write_bytes(data)  # type: ignore[return-value]


def _plain_database(_good: Path, target: Path) -> None:
    connection = sqlite3.connect(target)
    connection.execute("CREATE TABLE a (b)")
    connection.commit()
    connection.close()


def _keyed_database(_good: Path, target: Path) -> None:
    connection = dbapi2.connect(str(target))
    connection.execute(f"PRAGMA key = {built_in_key().literal}")
    connection.execute("CREATE TABLE a (b)")
    connection.commit()
    connection.close()


def _zip(_good: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.txt", "x" * 9000)


def _newer(good: Path, target: Path) -> None:
    shutil.copy(good, target)
    connection = driver.open_keyed(target, built_in_key())
    connection.execute(f"PRAGMA user_version = {HEAD + 1}")
    connection.close()


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (_zero_page(0), "store.damaged"), (_zero_page(5), _SEEN), (_zero_page(40), _SEEN),
        (_cut(1000), "store.not_ours"), (_cut(10 * PAGE), "store.damaged"), (_cut(10 * PAGE + 77), "store.damaged"),
        (_bytes(b""), "store.empty"), (_bytes(b"only a few words"), "store.not_ours"),
        (_bytes("这是一段文字，不是档案库。\n".encode() * 500), "store.not_ours"),
        (_bytes("Просто текст\n".encode() * 800), "store.not_ours"),
        (_bytes(bytes(20_000)), "store.damaged"), (_bytes(random.Random(1).randbytes(8 * PAGE)), "store.password_needed"),
        (_plain_database, "store.not_ours"), (_keyed_database, "store.not_ours"), (_zip, "store.not_ours"),
        (_newer, "store.newer"),
    ],
)
def test_a_wrong_file_is_named_for_what_it_is_and_left_alone(
    good: Path, tmp_path: Path, make: Callable[[Path, Path], None], expected: str
) -> None:
    target = tmp_path / "wrong.zixin"
    make(good, target)
    before = _hash(target)
    assert _opening(target) in expected.split("|")
    assert _hash(target) == before
    assert [path.name for path in tmp_path.iterdir()] == ["wrong.zixin"]


def test_a_folder_is_not_a_store(tmp_path: Path) -> None:
    assert _opening(tmp_path) == "store.not_found"


# --- F-13: a log that belongs to other pages -------------------------------------------------------------------------------

CRASH = """
import os, pathlib, sys
from app.models.db.store import Store
from tests.models.db import samples
store = Store.open(pathlib.Path(sys.argv[1]))
for n in range(30):
    with store.write("settings.set", "officer 1") as unit:
        for m in range(20):
            unit.settings.set(f"{n} {m}", "x" * 200)
        unit.commit()
os._exit(9)
"""


def _crashed(path: Path) -> None:
    """Leave a store as a crash leaves it: with a full log beside it."""
    root = Path(__file__).resolve().parents[2]
    code = subprocess.run([sys.executable, "-c", CRASH, str(path)], cwd=root, check=False).returncode
    assert code == 9
    assert path.with_name(path.name + "-wal").stat().st_size > 0


def test_a_crashed_store_opens_with_everything_and_says_so_once(good: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.zixin"
    shutil.copy(good, path)
    _crashed(path)
    with Store.open(path) as store, store.read() as unit:
        assert store.was_unclean
        assert len(unit.settings.all()) == 600
    with Store.open(path) as store:
        assert not store.was_unclean


def test_a_restore_over_a_crashed_store_is_whole_and_keeps_what_the_crash_left(good: Path, tmp_path: Path) -> None:
    path, copy = tmp_path / "work" / "a.zixin", tmp_path / "copy.zixin"
    path.parent.mkdir()
    shutil.copy(good, path)
    maintenance.backup(path, copy)
    _crashed(path)
    restored = maintenance.restore(copy, path)
    with Store.open(path) as store, store.read() as unit:
        assert store.check().whole
        assert unit.settings.all() == {}
    assert restored.kept is not None
    with Store.open(restored.kept) as store, store.read() as unit:
        assert len(unit.settings.all()) == 600


def test_copying_a_backup_over_a_crashed_store_by_hand_destroys_it(good: Path, tmp_path: Path) -> None:
    """The control: with the log of the crash still beside it, the copied file is not what was backed up."""
    path, copy = tmp_path / "a.zixin", tmp_path / "copy.zixin"
    shutil.copy(good, path)
    maintenance.backup(path, copy)
    _crashed(path)
    shutil.copyfile(copy, path)
    outcome = _opening(path)
    if outcome == "whole":
        with Store.open(path) as store, store.read() as unit:
            outcome = "other content" if unit.settings.all() else "whole"
    assert outcome != "whole"


def test_a_damaged_store_can_be_replaced_and_is_kept_aside(good: Path, tmp_path: Path) -> None:
    path, copy = tmp_path / "work" / "a.zixin", tmp_path / "copy.zixin"
    path.parent.mkdir()
    shutil.copy(good, path)
    maintenance.backup(path, copy)
    data = bytearray(path.read_bytes())
    data[:PAGE] = bytes(PAGE)
    path.write_bytes(data)
    restored = maintenance.restore(copy, path)
    assert _opening(path) == "whole"
    assert restored.kept is not None
    assert restored.kept.read_bytes() == bytes(data)


# --- F-15: what opening does with an older store ------------------------------------------------------------------------


def _next_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program be one layout ahead of the file."""
    steps = (Path(__file__).with_name("steps"),)
    real = migrate.migrate
    monkeypatch.setattr("app.models.db.store.HEAD", HEAD + 1)
    monkeypatch.setattr(migrate, "migrate", lambda path, key, target: real(path, key, target, steps))


def test_an_older_store_is_backed_up_and_brought_to_the_newest_layout(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.zixin"
    shutil.copy(good, path)
    _next_layout(monkeypatch)
    with Store.open(path) as store:
        assert store.check().whole
    assert migrate.stored_revision(path, built_in_key()) == (HEAD + 1, HEAD + 1)
    (copy,) = (tmp_path / "backups").glob("*.zixin")
    assert verify_file(copy, built_in_key()).whole
    assert migrate.stored_revision(copy, built_in_key()) == (HEAD, HEAD)


def test_a_failed_migration_says_so_and_leaves_the_store_and_a_backup(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.zixin"
    shutil.copy(good, path)
    monkeypatch.setenv("ZIXIN_TRIAL_FAIL", "4")
    with monkeypatch.context() as patch:
        _next_layout(patch)
        assert _opening(path) == "store.migration_failed"
    assert _opening(path) == "whole"
    assert len(list((tmp_path / "backups").glob("*.zixin"))) == 1
