"""Long texts taken out of tables: the cell keeps the beginning and a number, the whole text follows below the table.

A row of a table cannot be longer than a page, a paragraph can.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reportlab.platypus import Flowable

from app.services.documents.pdf import flow
from app.services.documents.wording import Wording

LONG = 320  # characters that a cell holds comfortably
_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")
_LINE = 36  # a line break takes the room of so many


def oneline(text: str) -> str:
    """Return ``text`` with every run of blanks as one; a blank that must not break (before %) stays what it is."""
    return _BLANKS.sub(" ", text).strip(" ")


def weight(text: str) -> int:
    """Return the room a text takes in a cell, in characters."""
    return len(text) + _LINE * text.count("\n")


@dataclass(slots=True)
class Notes:
    """The long texts of one table, in order."""

    w: Wording
    _kept: list[tuple[str, str]] = field(default_factory=list)

    def short(self, name: str, text: str, most: int = LONG) -> str:
        """Return ``text``, or when it is too long its beginning with the number of its note. ``name`` heads the note."""
        if weight(text) <= most:
            return text
        self._kept.append((name, text))
        beginning = oneline(text[: most // 3])
        return self.w("note.see", beginning=beginning, n=len(self._kept))

    def story(self) -> list[Flowable]:
        """Return the notes in full, to stand below the table."""
        story: list[Flowable] = []
        for number, (name, text) in enumerate(self._kept, start=1):
            story.append(flow.gap(3))
            story.append(flow.text(self.w("note.head", n=number, name=name[:LONG]), self.w.lang, 7.8, bold=True, after=1))
            story += [flow.text(part, self.w.lang, 7.8, after=2) for part in text.split("\n") if part.strip()]
        return story
