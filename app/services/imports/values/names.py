"""Company names as keys: what two spellings of one name have in common.

The legal form is kept, in one spelling: ООО and АО of one name are two companies. What differs in the key is never the same
automatically; ``nearness`` says how alike two names are, for a list that somebody decides by.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from app.services.imports.values.words import letters, table

_FOLDS = str.maketrans({"\u0451": "\u0435", "ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d"})
_NOTHING = re.compile(r"['’ʼ`´\u00ad\u200b-\u200f\ufeff]")
_AND = re.compile(r"(?<=[^\W\d_])\s*&\s*|\s+&\s+|(?<=[^\W\d_])\s*\+\s*(?=[^\W\d_])")
_NO_LETTER = re.compile(r"[\W_]+")
_HIDDEN = "**"
_SHORT = 4
_LONGEST = 12


def name_key(text: str) -> str:
    """The key of a company name: its letters in lower case without accents, quotes, signs and width, then ``|`` and its form.

    A name of which a part is hidden (``***``) has none: it may be anybody's.

    >>> name_key("ООО «Ромашка»") == name_key('Общество с ограниченной ответственностью "РОМАШКА"')
    True
    >>> name_key("北京华美（集团）有限责任公司"), name_key("Smith & Sons Co., Ltd.")
    ('北京华美集团|llc_cn', 'smith and sons|ltd')
    """
    core, form = split_name(text)
    return f"{core}|{form}" if core and _HIDDEN not in text else ""


@lru_cache(maxsize=20_000)
def split_name(text: str) -> tuple[str, str]:
    """The name without its legal form and that form ("" for none), both in the spelling of keys."""
    core, form = _without_form(_plain(text))
    if not core.isascii() and letters("ideograph").search(core):
        core = re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", core)
    return core, form


def nearness(first: str, second: str) -> float:
    """How alike two company names are, from 0 to 1; 1 for the same key only.

    Other figures in a name (Plant 1 and Plant 2) are other companies: at most 0.6. Another legal form takes a tenth, one that
    only one of them names, a fiftieth. Words may stand in another order.
    """
    from rapidfuzz.distance import Indel, Levenshtein

    (core, form), (other, other_form) = split_name(first), split_name(second)
    if not core or not other:
        return 0.0
    likeness = max(Indel.normalized_similarity(core, other), 0.98 * Indel.normalized_similarity(_sorted(core), _sorted(other)))
    if min(len(core), len(other)) <= _SHORT:
        likeness = min(likeness, Levenshtein.normalized_similarity(core, other))
    if form != other_form:
        likeness *= 0.98 if not form or not other_form else 0.9
    return min(likeness, 0.6) if _numbers(core) != _numbers(other) else likeness


def _sorted(core: str) -> str:
    return " ".join(sorted(core.split()))


def _numbers(core: str) -> list[str]:
    return sorted(number.lstrip("0") for number in letters("numbers").findall(core))


def _plain(text: str) -> str:
    if text.isascii():
        plain = text.lower()
    else:
        folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
        # The bow over и is a letter of its own in Russian: only marks over Latin letters are left out.
        plain = re.sub("(?<=[a-z])[\u0300-\u036f]+", "", folded)
        plain = unicodedata.normalize("NFC", plain).translate(_FOLDS)
    plain = _NOTHING.sub("", plain)
    if "&" in plain or "+" in plain:
        plain = _AND.sub(" and ", plain)
    return " ".join(_NO_LETTER.sub(" ", plain).split())


@cache
def _forms() -> tuple[dict[str, str], int]:
    """Legal forms by their words in the spelling of keys, and the most words that one has."""
    found = {_plain(spelling): form for form, spellings in table()["forms"].items() for spelling in spellings}
    return found, max(len(words.split()) for words in found)


@cache
def _before() -> tuple[str, ...]:
    """Legal forms in Chinese characters: they may stand at the beginning without a blank behind them."""
    return tuple(words for words in _forms()[0] if letters("ideograph").match(words))


def _without_form(name: str) -> tuple[str, str]:
    """The name without the longest form that stands at its end or its beginning; a name that is a form only keeps it."""
    forms, most = _forms()
    if name and letters("ideograph").match(name[-1]):
        joined = name.replace(" ", "")
        for length in range(min(_LONGEST, len(joined) - 1), 1, -1):
            if (form := forms.get(joined[-length:])) is not None:
                return joined[:-length], form
    words = name.split()
    for count in range(min(most, len(words) - 1), 0, -1):
        for form_words, core in ((words[-count:], words[:-count]), (words[:count], words[count:])):
            if (form := forms.get(" ".join(form_words))) is not None:
                return " ".join(core), form
    start = next((words for words in _before() if name.startswith(words) and name != words), "") if name else ""
    return (name.removeprefix(start).strip(), forms[start]) if start else (name, "")
