"""``zixin import``: files from outside into the store, with the same checks as the window."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.arguments import OK, PROBLEM
from app.cli.doors import Doors, store_of
from app.cli.officer import who
from app.cli.password import read_password
from app.services.imports.model import Ask

if TYPE_CHECKING:
    from app.services.imports.check import Checked
    from app.services.imports.model import Plan
    from app.services.imports.session import Work
    from app.services.registry import Services
    from app.texts import Texts

_COUNTS = ("new", "changed", "same", "conflict", "waits", "refused")
_SHOWN = 20


def bring_in(args: argparse.Namespace, doors: Doors) -> int:
    """Read, check and, unless it is a dry run, import the files. Exit code 1 when nothing could be read of them.

    With ``--list`` the register of imports, with ``--undo`` one of them is taken back.
    """
    if args.list or args.undo is not None:
        with doors.open_services(store_of(args), read_password(args.password_file), False) as services:
            if args.undo is not None:
                _take_back(services, args.undo, who(services, args, "import.commit"), args.texts)
            else:
                _tell_register(services, args.texts)
        return OK
    from app.services.imports.report import report_of, write_report

    texts: Texts = args.texts
    with _place(args) as place, doors.open_services(place, read_password(args.password_file), True) as services:
        checked = _checked(services, args)
        done = None
        if not args.dry_run:
            done = services.imports.commit(checked, None, who(services, args, "import.commit")).value
        report = report_of(checked, done, texts, services.methodologies.current())
    if args.report is not None:
        write_report(args.report, report, texts)
    _tell(report, texts)
    for note in done.met if done is not None else ():
        print(texts.error(note.key, note.params), file=sys.stderr)
    if args.report is not None:
        print(texts("cli.wrote", file=args.report))
    return OK if report["rows_read"] else PROBLEM


def _tell_register(services: Services, texts: Texts) -> None:
    for one in services.imports.all():
        words = {"number": one.id, "day": one.at.date().isoformat(), "by": one.by}
        names = ", ".join(file.name for file in one.files if file.taken)
        print(texts(f"cli.import.register.{one.state}", **words, names=names))


def _take_back(services: Services, number: int, by: str, texts: Texts) -> None:
    undone = services.imports.undo(number, by).value
    records = sum(undone.removed.values()) + sum(undone.restored.values())
    print(texts.plural("cli.import.undone", records, number=number))
    for kept in undone.kept:
        print(texts(f"import.kept.{kept.why}", name=kept.name, what=kept.what), file=sys.stderr)


@contextmanager
def _place(args: argparse.Namespace) -> Iterator[Path]:
    """The store; for a dry run where there is none yet one that is gone afterwards: nothing is to be written."""
    place: Path = store_of(args)
    if not args.dry_run or place.exists():
        yield place
        return
    with tempfile.TemporaryDirectory(prefix="zixin-dry-run-") as folder:
        yield Path(folder) / place.name


def _checked(services: Services, args: argparse.Namespace) -> Checked:
    from app.services.imports import session

    work = session.read(services, args.files, args.lang, profile=args.profile or "")
    for what, how in args.answer:
        work = _answered(work, Ask(what), how, args.texts)
    _tell_questions(work.plan, args.texts)
    return session.check(services, work)


def _answered(work: Work, ask: Ask, how: str, texts: Texts) -> Work:
    """One answer for every table that asks for it."""
    from app.services.imports import session

    asked = [number for number, table in enumerate(work.plan.tables) if any(one.ask is ask for one in table.questions)]
    if not asked:
        print(texts("cli.import.not_asked", what=ask.value), file=sys.stderr)
    for number in asked:
        work = session.with_choice(work, number, session.answered(work.plan.tables[number].choice, ask, how))
    return work


def _tell_questions(plan: Plan, texts: Texts) -> None:
    """What is doubtful in the files, with the values it was found in; the values themselves are refused with their cells."""
    for table in plan.tables:
        for question in table.questions:
            if getattr(table.choice, question.ask.value) is not None:
                continue
            words = {"sheet": table.sheet, "samples": "; ".join(question.samples[:3])}
            print(texts(f"cli.import.ask.{question.ask.value}", **words), file=sys.stderr)


def _tell(report: Mapping[str, Any], texts: Texts) -> None:
    for one in report["errors"][:_SHOWN]:
        place = texts("cli.import.place", file=one["file"], sheet=one["sheet"], cell=one["cell"])
        print(f"{place}: {one['value']!s:.60} – {one['message']}", file=sys.stderr)
    if len(report["errors"]) > _SHOWN:
        print(texts.plural("cli.import.more", len(report["errors"]) - _SHOWN), file=sys.stderr)
    for one in report["to_decide"]:
        names = "; ".join(f"{found['number']} {found['name']}" for found in one["candidates"])
        print(texts("cli.import.to_decide", name=one["company"], names=names), file=sys.stderr)
    counts = ", ".join(f"{texts(f'import.outcome.{name}')}: {report[name]}" for name in _COUNTS)
    for one in report["without_number"][:_SHOWN]:
        print(texts("import.without_number", name=one["company"], value=one["value"]), file=sys.stderr)
    cells = texts("import.cells_refused", n=report["cells_refused"])
    print(texts.plural("cli.import.read", report["rows_read"]) + f" {counts}. {cells}")
    print(texts("cli.import.done", number=report["import"]) if report["imported"] else texts("cli.import.dry"))
