"""The folded forms by which customers are found: any width, any case, pinyin and its initials."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def folded(text: str) -> str:
    """Return the form in which texts are compared: NFKC, case folded, blanks squeezed."""
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def folded_code(text: str) -> str:
    """Return a registration number without blanks and dashes, folded."""
    return "".join(char for char in folded(text) if char.isalnum())


def pinyin_forms(name: str) -> tuple[str, str]:
    """Return (full pinyin, initials) of a name, both "" when it holds no Chinese. A search aid, never shown as fact."""
    if name.isascii() or not any("\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" for char in name):
        return "", ""
    from pypinyin import lazy_pinyin

    parts = [part for part in lazy_pinyin(unicodedata.normalize("NFKC", name)) if part.strip()]
    return folded("".join(parts)), folded("".join(part[0] for part in parts))


def search_text(parts: Iterable[str]) -> str:
    """Join folded forms into the one column that a search looks through; a line each, so that no match spans two."""
    return "\n".join(part for part in parts if part)


def like_pattern(search: str) -> str:
    """Return the LIKE pattern (escape character "!") that finds ``search`` anywhere."""
    escaped = folded(search).replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{escaped}%"
