"""Keys that README and help name exist, do what is said of them elsewhere, and are the same in each language."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QKeySequence

LANGUAGES = ("en", "zh", "ru")
OF_WIDGETS = frozenset({
    "Shift+Tab", "Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+Plus", "Ctrl+Minus", "Ctrl+0", "Alt+Up", "Alt+Down",
})  # fmt: skip
"""Keys of fields, tables and the preview, behind which no action stands."""
_KEY = re.compile(
    r"(?<![A-Za-z+])(?:(?:Ctrl|Alt|Shift)\+)+"
    r"(?:PgDn|PgUp|Enter|Return|Left|Right|Up|Down|Plus|Minus|Ins|Del|Tab|F\d+|[A-Z](?![A-Za-z])|[←→↑↓]|\d|/|,)"
    r"|(?<![A-Za-z0-9+])F(?:1[0-2]|[1-9])(?!\d)"
)
_NAMES = {"PgDn": "PgDown", "Enter": "Return", "←": "Left", "→": "Right", "↑": "Up", "↓": "Down"}


def keys_in(text: str) -> set[str]:
    """Every key that a text names, in Qt's spelling; ``Alt+PgDn/PgUp`` counts as both."""
    text = re.sub(r"((?:(?:Ctrl|Alt|Shift)\+)+)PgDn/PgUp", r"\1PgDn \1PgUp", text)
    return {"+".join(_NAMES.get(part, part) for part in key.split("+")) for key in _KEY.findall(text)}


def test_keys_are_found_in_a_text() -> None:
    assert keys_in("**Ctrl+Shift+P** and `F1`, Ctrl+/ · **Alt+PgDn/PgUp**, Ctrl+Shift+Enter。F8") == {
        "Ctrl+Shift+P", "F1", "Ctrl+/", "Alt+PgDown", "Alt+PgUp", "Ctrl+Shift+Return", "F8",
    }  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_that_readme_or_help_names_is_the_key_of_an_action(
    walk: Callable[..., Any], root: Path, lang: str, qtbot: Any
) -> None:
    here = walk(lang=lang)
    qtbot.waitUntil(lambda: "edit.undo" in {entry.id for entry in here.frame.actions_.entries()})
    here.frame.commands.announce()
    registry = here.frame.actions_
    plain = QKeySequence.SequenceFormat.PortableText
    known = {keys.toString(plain) for entry in registry.entries() for keys in registry.qaction(entry.id).shortcuts()} | OF_WIDGETS
    papers = [*sorted((root / "resources" / "help" / lang).glob("*.md")), root / "README.md"]
    named = {paper.name: keys_in(paper.read_text(encoding="utf-8")) for paper in papers}
    assert len(set().union(*named.values())) > 25
    assert {name: sorted(keys - known) for name, keys in named.items() if keys - known} == {}


def test_a_page_of_help_names_the_same_keys_in_each_language(root: Path) -> None:
    folder = root / "resources" / "help"
    for page in sorted((folder / "en").glob("*.md")):
        told = {lang: keys_in((folder / lang / page.name).read_text(encoding="utf-8")) for lang in LANGUAGES}
        assert told["en"] == told["zh"] == told["ru"], page.name
