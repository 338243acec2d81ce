"""Whether time went backwards in a store: reviews are counted by the clock of the computer, so a clock set back is told."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from app.models.db import driver
from app.models.db.engine import make_engine
from app.models.db.keys import StoreKey
from app.models.db.tables.keeping import journal

TOLERANCE = timedelta(minutes=10)
"""Clocks are set right by some seconds now and then, and commands end in another order than they began."""
_SHOWN = 5


def clock_told(path: Path, key: StoreKey, now: datetime) -> tuple[bool, str]:
    """Whether the clock stands where it may, and what there is to tell of it, in moments alone.

    It may not stand before the newest entry of the journal. Entries that are older than one before them are told too, with
    their numbers, but what is past cannot be mended.
    """
    engine = make_engine(lambda: driver.open_keyed(path, key), "BEGIN")
    newest: datetime | None = None
    turned: dict[date, str] = {}
    try:
        with engine.connect() as connection:
            for seq, at in connection.execute(select(journal.c.seq, journal.c.at).order_by(journal.c.seq)):
                moment = datetime.fromisoformat(at)
                if newest is not None and moment < newest - TOLERANCE:      # one line for each day it was turned to
                    turned.setdefault(moment.date(), f"{newest:%Y-%m-%d %H:%M} → {moment:%Y-%m-%d %H:%M} (#{seq})")
                newest = moment if newest is None else max(newest, moment)
    finally:
        engine.dispose()
    good = newest is None or newest <= now + TOLERANCE
    told = [] if good or newest is None else [f"{newest:%Y-%m-%d %H:%M} → {now:%Y-%m-%d %H:%M}"]
    more = " …" if len(turned) > _SHOWN else ""
    return good, "; ".join([*told, *list(turned.values())[:_SHOWN]]) + more

