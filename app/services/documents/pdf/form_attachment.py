"""The attachment of a form: every text that had no room on it, in full, over as many pages as it takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from reportlab.platypus import Flowable, Paragraph

from app.services.documents.pdf.canvas import PaperCanvas
from app.services.documents.pdf.look import para, style

Placed = tuple[Flowable, float]
_BELOW_HEAD = 30.0  # points of text that a heading needs below it
_FEWEST = 46.0  # points of text below which a last page would be nearly empty
_SHORTER = (0.0, 40.0, 64.0, 90.0)


def draw(
    canvas: PaperCanvas, texts: Sequence[tuple[str, str]], title: str, lang: str, *, left: float, top: float, width: float,
    height: float,
) -> None:  # fmt: skip
    """Draw ``texts`` as (name, text), numbered from 1, on pages whose text begins at (``left``, ``top``), in points."""
    pages: list[list[Placed]] = []
    for less in _SHORTER:
        pages = _pages(_story(texts, title, lang), width, height - less)
        if len(pages) == 1 or sum(high for _, high in pages[-1]) >= _FEWEST:
            break
    canvas.tags.section()
    for page in pages:
        y = top
        for words, high in page:
            y -= high
            words.drawOn(canvas, left, y + words.getSpaceAfter())
        canvas.showPage()


def _story(texts: Sequence[tuple[str, str]], title: str, lang: str) -> list[Flowable]:
    story: list[Flowable] = [para(title, style(lang, 13, bold=True, colour="accent", after=8), "H1")]
    for number, (name, text) in enumerate(texts, start=1):
        story.append(para(f"{number}.  {name}", style(lang, 9.5, bold=True, before=8, after=3, keep=True), "H2"))
        story += [para(piece, style(lang, 9, after=4)) for piece in text.split("\n")]
    return story


def _pages(story: list[Flowable], width: float, room: float) -> list[list[Placed]]:
    """The paragraphs by pages, each with the height it takes; those that cross a page are split between lines."""
    pages: list[list[Placed]] = [[]]
    free = room
    while story:
        words = story.pop(0)
        before = words.getSpaceBefore() if pages[-1] else 0.0
        high = words.wrap(width, room)[1]
        heads = bool(cast("Paragraph", words).style.keepWithNext)
        if before + high + (_BELOW_HEAD if heads else 0.0) <= free or free == room and heads:
            taken = before + high + words.getSpaceAfter()
            pages[-1].append((words, taken))
            free -= taken
            continue
        pieces = [] if heads else words.split(width, free - before)
        if len(pieces) > 1:
            story[:0] = [pieces[0], pieces[1]]
            continue
        story.insert(0, words)
        pages.append([])
        free = room
    return pages
