"""Small tables of each kind of file, as the cells that reading would give, and the short way from cells to records."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from app.services.imports.mapping.propose import propose
from app.services.imports.model import Plan, Record
from app.services.imports.profiles import shipped
from app.services.imports.reading.model import Book, FileKind, Row, Sheet, SheetHead
from app.services.imports.reading.reader import read_book
from app.services.imports.records import records
from app.services.methodology.load import builtin


def book_of(rows: Sequence[Row], name: str = "Sheet1") -> Book:
    return Book(FileKind.XLSX, [Sheet(SheetHead(0, name), [tuple(row) for row in rows])])


def understood(*books: tuple[str, Book], profile: str = "") -> tuple[Plan, list[Record]]:
    plan = propose(books, builtin(), "en", shipped(), profile)
    return plan, list(records(books, plan))


def of_rows(rows: Sequence[Row], file: str = "list.xlsx") -> tuple[Plan, list[Record]]:
    return understood((file, book_of(rows)))


def of_files(*paths: Path) -> tuple[Plan, list[Record]]:
    return understood(*((str(path), read_book(path)) for path in paths))


def number(value: object) -> Decimal:
    assert isinstance(value, Decimal)
    return value
