"""The words by which cells are read, from ``resources/imports/values.toml``: data, not code."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Any

from app import paths


@cache
def table() -> dict[str, Any]:
    """The whole table."""
    with (paths.resources() / "imports" / "values.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def blanks() -> frozenset[str]:
    """What stands where nothing is known, in lower case."""
    return frozenset(table()["blanks"])


@cache
def letters(name: str) -> re.Pattern[str]:
    """A pattern of letters: "ideograph", "spoiled", "numbers"."""
    return re.compile(table()["letters"][name])


@cache
def months() -> dict[str, int]:
    """Names of months and their short forms, in lower case and without a dot."""
    return {name: int(number) for number, names in table()["months"].items() for name in names}
