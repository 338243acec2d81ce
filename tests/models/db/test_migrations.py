"""The layout of the tables: one head, reached by new stores and old ones alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, pool
from sqlcipher3 import dbapi2

from app.models.db import driver, migrate
from app.models.db.layout import HEAD
from app.models.db.store import Store
from app.models.domain.errors import EnvironmentFault

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "stores"


def _schema(connection: object) -> dict[str, str]:
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").all()  # type: ignore[attr-defined]
    return {name: " ".join(sql.split()) for name, sql in rows if not name.startswith(("sqlite_", "alembic_"))}


def test_the_newest_step_is_the_layout_of_this_program() -> None:
    assert migrate.newest_revision() == HEAD


def test_the_chain_of_steps_ends_in_the_layout_of_new_stores(store: Store) -> None:
    engine = create_engine("sqlite://", module=dbapi2, poolclass=pool.StaticPool)  # the library of the stores
    with engine.begin() as connection:
        migrate.run_steps(connection, HEAD)
        walked = _schema(connection)
    engine.dispose()
    with store.read() as unit:
        assert _schema(unit.connection) == walked


def test_a_new_store_carries_its_number_twice(store: Store) -> None:
    assert migrate.stored_revision(store.path, store._key) == (HEAD, HEAD)


def test_alembic_is_not_imported_to_open_a_store(run_python: Callable[..., object], tmp_path: Path) -> None:
    code = (
        "import sys, pathlib\n"
        "from app.models.db.store import Store\n"
        "Store.open(pathlib.Path(sys.argv[1]), create=True).close()\n"
        "Store.open(pathlib.Path(sys.argv[1])).close()\n"
        "print([name for name in ('alembic', 'sqlalchemy.orm', 'pypinyin', 'pandas') if name in sys.modules])"
    )
    result = run_python(code, str(tmp_path / "a.zixin"))
    assert result.stdout.strip() == "[]", result.stderr  # type: ignore[attr-defined]


@pytest.mark.parametrize("fixture", sorted(FIXTURES.glob("*.zixin")), ids=lambda path: path.name)
def test_every_released_layout_still_opens(fixture: Path, tmp_path: Path) -> None:
    """One store per released layout, kept for ever; beside it the digest of its content as it must read today."""
    copy = tmp_path / fixture.name
    copy.write_bytes(fixture.read_bytes())
    with Store.open(copy) as store:
        assert store.check().whole
        assert store.content_digest() == fixture.with_suffix(".digest").read_text().strip()


def test_there_is_a_fixture_of_every_layout_up_to_now() -> None:
    assert [path.stem for path in sorted(FIXTURES.glob("*.zixin"))] == [migrate.revision_name(n) for n in range(1, HEAD + 1)]


def test_a_newer_store_is_refused_and_stays_byte_for_byte(store: Store) -> None:
    store.close()
    connection = driver.open_keyed(store.path, store._key)
    connection.execute(f"PRAGMA user_version = {HEAD + 1}")
    connection.close()
    before = store.path.read_bytes()
    with pytest.raises(EnvironmentFault) as caught:
        Store.open(store.path)
    assert (caught.value.key, caught.value.params["found"]) == ("store.newer", HEAD + 1)
    assert store.path.read_bytes() == before
