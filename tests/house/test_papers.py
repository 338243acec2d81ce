"""README, licences and the like: what they name exists, and nothing that is used goes unnamed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

PAPERS = ("README.md", "docs/architecture.md", "docs/third-party-licences.md", "CHANGELOG.md")


def _locked(root: Path) -> set[str]:
    lines = (root / "requirements.lock").read_text(encoding="utf-8").splitlines()
    return {_plain(line.split("==")[0]) for line in lines if "==" in line and not line.startswith(" ")}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.strip().lower())


def test_every_locked_package_stands_in_the_list_of_licences(root: Path) -> None:
    paper = (root / "docs" / "third-party-licences.md").read_text(encoding="utf-8")
    named = {_plain(word) for word in re.findall(r"[A-Za-z][\w.-]+", paper)}
    assert sorted(_locked(root) - named) == []


@pytest.mark.parametrize("paper", PAPERS)
def test_every_place_that_a_paper_names_exists(paper: str, root: Path) -> None:
    text = (root / paper).read_text(encoding="utf-8")
    linked = re.findall(r"\]\(([^)#:]+)\)", text)
    named = re.findall(r"`((?:app|tests|resources|docs|installer|benchmarks|\.ci)/[\w./-]*)`", text)
    places = [(root / paper).parent / place for place in linked] + [root / place for place in named]
    assert [str(place) for place in places if not place.exists()] == []


def test_the_licence_is_whole_and_the_fonts_carry_theirs(root: Path) -> None:
    assert "END OF TERMS AND CONDITIONS" in (root / "LICENSE").read_text(encoding="utf-8")
    for name in ("OFL-NotoSans.txt", "OFL-NotoSansSC.txt"):
        assert "SIL OPEN FONT LICENSE Version 1.1" in (root / "resources" / "fonts" / name).read_text(encoding="utf-8")


def test_every_command_stands_in_the_readme(root: Path) -> None:
    from app.cli.arguments import command_names

    readme = (root / "README.md").read_text(encoding="utf-8")
    assert [name for name in command_names() if f"`{name} " not in readme and f"start.py {name}" not in readme] == []


@pytest.mark.parametrize(("part", "least"), [("The first five minutes", 30), ("The screens", 25)])
def test_every_name_in_bold_that_the_readme_gives_stands_in_the_english_catalogue(part: str, least: int, root: Path) -> None:
    """What the window shows at each step of the first five minutes is tried in ``tests/ui/test_readme_walk.py``."""
    _, _, rest = (root / "README.md").read_text(encoding="utf-8").partition(f"## {part}\n")
    named = [" ".join(name.split()) for name in re.findall(r"\*\*([^*]+)\*\*", rest.partition("\n## ")[0])]
    texts = set()
    for file in (root / "resources" / "i18n" / "en").glob("ui*.json"):
        texts |= {text for text in json.loads(file.read_text(encoding="utf-8")).values() if isinstance(text, str)}
    assert len(named) >= least
    assert [name for name in named if not any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for text in texts)] == []


def test_help_has_the_same_pages_in_each_language_and_one_for_each_screen(root: Path) -> None:
    pages = {lang: {page.name for page in (root / "resources" / "help" / lang).iterdir()} for lang in ("en", "zh", "ru")}
    assert pages["en"] == pages["zh"] == pages["ru"]
    screens = [view.parent.name for view in (root / "app" / "ui" / "screens").glob("*/view.py")]
    assert len(screens) > 10
    assert {f"{screen}.md" for screen in screens} <= pages["en"]
