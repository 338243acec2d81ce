"""One canonical JSON form of what goes into a rating and what comes out of it, both ways.

Fields that have their default value are left out, so that a field added later does not change the bytes, or the
fingerprint, of what was stored before. Numbers are written plainly without trailing zeros: 1.50 and 1.5 are the same
input. Keys are sorted and nothing depends on the order in which answers were given.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, IntEnum
from functools import cache
from hashlib import sha256
from typing import Any, Union

from app.models.domain.rating import RatingInput, RatingResult

Json = Any
_MISSING = object()


def dump(value: object) -> str:
    """The canonical JSON text of a frozen dataclass."""
    return json.dumps(_encode(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def load_input(text: str) -> RatingInput:
    """The input of a rating from its canonical text; ValueError or KeyError when it is not one."""
    loaded = _decode(RatingInput, json.loads(text))
    assert isinstance(loaded, RatingInput)
    return loaded


def load_result(text: str) -> RatingResult:
    """The result of a rating from its canonical text; ValueError or KeyError when it is not one."""
    loaded = _decode(RatingResult, json.loads(text))
    assert isinstance(loaded, RatingResult)
    return loaded


def digest(text: str) -> str:
    """SHA-256 of ``text`` as 64 hexadecimal digits."""
    return sha256(text.encode("utf-8")).hexdigest()


def plain(value: Decimal) -> str:
    """``value`` without exponent and trailing zeros; 0 has no sign."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


# --- writing ------------------------------------------------------------------------------------------------------


def _encode(value: object) -> Json:
    kind = type(value)
    encoder = _ENCODERS.get(kind)
    if encoder is not None:
        return encoder(value)
    if dataclasses.is_dataclass(kind):
        return {
            name: _union(found) if tagged else _encode(found)
            for name, default, tagged in _fields(kind)
            if (found := getattr(value, name)) is not default and (default is _MISSING or found != default)
        }
    if isinstance(value, IntEnum):
        return value.name
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key.value if isinstance(key, Enum) else key): _encode(found) for key, found in value.items()}
    if isinstance(value, tuple | list):
        return [_encode(found) for found in value]
    raise TypeError(f"{kind.__name__} has no canonical form")


def _same(value: object) -> Json:
    return value


_ENCODERS: dict[type, Callable[[Any], Json]] = {
    str: _same,
    bool: _same,
    int: _same,
    type(None): _same,
    Decimal: plain,
    date: date.isoformat,
    datetime: datetime.isoformat,
    tuple: lambda value: [_encode(found) for found in value],
    dict: lambda value: {str(key.value if isinstance(key, Enum) else key): _encode(one) for key, one in value.items()},
}


def _union(value: object) -> Json:
    """An answer's value with its kind, because "1" and 1 are different answers."""
    if isinstance(value, Decimal):
        return {"number": plain(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return value


@cache
def _fields(kind: type) -> tuple[tuple[str, object, bool], ...]:
    """Name, default and "is a union that needs its kind" of each field."""
    hints = _hints(kind)
    return tuple((one.name, _default(one), _tagged(hints[one.name])) for one in dataclasses.fields(kind))


def _default(one: dataclasses.Field[Any]) -> object:
    if one.default is not dataclasses.MISSING:
        return one.default
    return one.default_factory() if one.default_factory is not dataclasses.MISSING else _MISSING


def _tagged(hint: Any) -> bool:
    kinds = [kind for kind in typing.get_args(hint) if kind is not type(None)]
    return typing.get_origin(hint) in (Union, types.UnionType) and len(kinds) > 1


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


# --- reading ------------------------------------------------------------------------------------------------------


def _decode(hint: Any, raw: Json) -> object:
    origin = typing.get_origin(hint)
    if origin in (Union, types.UnionType):
        return _decode_union(hint, raw)
    if origin is tuple:
        inner = typing.get_args(hint)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_decode(inner[0], one) for one in raw)
        return tuple(_decode(one, found) for one, found in zip(inner, raw, strict=True))
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        key, inner_hint = typing.get_args(hint)
        return {_decode(key, name): _decode(inner_hint, one) for name, one in raw.items()}
    return _decode_plain(hint, raw)


def _decode_union(hint: Any, raw: Json) -> object:
    if raw is None:
        return None
    kinds = [kind for kind in typing.get_args(hint) if kind is not type(None)]
    if len(kinds) == 1:
        return _decode(kinds[0], raw)
    if isinstance(raw, dict):
        return Decimal(raw["number"]) if "number" in raw else date.fromisoformat(raw["date"])
    return raw


def _decode_plain(kind: Any, raw: Json) -> object:
    if kind is Decimal:
        return Decimal(raw)
    if kind is datetime or kind is date:
        return kind.fromisoformat(raw)
    if isinstance(kind, type) and issubclass(kind, IntEnum):
        return kind[raw]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(raw)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        known = {one.name for one in dataclasses.fields(kind)}
        return kind(**{name: _decode(hints[name], one) for name, one in raw.items() if name in known})
    if not isinstance(raw, kind):
        raise ValueError(f"{kind.__name__} expected")
    return raw
