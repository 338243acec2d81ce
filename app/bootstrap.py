"""The only place that builds everything: store, services, window; each part gets what it needs by constructor parameter.

Nothing but the catalogue is imported before it is known what to run: the window is to be painted soon.
"""

from __future__ import annotations

import builtins
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app import VERSION, paths
from app.texts import Texts, guess_language

if TYPE_CHECKING:
    import argparse

    from app.services.registry import Services
    from app.ui.application import Opened

PROBLEM, NO_DISPLAY = 1, 3
_PLAIN_IMPORT = builtins.__import__


def main(argv: Sequence[str]) -> int:
    """Run what the command line asks for and return the exit code."""
    if getattr(sys, "frozen", False):
        # The frozen program's hook gives matplotlib a new folder at every start, so it would look for fonts each time.
        os.environ.setdefault("MPLCONFIGDIR", str(paths.user_cache() / "matplotlib"))
    if not argv:
        return _open_window(Texts.load(guess_language(os.environ)))
    from app.cli import arguments

    args = arguments.parse(argv, dict(os.environ), VERSION)
    if args.command is not None:
        return _run_command(args)
    return _open_window(args.texts, args.store, args.password_file, demanded=args.window, lang_given=args.lang_given)


def _run_command(args: argparse.Namespace) -> int:
    from app.cli import commands, doors
    from app.models.db import maintenance

    return commands.run(args, doors.Doors(partial(_services, args.texts), maintenance.check, maintenance.repair))


@contextmanager
def _services(texts: Texts, path: Path, password: str | None, create: bool) -> Iterator[Services]:
    """The services of a store that is open as long as the ``with`` block lasts; a new one gets methodology and officers."""
    from app.models.db.store import Store
    from app.services.first_run import prepare
    from app.services.registry import build_services

    with Store.open(path, password, create=create) as store:
        services = build_services(store)
        prepare(services, texts)
        yield services


# --- the window -------------------------------------------------------------------------------------------------------


def _open_window(
    texts: Texts,
    store: Path | None = None,
    password_file: Path | None = None,
    *,
    demanded: bool = False,
    lang_given: bool = False,
) -> int:
    from app import machine

    hindrance = machine.display_hindrance(os.environ)
    if hindrance is not None:
        print(texts(hindrance.key, **hindrance.params), file=sys.stderr)
        return NO_DISPLAY if demanded else _show_sample_instead(texts)
    # What a start imports stays, so looking for garbage meanwhile only costs; after the first paint the window's own
    # collector takes over.
    gc.disable()
    try:
        qt = _import_qt()
        if machine.qt_allowed(qt, sys.version_info[:3]):
            return _run_window(texts, store, password_file, lang_given)
    finally:
        gc.enable()
    print(texts("machine.qt_refused", qt=qt, python="{}.{}".format(*sys.version_info)), file=sys.stderr)
    return PROBLEM


def _import_qt() -> str:
    """Import Qt, keep Python's own ``import``, and return Qt's version.

    PySide6 puts a hook around ``import`` for its ``__feature__`` switches (other names for Qt's methods), which this
    program does not use. The hook reads the source of every module that is imported later: a fifth of the time until
    the first rows are shown.
    """
    import PySide6

    builtins.__import__ = _PLAIN_IMPORT
    return PySide6.__version__


def _run_window(texts: Texts, store: Path | None, password_file: Path | None, lang_given: bool) -> int:
    if os.environ.get("QT_IM_MODULE") in ("fcitx", "fcitx5"):
        os.environ["QT_IM_MODULE"] = "ibus"  # the only Chinese input method that Qt's wheel brings; fcitx5 answers to it
    from app.ui.application import run_window
    from app.ui.screens import SCREENS

    path = store or paths.default_store()
    return run_window(
        store=path,
        open_store=partial(_open_for_window, texts, path, password_file),
        screens=SCREENS,
        state_dir=paths.user_data(),
        lang=texts.lang,
        lang_given=lang_given,
        version=VERSION,
    )


def _show_sample_instead(texts: Texts) -> int:
    print(texts("cli.window_demo"), file=sys.stderr, flush=True)
    from app.cli import arguments

    return _run_command(arguments.parse(["demo", "zixin-demo", "--lang", texts.lang], {}, VERSION))


def _open_for_window(texts: Texts, path: Path, password_file: Path | None) -> Opened:
    """Open the store and build its services; runs on the writer thread after the first paint."""
    from app.cli.password import read_password
    from app.models.db.store import Store
    from app.models.files import make_private_folder
    from app.services.registry import build_services
    from app.ui.application import Opened

    make_private_folder(path.parent)
    store = Store.open(path, read_password(password_file), create=True)
    services = build_services(store)
    with store.look() as look:
        there = tuple(officer for officer in look.officers() if officer.active)
    is_new = not there
    if is_new:
        from app.services.first_run import prepare

        there = prepare(services, texts)
    officers = tuple(officer.name for officer in there)
    return Opened(
        services=services,
        store_name=path.name,
        encrypted=store.encrypted,
        methodology=partial(_late, services),
        officer=officers[0] if officers else "",
        officers=officers,
        close=store.close,
        is_new=is_new,
        asks_password=bool(there) and there[0].has_password,
    )


def _late(services: Services) -> str:
    """What can wait until the first rows are shown: remove what a killed export left, and tell the methodology's name."""
    from app.services.left_behind import clean_up, clean_up_copies

    clean_up()
    clean_up_copies()
    return services.store_care.info().methodology


# --- when it goes wrong -----------------------------------------------------------------------------------------------


def tell(key: str) -> None:
    """Write one sentence of the catalogue to the error stream, in the language of the system."""
    print(Texts.load(guess_language(os.environ))(key), file=sys.stderr)


def report_crash(bug: BaseException) -> None:
    """Keep the traceback of a bug of ours in a file and name the file; no traceback on the screen."""
    import traceback
    from datetime import UTC, datetime

    folder = paths.user_logs()
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"crash-{datetime.now(UTC):%Y%m%d-%H%M%S}.txt"
    file.write_text(f"Zixin {VERSION}\n{''.join(traceback.format_exception(bug))}", encoding="utf-8")
    print(Texts.load(guess_language(os.environ))("cli.failed", file=file), file=sys.stderr)
