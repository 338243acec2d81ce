"""The commands: what the window does, without a display. Reads the arguments and hands over to ``app.commands``.

Exit codes: 0 done, 1 the user's or the file's problem (told in words), 2 wrong usage, 3 a window was demanded and cannot
be opened; of an order that is checked also 4 held and 5 rejected. ``--store``, ``--lang`` and ``--password-file`` may stand
before or after the command.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import NoReturn

from app.models.domain.errors import UserError
from app.texts import Texts, guess_language, languages

OK, PROBLEM, USAGE, NO_DISPLAY = 0, 1, 2, 3
HELD, REJECTED = 4, 5
"""What ``order-check`` found: somebody has to release the order, or nobody can."""

COMPANY_DOCUMENTS = ("grade-list", "review-calendar", "change-list")
"""Documents about all customers together; every other is about one customer."""
DOCUMENTS = (
    *("dossier", "change-form", "memo", "letter", "notices", "notice-mails", "checklist", "checklist-filled", "order"),
    *COMPANY_DOCUMENTS,
)
GRADES = ("AAA", "AA", "A", "BBB", "BB", "B", "CCC", "CC", "C", "D")
PROFILES = ("small", "large", "auto")


def parse(argv: Sequence[str], environ: dict[str, str], version: str) -> argparse.Namespace:
    """Arguments of the command line; ``args.texts`` are the texts in the language that was asked for. Exits with 2."""
    lang = _language(argv, environ)
    texts = Texts.load(lang)
    parser = _parser(texts, version)
    args, rest = parser.parse_known_args(list(argv), argparse.Namespace(store=None, password_file=None, lang=None))
    if rest:  # told with the usage of the command, not with that of the whole program
        refuse: Callable[[str], NoReturn] = getattr(args, "refuse", parser.refuse)
        refuse(texts("cli.usage.unknown", names=" ".join(rest)))
    if args.command == "export":
        _check_whom(args, texts)
    if args.command == "order-check" and args.keep and not args.number:
        args.refuse(texts("cli.usage.required", names="--number"))
    args.lang_given = args.lang is not None
    args.lang = args.lang or lang
    args.texts = texts
    return args


def command_names() -> tuple[str, ...]:
    """All commands, in the order of the help."""
    return tuple(_COMMANDS)


def _language(argv: Sequence[str], environ: dict[str, str]) -> str:
    """The language must be known before the parser is built, because its help is written in it."""
    for word, following in zip_longest(argv, argv[1:], fillvalue=""):
        asked = following if word == "--lang" else word.removeprefix("--lang=") if word.startswith("--lang=") else ""
        if asked in languages():
            return asked
    return guess_language(environ)


class _Parser(argparse.ArgumentParser):
    """An argument parser whose headings and errors come from the catalogue."""

    def __init__(self, texts: Texts, **options: object) -> None:
        super().__init__(add_help=False, allow_abbrev=False, **options)  # type: ignore[arg-type]
        self.texts = texts
        self._positionals.title = texts("cli.arguments")
        self._optionals.title = texts("cli.options")
        self.add_argument("-h", "--help", action="help", help=texts("cli.opt.help"))

    def format_usage(self) -> str:
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups, prefix=self.texts("cli.usage"))
        return formatter.format_help()

    def format_help(self) -> str:
        # argparse writes the word "usage" itself; only that word is replaced.
        return re.sub(r"\Ausage: ", self.texts("cli.usage"), super().format_help())

    def error(self, message: str) -> NoReturn:
        self.refuse(_usage_message(self.texts, message))

    def refuse(self, words: str) -> NoReturn:
        """Say what is wrong with the usage and end with exit code 2."""
        sys.stderr.write(f"{self.format_usage()}{words}\n")
        sys.stderr.write(self.texts("cli.usage.see", command=self.prog) + "\n")
        sys.exit(USAGE)


def _usage_message(texts: Texts, message: str) -> str:
    """What argparse complains about, in the language of the user."""
    if found := re.fullmatch(r"the following arguments are required: (.+)", message):
        return texts("cli.usage.required", names=found[1])
    if found := re.fullmatch(r"unrecognized arguments: (.+)", message):
        return texts("cli.usage.unknown", names=found[1])
    if found := re.fullmatch(r"argument (.+?): invalid choice: '?(.*?)'? \(choose from (.+)\)", message):
        return texts("cli.usage.choice", name=found[1], value=found[2], choices=found[3].replace("'", ""))
    if found := re.fullmatch(r"argument (.+?): expected .*argument.*", message):
        return texts("cli.usage.value", name=found[1])
    if found := re.fullmatch(r"argument (.+?): invalid \w+ value: '(.*)'", message):
        return texts("cli.usage.bad_value", name=found[1], value=found[2])
    if found := re.fullmatch(r"argument (.+?): (.+)", message, re.DOTALL):
        return f"{found[1]}: {found[2]}"  # an ArgumentTypeError of ours is in words already
    return texts("cli.usage.other", detail=message)


def _parser(texts: Texts, version: str) -> _Parser:
    main = _Parser(texts, prog="zixin", description=texts("cli.about"))
    main.add_argument("--version", action="version", version=f"Zixin {version}", help=texts("cli.opt.version"))
    main.add_argument("--window", action="store_true", help=texts("cli.opt.window"))
    _add_common(main, texts)
    commands = main.add_subparsers(dest="command", metavar="COMMAND", title=texts("cli.commands"), parser_class=_Parser)

    for name, fill in _COMMANDS.items():
        added = commands.add_parser(name, texts=texts, help=texts(_key(name)), description=texts(_key(name)))
        added.set_defaults(refuse=added.refuse)
        _add_common(added, texts)
        fill(added, texts)
    return main


def _key(name: str) -> str:
    return "cli." + name.replace("-", "_")


def _day_in(texts: Texts) -> Callable[[str], date]:
    """Reads a day as the language writes it; a day that is none is wrong usage, told in words."""

    def day(text: str) -> date:
        from app import numbers

        try:
            return numbers.parse_date(text, texts.lang)
        except UserError as problem:
            raise argparse.ArgumentTypeError(texts.error(problem.key, problem.params)) from None

    return day


def _days(texts: Texts, text: str) -> int:
    """Whole days, 0 to 99999; wrong usage else, told in words."""
    if not re.fullmatch("[0-9]{1,5}", text):
        raise argparse.ArgumentTypeError(texts("cli.usage.days", text=text[:80]))
    return int(text)


def _demo(parser: argparse.ArgumentParser, texts: Texts) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help=texts("cli.demo.folder"))


def _rate(parser: argparse.ArgumentParser, texts: Texts) -> None:
    parser.add_argument("--customer", action="extend", nargs="+", metavar="C", default=[], help=texts("cli.rate.customer"))
    parser.add_argument("--each-statement", action="store_true", help=texts("cli.rate.each_statement"))
    parser.add_argument("--as-of", type=_day_in(texts), metavar="DATE", help=texts("cli.rate.as_of"))
    parser.add_argument("--profile", choices=PROFILES, default="auto", help=texts("cli.rate.profile"))
    parser.add_argument("--out", type=Path, metavar="FILE.csv", help=texts("cli.rate.out"))


def _answer(texts: Texts, text: str) -> tuple[str, str]:
    """Such as "unit=10000": what is doubtful in the files, and how it is meant."""
    what, _, how = text.partition("=")
    if re.fullmatch(_ANSWERS.get(what, "(?!)"), how) is None:
        raise argparse.ArgumentTypeError(texts("cli.usage.answer", value=text))
    return what, how


_ANSWERS = {
    "decimal": "[.,]", "order": "dmy|mdy|ymd", "unit": "[1-9][0-9]{0,12}", "currency": "[A-Z]{3}", "percent": "points|fraction",
}


def _import(parser: argparse.ArgumentParser, texts: Texts) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("files", type=Path, nargs="*", metavar="FILE", default=[], help=texts("cli.import.files"))
    what.add_argument("--list", action="store_true", help=texts("cli.import.list"))
    what.add_argument("--undo", type=int, metavar="NUMBER", help=texts("cli.import.undo"))
    parser.add_argument("--profile", metavar="NAME", default="", help=texts("cli.import.profile"))
    answer = texts("cli.import.answer")
    parser.add_argument("--answer", type=partial(_answer, texts), action="append", metavar="WHAT=HOW", default=[], help=answer)
    parser.add_argument("--officer", metavar="NAME", default="", help=texts("cli.import.officer"))
    secret = texts("cli.opt.officer_password_file")
    parser.add_argument("--officer-password-file", type=Path, metavar="FILE", help=secret)
    parser.add_argument("--dry-run", action="store_true", help=texts("cli.import.dry_run"))
    parser.add_argument("--report", type=Path, metavar="OUT.json", help=texts("cli.import.report"))


def _export(parser: argparse.ArgumentParser, texts: Texts) -> None:
    named = texts("cli.export.customer")
    parser.add_argument("kind", choices=DOCUMENTS, metavar="DOCUMENT", help=texts("cli.export.kind", kinds=", ".join(DOCUMENTS)))
    parser.add_argument("--customer", action="extend", nargs="+", metavar="C", default=[], help=named)
    graded = texts("cli.export.grade")
    parser.add_argument("--grade", action="extend", nargs="+", choices=GRADES, metavar="G", default=[], help=graded)
    parser.add_argument("--all", action="store_true", help=texts("cli.export.all"))
    parser.add_argument("--out", type=Path, required=True, metavar="FILE-or-DIR", help=texts("cli.export.out"))
    parser.add_argument("--format", choices=("pdf", "xlsx"), help=texts("cli.export.format"))


def _check_whom(args: argparse.Namespace, texts: Texts) -> None:
    """Exactly one of the ways to name customers, and none for a document about all of them. Ends the program else."""
    given = [name for name in ("--customer", "--grade", "--all") if getattr(args, name[2:])]
    if args.kind in COMPANY_DOCUMENTS:
        if given:
            args.refuse(texts("cli.usage.not_with", name=given[0], other=args.kind))
    elif not given:
        args.refuse(texts("cli.usage.required", names="--customer, --grade, --all"))
    elif len(given) > 1:
        args.refuse(texts("cli.usage.not_with", name=given[1], other=given[0]))


def _review(parser: argparse.ArgumentParser, texts: Texts) -> None:
    parser.add_argument("what", choices=("list", "due"), help=texts("cli.review.what"))
    parser.add_argument("--days", type=partial(_days, texts), metavar="N", default=0, help=texts("cli.review.days"))


def _order_check(parser: argparse.ArgumentParser, texts: Texts) -> None:
    parser.add_argument("customer", metavar="CUSTOMER", help=texts("cli.order.customer"))
    parser.add_argument("amount", metavar="AMOUNT", help=texts("cli.order.amount"))
    parser.add_argument("--currency", metavar="CODE", default="", help=texts("cli.order.currency"))
    parser.add_argument("--number", metavar="ORDER", default="", help=texts("cli.order.number"))
    parser.add_argument("--term", type=partial(_days, texts), metavar="DAYS", help=texts("cli.order.term"))
    parser.add_argument("--keep", action="store_true", help=texts("cli.order.keep"))
    parser.add_argument("--officer", metavar="NAME", default="", help=texts("cli.order.officer"))
    secret = texts("cli.opt.officer_password_file")
    parser.add_argument("--officer-password-file", type=Path, metavar="FILE", help=secret)
    parser.add_argument("--json", action="store_true", help=texts("cli.order.json"))


def _replay(parser: argparse.ArgumentParser, texts: Texts) -> None:
    named = texts("cli.replay.customer")
    parser.add_argument("--customer", action="extend", nargs="+", metavar="C", default=[], help=named)
    parser.add_argument("--json", action="store_true", help=texts("cli.replay.json"))


def _check(parser: argparse.ArgumentParser, texts: Texts) -> None:
    parser.add_argument("--repair", action="store_true", help=texts("cli.check.repair"))
    about = texts("cli.check.form")
    form = partial(_form, texts)
    parser.add_argument("--form", action="extend", nargs="+", type=form, metavar="NO:CODE", default=[], help=about)


def _form(texts: Texts, text: str) -> tuple[int, str]:
    """Number and code of a printed form, as ``12:9f3c…``; blanks and dashes within the code do not count."""
    no, _, code = text.partition(":")
    code = "".join(code.split()).replace("-", "").lower()
    if not no.strip().isdecimal() or len(code) != 64 or not set(code) <= set("0123456789abcdef"):
        raise argparse.ArgumentTypeError(texts("cli.usage.form", text=text[:80]))
    return int(no), code


def _backup(parser: argparse.ArgumentParser, texts: Texts) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=texts("cli.backup.file"))
    parser.add_argument("--force", action="store_true", help=texts("cli.backup.force"))


def _restore(parser: argparse.ArgumentParser, texts: Texts) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=texts("cli.restore.file"))


def _self_test(parser: argparse.ArgumentParser, texts: Texts) -> None:
    """Takes nothing but the common options."""


_COMMANDS: dict[str, Callable[[argparse.ArgumentParser, Texts], None]] = {
    "demo": _demo,
    "import": _import,
    "rate": _rate,
    "export": _export,
    "review": _review,
    "order-check": _order_check,
    "replay": _replay,
    "check": _check,
    "backup": _backup,
    "restore": _restore,
    "self-test": _self_test,
}


def _add_common(parser: argparse.ArgumentParser, texts: Texts) -> None:
    # SUPPRESS: a command that is not given the option must not undo what stood before the command.
    parser.add_argument("--store", type=Path, metavar="FILE", default=argparse.SUPPRESS, help=texts("cli.opt.store"))
    parser.add_argument("--lang", choices=languages(), default=argparse.SUPPRESS, help=texts("cli.opt.lang"))
    parser.add_argument(
        "--password-file", type=Path, metavar="FILE", default=argparse.SUPPRESS, help=texts("cli.opt.password_file")
    )
