"""A backup counts only when it was verified, and comes back whole."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from app.models import files
from app.models.db import backup, maintenance
from app.models.db.store import Store
from app.models.db.verify import verify_file
from app.models.domain.errors import EnvironmentFault, UserError
from tests.models.db import samples


@pytest.fixture
def filled(store: Store) -> Store:
    with store.write("fill", "officer 1") as unit:
        samples.fill(unit)
        unit.commit()
    return store


def test_a_backup_is_one_private_file_that_passes_its_check(filled: Store, tmp_path: Path) -> None:
    target = tmp_path / "copy.zixin"
    manifest = filled.backup(target)
    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy.zixin", "copy.zixin.manifest.json"]
    assert os.name == "nt" or target.stat().st_mode & 0o777 == 0o600
    assert backup.read_manifest(target) == manifest
    assert maintenance.verify_backup(target).whole
    with filled.read() as unit:
        assert manifest.head == unit.journal.head()


def test_backups_are_numbered_in_order_whatever_the_clock_says(filled: Store, tmp_path: Path) -> None:
    assert [filled.backup(tmp_path / f"{n}.zixin").sequence for n in range(3)] == [1, 2, 3]


@pytest.mark.parametrize("password", [None, "secret"])
def test_restore_brings_back_the_same_content_and_keeps_the_previous_state(
    place: Path, tmp_path: Path, password: str | None
) -> None:
    copy = tmp_path / "copy.zixin"
    with Store.open(place, password, create=True) as store:
        with store.write("fill", "officer 1") as unit:
            samples.fill(unit)
            unit.commit()
        digest = store.content_digest()
        store.backup(copy)
        with store.write("settings.set", "officer 1") as unit:
            unit.settings.set("later", "1")
            unit.commit()
        later = store.content_digest()
    restored = maintenance.restore(copy, place, password)
    with Store.open(place, password) as store:
        assert store.content_digest() == digest
        assert store.check().whole
        assert not store.was_unclean
    assert restored.kept is not None
    with Store.open(restored.kept, password) as store:
        assert store.content_digest() == later


def test_a_backup_opens_without_its_manifest_and_in_the_place_of_nothing(filled: Store, tmp_path: Path) -> None:
    copy, target = tmp_path / "copy.zixin", tmp_path / "elsewhere" / "new.zixin"
    filled.backup(copy)
    backup.manifest_path(copy).unlink()
    assert maintenance.restore(copy, target).kept is None
    with Store.open(target) as store:
        assert store.content_digest() == filled.content_digest()


def test_a_store_copied_by_hand_can_be_restored_with_its_log(filled: Store, tmp_path: Path) -> None:
    """A plain copy of an open store: the newest changes lie in the log beside it."""
    import subprocess

    subprocess.run(["cp", *map(str, filled.path.parent.iterdir()), str(tmp_path)], check=True)
    target = tmp_path / "elsewhere" / "new.zixin"
    maintenance.restore(tmp_path / filled.path.name, target)
    with Store.open(target) as store:
        assert store.content_digest() == filled.content_digest()


def test_a_store_that_is_open_is_not_replaced(filled: Store, tmp_path: Path) -> None:
    filled.backup(tmp_path / "copy.zixin")
    with filled.read() as unit:
        assert unit.customers.count() == 1
        with pytest.raises(EnvironmentFault) as caught:
            maintenance.restore(tmp_path / "copy.zixin", filled.path)
    assert caught.value.key == "store.in_use"
    assert filled.check().whole
    assert [path for path in filled.path.parent.iterdir() if "restore" in path.name] == []


def _damage(path: Path, offset: int) -> None:
    data = bytearray(path.read_bytes())
    data[offset] ^= 1
    path.write_bytes(data)


def test_a_damaged_backup_is_not_restored(filled: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy.zixin"
    filled.backup(copy)
    _damage(copy, 20_000)
    digest = filled.content_digest()
    filled.close()
    for key in ("backup.manifest_differs", "store.damaged"):
        with pytest.raises(EnvironmentFault) as caught:
            maintenance.restore(copy, filled.path)
        assert caught.value.key in (key, "backup.damaged")
        backup.manifest_path(copy).unlink(missing_ok=True)
    assert [path.name for path in filled.path.parent.iterdir()] == [filled.path.name]
    with Store.open(filled.path) as store:
        assert store.content_digest() == digest


def test_an_exchanged_or_older_backup_of_the_same_name_is_noticed(filled: Store, tmp_path: Path) -> None:
    old, new = tmp_path / "old.zixin", tmp_path / "new.zixin"
    filled.backup(old)
    with filled.write("x", "officer 1") as unit:
        unit.settings.set("a", "1")
        unit.commit()
    filled.backup(new)
    os.replace(old, new)
    with pytest.raises(EnvironmentFault) as caught:
        maintenance.verify_backup(new)
    assert caught.value.key == "backup.manifest_differs"


def test_an_unreadable_manifest_is_told(filled: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy.zixin"
    filled.backup(copy)
    values = json.loads(backup.manifest_path(copy).read_text())
    del values["journal"]
    backup.manifest_path(copy).write_text(json.dumps(values))
    with pytest.raises(EnvironmentFault) as caught:
        maintenance.verify_backup(copy)
    assert caught.value.key == "backup.manifest_damaged"


def test_a_failed_backup_leaves_the_earlier_one(filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "copy.zixin"
    filled.backup(copy)
    before = copy.read_bytes()

    def fail(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    with filled.write("x", "officer 1") as unit:
        unit.settings.set("a", "1")
        unit.commit()
    monkeypatch.setattr(files, "sync_file", fail)
    with pytest.raises(EnvironmentFault) as caught:
        filled.backup(copy)
    assert caught.value.key == "backup.not_written"
    assert copy.read_bytes() == before
    assert maintenance.verify_backup(copy).whole
    assert len(list(tmp_path.glob("copy*"))) == 2


def test_a_store_is_not_backed_up_onto_itself(filled: Store) -> None:
    with pytest.raises(UserError) as caught:
        filled.backup(filled.path)
    assert caught.value.key == "backup.same_file"


def test_a_damaged_store_yields_no_backup(filled: Store, tmp_path: Path) -> None:
    with filled.write("damage", "officer 1") as unit:
        unit.connection.exec_driver_sql("UPDATE evidence SET content = x'00'")
        unit.commit()
    with pytest.raises(EnvironmentFault) as caught:
        filled.backup(tmp_path / "copy.zixin")
    assert caught.value.key == "backup.failed_check"
    assert list(tmp_path.glob("copy*")) == []


def test_check_names_each_part_and_what_is_wrong_with_it(filled: Store) -> None:
    with filled.write("damage", "officer 1") as unit:
        unit.connection.exec_driver_sql("UPDATE evidence SET content = x'00'")
        unit.connection.exec_driver_sql("UPDATE journal_head SET entries = entries + 1")
        unit.connection.exec_driver_sql("UPDATE ratings SET result_json = '{}'")
        unit.commit()
    path = filled.path
    filled.close()
    report = maintenance.check(path)
    assert not report.ok
    wrong = {line.key: line.detail for line in report.lines if not line.ok}
    assert set(wrong) == {"journal", "evidence", "ratings"}
    assert wrong["evidence"] == "1/1"
    assert [line.key for line in report.lines] == ["layout", *maintenance.PARTS, "clock"]


def test_repair_mends_search_forms_and_keeps_a_copy(filled: Store) -> None:
    with filled.write("damage", "officer 1") as unit:
        unit.connection.exec_driver_sql("UPDATE customers SET search_text = '', name_norm = ''")
        unit.commit()
    path = filled.path
    filled.close()
    left = files.temporary_name(path)
    left.write_bytes(b"half")
    assert maintenance.repair(path).ok
    assert not left.exists()
    assert len(list(path.parent.glob("*.before-repair-*"))) == 1
    with Store.open(path) as store, store.read() as unit:
        assert unit.customers.count("southern") == 1
        assert len(unit.customers.find("southern ocean trading")) == 1


@pytest.mark.parametrize(("planted", "where"), [
    ("UPDATE customer_list SET owner = 'somebody else' WHERE customer_id = 1", "customer_list/1"),
    ("DELETE FROM customer_list WHERE customer_id = 1", "customer_list/1"),
    ("INSERT INTO search_index (rowid, text) VALUES (160000, 'a text that no record has')", "search_index"),
    ("INSERT INTO search_index (search_index) VALUES ('delete-all')", "search_index"),
])
def test_what_list_and_search_are_derived_from_is_compared_and_can_be_made_anew(filled: Store, planted: str, where: str) -> None:
    assert filled.check().whole
    with filled.write("damage", "officer 1") as unit:
        unit.connection.exec_driver_sql(planted)
        unit.commit()
    assert [(one.kind, one.detail) for one in filled.check().findings] == [("derived", where)]
    path = filled.path
    filled.close()
    assert {line.key: line.detail for line in maintenance.check(path).lines if not line.ok} == {"derived": where}
    assert maintenance.repair(path).ok
    with Store.open(path) as store:
        assert store.check().whole
        with store.read() as unit:
            assert unit.customers.count("southern") == 1


def test_a_strayed_list_keeps_no_store_from_opening_after_a_crash(filled: Store) -> None:
    with filled.write("damage", "officer 1") as unit:
        unit.connection.exec_driver_sql("DELETE FROM customer_list")
        unit.commit()
    assert verify_file(filled.path, filled._key).whole, "what can be made anew is no damage"


def test_a_closed_store_is_backed_up_by_its_path(filled: Store, tmp_path: Path) -> None:
    digest = filled.content_digest()
    filled.close()
    maintenance.backup(filled.path, tmp_path / "copy.zixin")
    with Store.open(tmp_path / "copy.zixin") as copy:
        assert copy.content_digest() == digest
