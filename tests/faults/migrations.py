"""F-15: a migration killed or failing at every point. ``python -m tests.faults.migrations [plain]`` prints what was left.

``plain`` is the control: an engine without our transactions, as SQLAlchemy and the driver come out of the box.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool
from sqlcipher3 import dbapi2

from app.models.db import driver, migrate, refusals
from app.models.db.keys import built_in_key
from app.models.db.layout import HEAD
from app.models.db.store import Store
from app.models.domain.errors import EnvironmentFault
from tests.faults.nursery import Work, run
from tests.models.db import samples

STEPS = (Path(__file__).with_name("steps"),)
POINTS = 6


def plain_engine(creator: object, _begin: str) -> Engine:
    """Return an engine as it comes: the driver decides when a transaction begins."""

    def connect() -> dbapi2.Connection:
        connection = creator()  # type: ignore[operator]
        connection.isolation_level = ""
        return connection

    return create_engine("sqlite://", module=dbapi2, creator=connect, poolclass=NullPool)


def step(path: Path, variable: str, point: int, *, plain: bool) -> Work:
    """Return the work of migrating ``path``; at ``point`` it is killed or fails."""

    def work(_pipe: int) -> None:
        os.environ[variable] = str(point)
        if plain:
            migrate.make_engine = plain_engine  # type: ignore[assignment]
        try:
            migrate.migrate(path, built_in_key(), HEAD + 1, STEPS)
        except EnvironmentFault as fault:
            os._exit(7 if fault.key == "store.migration_failed" else 8)

    return work


def is_old_and_usable(path: Path, digest: str) -> bool:
    """True when the file is the newest layout through and through, and works."""
    if migrate.stored_revision(path, built_in_key()) != (HEAD, HEAD):
        return False
    with Store.open(path) as store:
        if store.content_digest() != digest or not store.check().whole:
            return False
        with store.write("settings.set", "officer 1") as unit:
            unit.settings.set("usable", "yes")
            unit.settings.set("usable", "")
            rows = unit.connection.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name LIKE '%trial%'").scalar_one()
            return int(rows) == 0


def retry_works(path: Path) -> bool:
    """True when the step now runs through."""
    code, _ = run(step(path, "ZIXIN_TRIAL_NONE", 0, plain=False))
    if code:
        return False
    connection = driver.connect(path, built_in_key())
    try:
        moved = connection.execute("SELECT trial_note FROM settings WHERE key = 'language'").fetchone()
        return migrate.stored_revision(path, built_in_key()) == (HEAD + 1, HEAD + 1) and moved == ("moved en",)
    finally:
        connection.close()


def main(*, plain: bool) -> dict[str, int]:
    """Kill, and fail, at every point; count what was left."""
    seen = {"points": 0, "stopped": 0, "old_and_usable": 0, "retried": 0}
    with tempfile.TemporaryDirectory() as folder:
        for variable, expected in (("ZIXIN_TRIAL_KILL", -9), ("ZIXIN_TRIAL_FAIL", 7)):
            for point in range(1, POINTS + 1):
                path = Path(folder) / f"{variable}{point}" / "store.zixin"
                with Store.open(path, create=True) as store:
                    with store.write("fill", "officer 1") as unit:
                        samples.fill(unit)
                        unit.settings.set("language", "en")
                        unit.commit()
                    digest = store.content_digest()
                code, _ = run(step(path, variable, point, plain=plain))
                seen["points"] += 1
                seen["stopped"] += code == expected
                refusals.find_key(path, None)
                try:
                    seen["old_and_usable"] += is_old_and_usable(path, digest)
                except EnvironmentFault:
                    continue
                seen["retried"] += retry_works(path)
    return seen


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(plain="plain" in sys.argv[1:])) + "\n")
