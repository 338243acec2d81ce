"""Opening, making and protecting a store."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from app.models.db import driver, places
from app.models.db.store import Store
from app.models.domain.errors import EnvironmentFault, UserError
from tests.models.db import samples


def _fault(path: Path, password: str | None = None, *, create: bool = False) -> str:
    with pytest.raises(EnvironmentFault) as caught:
        Store.open(path, password, create=create)
    return caught.value.key


def test_a_store_that_is_not_there_is_made_only_on_demand(place: Path) -> None:
    assert _fault(place) == "store.not_found"
    assert not place.exists()
    with Store.open(place, create=True) as store:
        assert not store.encrypted
        assert not store.was_unclean


def test_file_and_folder_are_private_and_a_clean_close_leaves_one_file(place: Path) -> None:
    with Store.open(place, create=True) as store, store.write("x", "officer 1") as unit:
        unit.settings.set("language", "en")
        unit.commit()
    assert [path.name for path in place.parent.iterdir()] == [place.name]
    if os.name != "nt":
        assert place.stat().st_mode & 0o777 == 0o600
        assert place.parent.stat().st_mode & 0o777 == 0o700


def test_log_files_are_private_too(store: Store) -> None:
    with store.write("x", "officer 1") as unit:
        unit.settings.set("language", "en")
        unit.commit()
    if os.name != "nt":
        assert {path.stat().st_mode & 0o777 for path in store.path.parent.iterdir()} == {0o600}


@pytest.mark.parametrize("kind", ["_reader", "_writer"])
def test_every_connection_has_the_durable_settings(store: Store, kind: str) -> None:
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "trusted_schema": 0,
        "secure_delete": 1,
        "cell_size_check": 1,
        "temp_store": 2,
        "mmap_size": 0,
        "query_only": int(kind == "_reader"),
    }
    with getattr(store, kind).connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in expected}
    found["mmap_size"] = found["mmap_size"] or 0
    assert found == expected


def test_the_driver_is_free_of_the_log_reset_bug_and_encrypts(store: Store) -> None:
    driver.check_driver()
    with driver.connect(store.path, store._key) as connection:
        driver.check_cipher(connection)


def test_a_driver_without_encryption_is_refused() -> None:
    class Plain:
        def execute(self, _sql: str) -> Plain:
            return self

        def fetchone(self) -> None:
            return None

    with pytest.raises(EnvironmentFault, match=r"store\.driver_old"):
        driver.check_cipher(Plain())


def test_a_password_opens_and_nothing_else_does(place: Path) -> None:
    with Store.open(place, "пароль 密码", create=True) as store, store.write("x", "officer 1") as unit:
        assert store.encrypted
        samples.fill(unit)
        unit.commit()
    assert _fault(place) == "store.password_needed"
    assert _fault(place, "другой") == "store.wrong_password"
    with Store.open(place, "пароль 密码") as store, store.read() as unit:
        assert unit.customers.count() == 1


def test_sqlcipher_itself_opens_the_file_with_the_password(place: Path) -> None:
    Store.open(place, "plain words", create=True).close()
    connection = dbapi2.connect(str(place))
    connection.execute("PRAGMA key = 'plain words'")
    assert connection.execute("SELECT count(*) FROM store_info").fetchone() == (1,)
    connection.close()


def test_setting_changing_and_removing_a_password_keeps_the_content(place: Path) -> None:
    store = Store.open(place, create=True)
    with store.write("x", "officer 1") as unit:
        samples.fill(unit)
        unit.commit()
    digest = store.content_digest()
    for password in ("first", "second ß", None):
        store.change_password(password)
        assert store.encrypted == (password is not None)
        assert store.content_digest() == digest
        store.close()
        if password:
            assert _fault(place) == "store.password_needed"
        store = Store.open(place, password)
        assert store.check().whole
        assert store.content_digest() == digest
    store.close()


@pytest.mark.parametrize(("password", "key"), [("", "store.password_empty"), ("a\x00b", "store.password_characters")])
def test_a_password_that_cannot_be_typed_again_is_refused(store: Store, password: str, key: str) -> None:
    with pytest.raises(UserError) as caught:
        store.change_password(password)
    assert caught.value.key == key
    with store.read() as unit:
        assert unit.customers.count() == 0


def test_a_password_is_not_changed_while_somebody_else_has_the_store_open(store: Store) -> None:
    with Store.open(store.path) as other, other.read() as unit:
        assert unit.customers.count() == 0
        with pytest.raises(EnvironmentFault) as caught:
            store.change_password("new")
    assert caught.value.key == "store.in_use"
    with store.write("x", "officer 1") as unit:
        unit.settings.set("language", "zh")
        unit.commit()


def test_no_text_of_a_protected_store_lies_in_clear_anywhere_beside_it(place: Path) -> None:
    with Store.open(place, "secret", create=True) as store:
        with store.write("x", "officer 1") as unit:
            samples.fill(unit)
            unit.commit()
        store.backup(place.with_name("copy.zixin"))
        # Read by another process: opening a store with Python here would drop the locks that SQLite holds.
        read = (
            "import pathlib, sys; sys.stdout.buffer.write(b''.join(p.read_bytes() for p in pathlib.Path(sys.argv[1]).iterdir()))"
        )
        found = subprocess.run([sys.executable, "-c", read, str(place.parent)], capture_output=True, check=True).stdout
    assert len(found) > 100_000
    for marker in (b"Southern Ocean", b"Person One", b"officer 1", b"PDF evidence", b"CREATE TABLE"):
        assert marker not in found


def test_two_programs_may_use_one_store(store: Store) -> None:
    with Store.open(store.path) as other, other.write("x", "officer 2") as unit:
        unit.settings.set("language", "ru")
        unit.commit()
    with store.read() as unit:
        assert unit.settings.get("language") == "ru"


def test_a_writer_kept_out_by_another_says_locked(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "BUSY_MILLISECONDS", 50)
    monkeypatch.setattr(driver, "_SETTINGS", (("busy_timeout", "50"),))
    with Store.open(store.path) as other, store.write("x", "officer 1"), pytest.raises(EnvironmentFault) as caught:
        other.write("y", "officer 2").__enter__()
    assert caught.value.key == "store.locked"


def test_writers_of_one_program_wait_for_each_other(store: Store) -> None:
    entered, results = threading.Event(), []

    def second() -> None:
        entered.set()
        with store.write("y", "officer 2") as unit:
            results.append(unit.settings.get("n"))
            unit.settings.set("n", "2")
            unit.commit()

    with store.write("x", "officer 1") as unit:
        thread = threading.Thread(target=second)
        thread.start()
        assert entered.wait(5)
        unit.settings.set("n", "1")
        unit.commit()
    thread.join(20)
    assert results == ["1"]


def test_further_connections_do_not_derive_the_key_again(place: Path) -> None:
    Store.open(place, "words", create=True).close()
    calls: list[object] = []
    with Store.open(place, "words") as store, pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.models.db.keys.hashlib.pbkdf2_hmac", lambda *args: calls.append(args))
        with store.read() as one, store.read() as two:
            assert one.customers.count() == two.customers.count() == 0
    assert calls == []


MOUNTS = """sysfs /sys sysfs rw 0 0
/dev/sda1 / ext4 rw 0 0
server:/export /mnt/team nfs4 rw 0 0
//box/share /mnt/with\\040blank cifs rw 0 0
me@host:/ /home/u/remote fuse.sshfs rw 0 0
/dev/sdb1 /media/stick fuseblk rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/u/a.zixin", "ext4"),
        ("/mnt/team/a.zixin", "nfs4"),
        ("/mnt/teamwork/a.zixin", "ext4"),
        ("/mnt/with blank/x/a.zixin", "cifs"),
        ("/home/u/remote/a.zixin", "fuse.sshfs"),
        ("/media/stick/a.zixin", "fuseblk"),
    ],
)
def test_the_file_system_of_a_path_is_the_innermost_mount(path: str, kind: str) -> None:
    assert places.file_system_type(Path(path), MOUNTS) == kind


def test_a_network_drive_is_refused(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "file_system_type", lambda *_args: "nfs4")
    assert _fault(place, create=True) == "store.network_folder"
    assert not place.exists()


@pytest.mark.parametrize("folder", ["OneDrive - Firm", "Dropbox", "坚果云", "Яндекс.Диск"])
def test_a_sync_folder_is_refused(tmp_path: Path, folder: str) -> None:
    assert _fault(tmp_path / folder / "a.zixin", create=True) == "store.sync_folder"


def test_a_folder_that_cannot_be_written_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("app.models.files.create_private_file", refuse)
    assert _fault(tmp_path / "a.zixin", create=True) == "store.not_written"
    assert list(tmp_path.iterdir()) == []
