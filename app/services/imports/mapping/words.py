"""The words of ``resources/imports/mapping.toml`` and their patterns."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Any

from app import paths


@cache
def table() -> dict[str, Any]:
    """The whole table."""
    with (paths.resources() / "imports" / "mapping.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern by its name, with a dot for one of a group: "owner.title"."""
    found: Any = table()
    for part in name.split("."):
        found = found[part]
    return re.compile(found, re.IGNORECASE)


def says(text: str, name: str) -> bool:
    """Whether a text holds one of the words of a list."""
    plain = text.casefold()
    return any(word in plain for word in table()[name])
