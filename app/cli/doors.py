"""What the commands need from outside; ``bootstrap`` hands it in, so that no command builds or opens anything itself."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app import paths
from app.models.domain.errors import UserError

if TYPE_CHECKING:
    from app.models.db.maintenance import CheckReport
    from app.services.registry import Services


@dataclass(frozen=True, slots=True)
class Doors:
    """``open_services(path, password, create)`` keeps a store open inside a ``with``; the rest works on closed files."""

    open_services: Callable[[Path, str | None, bool], AbstractContextManager[Services]]
    check: Callable[[Path, str | None, Sequence[tuple[int, str]]], CheckReport]
    repair: Callable[[Path, str | None], CheckReport]


def store_of(args: argparse.Namespace) -> Path:
    """The store that was named, or the user's own. UserError ``cli.store_name`` for a file that cannot be one."""
    store: Path = args.store or paths.default_store()
    if store.suffix != paths.STORE_SUFFIX:
        raise UserError("cli.store_name", file=str(store))
    return store
