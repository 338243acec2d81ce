"""In whose name a command writes."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, TextIO

from app.cli.password import read_password
from app.models.domain.errors import NotAllowed

if TYPE_CHECKING:
    from app.services.registry import Services


def who(services: Services, args: argparse.Namespace, command: str, *, told: TextIO | None = None) -> str:
    """The officer who is named, signed in; else the first one who may write ``command`` and has no password.

    NotAllowed ``officer.unknown``, ``cli.officer_needed``, ``cli.officer_password_needed``, or what signing in refuses. The
    password comes from the file ``args.officer_password_file``. A name that was not given is told on ``told``, by default
    the standard output.
    """
    if args.officer:
        officer = services.officers.get(args.officer)
        if officer is None:
            raise NotAllowed("officer.unknown", "by", name=args.officer)
        name = officer.name
    else:
        name = next(iter(services.rights.who(command)), "")
        if not name:
            raise NotAllowed("cli.officer_needed")
    if services.officers.asks_password(name):
        password = read_password(args.officer_password_file)
        if password is None:
            raise NotAllowed("cli.officer_password_needed", name=name)
        services.officers.sign_in(name, password)
    if not args.officer:
        print(args.texts("cli.import.in_whose_name", name=name), file=told)
    return name
