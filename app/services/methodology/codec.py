"""A methodology as one canonical JSON text, its hash, and back.

The text has sorted keys and no white space that depends on how the data files were written. A field that holds its
default is left out, so that a version published before the field was there keeps its hash, and can still be read.
"""

from __future__ import annotations

import hashlib
import json
import types
import typing
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum, IntEnum
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from app.models.domain.labels import Labels
from app.models.domain.methodology import Methodology

Coder = Callable[[Any], Any]


def canonical(m: Methodology) -> str:
    """The methodology as canonical JSON, everything included."""
    return json.dumps(_encoder(Methodology)(m), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(m: Methodology) -> str:
    """SHA-256 (64 hex digits) of the content: name, version, date and the hash itself do not count."""
    content = replace(m, name=Labels("", "", ""), version="", valid_from=date(2000, 1, 1), hash="")
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def from_canonical(text: str) -> Methodology:
    """The methodology that ``canonical`` wrote. A text that was not written by it raises KeyError or ValueError."""
    found = _decoder(Methodology)(json.loads(text))
    assert isinstance(found, Methodology)
    return found


def _parts(kind: Any, coder: Callable[[Any], Coder]) -> tuple[tuple[str, Coder, Any], ...]:
    """(name, coder, default or MISSING) of each field; the coders of a type are made once and kept."""
    hints = get_type_hints(kind)
    return tuple((field.name, coder(hints[field.name]), field.default) for field in fields(kind))


@cache
def _encoder(kind: Any) -> Coder:
    if is_dataclass(kind):
        parts = _parts(kind, _encoder)

        def encode(value: Any) -> dict[str, Any]:
            found = {}
            for name, coder, default in parts:
                part = getattr(value, name)
                if default is MISSING or part != default:
                    found[name] = coder(part)
            return found

        return encode
    inner = _optional(kind)
    if inner is not None:
        coder = _encoder(inner)
        return lambda value: None if value is None else coder(value)
    if get_origin(kind) is tuple:
        each = _each(kind, _encoder)
        if each is not None:
            return lambda value: [each(part) for part in value]
        coders = [_encoder(part) for part in get_args(kind)]
        return lambda value: [coder(part) for coder, part in zip(coders, value, strict=True)]
    if kind is Decimal:
        return lambda value: format(value.normalize(), "f") if value else "0"
    if kind is date:
        return lambda value: value.isoformat()
    if isinstance(kind, type) and issubclass(kind, Enum):
        return (lambda value: value.name) if issubclass(kind, IntEnum) else (lambda value: value.value)
    return lambda value: value


@cache
def _decoder(kind: Any) -> Coder:
    if is_dataclass(kind) and isinstance(kind, type):
        parts = _parts(kind, _decoder)
        make: Coder = kind

        def decode(value: Any) -> Any:
            return make(*[
                coder(value[name]) if default is MISSING or name in value else default for name, coder, default in parts
            ])

        return decode
    inner = _optional(kind)
    if inner is not None:
        coder = _decoder(inner)
        return lambda value: None if value is None else coder(value)
    if get_origin(kind) is tuple:
        each = _each(kind, _decoder)
        if each is not None:
            return lambda value: tuple([each(part) for part in value])
        coders = [_decoder(part) for part in get_args(kind)]
        return lambda value: tuple([coder(part) for coder, part in zip(coders, value, strict=True)])
    if kind is Decimal:
        return Decimal
    if kind is date:
        return date.fromisoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind.__getitem__ if issubclass(kind, IntEnum) else kind
    return lambda value: value


def _each(kind: Any, make: Callable[[Any], Coder]) -> Coder | None:
    """The coder of the members of ``tuple[X, ...]``; None for a tuple of fixed length."""
    args = get_args(kind)
    return make(args[0]) if len(args) == 2 and args[1] is Ellipsis else None


def _optional(kind: Any) -> Any:
    """X of ``X | None``, else None."""
    if get_origin(kind) in (types.UnionType, typing.Union):
        args = [part for part in get_args(kind) if part is not type(None)]
        return args[0]
    return None
