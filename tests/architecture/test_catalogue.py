"""The catalogue: three complete languages with the same blanks, and every key that the code names."""

from __future__ import annotations

import ast
import json
import re
import string
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from app.texts import languages

# Text that is the same in another language on purpose: names, codes, signs.
WRITTEN_ALIKE = re.compile(r"(\{\w+\}|[A-Z0-9][A-Za-z0-9]*\b|[α-ωΑ-Ω]|\W|_|\b(?:pdf|xlsx|zixin|csv|eml|ln|x|k)\b)+")

NOT_WORDS = ("format.", "language.", "program.")  # patterns; names of languages, each written in itself; our own name


def catalogue(root: Path, lang: str) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for file in sorted((root / "resources" / "i18n" / lang).glob("*.json")):
        merged.update(json.loads(file.read_text(encoding="utf-8")))
    return merged


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def differences(first: dict[str, Any], second: dict[str, Any], lang: str) -> list[str]:
    """What ``second`` (in ``lang``) lacks or has otherwise than ``first``."""
    from babel import Locale

    found = [f"missing: {key}" for key in first.keys() - second.keys()] + [
        f"only here: {key}" for key in second.keys() - first.keys()
    ]
    forms = set(Locale.parse(lang).plural_form.tags) | {"other"}
    for key in first.keys() & second.keys():
        ours, theirs = second[key], first[key]
        if isinstance(ours, dict) != isinstance(theirs, dict):
            found.append(f"plural in one language only: {key}")
        elif isinstance(ours, dict):
            if set(ours) != forms:
                found.append(f"plural forms {sorted(ours)} instead of {sorted(forms)}: {key}")
            shapes = {frozenset(blanks(form) - {"n"}) for form in [*ours.values(), *theirs.values()]}
            if len(shapes) != 1:
                found.append(f"other blanks: {key}")
        elif blanks(ours) != blanks(theirs):
            found.append(f"other blanks: {key}: {sorted(blanks(ours) ^ blanks(theirs))}")
    return sorted(found)


def untranslated(texts: dict[str, Any], lang: str) -> list[str]:
    """Texts without a letter of their language that are more than a name, a code or a sign."""
    own = {"zh": "[\u4e00-\u9fff]", "ru": "[\u0400-\u04ff]"}.get(lang)
    if own is None:
        return [
            key for key, text in texts.items() if re.search("[\u0400-\u04ff\u4e00-\u9fff]", str(text)) and key != "language.name"
        ]
    shown = [(key, form) for key, text in texts.items() for form in (text.values() if isinstance(text, dict) else [text])]
    return [f"{key}: {text}" for key, text in shown if text and not re.search(own, text) and not WRITTEN_ALIKE.fullmatch(text)]


@pytest.mark.parametrize("lang", languages())
def test_every_language_has_every_text_with_the_same_blanks_and_its_own_plural_forms(lang: str, root: Path) -> None:
    assert languages() == ("en", "ru", "zh")
    assert differences(catalogue(root, "en"), catalogue(root, lang), lang) == []


@pytest.mark.parametrize("lang", languages())
def test_no_text_is_left_in_another_language(lang: str, root: Path) -> None:
    texts = {key: text for key, text in catalogue(root, lang).items() if not key.startswith(NOT_WORDS)}
    assert untranslated(texts, lang) == []


@pytest.mark.parametrize("lang", languages())
def test_no_key_stands_twice_and_no_text_is_empty_in_one_language_only(lang: str, root: Path) -> None:
    keys: Counter[str] = Counter()
    for file in (root / "resources" / "i18n" / lang).glob("*.json"):
        pairs = json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=lambda pairs: pairs)
        keys.update(key for key, _ in pairs)
        empty = [key for key, text in pairs if not text]
        assert not [key for key in empty if catalogue(root, "en")[key]], file  # some units are written as nothing everywhere
    assert [key for key, count in keys.items() if count > 1] == []


def test_these_checks_can_fail() -> None:
    plural = {"one": "{n} a", "other": "{n} b"}
    assert differences({"a": "x"}, {}, "en") == ["missing: a"]
    assert differences({}, {"a": "x"}, "en") == ["only here: a"]
    assert differences({"a": "{x}"}, {"a": "{y}"}, "en") != []
    assert differences({"a": plural}, {"a": plural}, "en") == []
    assert differences({"a": plural}, {"a": plural}, "ru") != []
    assert differences({"a": plural}, {"a": {"other": "{z}"}}, "zh") != []
    assert untranslated({"a": "Save the case"}, "ru") != []
    assert untranslated({"a": "PDF {x}", "b": "Сохранить"}, "ru") == []
    assert untranslated({"a": "保存"}, "en") == ["a"]


# --- every key that the code names exists -----------------------------------------------------------------------------

KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
ERRORS = {"UserError", "EnvironmentFault", "Conflict", "NotAllowed", "ProblemList", "Finding", "Hindrance"}


def named_keys(source: str) -> list[str]:
    """Literal catalogue keys: first argument of errors and of calls on texts, and values of arguments named ``…key``."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if node.args and (name in ERRORS or name in ("t", "texts", "plural", "toast", "banner", "tell")):
            found.append(node.args[0])
        if name not in ("query", "command", "touch"):  # their key names a task, not a text
            found += [keyword.value for keyword in node.keywords if (keyword.arg or "").endswith("key")]
    literal = [node.value for node in found if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [key for key in literal if KEY.fullmatch(key)]


def test_every_key_that_the_code_names_is_in_the_catalogue(root: Path) -> None:
    texts = catalogue(root, "en")
    named = {
        (path.relative_to(root).as_posix(), key)
        for path in (root / "app").rglob("*.py")
        for key in named_keys(path.read_text(encoding="utf-8"))
    }
    assert len(named) > 30
    assert sorted(f"{path}: {key}" for path, key in named if key not in texts) == []


def test_named_keys_are_found_in_code() -> None:
    source = "UserError('a.b', field='x')\nself.t('c.d', n=1)\nAction(text_key='e.f', id='not.a.key')\nf'{t}'\nt(key)"
    assert sorted(named_keys(source)) == ["a.b", "c.d", "e.f"]


# --- and every key of the catalogue is named somewhere ----------------------------------------------------------------

HEAD = re.compile(r"[a-z][a-z0-9_]*(\\\.|_)")  # of an f-string (escaped) that may build a key or a part of one


def code_words(source: str) -> tuple[set[str], set[str]]:
    """The literal texts of ``source``, and patterns of those it builds: f-strings and sums that begin like a key."""
    whole, built = set(), set()
    for node in ast.walk(ast.parse(source)):
        parts: list[ast.expr] = []
        if isinstance(node, ast.JoinedStr):
            parts = node.values
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            parts = [node.left, node.right]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            whole.add(node.value)
        pattern = "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else "(.+)" for part in parts)
        if HEAD.match(pattern):
            built.add(pattern)
    return whole, built


def unused(keys: Iterable[str], whole: set[str], built: set[str]) -> list[str]:
    """Keys that no code can name: neither literally nor by a pattern whose every blank is a word that stands somewhere.

    A blank may be filled by a number, by a word in other letters or with hyphens, or by what another pattern builds.
    """

    def named(word: str) -> bool:
        if word.isdigit() or not whole.isdisjoint((word, word.upper(), word.replace("_", "-"))):
            return True
        found = (re.fullmatch(pattern, word) for pattern in built)
        return any(match is not None and all(named(part) for part in match.groups()) for match in found)

    return [key for key in keys if not named(key)]


def test_every_key_of_the_catalogue_is_named_somewhere(root: Path) -> None:
    whole: set[str] = set()
    built: set[str] = set()
    for path in (*(root / "app").rglob("*.py"), root / "start.py"):
        words = code_words(path.read_text(encoding="utf-8"))
        whole |= words[0]
        built |= words[1]
    for path in (root / "resources").rglob("*.toml"):  # names of sources, units, principles … that keys are built with
        whole |= set(re.findall(r"[\w%.-]+", path.read_text(encoding="utf-8")))
    keys = catalogue(root, "en")
    assert len(keys) > 1000
    assert unused(keys, whole, built) == []


def test_an_unused_key_is_found() -> None:
    whole, built = code_words("t('a.b'); t(f'c.{kind}'); KINDS = ('one', 'TWO', 'in-all'); word(f'head.{name}'); t('d.' + name)")
    used = ("a.b", "c.one", "c.two", "c.3", "c.in_all", "c.head.one", "d.one")
    assert unused([*used, "a.c", "c.four", "c.head.four", "e.one", "d.four", "b"], whole, built) == [
        "a.c", "c.four", "c.head.four", "e.one", "d.four", "b",
    ]
