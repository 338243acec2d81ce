"""The colours of a theme, read from ``resources/themes/<name>.toml``. No Qt here: tests and documents may read them too."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

GRADES = ("AAA", "AA", "A", "BBB", "BB", "B", "CCC", "CC", "C", "D")

# Every text drawn on a ground somewhere in the window; a test computes the contrast of each pair in each theme.
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    ("text", "window"),
    ("text", "card"),
    ("text", "rail"),
    ("text", "raised"),
    ("text", "field"),
    ("text", "field_off"),
    ("text", "hover"),
    ("text", "accent_soft"),
    ("text", "selection"),
    ("muted", "window"),
    ("muted", "card"),
    ("muted", "rail"),
    ("muted", "raised"),
    ("muted", "hover"),
    ("muted", "accent_soft"),
    ("muted", "field_off"),
    ("placeholder", "field"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_accent", "accent_pressed"),
    ("accent_text", "accent_soft"),
    ("accent_text", "card"),
    ("accent_text", "rail"),
    ("accent_text", "hover"),
    ("link", "card"),
    ("on_selection", "selection"),
    ("on_danger_button", "danger_button"),
    ("plain_text", "plain_fill"),
    ("good_text", "good_fill"),
    ("warning_text", "warning_fill"),
    ("danger_text", "danger_fill"),
    ("info_text", "info_fill"),
    ("danger", "card"),
    ("danger", "window"),
    ("danger", "rail"),
    ("good", "card"),
    ("warning", "card"),
)


@dataclass(frozen=True, slots=True)
class GradeColours:
    """Colours of one grade as ``#rrggbb``: a pill (``text`` on ``fill``) and a chart segment (``on_solid`` on ``solid``)."""

    fill: str
    text: str
    solid: str
    on_solid: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme. ``colours`` and ``charts`` map a token name to ``#rrggbb`` or ``#rrggbbaa``."""

    name: str
    dark: bool
    colours: dict[str, str]
    charts: dict[str, str]
    grades: dict[str, GradeColours]

    def colour(self, token: str) -> str:
        """The colour of a token, ``chart.<name>`` for those of the charts; KeyError for a name that no theme has."""
        if token.startswith("chart."):
            return self.charts[token[6:]]
        return self.colours[token]


def load_tokens(folder: Path, name: str) -> Tokens:
    """Read one theme file; raises KeyError or ValueError when the file lacks a part."""
    with (folder / f"{name}.toml").open("rb") as stream:
        data = tomllib.load(stream)
    return Tokens(
        name=data["name"],
        dark=data["dark"],
        colours=data["colours"],
        charts=data["charts"],
        grades={grade: GradeColours(*data["grades"][grade]) for grade in GRADES},
    )
