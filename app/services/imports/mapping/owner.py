"""Whose statements a file holds when no column tells: a title that names the company, else what the file is called."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from app.services.imports.mapping.words import pattern


def owner_of(file: str, sheet: str, titles: Sequence[str], notes: list[str]) -> dict[str, str]:
    """The customer's name as a fixed value of the table, ``{}`` when nothing tells. What was only guessed is noted."""
    for title in titles:
        match = pattern("owner.title").search(title)
        if match and not pattern("owner.money").fullmatch(match["name"].strip()):
            return {"name": match["name"].strip()}
        form = pattern("owner.form").match(title)
        if form:
            return {"name": form["name"].strip()}
    notes.append("owner_guessed")
    path = PurePath(file.replace("\\", "/"))
    for candidate in (sheet, path.stem, path.parent.name):
        name = candidate.replace("_", " ").strip()
        if name and name not in (".", "..", "/") and not pattern("owner.not_names").fullmatch(name):
            return {"name": name}
    return {}
