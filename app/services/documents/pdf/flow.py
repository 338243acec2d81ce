"""Building blocks of a paper: headings with bookmarks, paragraphs, notices, the grade's badge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from reportlab.lib.colors import Color
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, PageBreak, Paragraph, Spacer, Table

from app.models.domain.enums import Grade
from app.services.documents.pdf import fonts, look, tables
from app.services.documents.pdf.look import para, style

_SHORT = 48.0  # a text of this height may still be the note below a heading
_MOST = 560.0  # no heading asks for more room than this: every sheet has it below a heading


class Heading(Flowable):
    """A heading that puts itself among the bookmarks; ``level`` 0 is a part, 1 a section of it."""

    def __init__(self, text: str, lang: str, level: int = 0, number: int | None = None) -> None:
        super().__init__()
        self.level = level
        self.title = f"{number}  {text}" if number is not None else text
        size = 14.5 if level == 0 else 10.2
        look_of_it = style(lang, size, bold=True, colour="accent" if level == 0 else "text")
        self._para = para(self.title, look_of_it, f"H{level + 1}")
        self.need: float = 120 if level == 0 else 74
        self.spaceBefore = 20 if level == 0 else 11
        self.spaceAfter = 7 if level == 0 else 4

    def getSpaceBefore(self) -> float:
        return float(self.spaceBefore)

    def getSpaceAfter(self) -> float:
        return float(self.spaceAfter)

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        self._text = self._para.wrap(aW, aH)[1]
        self.width, self.height = aW, self._text + (5 if self.level == 0 else 0)
        # A heading that would stand alone at the foot of a page asks for more room than there is, and so moves on.
        return self.width, self.height if aH >= self.height + self.need else self.height + self.need

    def split(self, aW: float, aH: float) -> list[Flowable]:
        return []

    def draw(self) -> None:
        canvas: Any = self.canv
        canvas.mark(self.title, self.level)
        if self.level == 0:
            canvas.tags.section()
        self._para.drawOn(canvas, 0, self.height - self._text)
        if self.level == 0:
            with canvas.tags.artifact(canvas):
                canvas.setStrokeColor(look.ACCENT)
                canvas.setLineWidth(1.1)
                canvas.line(0, 0, self.width, 0)


class Band(Flowable):
    """A short thick bar above a title."""

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        return 64, 4

    def draw(self) -> None:
        canvas: Any = self.canv
        with canvas.tags.artifact(canvas):
            canvas.setFillColor(look.ACCENT)
            canvas.rect(0, 0, 64, 4, stroke=0, fill=1)


class Badge(Flowable):
    """A grade on its colour, with a frame so that it reads without colour too."""

    def __init__(self, grade: Grade | None, size: float, none: str = "—") -> None:
        super().__init__()
        self._text = grade.name if grade is not None else none
        self._ground, self._ink = look.GRADE_COLOURS[grade] if grade is not None else (look.HEAD, look.TEXT)
        self._size = size
        self.width = max(fonts.width(self._text, size, bold=True) + size * 1.1, size * 2.4)
        self.height = size * 1.6

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas: Any = self.canv
        with canvas.tags.leaf(canvas, "P"):
            self._draw(canvas)

    def _draw(self, canvas: Any) -> None:
        canvas.setFillColor(self._ground)
        canvas.setStrokeColor(look.TEXT)
        canvas.setLineWidth(max(0.5, self._size / 28))
        canvas.roundRect(0, 0, self.width, self.height, self._size * 0.22, stroke=1, fill=1)
        canvas.setFillColor(self._ink)
        canvas.setFont(fonts.BOLD, self._size)
        canvas.drawCentredString(self.width / 2, self.height / 2 - self._size * 0.36, self._text)


class Notice(Flowable):
    """A framed text with a thick bar at its left: what must not be overlooked."""

    def __init__(self, title: str, text: str, lang: str, tone: str = "accent", size: float = 8.5) -> None:
        super().__init__()
        self._bar: Color = {"bad": look.BAD, "warn": look.WARN, "good": look.GOOD}.get(tone, look.ACCENT)
        colour = tone if tone in ("bad", "warn", "good") else "accent"
        self._title = para(title, style(lang, size + 0.7, bold=True, colour=colour)) if title else None
        self._text = para(text, style(lang, size)) if text else None
        self.spaceBefore, self.spaceAfter = 5, 6

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        inner = aW - 20
        self._heights = [part.wrap(inner, aH)[1] if part is not None else 0 for part in (self._title, self._text)]
        self.width, self.height = aW, sum(self._heights) + 12
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[Flowable]:
        return []

    def draw(self) -> None:
        canvas: Any = self.canv
        with canvas.tags.artifact(canvas):
            canvas.setStrokeColor(self._bar)
            canvas.setLineWidth(0.6)
            canvas.rect(0, 0, self.width, self.height, stroke=1, fill=0)
            canvas.setFillColor(self._bar)
            canvas.rect(0, 0, 4, self.height, stroke=0, fill=1)
        top = self.height - 5
        for part, height in zip((self._title, self._text), self._heights, strict=True):
            if part is not None:
                part.drawOn(canvas, 12, top - height)
                top -= height


def height(story: Sequence[Flowable], width: float) -> float:
    """Return how high a story is on one endless page; a heading counts at least the room that it asks for."""
    used = after = least = 0.0
    for flowable in _plain(story):
        used += max(float(flowable.getSpaceBefore()) - after, 0.0) if used else 0.0
        used += float(flowable.wrap(width, 1e5)[1])
        after = float(flowable.getSpaceAfter())
        used += after
        if isinstance(flowable, Heading):
            least = used + flowable.need
    return max(used, least)


def settle(story: Sequence[Flowable], width: float) -> None:
    """Tell each heading how much room what follows needs, so that it never stands alone at the foot of a page."""
    flowables = list(_plain(story))
    for place, flowable in enumerate(flowables):
        if isinstance(flowable, Heading):
            needed = flowable.getSpaceAfter() + _needed(flowables[place + 1 :], width)
            flowable.need = max(flowable.need, min(needed, _MOST))


def _plain(story: Iterable[Flowable]) -> Iterator[Flowable]:
    """The flowables one by one, those that are kept together too: such a block cannot be measured before it is drawn."""
    for flowable in story:
        if isinstance(flowable, KeepTogether):
            yield from _plain(vars(flowable)["_content"])
        else:
            yield flowable


def _needed(following: Sequence[Flowable], width: float) -> float:
    """The height of up to two short texts that come next and of the beginning of the block after them."""
    used, texts = 0.0, 0
    for flowable in following:
        if isinstance(flowable, PageBreak) or (texts > 1 and not isinstance(flowable, Spacer | Table)):
            return used
        used += float(flowable.getSpaceBefore() + flowable.getSpaceAfter())
        if isinstance(flowable, Table):
            return used + tables.top_height(flowable)
        high = float(flowable.wrap(width, 1e5)[1])
        if not isinstance(flowable, Heading | Spacer | Paragraph) or high > _SHORT:
            return used + high
        used += high
        texts += isinstance(flowable, Paragraph)
    return used


def text(words: str, lang: str, size: float = 8.8, *, colour: str = "text", after: float = 4, bold: bool = False) -> Flowable:
    """Return a paragraph of running text."""
    return para(words, style(lang, size, colour=colour, after=after, bold=bold))


def bullets(points: list[str], lang: str, size: float = 8.5) -> list[Flowable]:
    """Return a list with dots."""
    return [para(f"•  {point}", style(lang, size, after=2.5)) for point in points]


def gap(points: float) -> Flowable:
    """Return vertical space."""
    return Spacer(1, points)


def room(points: float) -> Flowable:
    """Return a page break that happens only when less than ``points`` are left."""
    return CondPageBreak(points)
