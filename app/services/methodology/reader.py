"""Reading TOML rows so that every fault is collected with its file and key and nothing stops at the first one.

A value that is missing or wrong leaves a problem behind and is replaced by a harmless stand-in, so that the rest of the
folder can still be read and checked in the same run.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from app.models.domain.enums import Grade
from app.models.domain.errors import UserError
from app.models.domain.labels import LANGUAGES, Labels
from app.services.methodology.found import problem

T = TypeVar("T", bound=Enum)
Problems = list[UserError]


def plain(value: Decimal) -> Decimal:
    """The number without trailing zeros, so that 0.70 and 0.7 are the same content."""
    return Decimal(format(value.normalize(), "f")) if value else Decimal(0)


class Row:
    """One table of a TOML file: ``file`` and ``at`` say where it stands ("items.toml", "item A04")."""

    def __init__(self, data: Mapping[str, Any], file: str, at: str, problems: Problems) -> None:
        self.data = data
        self.file = file
        self.at = at
        self._problems = problems
        self._seen: set[str] = set()

    def fault(self, key: str, name: str = "", **params: object) -> None:
        """Leave a problem at field ``name`` of this row; ``key`` is a text of the catalogue."""
        at = f"{self.at} {name}".strip()
        self._problems.append(problem(key, self.file, at, **params))

    def has(self, name: str) -> bool:
        self._seen.add(name)
        return name in self.data

    def raw(self, name: str) -> Any:
        self._seen.add(name)
        return self.data.get(name)

    def text(self, name: str, default: str | None = None) -> str:
        """A text; without ``default`` it must be there and not be blank."""
        value = self.raw(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or not value.strip():
            self.fault("missing_value" if value is None or value == "" else "not_a_text", name)
            return ""
        return value

    def optional(self, name: str) -> str | None:
        return self.text(name) if self.has(name) else None

    def number(self, name: str, default: Decimal | int | None = None) -> Decimal:
        """A number, exact as it is written."""
        value = self.raw(name)
        if value is None and default is not None:
            return Decimal(default)
        if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
            self.fault("missing_value" if value is None else "not_a_number", name)
            return Decimal(1)
        number = Decimal(value)
        if not number.is_finite():
            self.fault("not_a_number", name)
            return Decimal(1)
        return plain(number)

    def optional_number(self, name: str) -> Decimal | None:
        return self.number(name) if self.has(name) else None

    def integer(self, name: str, default: int | None = None) -> int:
        value = self.number(name, default)
        if value != value.to_integral_value():
            self.fault("not_a_whole_number", name)
        return int(value)

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.raw(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.fault("not_yes_or_no", name)
            return default
        return value

    def day(self, name: str) -> date:
        value = self.raw(name)
        if type(value) is not date:
            self.fault("missing_value" if value is None else "not_a_date", name)
            return date(2000, 1, 1)
        return value

    def labels(self, name: str) -> Labels:
        """A text in every language of the program; each that is missing is a problem of its own."""
        value = self.raw(name)
        if not isinstance(value, Mapping):
            self.fault("missing_value", name)
            return Labels("", "", "")
        return Row(value, self.file, f"{self.at} {name}", self._problems).as_labels()

    def as_labels(self) -> Labels:
        """The languages of this very row as labels."""
        found = []
        for lang in LANGUAGES:
            text = self.raw(lang)
            if not isinstance(text, str) or not text.strip():
                self.fault("missing_language", lang, lang=lang)
                text = ""
            found.append(text)
        return Labels(*found)

    def member(self, name: str, kind: type[T], default: T | None = None) -> T:
        """A member of a closed list, written by its value."""
        value = self.raw(name)
        if value is None and default is not None:
            return default
        for member in kind:
            if member.value == value:
                return member
        self.fault("missing_value" if value is None else "unknown_word", name, word=str(value))
        return next(iter(kind))

    def grade(self, name: str) -> Grade:
        """A grade, written by its name."""
        value = self.raw(name)
        if isinstance(value, str) and value in Grade.__members__:
            return Grade[value]
        self.fault("missing_value" if value is None else "unknown_word", name, word=str(value))
        return Grade.D

    def words(self, name: str) -> tuple[str, ...]:
        """A list of texts; an absent one is empty."""
        value = self.raw(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            self.fault("not_a_list", name)
            return ()
        return tuple(value)

    def numbers(self, name: str) -> tuple[Decimal, ...]:
        """A list of numbers; an absent one is empty."""
        value = self.raw(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(type(part) in (int, Decimal) for part in value):
            self.fault("not_a_list", name)
            return ()
        return tuple(plain(Decimal(part)) for part in value)

    def rows(self, name: str, key: str = "key") -> list[Row]:
        """The sub-tables under ``name``; each is called by its ``key`` in messages."""
        value = self.raw(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(part, Mapping) for part in value):
            self.fault("not_a_list", name)
            return []
        return [self._child(part, name, str(part.get(key, f"#{n}"))) for n, part in enumerate(value, 1)]

    def row(self, name: str) -> Row:
        """The sub-table ``name``; an absent one is empty, with a problem."""
        value = self.raw(name)
        if not isinstance(value, Mapping):
            self.fault("missing_value", name)
            value = {}
        return self._child(value, name, "")

    def _child(self, data: Mapping[str, Any], name: str, key: str) -> Row:
        return Row(data, self.file, " ".join(filter(None, (self.at, name, key))), self._problems)

    def close(self) -> None:
        """Tell of every field that nobody asked for: a misspelt name must not be passed over."""
        for name in self.data:
            if name not in self._seen:
                self.fault("unknown_field", name)
