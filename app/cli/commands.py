"""What each command does: a few calls of services and their result in words."""

from __future__ import annotations

import argparse
import csv
import glob
import io
import json
import os
import sys
from collections.abc import Callable, Iterable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from app import paths
from app.cli.again import replay
from app.cli.arguments import OK, PROBLEM
from app.cli.bring_in import bring_in
from app.cli.doors import Doors, store_of
from app.cli.order_check import check_order
from app.cli.papers import export
from app.cli.password import read_password
from app.models.domain.errors import EnvironmentFault, ProblemList, UserError
from app.models.files import atomic_write
from app.texts import Texts

if TYPE_CHECKING:
    from app.models.db.maintenance import CheckLine
    from app.services.ratings.bulk import RateLine
    from app.services.reviews.service import Board

COLUMNS = (
    *("customer", "name", "identifier", "as_of", "statement_date"),
    *("score", "grade", "low", "high", "completeness", "methodology", "band", "warning_points", "lowered_by"),
)

_NAMED = 10


def run(args: argparse.Namespace, doors: Doors) -> int:
    """Do ``args.command`` and return the exit code; problems are told on the error stream, never with a traceback."""
    texts: Texts = args.texts
    try:
        return _COMMANDS[args.command](args, doors)
    except (UserError, EnvironmentFault) as problem:
        for one in problem.problems if isinstance(problem, ProblemList) else (problem,):
            print(texts.error(one.key, one.params), file=sys.stderr)
    except OSError as problem:
        print(texts("cli.file_problem", file=problem.filename or "", why=problem.strerror or problem), file=sys.stderr)
    return PROBLEM


# --- demo -------------------------------------------------------------------------------------------------------------


def _demo(args: argparse.Namespace, doors: Doors) -> int:
    from app.services.walkthrough import walk

    texts, folder = args.texts, Path(os.path.abspath(args.folder))
    folder.mkdir(parents=True, exist_ok=True)
    store = folder / f"sample{paths.STORE_SUFFIX}"
    _make_room(store, args, doors)
    with doors.open_services(store, read_password(args.password_file), True) as services:
        walked = walk(services, folder, texts)
    summary = {
        "store": str(store),
        "customer": walked.customer.name,
        "customer_number": walked.customer.number,
        "score": float(walked.score),
        "grade": walked.grade.name,
        "language": args.lang,
        "documents": [str(file) for file in walked.documents],
    }
    atomic_write(folder / "summary.json", (json.dumps(summary, ensure_ascii=False, indent=1) + "\n").encode())
    score = texts.number(walked.score, 2)
    print(texts("cli.demo.done", customer=walked.customer.name, score=score, grade=walked.grade.name))
    for file in (store, *walked.documents, folder / "summary.json"):
        print(texts("cli.wrote", file=file))
    return OK


def _make_room(store: Path, args: argparse.Namespace, doors: Doors) -> None:
    """Take away the store of an earlier demo. One that holds a customer of the user's own stays, and the demo is refused."""
    if not store.exists():
        return
    try:
        with doors.open_services(store, read_password(args.password_file), False) as services:
            rows = services.customers.page("", 0, 2, "name", False)
    except EnvironmentFault:
        raise UserError("cli.demo.exists", file=str(store)) from None
    if not all(row.sample for row in rows):
        raise UserError("cli.demo.exists", file=str(store))
    for part in (store, *store.parent.glob(f"{store.name}-*")):
        part.unlink(missing_ok=True)


# --- rate -------------------------------------------------------------------------------------------------------------


def _rate(args: argparse.Namespace, doors: Doors) -> int:
    with doors.open_services(store_of(args), read_password(args.password_file), False) as services:
        ids = [services.customers.find(name).id for name in args.customer] or None
        lines = services.ratings.rate_many(ids, each_statement=args.each_statement, as_of=args.as_of, profile=args.profile)
        text, count = _table(lines)
    if args.out is None:
        print(text, end="")
    else:
        atomic_write(args.out, text.encode("utf-8-sig"))    # the mark by which spreadsheets know Chinese and Russian letters
        print(args.texts.plural("cli.rate.done", count, file=args.out))
    return OK


def _table(lines: Iterable[RateLine]) -> tuple[str, int]:
    """The lines as CSV text, and how many there are."""
    from app.cells import harmless

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    count = 0
    for line in lines:
        count += 1
        grade = line.grade.name if line.grade is not None else None
        figures = [_plain(figure) for figure in (line.score, grade, line.low, line.high, line.completeness)]
        texts = [harmless(text) for text in (line.customer, line.name, line.identifier)]
        band = line.band.name if line.band is not None else ""
        why = [line.methodology, band, line.warning_points, "; ".join(line.lowered_by)]
        writer.writerow([*texts, line.as_of, line.statement_date or "", *figures, *why])
    return out.getvalue(), count


def _plain(value: Decimal | str | None) -> str:
    """A figure with at most six digits after the point, never in powers of ten; empty where there is none."""
    if isinstance(value, Decimal):
        return f"{round(value, 6):f}"
    return value or ""


# --- calendar ---------------------------------------------------------------------------------------------------------


def _review(args: argparse.Namespace, doors: Doors) -> int:
    texts: Texts = args.texts
    with doors.open_services(store_of(args), read_password(args.password_file), False) as services:
        board = services.reviews.board()
    last = None if args.what == "list" else board.today + timedelta(days=args.days)
    shown = [one for one in board.due if last is None or one.due <= last]
    for one in shown:
        left = one.days_left(board.today)
        days = texts.plural("cli.review.left" if left >= 0 else "cli.review.overdue", abs(left))
        limit = texts.money(one.limit, one.currency)
        if left < 0 or one.held:
            limit = texts("cli.review.frozen", limit=limit)
        told = {"days": days, "grade": one.grade.name, "number": one.number, "name": one.name, "limit": limit}
        print(texts("cli.review.row", date=one.due, **told))
        if one.explained:
            print(texts("cli.review.explained", text=" ".join(one.explained.split()), by=one.explained_by))
    if not shown:
        print(texts("cli.review.none"))
    _warn(board, texts)
    return OK


def _warn(board: Board, texts: Texts) -> None:
    """What the calendar itself has to say: intervals that cannot be kept, a clock that was set back."""
    names = {one.customer_id: one.name for one in board.due}
    broken = [names[slot.job.customer_id] for slot in board.plan.broken]
    if broken:
        few = ", ".join(broken[:_NAMED]) + (" …" if len(broken) > _NAMED else "")
        print(texts.plural("cli.review.broken", len(broken), names=few), file=sys.stderr)
    if board.clock_back is not None:
        moments = {"now": board.now.astimezone(), "entry": board.clock_back.astimezone()}
        print(texts("cli.review.clock", **moments), file=sys.stderr)


# --- care -------------------------------------------------------------------------------------------------------------


def _check(args: argparse.Namespace, doors: Doors) -> int:
    from app.services.self_test import fonts_whole

    store = store_of(args)
    copies = set(_copies_before_repair(store))
    password = read_password(args.password_file)
    report = doors.repair(store, password) if args.repair and not args.form else doors.check(store, password, args.form)
    fonts = fonts_whole()
    lines = [(f"store.check.{line.key}", line.ok, _detail(line, args.texts)) for line in report.lines]
    lines += [("cli.check.fonts", not fonts, fonts)]
    code = _told(lines, args.texts)
    if not args.repair and not all(line.ok for line in report.lines if line.key == "derived"):
        print(args.texts("cli.check.offer"), file=sys.stderr)
    for copy in _copies_before_repair(store):
        if copy not in copies:
            print(args.texts("cli.check.kept", file=copy))
    print(args.texts("cli.check.proves_forms" if args.form else "cli.check.proves"))
    return code


def _detail(line: CheckLine, texts: Texts) -> str:
    """What is wrong with printed forms in words; the rest tells places."""
    if line.key != "forms":
        return line.detail
    told = (one.split() for one in line.detail.split("; ") if one)
    return "; ".join(texts(f"store.form.{fit}", no=no) for no, fit, *_ in told)


def _copies_before_repair(store: Path) -> list[Path]:
    """The copies that repairs of this store have kept beside it."""
    return sorted(store.parent.glob(f"{glob.escape(store.stem)}.before-repair-*{store.suffix}"))


def _told(lines: Iterable[tuple[str, bool, str]], texts: Texts) -> int:
    """Print what was checked and return the exit code: 1 when anything is wrong."""
    wrong = 0
    for key, good, detail in lines:
        wrong += not good
        outcome = texts("cli.check.good" if good else "cli.check.bad")
        print(f"{outcome:<10} {texts(key)}" + (f": {detail}" if detail else ""), flush=True)
    if wrong:
        print(texts.plural("cli.check.problems", wrong), file=sys.stderr)
    return PROBLEM if wrong else OK


def _backup(args: argparse.Namespace, doors: Doors) -> int:
    store = store_of(args)
    if args.file.exists() and not args.force and not (store.exists() and args.file.samefile(store)):
        raise UserError("cli.backup.exists", file=str(args.file))
    with doors.open_services(store, read_password(args.password_file), False) as services:
        services.store_care.backup(args.file)
    print(args.texts("cli.backup.done", file=args.file))
    return OK


def _restore(args: argparse.Namespace, doors: Doors) -> int:
    from app.services.store_care import restore

    done = restore(args.file, store_of(args), read_password(args.password_file))
    print(args.texts("cli.restore.done", file=done.path))
    if done.kept is not None:
        print(args.texts("cli.restore.kept", file=done.kept))
    return OK


def _self_test(args: argparse.Namespace, doors: Doors) -> int:
    from app.services.self_test import prove

    code = _told(prove(doors.open_services, args.texts), args.texts)
    if code == OK:
        print(args.texts("cli.self_test.passed"))
    return code


_COMMANDS: dict[str, Callable[[argparse.Namespace, Doors], int]] = {
    "demo": _demo,
    "import": bring_in,
    "rate": _rate,
    "export": export,
    "review": _review,
    "order-check": check_order,
    "replay": replay,
    "check": _check,
    "backup": _backup,
    "restore": _restore,
    "self-test": _self_test,
}
