"""Texts on their way into the cells of a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterable

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_BLANKS = " \u00a0\u2007\u202f\u3000\u200b\u2060\ufeff"
_BREAKS = re.compile(r"[\t\r\n\v\f\x85\u2028\u2029]+")
_FIGURE = re.compile(r"[+-]\d(?:[\d.,' \u00a0\u2007\u202f]*\d)?(?:[ \u00a0\u202f]?(?:%|[A-Z]{3}))?", re.ASCII)


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula; figures stay figures.

    A figure has one sign, separators of any language, and may end with a percent sign or the code of a currency.
    """
    return f"'{text}" if text.lstrip(_BLANKS).startswith(_FORMULA) and not _FIGURE.fullmatch(text) else text


def as_lines(rows: Iterable[Iterable[str]]) -> str:
    """Rows of cells as a spreadsheet takes them from the clipboard: apart by tabs, a line each, none of them a formula."""
    return "\n".join("\t".join(harmless(_BREAKS.sub(" ", cell)) for cell in row) for row in rows)
