"""Pages of help as they lie in ``resources/help/<language>/<topic>.md``: a heading, text, links to other topics."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Page:
    """One topic. ``text`` is Markdown, its first line the title; links name other topics."""

    id: str
    title: str
    text: str

    @property
    def links(self) -> tuple[str, ...]:
        """Ids of the topics it leads to, in order."""
        return tuple(found.group(2) for found in LINK.finditer(self.text))


def read_pages(folder: Path) -> dict[str, Page]:
    """All pages of one language by their id."""
    pages = {}
    for file in sorted(folder.glob("*.md")):
        pages[file.stem] = parse(file.stem, file.read_text(encoding="utf-8"))
    return pages


def parse(topic: str, text: str) -> Page:
    """A page of its text; ValueError when it does not begin with a heading."""
    first, _, _ = text.partition("\n")
    if not first.startswith("# "):
        raise ValueError(f"help page {topic} does not begin with a heading")
    return Page(topic, first[2:].strip(), text)
