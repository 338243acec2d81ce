"""Reading what is typed into a field or a cell: by what the value can be, in the language of the officer."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app.models.domain.errors import UserError

if TYPE_CHECKING:
    from app.services.methodology.fields import FieldSpec
    from app.services.methodology.words import Words


def read_text(spec: FieldSpec, words: Words, text: str) -> Any:
    """The value of ``text``. UserError when it cannot be one of ``spec``."""
    text = text.strip()
    if spec.kind == "words":
        return tuple(part for part in (one.strip() for one in text.replace(";", ",").replace("，", ",").split(",")) if part)
    if not text and spec.optional:
        return "" if spec.kind == "text" else None
    if spec.kind in ("number", "whole"):
        return _number(spec, words, text)
    if spec.kind in ("choice", "yes_no"):
        return _choice(spec, words, text)
    return text


def _number(spec: FieldSpec, words: Words, text: str) -> Decimal | int:
    from app import numbers

    read = numbers.parse_number(text, words.t.lang)
    if read.unit:
        raise UserError("ui.field.no_unit", typed=read.unit)
    value: Decimal = read.value
    if spec.kind == "whole":
        if value != value.to_integral_value():
            raise UserError("ui.methodology.whole")
        return int(value)
    return value


def _choice(spec: FieldSpec, words: Words, text: str) -> Any:
    choices = spec.choices if spec.kind == "choice" else (True, False)
    for choice in choices:
        shown = words.value(spec.path, choice)
        if text.casefold() in (shown.casefold(), str(choice).casefold()):
            return choice
    raise UserError("ui.methodology.not_a_choice", choices=", ".join(words.value(spec.path, choice) for choice in choices))
