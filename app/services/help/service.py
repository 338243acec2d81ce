"""Help as the window asks for it: a topic, a search, the table of contents."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from app import paths
from app.services.help.pages import LINK, Page, read_pages
from app.texts import Texts

if TYPE_CHECKING:
    from app.models.domain.methodology import Methodology

CONTENTS = "contents"
_MOST, _AROUND = 40, 70


@dataclass(frozen=True, slots=True)
class Hit:
    """A topic that holds what is looked for, with some words around it."""

    id: str
    title: str
    around: str


class Help:
    """Topics in the three languages; those of the methodology in use are made once for each language."""

    def __init__(self, methodology: Callable[[], Methodology] | None = None, folder: Path | None = None) -> None:
        self._methodology = methodology
        self._folder = folder or paths.resources() / "help"
        self._kept: dict[tuple[str, str], dict[str, Page]] = {}
        self._lock = Lock()

    def pages(self, lang: str) -> dict[str, Page]:
        """Every topic of a language by its id."""
        m = self._methodology() if self._methodology is not None else None
        key = (lang, m.hash if m is not None else "")
        with self._lock:
            if key not in self._kept:
                pages = read_pages(self._folder / lang)
                if m is not None:
                    from app.services.help.made import methodology_pages

                    pages |= methodology_pages(m, Texts.load(lang))
                self._kept[key] = pages
            return self._kept[key]

    def page(self, topic: str, lang: str) -> Page:
        """A topic; the contents when there is no such topic."""
        pages = self.pages(lang)
        return pages.get(topic) or pages[CONTENTS]

    def search(self, text: str, lang: str) -> tuple[Hit, ...]:
        """Topics that hold every word of ``text``: those with the words in their title first."""
        words = text.casefold().split()
        if not words:
            return ()
        found: list[tuple[int, int, Hit]] = []
        for order, page in enumerate(self.pages(lang).values()):
            body = readable(page.text)
            title, below = page.title.casefold(), body.casefold()
            if all(word in title or word in below for word in words):
                rank = 0 if all(word in title for word in words) else 1 if words[0] in title else 2
                found.append((rank, order, Hit(page.id, page.title, _around(body, words[0]))))
        return tuple(hit for _, _, hit in sorted(found, key=_place)[:_MOST])


def dead_links(pages: dict[str, Page]) -> list[str]:
    """Links that lead to no topic: ``from → to``."""
    return [f"{page.id} → {link}" for page in pages.values() for link in page.links if link not in pages]


def readable(markdown: str) -> str:
    """The words of a page without the signs of Markdown, on one line and without its title."""
    _, _, body = LINK.sub(r"\1", markdown).partition("\n")
    return " ".join(re.sub(r"[#*`|\\]|^\s*-\s", " ", body, flags=re.MULTILINE).split())


def _around(body: str, word: str) -> str:
    at = max(0, body.casefold().find(word))
    start = max(0, at - _AROUND)
    cut = body[start : at + len(word) + _AROUND]
    return ("…" if start else "") + cut.strip() + ("…" if start + len(cut) < len(body) else "")


def _place(row: tuple[int, int, Hit]) -> tuple[int, int]:
    return row[0], row[1]
