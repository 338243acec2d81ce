"""Makes the kept store of the newest layout: ``python -m tests.models.db.make_fixture``.

Run it when a layout is released. Fixtures of layouts that have been released are never made again; only their digest
may follow when later layouts add columns.
"""

from __future__ import annotations

from pathlib import Path

from app.models.db.layout import HEAD
from app.models.db.migrate import revision_name
from app.models.db.store import Store
from tests.models.db import samples

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "stores"


def make() -> Path:
    """Write the store and the digest of its content beside it."""
    target = FOLDER / f"{revision_name(HEAD)}.zixin"
    target.unlink(missing_ok=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with Store.open(target, create=True) as store:
        with store.write("fixture", "officer 1") as unit:
            samples.fill(unit)
            unit.commit()
        target.with_suffix(".digest").write_text(store.content_digest() + "\n")
    return target


if __name__ == "__main__":
    make()
