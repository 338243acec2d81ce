"""Colours can be read: every pair of tokens that the style sheet or a widget of its own drawing puts together, in each theme."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from app import paths
from app.ui.theme.contrast import contrast
from app.ui.theme.tokens import GRADES, Tokens, load_tokens

THEMES = paths.resources() / "themes"
NAMES = ("light", "dark", "contrast")
APP = Path(__file__).parents[3] / "app"
TEXT, SIGN = 4.5, 3.0

PAGE = ("window", "card")
"""The grounds that a text without one of its own stands on, unless GROUNDS says otherwise."""

GROUNDS = {
    "QWidget": (*PAGE, "rail", "raised", "field", "hover"), "QLabel#brand": ("rail",), "QLabel#railHeading": ("rail",),
    "QFrame#statusBar": ("rail",), "QPushButton#railEntry": ("rail", "hover"), "QHeaderView": ("card",),
    "QCheckBox": PAGE, "QRadioButton": PAGE, "QTabBar": PAGE, "QMenu": ("raised",), "QMenuBar": ("rail",),
    "QGroupBox": ("card",), "QPushButton[kind=\"ghost\"]": (*PAGE, "rail", "hover"),
    "QPushButton[kind=\"choice\"]": ("rail", "hover"), "QFrame#toast": ("text",), "QFrame#banner": (),
    "QPushButton": ("card",), "QFrame#palette": ("raised",), "QWidget#palette": ("raised",), "QFrame#trail": ("window",),
    "QPushButton#crumb": ("window", "hover"),
}
"""Grounds by the beginning of a selector; the longest that fits counts."""

INK = {"text": (*PAGE, "rail", "raised", "field", "field_off", "hover", "accent_soft", "selection"),
       "muted": (*PAGE, "rail", "raised", "hover", "field_off", "accent_soft"),
       "danger": (*PAGE, "rail", "raised"), "warning": (*PAGE, "rail", "raised"), "good": (*PAGE, "rail", "raised"),
       "accent_text": (*PAGE, "rail", "raised", "hover", "accent_soft"),
       "on_accent": ("accent", "accent_hover", "accent_pressed"), "on_danger_button": ("danger_button",),
       "warning_text": (*PAGE, "warning_fill"), "info_text": ("info_fill",), "good_text": ("good_fill",),
       "danger_text": ("danger_fill",), "link": (*PAGE, "raised"), "on_selection": ("selection",), "plain_text": ("plain_fill",),
       "placeholder": ("field", "window")}
"""What widgets write with a token themselves, and what it is written on: 4.5:1, however large the letters are."""

SIGNS = {"focus": (*PAGE, "rail", "field"), "accent": PAGE, "border_strong": (*PAGE, "field"), "chart.now": ("card",),
         "chart.last": ("card",), "chart.up": ("card",), "chart.down": ("card",), "chart.total": ("card",),
         "chart.axis": ("card",), "chart.range": ("card", "track")}
"""What is drawn and not read, lines, bars and marks: 3:1."""

NOT_INK = {"window", "card", "rail", "raised", "field", "field_off", "hover", "selection", "accent_soft", "track", "line",
           "border", "border_soft", "shadow", "disabled", "plain_fill", "good_fill", "warning_fill", "danger_fill", "info_fill",
           "chart.grid", "chart.now_fill", "accent_hover", "accent_pressed", "danger_button"}
"""Grounds, rules and what is off: not read."""

FIELDS = ("QLineEdit", "QPlainTextEdit", "QTextEdit", "QComboBox", "QFrame#stepScale", "QCheckBox::", "QRadioButton::")
_RULE = re.compile(r"([^{}]+)\{([^}]*)\}")


def rules(sheet: str) -> list[tuple[str, dict[str, str]]]:
    """Selectors with the tokens of their colour, ground and border."""
    found = []
    for selectors, body in _RULE.findall(re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)):
        tokens: dict[str, str] = {}
        for part in body.split(";"):
            name, _, value = part.partition(":")
            match = re.search(r"@([a-z_]+)", value)
            if match and match.group(1) not in ("img", "scheme"):
                tokens[name.strip()] = match.group(1)
        found += [(selector.strip(), tokens) for selector in selectors.split(",")]
    return found


def ground_of(selector: str) -> tuple[str, ...]:
    """What lies under a text whose rule names no ground."""
    known = [name for name in GROUNDS if selector.startswith(name)]
    return GROUNDS[max(known, key=len)] if known else PAGE


def text_pairs(sheet: str) -> set[tuple[str, str]]:
    """Every ink with every ground that the style sheet lets it stand on; what is switched off needs no contrast."""
    found: set[tuple[str, str]] = set()
    grounds: dict[str, str] = {}
    for selector, tokens in rules(sheet):
        ground = tokens.get("background") or tokens.get("background-color")
        if ground:
            grounds[selector] = ground
        ink = tokens.get("color")
        if ink and ":disabled" not in selector:
            under = (ground,) if ground else (grounds[selector],) if selector in grounds else ground_of(selector)
            found |= {(ink, one) for one in under}
        if "selection-color" in tokens:
            found.add((tokens["selection-color"], tokens["selection-background-color"]))
        if "placeholder-text-color" in tokens and ground:
            found.add((tokens["placeholder-text-color"], ground))
    return found


def sign_pairs(sheet: str) -> set[tuple[str, str]]:
    """Edges of fields and the ring of the focus, on what they lie on."""
    found: set[tuple[str, str]] = set()
    for selector, tokens in rules(sheet):
        border = tokens.get("border") or tokens.get("border-color") or ""
        is_field = selector.startswith(FIELDS) and not re.search("Abstract|:disabled|readOnly", selector)
        if ":focus" in selector or (is_field and border):
            own = tokens.get("background")
            if selector.startswith("QFrame#toast"):
                grounds: tuple[str, ...] = ("text",)
            else:  # what is filled with the colour of its edge stands out from what is round it
                grounds = (own,) if own and own != border else ("card", "window")
            found |= {(border, ground) for ground in grounds if border}
    return found


def drawn_tokens(source: str) -> set[str]:
    """Tokens that code names where it asks for a colour or an icon."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            where = node.args if name == "colour" else node.args[1:] if name == "icon" else []
            for argument in where:
                found |= {one.value for one in ast.walk(argument) if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return {token for token in found if re.fullmatch(r"(chart\.)?[a-z_]+", token)}


def bad(tokens: Tokens, pairs: set[tuple[str, str]], least: float) -> list[str]:
    """The pairs that fall short."""
    measured = [(ink, ground, contrast(tokens.colour(ink)[:7], tokens.colour(ground)[:7])) for ink, ground in sorted(pairs)]
    return [f"{ink} on {ground}: {ratio:.2f}" for ink, ground, ratio in measured if ratio < least]


SHEET = (THEMES / "base.qss").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_text_of_the_style_sheet_can_be_read(name: str) -> None:
    pairs = text_pairs(SHEET)
    assert len(pairs) > 25
    assert bad(load_tokens(THEMES, name), pairs, TEXT) == []


@pytest.mark.parametrize("name", NAMES)
def test_edges_of_fields_and_the_ring_of_the_focus_can_be_seen(name: str) -> None:
    pairs = sign_pairs(SHEET)
    assert len(pairs) > 5
    assert bad(load_tokens(THEMES, name), pairs, SIGN) == []


@pytest.mark.parametrize("name", NAMES)
def test_what_widgets_write_and_draw_themselves_can_be_read_and_seen(name: str) -> None:
    tokens = load_tokens(THEMES, name)
    assert bad(tokens, {(ink, ground) for ink, grounds in INK.items() for ground in grounds}, TEXT) == []
    assert bad(tokens, {(ink, ground) for ink, grounds in SIGNS.items() for ground in grounds}, SIGN) == []


@pytest.mark.parametrize("name", NAMES)
def test_grades_and_states_can_be_read_with_their_letters(name: str) -> None:
    tokens = load_tokens(THEMES, name)
    least = 7.0 if name == "contrast" else TEXT
    for grade in GRADES:
        colours = tokens.grades[grade]
        assert contrast(colours.fill, colours.text) >= least
        assert contrast(colours.solid, colours.on_solid) >= least
    for kind in ("plain", "good", "warning", "danger", "info"):
        assert contrast(tokens.colours[f"{kind}_fill"], tokens.colours[f"{kind}_text"]) >= least


def test_high_contrast_is_7_for_every_text() -> None:
    pairs = text_pairs(SHEET) | {(ink, ground) for ink, grounds in INK.items() for ground in grounds}
    assert bad(load_tokens(THEMES, "contrast"), pairs, 7.0) == []


def test_no_widget_draws_with_a_token_that_nobody_measured() -> None:
    tokens = load_tokens(THEMES, "light")
    known = set(INK) | set(SIGNS) | NOT_INK
    unknown = {
        f"{path.relative_to(APP).as_posix()}: {token}"
        for path in (APP / "ui").rglob("*.py")
        for token in drawn_tokens(path.read_text(encoding="utf-8"))
        if (token in tokens.colours or token.startswith("chart.")) and token not in known
    }
    assert unknown == set()


def test_these_checks_can_fail() -> None:
    pale = "QLabel#x { color: @border; } QLineEdit { background: @field; border: 1px solid @line; }"
    pale += "QPushButton:focus { border: 2px solid @line; }"
    tokens = load_tokens(THEMES, "light")
    assert bad(tokens, text_pairs(pale), TEXT)
    assert len(bad(tokens, sign_pairs(pale), SIGN)) >= 2
    assert drawn_tokens("painter.setPen(ui.colour('mauve'))\nui.icon('plus', 'a' if b else 'c')") == {"mauve", "a", "c"}
    assert bad(tokens, {("border", "card")}, SIGN)
