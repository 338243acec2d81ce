"""What the places and values of a methodology are called, in the language of the reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from decimal import Decimal
from typing import Any

from app.models.domain.enums import Area, C, Grade, MissingPolicy, ScoringKind, ValueKind
from app.models.domain.errors import UserError
from app.models.domain.labels import LANGUAGES, Labels
from app.models.domain.methodology import Methodology
from app.services.methodology.compare import Difference
from app.services.methodology.tree import ITEM_WEIGHTS, Path, at_of, content, get, has, key_of, leaves
from app.texts import Texts

NOTHING = "—"
_SEPARATOR = " › "
_LEVELS = ("excellent", "good", "average", "low", "poor")
_CODED = {ScoringKind: "scoring", ValueKind: "kind", MissingPolicy: "missing"}
_WORD_FIELDS = ("source", "group", "severity", "tone")


def locate(m: Methodology, problems: Sequence[UserError]) -> tuple[Path, ...]:
    """The path in ``m`` that is nearest to the place which each check named; () where there is none."""
    if not problems:
        return ()
    places: dict[str, Path] = {}
    for name, value, kind in content(m):
        for path, _ in leaves(value, kind, (name,)):
            for end in range(1, len(path) + 1):
                places.setdefault(at_of(path[:end]), path[:end])
    return tuple(_nearest(places, str(problem.params.get("at", "")).split()) for problem in problems)


def _nearest(places: Mapping[str, Path], words: Sequence[str]) -> Path:
    for end in range(len(words), 0, -1):
        found = places.get(" ".join(words[:end]))
        if found is not None:
            return found
    return ()


class Words:
    """Words for the paths of ``m``; what is only in ``other`` (a removed row) is named from there."""

    def __init__(self, texts: Texts, m: Methodology, other: Methodology | None = None) -> None:
        self.t = texts
        self._all = (m,) if other is None else (m, other)

    def section(self, name: str) -> str:
        """The name of a part of the methodology: "Items", "Bands" …"""
        return self.t(f"methodology.section.{name}")

    def field(self, name: str) -> str:
        """The name of a field: "Standard P", "Weight" …"""
        return self.t(f"methodology.field.{name}")

    def place(self, path: Path) -> str:
        """A path in words, from the part of the methodology down to the field."""
        return _SEPARATOR.join(self.steps(path))

    def steps(self, path: Path) -> list[str]:
        """The words of a path, one by one; lists that say nothing of their own are left out."""
        found: list[str] = []
        for at, word in enumerate(path):
            before = path[at - 1] if at else ""
            if at == 0:
                found.append(self.section(word))
            elif word in LANGUAGES:
                found.append(self.t(f"methodology.language.{word}"))
            elif word in ("weights", "subs", "values", "scoring", ITEM_WEIGHTS) and at + 1 < len(path):
                continue
            elif word == "1" and before not in ("levels", "steps", "weights", "table", "completeness_caps"):
                continue  # the value of a named pair
            else:
                found.append(self.step(path[: at + 1]))
        return found

    def step(self, path: Path) -> str:
        """One word of a path: the name of a row or of a field."""
        word, before = path[-1], path[-2] if len(path) > 1 else ""
        if word.isdigit():
            if before == "levels":
                return self.t(f"methodology.level.{_LEVELS[int(word)]}")
            if before == "weights":
                return self.t(f"ui.c.{list(C)[int(word)].value}")
            return self.t("methodology.step", step=Decimal(word)) if before == "steps" else word
        row = self._row(path)
        if row is not None:
            return row
        if word == "low" and path[0] in ("bands", "band_presets", "models"):
            return self.field("band_low" if path[0] != "models" else "from")
        if word == "kind" and before in ("scoring", *(path[1:2] if path[0] == "standards" else ())):
            return self.field("scoring" if before == "scoring" else "kind_of_set")
        return self.field(word) if f"methodology.field.{word}" in self.t else word

    def keys(self, part: str) -> list[str]:
        """The keys of the rows of a part."""
        return [key_of(row, number) for number, row in enumerate(getattr(self._all[0], part))]

    def knows(self, path: Path) -> bool:
        """Whether there is anything at ``path``."""
        return any(has(m, path) for m in self._all)

    def value(self, path: Path, value: Any) -> str:
        """A value as people read it; ``—`` for nothing."""
        if value is None or value == "" or value == ():
            if path and path[-1] == "card":
                return self.t("methodology.every_card")
            return NOTHING
        if isinstance(value, bool):
            return self.t("ui.yes" if value else "ui.no")
        if isinstance(value, Grade):
            return value.name
        if isinstance(value, Area):
            return self.t(f"ui.area.{value.value}")
        if isinstance(value, C):
            return self.t(f"ui.c.{value.value}")
        for kind, group in _CODED.items():
            if isinstance(value, kind):
                return self.t(f"methodology.{group}.{value.value}")
        if path and path[-1] == "year":
            return str(value)
        if isinstance(value, Decimal | int):
            return self.t.number(value)
        if isinstance(value, tuple) and path and path[-1] == "evidence":
            return ", ".join(self._named("sources", str(part)) for part in value)
        if isinstance(value, tuple):
            return ", ".join(str(part) for part in value)
        return self._text(path, str(value))

    def difference(self, one: Difference) -> tuple[str, str, str]:
        """A difference as (where, before, after)."""
        where = self.place(one.path)
        if one.kind == "added":
            return where, NOTHING, self.t("methodology.added")
        if one.kind == "removed":
            return where, self.t("methodology.is_there"), self.t("methodology.removed")
        if one.kind == "order":
            return f"{where}{_SEPARATOR}{self.t('methodology.order')}", ", ".join(one.before), ", ".join(one.after)
        return where, self.value(one.path, one.before), self.value(one.path, one.after)

    def problem(self, error: UserError, path: Path, short: bool = False) -> str:
        """What a check found, its place ``path`` in words; ``short`` where the reader sees the place: the field alone."""
        where = str(error.params.get("where", ""))
        if path:
            where = self.steps(path)[-1] if short else self.place(path)
        return self.t.error(error.key, {**error.params, "where": where, **self._about(error)})

    def _about(self, error: UserError) -> dict[str, object]:
        found: dict[str, object] = {}
        if "lang" in error.params:
            found["lang"] = self.t(f"methodology.language.{error.params['lang']}")
        return found

    def _row(self, path: Path) -> str | None:
        """The name of a row: its label, with its id in front where people use ids."""
        if path[-2:-1] == (ITEM_WEIGHTS,):
            path = ("items", path[-1])
        for m in self._all:
            if has(m, path):
                row = get(m, path)
                if not is_dataclass(row) or isinstance(row, Labels):
                    return None
                return self.row(row, path[-1])
        return None

    def row(self, row: Any, key: str) -> str | None:
        """The name of ``row``; None for a record without one of its own (the scoring of an item)."""
        if isinstance(getattr(row, "c", None), C) and hasattr(row, "subs"):
            return self.t(f"ui.c.{row.c.value}")
        label = getattr(row, "label", None)
        if isinstance(getattr(row, "grade", None), Grade) and not hasattr(row, "id"):
            return str(row.grade.name)
        if not isinstance(label, Labels):
            return self._named("ratios", key) if hasattr(row, "indicator") else None
        text = label.get(self.t.lang)
        number = getattr(row, "id", "")
        return f"{number} {text}" if number and not str(number).startswith("f_") else text

    def _text(self, path: Sequence[str], value: str) -> str:
        name = path[-1] if path else ""
        if name == "kind" and f"methodology.set.{value}" in self.t:
            return self.t(f"methodology.set.{value}")
        if name == "unit":
            return self.t(f"unit.{value}") or NOTHING
        if name in _WORD_FIELDS and f"methodology.{name}.{value}" in self.t:
            return self.t(f"methodology.{name}.{value}")
        if name == "role":
            return self.t(f"ui.role.{value}")
        refers = {"card": "cards", "areas_card": "cards", "trade": "trades", "standard_set": "standards"}.get(name)
        return self._named(refers, value) if refers else value

    def _named(self, part: str, key: str) -> str:
        """The label of a row that is referred to by its key; the key itself when there is no such row."""
        if not has(self._all[0], (part, key)):
            return self.t(f"methodology.indicator.{key}") if f"methodology.indicator.{key}" in self.t else key
        label: Labels = get(self._all[0], (part, key)).label
        return label.get(self.t.lang)
