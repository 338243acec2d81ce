"""Typed texts: what may be kept as it is, and what is refused in words. Nothing is cut off or replaced."""

from __future__ import annotations

import re

from app.models.domain.errors import UserError

LINE = 200
"""Most characters of a one-line text such as a name."""
CODE = 35
"""Most characters of a registration number or another code."""
TEXT = 4000
"""Most characters of a note, a reason or another text of several lines."""

# Lone surrogates cannot be written as UTF-8; C0 and C1 controls break XML, and with it every workbook and document.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile("[\t\n\r\u2028\u2029]")


def check_text(text: str, field: str | None, limit: int = TEXT) -> str:
    """Return ``text`` as it is. UserError ``text.control`` or ``text.too_long`` with ``field``."""
    if _CONTROL.search(text):
        raise UserError("text.control", field)
    if len(text) > limit:
        raise UserError("text.too_long", field, length=len(text), limit=limit)
    return text


def check_line(text: str, field: str | None, limit: int = LINE, required: bool = False) -> str:
    """Return one line of text without blanks around it. UserError also for line breaks and, if ``required``, for none."""
    line = check_text(text, field, max(limit * 2, TEXT)).strip()
    if _BREAK.search(line):
        raise UserError("text.one_line", field)
    if len(line) > limit:
        raise UserError("text.too_long", field, length=len(line), limit=limit)
    if required and not line:
        raise UserError("text.required", field)
    return line
