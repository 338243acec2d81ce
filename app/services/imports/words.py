"""Letters and words of other languages by which files are told apart: data, not code."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from app import paths


@cache
def words() -> dict[str, Any]:
    """The table ``resources/imports/words.toml``."""
    with (paths.resources() / "imports" / "words.toml").open("rb") as file:
        return tomllib.load(file)
