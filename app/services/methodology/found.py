"""The list that checks write their problems to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from app.models.domain.errors import UserError


def problem(key: str, file: str, at: str, **params: object) -> UserError:
    """A fault of the data: ``file`` ("" when it is not known), ``at`` the row and field, ``where`` both for the message."""
    where = f"{file}: {at}" if file and at else file or at
    return UserError(f"methodology.{key}", field=at, file=file, at=at, where=where, **params)


class Found:
    """Problems of a methodology: ``at`` is the row ("item A04") and, after a blank, the field."""

    def __init__(self) -> None:
        self.problems: list[UserError] = []

    def add(self, key: str, at: str, **params: object) -> None:
        self.problems.append(problem(key, "", at, **params))

    def once(self, section: str, keys: Sequence[str]) -> None:
        """Tell of each key that occurs twice."""
        seen: set[str] = set()
        for key in keys:
            if key in seen:
                self.add("twice", f"{section} {key}", word=key)
            seen.add(key)

    def names(self, named: Iterable[tuple[str, str]]) -> None:
        """Tell of each (section, name) whose name another row has already."""
        seen: dict[str, str] = {}
        for section, name in named:
            if name in seen:
                self.add("twice", f"{section} {name}", word=name)
            seen.setdefault(name, section)

    def known(self, at: str, word: str | None, words: Iterable[str]) -> None:
        """Tell when ``word`` names nothing that there is; None and "" name nothing on purpose."""
        if word and word not in words:
            self.add("unknown_reference", at, word=word)

    def listed(self, at: str, word: str, words: Iterable[str]) -> None:
        """Tell when ``word`` is not in a closed list."""
        if word not in words:
            self.add("unknown_word", at, word=word)

    def between(self, at: str, value: Decimal | int, low: Decimal | int, high: Decimal | int) -> None:
        if not low <= value <= high:
            self.add("out_of_range", at, value=Decimal(value), low=Decimal(low), high=Decimal(high))
