"""Bringing an older store to today's tables: a verified backup first, then every step in one transaction.

Alembic is imported only when a store is behind; whether it is, is read from the file's own format number.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from app.models.db import driver
from app.models.db.base import metadata
from app.models.db.engine import make_engine
from app.models.db.keys import StoreKey
from app.models.domain.errors import EnvironmentFault

SCRIPTS = Path(__file__).with_name("migrations")


def revision_name(number: int) -> str:
    """Return alembic's name of a layout: four digits."""
    return f"{number:04d}"


def stamp(connection: Connection, number: int) -> None:
    """Write the layout's number into a new store, as alembic would."""
    connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (revision_name(number),))
    connection.exec_driver_sql(f"PRAGMA user_version = {int(number)}")


def create_tables(connection: Connection, head: int) -> None:
    """Make all tables of the newest layout in an empty store."""
    import app.models.db.tables.all  # noqa: F401  fills the metadata

    metadata.create_all(connection)
    stamp(connection, head)


def migrate(path: Path, key: StoreKey, target: int, scripts: tuple[Path, ...] = ()) -> None:
    """Run every step from the file's layout to ``target`` in one transaction, then check the references.

    ``scripts`` are further folders of revisions. EnvironmentFault "store.migration_failed" when a step fails; the
    file is then as it was before.
    """
    engine = make_engine(lambda: driver.connect(path, key), "BEGIN IMMEDIATE")
    # Tables are copied and replaced while they are altered: references are off meanwhile and checked before the commit.
    try:
        with engine.connect() as connection:
            _switch_references_off(connection)
            with connection.begin():
                run_steps(connection, target, scripts)
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if broken is not None:
                    raise EnvironmentFault("store.migration_failed", path=str(path))
                connection.exec_driver_sql(f"PRAGMA user_version = {int(target)}")
    except SQLAlchemyError as error:
        raise EnvironmentFault("store.migration_failed", path=str(path)) from error


def _switch_references_off(connection: Connection) -> None:
    # Through the driver: SQLAlchemy would open a transaction first, and inside one the pragma does nothing.
    raw = connection.connection.driver_connection
    if raw is not None:
        raw.execute("PRAGMA foreign_keys = OFF")


def run_steps(connection: Connection, target: int, scripts: tuple[Path, ...] = ()) -> None:
    """Run alembic's steps to layout ``target`` on an open connection; the transaction is the caller's."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    config = Config()
    folders = [str(SCRIPTS / "versions"), *(str(folder) for folder in scripts)]
    script = ScriptDirectory(str(SCRIPTS), version_locations=folders)
    name = revision_name(target)

    def steps(revision: Any, _context: Any) -> Any:
        return script._upgrade_revs(name, revision)

    with EnvironmentContext(config, script, fn=steps, destination_rev=name) as environment:
        environment.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=True)
        environment.run_migrations()


def newest_revision(scripts: tuple[Path, ...] = ()) -> int:
    """Return the number of alembic's newest step."""
    from alembic.script import ScriptDirectory

    folders = [str(SCRIPTS / "versions"), *(str(folder) for folder in scripts)]
    return int(ScriptDirectory(str(SCRIPTS), version_locations=folders).get_current_head() or 0)


def stored_revision(path: Path, key: StoreKey) -> tuple[int, int]:
    """Return (format number, alembic's number) of a file; they are equal unless something went wrong."""
    with closing(driver.open_keyed(path, key)) as connection:
        number = int(connection.execute("PRAGMA user_version").fetchone()[0])
        name = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    return number, int(name)
