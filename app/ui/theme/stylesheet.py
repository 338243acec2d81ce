"""Tokens → the QSS text and the QPalette of the program."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtGui import QColor, QPalette

from app.ui.theme.fonts import BASE_POINTS, pixels
from app.ui.theme.tokens import Tokens

_TOKEN = re.compile(r"@([a-z_]+)")


_LENGTH = re.compile(r"(font-size|min-height): (\d+)px")


def style_sheet(tokens: Tokens, folder: Path, points: int = BASE_POINTS) -> str:
    """``base.qss`` of the theme folder with every ``@token`` replaced and the heights of letters and fields for texts of
    ``points``; KeyError for a token that no theme has.
    """
    extra = {"img": (folder / "img").as_posix(), "scheme": "dark" if tokens.dark else "light"}

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        return extra[name] if name in extra else tokens.colours[name]

    def length(match: re.Match[str]) -> str:
        return f"{match.group(1)}: {pixels(int(match.group(2)), points)}px"

    text = _TOKEN.sub(value, (folder / "base.qss").read_text(encoding="utf-8").split("*/", 1)[1])
    return text if points == BASE_POINTS else _LENGTH.sub(length, text)


_ROLES = (
    (QPalette.ColorRole.Window, "window"), (QPalette.ColorRole.WindowText, "text"), (QPalette.ColorRole.Base, "field"),
    (QPalette.ColorRole.AlternateBase, "card"), (QPalette.ColorRole.Text, "text"), (QPalette.ColorRole.Button, "card"),
    (QPalette.ColorRole.ButtonText, "text"), (QPalette.ColorRole.BrightText, "danger"), (QPalette.ColorRole.Link, "link"),
    (QPalette.ColorRole.Highlight, "selection"), (QPalette.ColorRole.HighlightedText, "on_selection"),
    (QPalette.ColorRole.ToolTipBase, "raised"), (QPalette.ColorRole.ToolTipText, "text"),
    (QPalette.ColorRole.PlaceholderText, "placeholder"), (QPalette.ColorRole.Accent, "accent"),
    (QPalette.ColorRole.Mid, "border"), (QPalette.ColorRole.Midlight, "line"), (QPalette.ColorRole.Dark, "border_strong"),
    (QPalette.ColorRole.Light, "card"), (QPalette.ColorRole.Shadow, "shadow"),
)


def palette(tokens: Tokens) -> QPalette:
    """The palette of a theme. It is set explicitly: asking Qt for its dark scheme does nothing on several platforms."""
    result = QPalette()
    for role, token in _ROLES:
        result.setColor(role, QColor(tokens.colours[token]))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.colours["disabled"]))
    return result
