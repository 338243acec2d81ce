"""Profiles: how files of one layout are understood, as TOML. Some are shipped; own ones are made of a plan that fitted."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from app import paths
from app.models.domain.errors import UserError
from app.models.domain.labels import Labels
from app.services.imports.model import Choice, Kind, Plan, TablePlan
from app.services.statements.labels import plain_label

_CUSTOMERS_OWN = frozenset({"name", "number", "id.uscc", "id.inn", "id.ogrn", "id.vat", "id.lei", "id.other", "as_of"})
"""What a plan may hold for one customer only: never part of a profile."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a name leads: a field ("" = left out), how its amount goes in, a multiplier of its own."""

    key: str
    how: str = "add"
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of table. It fits a table that has all names of ``heads`` and at least ``least`` of ``some``.

    ``columns``: the names of the columns of a table that has no header, in order. ``types`` (column: type of field) are then
    what the cells must hold. ``names`` by plain name; ``strict``: names that stand neither here nor in ``heads`` are left out.
    """

    kind: Kind
    across: bool
    heads: tuple[str, ...] = ()
    some: tuple[str, ...] = ()
    least: int = 0
    columns: tuple[str, ...] = ()
    types: Mapping[int, str] = field(default_factory=dict)
    names: Mapping[str, Target] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    choice: Choice = field(default_factory=Choice)
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """A named way to understand files; ``label`` None for own ones, which go by their name."""

    name: str
    layouts: tuple[Layout, ...]
    label: Labels | None = None
    own: bool = False


@cache
def shipped() -> tuple[Profile, ...]:
    """The profiles that come with the program, by name."""
    folder = paths.resources() / "imports" / "profiles"
    return tuple(
        profile_from(path.read_text(encoding="utf-8"), path.stem) for path in sorted(folder.glob("*.toml"))
    )


def profile_from(text: str, name: str = "", own: bool = False) -> Profile:
    """Read a profile. UserError ``import.profile`` at "profile" when the text is none."""
    try:
        data = tomllib.loads(text)
        label = Labels(**data["label"]) if "label" in data else None
        layouts = tuple(_layout(table) for table in data["table"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise UserError("import.profile", "profile", name=name, why=str(error)[:200]) from None
    return Profile(str(data.get("name", name)) or name, layouts, label, own)


def profile_text(profile: Profile) -> str:
    """A profile as TOML; ``profile_from`` reads it back the same."""
    lines = [f"name = {_quoted(profile.name)}"]
    if profile.label is not None:
        words = ", ".join(f"{lang} = {_quoted(profile.label.get(lang))}" for lang in ("en", "zh", "ru"))
        lines.append(f"label = {{ {words} }}")
    for layout in profile.layouts:
        lines += ["", "[[table]]", *_layout_text(layout)]
    return "\n".join(lines) + "\n"


def profile_of(plan: Plan, name: str) -> Profile:
    """What a plan teaches for files like these; values of single customers are left behind."""
    return Profile(name, tuple(_learned(table) for table in plan.tables), own=True)


def _learned(table: TablePlan) -> Layout:
    names = {plain: Target(line.target, line.how, line.unit) for line in table.lines if (plain := plain_label(line.head))}
    taken = tuple(dict.fromkeys(plain_label(line.head) for line in table.lines if line.target and plain_label(line.head)))
    fixed = {key: value for key, value in table.fixed.items() if key not in _CUSTOMERS_OWN}
    headless = not table.header
    return Layout(
        table.kind, table.across, some=() if headless else taken, least=0 if headless else max(1, (len(taken) * 3 + 4) // 5),
        columns=tuple(line.head or line.target for line in table.lines) if headless else (),
        names=names or {plain_label(line.target): Target(line.target, line.how) for line in table.lines if line.target},
        fixed=fixed, choice=table.choice, strict=True,
    )


def _layout(data: Mapping[str, Any]) -> Layout:
    names = {plain_label(name): _target(value) for name, value in data.get("names", {}).items()}
    return Layout(
        Kind(data["kind"]), bool(data.get("across", False)), _plain(data.get("heads", ())), _plain(data.get("some", ())),
        int(data.get("least", 0)), tuple(data.get("columns", ())),
        {int(column): str(kind) for column, kind in data.get("types", {}).items()}, names,
        {key: str(value) for key, value in data.get("fixed", {}).items()}, Choice(**data.get("choice", {})),
        bool(data.get("strict", False)),
    )


def _target(value: Any) -> Target:
    return Target(value) if isinstance(value, str) else Target(value["key"], value.get("how", "add"), value.get("unit"))


def _plain(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(plain_label(name) for name in names)


def _layout_text(layout: Layout) -> Iterable[str]:
    yield f"kind = {_quoted(layout.kind.value)}"
    yield f"across = {str(layout.across).lower()}"
    for key in ("heads", "some", "columns"):
        if getattr(layout, key):
            yield f"{key} = [{', '.join(_quoted(name) for name in getattr(layout, key))}]"
    if layout.least:
        yield f"least = {layout.least}"
    if layout.strict:
        yield "strict = true"
    choice = {key: getattr(layout.choice, key) for key in ("decimal", "order", "unit", "currency", "percent")}
    for section, values in (("fixed", layout.fixed), ("types", {str(k): v for k, v in layout.types.items()}), ("choice", choice)):
        given = {key: value for key, value in values.items() if value is not None}
        if given:
            yield f"{section} = {{ {', '.join(f'{_quoted(key)} = {_value(value)}' for key, value in given.items())} }}"
    if layout.names:
        yield "[table.names]"
        for name, target in layout.names.items():
            yield f"{_quoted(name)} = {_target_text(target)}"


def _target_text(target: Target) -> str:
    if target.how == "add" and target.unit is None:
        return _quoted(target.key)
    unit = f", unit = {target.unit}" if target.unit is not None else ""
    return f"{{ key = {_quoted(target.key)}, how = {_quoted(target.how)}{unit} }}"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else _quoted(str(value))


def _quoted(text: str) -> str:
    escaped = "".join(f"\\u{ord(char):04x}" if ord(char) < 32 or char in '"\\' else char for char in text)
    return f'"{escaped}"'
