"""Loading a methodology from its folder of TOML files.

Every file may hold any section; rows of the same section are taken together in the order of the file names. An item row
names its place on the cards itself, so that adding a question is one row.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from app import paths
from app.models.domain.enums import Area
from app.models.domain.errors import ProblemList, UserError
from app.models.domain.methodology import Methodology
from app.services.methodology import cards, figures, rules
from app.services.methodology.check import check
from app.services.methodology.codec import content_hash
from app.services.methodology.found import problem
from app.services.methodology.items import Placed, read_item, read_step
from app.services.methodology.placement import check_places
from app.services.methodology.reader import Problems, Row

T = TypeVar("T")
KEYS = {"item": "id", "fact": "id", "gate": "id", "cap": "id", "warning": "id", "limit": "id", "step": "step"}
KEYS |= {"band": "grade", "policy": "grade", "approval": "role"}
SECTIONS = (
    "item", "fact", "card", "preset", "line", "check", "ratio", "model", "standard", "trade", "band", "band_preset",
    "gate", "cap", "warning", "limit", "policy", "approval", "haircut", "source", "step",
)  # fmt: skip


@lru_cache(maxsize=1)
def builtin() -> Methodology:
    """The methodology that the program ships, read once in a process."""
    return load_folder(paths.resources() / "methodology" / "v1")


def load_folder(path: Path) -> Methodology:
    """Read and check a folder of TOML files.

    ProblemList ``methodology.problems`` with every fault of every file at once: each names its ``file`` and ``at``, the
    place in it.
    """
    problems: Problems = []
    folder = _Folder(path, problems)
    methodology = _methodology(folder)
    if folder.whole:
        problems += _not_told([folder.located(found) for found in check(methodology)], problems)
    if problems:
        raise ProblemList("methodology.problems", tuple(problems))
    return replace(methodology, hash=content_hash(methodology))


def _not_told(found: Problems, told: Problems) -> Problems:
    """What a check found, less what only follows from a value that could not be read and is told already."""
    places = [str(one.params["at"]) for one in told]
    return [one for one in found if not any(_touch(str(one.params["at"]), place) for place in places)]


def _touch(at: str, place: str) -> bool:
    """Whether two places are the same row or one lies within the other."""
    row, other = " ".join(at.split()[:2]), " ".join(place.split()[:2])
    return row == other or place.startswith(f"{at} ") or at.startswith(f"{place} ")


class _Folder:
    """All rows of a folder by section, and where each stands."""

    def __init__(self, path: Path, problems: Problems) -> None:
        self.problems = problems
        self.places: dict[str, str] = {}
        self.whole = True
        self._rows: dict[str, list[Row]] = {section: [] for section in SECTIONS}
        self._single: dict[str, Row] = {}
        files = sorted(path.glob("*.toml"))
        if not files:
            self.whole = False
            problems.append(problem("no_files", path.name, ""))
        for file in files:
            self._read(file)

    def _read(self, file: Path) -> None:
        try:
            data = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.whole = False
            self.problems.append(problem("not_toml", file.name, "", reason=str(error)))
            return
        for section in data:
            top = Row(data, file.name, "", self.problems)
            if section in self._rows:
                for row in top.rows(section, KEYS.get(section, "key")):
                    self._rows[section].append(_AreaRow.of(row, data) if section == "item" else row)
                    self.places.setdefault(row.at, file.name)
            elif section in ("rules", "name", "version", "valid_from"):
                self._single[section] = top
                self.places.setdefault(section, file.name)
            elif section != "area":
                top.fault("unknown_field", section)

    def all(self, section: str, read: Callable[[Row], T]) -> tuple[T, ...]:
        return tuple(read(row) for row in self._rows[section])

    def single(self, section: str) -> Row:
        """The row that holds a single value; without it an empty one, which tells what is missing."""
        return self._single.get(section) or Row({}, "methodology.toml", "", self.problems)

    def located(self, told: UserError) -> UserError:
        """The problem with the file of the row that its ``at`` begins with."""
        at = str(told.params["at"])
        place = max((name for name in self.places if at == name or at.startswith(name + " ")), key=len, default="")
        rest = {name: value for name, value in told.params.items() if name not in ("file", "at", "where")}
        return problem(told.key.removeprefix("methodology."), self.places.get(place, ""), at, **rest)


class _AreaRow(Row):
    """An item row that knows the area which its file states for all of its rows."""

    area: Any = None

    @classmethod
    def of(cls, row: Row, data: dict[str, Any]) -> _AreaRow:
        found = cls(row.data, row.file, row.at, row._problems)
        found.area = data.get("area")
        return found


def _methodology(folder: _Folder) -> Methodology:
    scale = folder.all("step", read_step)
    placed = sorted(folder.all("item", lambda row: read_item(row, _area(row), scale)), key=_order)
    bands = folder.all("band", rules.read_band)
    made = tuple(cards.read_card(row, placed) for row in folder._rows["card"])
    check_places(placed, made)
    return Methodology(
        name=folder.single("name").labels("name"),
        version=folder.single("version").text("version"),
        valid_from=folder.single("valid_from").day("valid_from"),
        hash="",
        items=tuple(part.item for part in placed),
        facts=folder.all("fact", figures.read_fact),
        cards=made,
        presets=folder.all("preset", cards.read_preset),
        lines=folder.all("line", figures.read_line),
        checks=folder.all("check", figures.read_check),
        ratios=folder.all("ratio", figures.read_ratio),
        models=folder.all("model", figures.read_model),
        standards=tuple(sorted(folder.all("standard", figures.read_standard_set), key=lambda found: found.key)),
        trades=folder.all("trade", figures.read_trade),
        bands=bands,
        band_presets=folder.all("band_preset", lambda row: rules.read_band_preset(row, bands)),
        gates=folder.all("gate", rules.read_gate),
        caps=folder.all("cap", rules.read_cap),
        warnings=folder.all("warning", rules.read_warning),
        limits=folder.all("limit", figures.read_limit),
        policies=folder.all("policy", rules.read_policy),
        approvals=folder.all("approval", rules.read_approval),
        haircuts=folder.all("haircut", rules.read_haircut),
        sources=folder.all("source", rules.read_source),
        rules=rules.read_rules(folder.single("rules").row("rules")),
    )


def _area(row: Row) -> Area:
    """The area that the row or its file states."""
    stated = row.data.get("area", getattr(row, "area", None))
    if isinstance(stated, str) and stated in Area._value2member_map_:
        return Area(stated)
    row.fault("unknown_word" if stated else "missing_value", "area", word=str(stated))
    return Area.COMPANY


def _order(placed: Placed) -> tuple[int, list[tuple[int, int | str]]]:
    """Items stand by area and number, whatever the order of files and rows: A2 before A10, E02 before E02L."""
    parts = re.findall(r"\d+|\D+", placed.item.id)
    return list(Area).index(placed.item.area), [(0, int(part)) if part.isdigit() else (1, part) for part in parts]
