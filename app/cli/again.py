"""``zixin replay``: stored ratings run again and are compared with what was stored."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from app.cli.arguments import OK, PROBLEM
from app.cli.doors import Doors, store_of
from app.cli.password import read_password
from app.services.progress import Progress

if TYPE_CHECKING:
    from app.services.registry import Services
    from app.services.replay.service import Replayed
    from app.texts import Texts

_EVERY = 500
"""Ratings between two lines of progress."""


@dataclass(slots=True)
class _Count:
    same: int = 0
    other: int = 0
    broken: int = 0

    def add(self, one: Replayed) -> None:
        if one.same:
            self.same += 1
        elif one.readable:
            self.other += 1
        else:
            self.broken += 1


def replay(args: argparse.Namespace, doors: Doors) -> int:
    """Run ratings again; each that does not come out the same is told as it comes. Exit code 1 when there is one."""
    texts: Texts = args.texts
    count, wrong = _Count(), []
    with doors.open_services(store_of(args), read_password(args.password_file), False) as services:
        for one in _asked(services, args, texts):
            count.add(one)
            if not one.same and args.json:
                wrong.append(_plain(one))
            elif not one.same:
                _tell(services, one, texts)
    if args.json:
        told = {"ratings": count.same + count.other + count.broken, "same": count.same, "different": count.other,
                "unreadable": count.broken, "found": wrong}
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        _sum(count, texts)
    return PROBLEM if count.other or count.broken else OK


def _asked(services: Services, args: argparse.Namespace, texts: Texts) -> Iterator[Replayed]:
    if args.customer:
        for number in dict.fromkeys(services.customers.find(name).id for name in args.customer):
            yield from services.replay.of_customer(number)
        return
    progress = Progress()
    for one in services.replay.replay_all(progress):
        yield one
        if progress.done % _EVERY == 0 and progress.done < progress.total:
            print(texts("cli.replay.progress", done=progress.done, total=progress.total), file=sys.stderr, flush=True)


def _tell(services: Services, one: Replayed, texts: Texts) -> None:
    from app.services.replay.words import SHOWN, outcome, places

    whose = services.customers.get(one.customer_id)
    told = {"number": whose.number, "name": whose.name, "id": one.rating_id, "at": one.at.astimezone()}
    print(texts("cli.replay.differs", **told, what=outcome(texts, one)), flush=True)
    for place, then, now in islice(places(texts, one), SHOWN):
        print(f"    {place}: {then} → {now}", flush=True)


def _sum(count: _Count, texts: Texts) -> None:
    if count.other or count.broken:
        print(texts("cli.replay.sum", same=count.same, other=count.other, broken=count.broken))
    elif count.same:
        print(texts.plural("cli.replay.none_differs", count.same))
    else:
        print(texts("cli.replay.none"))


def _plain(one: Replayed) -> dict[str, Any]:
    return {
        "rating": one.rating_id, "customer": one.customer_id, "at": one.at.isoformat(), "methodology": one.methodology,
        "then": one.then, "now": one.now,
        "differs": [{"where": list(found.path), "then": found.then, "now": found.now} for found in one.differs],
    }
