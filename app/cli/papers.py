"""``zixin export``: papers of one customer, of several, of all with a grade, of all, or of the whole company."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.arguments import COMPANY_DOCUMENTS, OK, PROBLEM
from app.cli.doors import Doors, store_of
from app.cli.password import read_password
from app.models.domain.errors import EnvironmentFault, UserError

if TYPE_CHECKING:
    from app.services.documents.batch import Line
    from app.services.registry import Services
    from app.texts import Texts

_WORKBOOK, _MAILS = "xlsx", "notice-mails"


def export(args: argparse.Namespace, doors: Doors) -> int:
    """Write what was asked for; each file and each reason is told as it comes. 1 when any paper could not be made."""
    from app.services.left_behind import clean_up

    out: Path = args.out
    into_folder = out.is_dir() or not out.suffix
    form = args.format or (out.suffix.lstrip(".").lower() if not into_folder else "") or None
    _check_form(args.kind, form, out)
    if len(args.customer) > 1 and not into_folder:
        raise UserError("cli.export.one_file", file=str(out))
    clean_up()
    with doors.open_services(store_of(args), read_password(args.password_file), False) as services:
        if args.kind in COMPANY_DOCUMENTS:
            return _company(services, args, into_folder)
        kind = _kind(args.kind, form)
        _warn_of_sender(services, kind, args.texts)
        ids = _chosen(services, args)
        if into_folder:
            return _many(services, kind, ids, args)
        if len(ids) != 1:
            raise UserError("cli.export.one_file", file=str(out))
        return _one(services, kind, ids[0], args)


def _check_form(kind: str, form: str | None, out: Path) -> None:
    if kind == _MAILS and form is not None:
        raise UserError("cli.export.mails_folder", file=str(out))
    allowed = ("pdf", _WORKBOOK) if kind == "dossier" else ("pdf",)
    if form is not None and form not in allowed:
        raise UserError("cli.export.format_refused", format=" / ".join(allowed).upper())


def _warn_of_sender(services: Services, kind: str, texts: Texts) -> None:
    from app.services.documents.papers import SENT, lacks_sender

    if kind in SENT and lacks_sender(services):
        print(texts("ui.documents.no_sender"), file=sys.stderr)


def _kind(name: str, form: str | None) -> str:
    """The key of a paper by its name and format."""
    from app.services.documents.batch import KINDS

    named = [kind for kind in KINDS if kind.name == name]
    return next((kind for kind in named if kind.suffix == form), named[0]).key


def _chosen(services: Services, args: argparse.Namespace) -> list[int]:
    """Ids of the customers that were named, in the order of their numbers when they were not named one by one."""
    from app.models.domain.listing import ColumnFilter, ListQuery

    if args.customer:
        return list(dict.fromkeys(services.customers.find(name).id for name in args.customer))
    filters = (ColumnFilter("grade", choices=tuple(args.grade)),) if args.grade else ()
    return list(services.customer_list.ids(ListQuery(filters=filters, sort="number")))


def _many(services: Services, kind: str, ids: list[int], args: argparse.Namespace) -> int:
    from app.services.documents.batch import make_many

    texts: Texts = args.texts

    def told(line: Line) -> None:
        for file in line.files:
            print(texts("cli.wrote", file=file), flush=True)
        if line.problem is not None:
            print(_reason(line, texts, len(ids) > 1), file=sys.stderr, flush=True)

    result = make_many(services, (kind,), ids, args.out, args.lang, told=told)
    if result.stopped is not None and not any(line.problem is result.stopped for line in result.lines):
        print(texts.error(result.stopped.key, result.stopped.params), file=sys.stderr)
    if len(ids) != 1:
        made, left = texts.plural("cli.export.made", result.made), result.failed + result.left
        print(texts("cli.export.sum", made=made, failed=texts.plural("cli.export.failed", left)))
    return PROBLEM if result.failed or result.left else OK


def _reason(line: Line, texts: Texts, named: bool) -> str:
    assert line.problem is not None
    reason = texts.error(line.problem.key, line.problem.params)
    return texts("cli.export.not_made", number=line.number, name=line.customer, why=reason) if named else reason


def _one(services: Services, kind: str, customer_id: int, args: argparse.Namespace) -> int:
    from app.services.documents.batch import papers_of
    from app.services.documents.saving import save

    papers = papers_of(services, kind, services.customers.get(customer_id), args.lang)
    if len(papers) != 1:
        raise UserError("cli.export.one_file", file=str(args.out))
    _make_folder(args.out.parent)
    print(args.texts("cli.wrote", file=save(args.out, papers[0].data)))
    return OK


def _company(services: Services, args: argparse.Namespace, into_folder: bool) -> int:
    from app.services.documents.papers import KINDS, make
    from app.services.documents.saving import save

    kind = next(one for one in KINDS if one.name == args.kind)
    (made,) = make(services, kind.key, args.lang)
    out: Path = args.out / made.name if into_folder else args.out
    _make_folder(out.parent)
    print(args.texts("cli.wrote", file=save(out, made.data)))
    return OK


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise EnvironmentFault("documents.save.no_folder", folder=str(folder)) from None
