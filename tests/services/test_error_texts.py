"""Every refusal of the services can be told in every language with the parameters it carries."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.texts import Texts, languages

FOLDERS = ("cases", "customers", "grading", "officers", "ratings", "reviews", "settings", "statements")
ERRORS = {"UserError", "NotAllowed", "ProblemList", "Conflict", "EnvironmentFault"}
BLANK = re.compile(r"\{(\w+)\}")


def _raised(root: Path) -> Iterator[tuple[str, frozenset[str], str]]:
    """(key, names of parameters, place) of every error that is made with a literal key."""
    services = root / "app" / "services"
    files = [*services.glob("*.py"), *(file for folder in FOLDERS for file in (services / folder).rglob("*.py"))]
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            owner = getattr(getattr(node.func, "value", None), "id", "")
            first = node.args[0]
            if (name in ERRORS or (name == "add" and owner == "problems")) and isinstance(first, ast.Constant):
                params = {keyword.arg for keyword in node.keywords}
                starred = {"kind", "value"} if None in params else set()
                whole = {"n"} if name == "ProblemList" else set()
                found = frozenset({param for param in params if param} | starred | whole)
                yield str(first.value), found, f"{file.name}:{node.lineno}"


@pytest.mark.parametrize("lang", languages())
def test_every_error_has_a_text_whose_blanks_are_filled(root: Path, lang: str) -> None:
    texts = Texts.load(lang)
    raised = list(_raised(root))
    assert len(raised) > 100
    missing = [place for key, _, place in raised if key not in texts]
    assert missing == []
    for key, params, place in raised:
        entry = texts._entry(key)
        words = entry if isinstance(entry, str) else " ".join(entry.values())
        assert set(BLANK.findall(words)) <= params, f"{place}: {key}"


def test_the_texts_of_all_languages_have_the_same_blanks(root: Path) -> None:
    folder = root / "resources" / "i18n"
    tables = {lang: json.loads((folder / lang / "errors.json").read_text(encoding="utf-8")) for lang in languages()}
    for lang, table in tables.items():
        assert table.keys() == tables["en"].keys(), lang
        for key, entry in table.items():
            other = tables["en"][key]
            blanks = [set(BLANK.findall(json.dumps(one))) for one in (entry, other)]
            assert blanks[0] == blanks[1], f"{lang} {key}"
